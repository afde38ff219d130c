"""Telegram's limits in every window, whatever people do."""

from hypothesis import given
from hypothesis import strategies as st

from bot.service.pace import BURST, Pace

PEOPLE = st.sampled_from("abc")
MOMENTS = st.lists(
    st.tuples(PEOPLE, st.sampled_from([0.0, 0.001, 0.1, 0.34, 1.0, 7.0])), max_size=120
)


class Seconds:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def departures(
    rate: float, per_chat: float, moments: list[tuple[str, float]]
) -> list[tuple[str, float]]:
    """When messages leave, if each chat sends whenever it is allowed and has none under way."""
    clock = Seconds()
    pace = Pace(rate, per_chat, clock)
    under_way: dict[str, float] = {}
    left: list[tuple[str, float]] = []
    for chat, passed in moments:
        clock.now += passed
        if under_way.get(chat, 0.0) <= clock.now and pace.wait_of(chat) == 0:
            under_way[chat] = clock.now + pace.reserve(chat)
            left.append((chat, under_way[chat]))
    return left


@given(rate=st.sampled_from([1.0, 2.0, 3.5, 30.0]), moments=MOMENTS)
def test_overall_in_every_second(rate: float, moments: list[tuple[str, float]]) -> None:
    times = sorted(at for _, at in departures(rate, 1000.0, moments))
    most = int(rate)
    assert all(later - first > 1.0 for first, later in zip(times, times[most:], strict=False))


@given(
    rate=st.sampled_from([2.0, 6.0, 30.0]),
    per_chat=st.sampled_from([0.5, 1.0, 3.0]),
    moments=MOMENTS,
)
def test_one_chat_in_every_window(
    rate: float, per_chat: float, moments: list[tuple[str, float]]
) -> None:
    left = departures(rate, per_chat, moments)
    for chat in "abc":
        times = [at for name, at in left if name == chat]
        for first, began in enumerate(times):
            for count, ended in enumerate(times[first:], 1):
                assert count <= BURST + per_chat * (ended - began) + 1e-6


def test_a_chat_pays_when_its_message_leaves() -> None:
    """Waiting for a place among all does not fill its own bucket beyond the burst."""
    crowd = [("a", 0.0)] * 5 + [("b", 0.0), ("c", 0.0), ("c", 1.02)] + [("c", 0.0)] * 5
    times = [at for chat, at in departures(6.0, 1.0, crowd) if chat == "c"]
    assert max(times.count(at) for at in times) <= BURST


def test_a_rate_below_one_a_second() -> None:
    clock = Seconds()
    pace = Pace(0.1, 1.0, clock)
    assert pace.reserve("a") == 0.0
    assert pace.reserve("b") > 10.0


def test_a_burst_and_then_one_a_second() -> None:
    clock = Seconds()
    pace = Pace(30.0, 1.0, clock)
    for _ in range(BURST):
        assert pace.wait_of("a") == 0
        assert pace.reserve("a") == 0.0
    assert pace.wait_of("a") == 1.0
    assert pace.wait_of("b") == 0


def test_a_chat_that_is_told_to_wait_delays_no_other() -> None:
    clock = Seconds()
    pace = Pace(30.0, 1.0, clock)
    pace.rest("a", 9.0)
    assert pace.wait_of("a") == 9.0
    assert pace.wait_of("b") == 0
    assert pace.reserve("b") == 0.0


def test_a_second_chat_that_is_told_so_means_all() -> None:
    clock = Seconds()
    pace = Pace(30.0, 1.0, clock)
    pace.rest("a", 9.0)
    clock.now += 1.0
    pace.rest("b", 5.0)
    assert pace.wait_of("c") == pace.rest_of_all() == 5.0
    assert pace.reserve("c") == 5.0
    clock.now += 5.0
    assert pace.wait_of("d") == pace.rest_of_all() == 0


def test_the_same_chat_twice_means_only_itself() -> None:
    clock = Seconds()
    pace = Pace(30.0, 1.0, clock)
    pace.rest("a", 2.0)
    clock.now += 1.0
    pace.rest("a", 3.0)
    assert pace.wait_of("b") == 0


def test_a_wait_that_is_over_counts_no_more() -> None:
    clock = Seconds()
    pace = Pace(30.0, 1.0, clock)
    pace.rest("a", 2.0)
    clock.now += 2.0
    pace.rest("b", 3.0)
    assert pace.wait_of("a") == 0
    assert pace.wait_of("c") == 0
