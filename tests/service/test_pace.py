"""Telegram's limits in every window, whatever people do."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.service.pace import BURST, Pace

PEOPLE = st.sampled_from("abc")
MOMENTS = st.lists(
    st.tuples(PEOPLE, st.sampled_from([0.0, 0.001, 0.1, 0.34, 1.0, 7.0]), st.booleans()),
    max_size=120,
)


class Seconds:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def departures(
    rate: float, per_chat: float, moments: list[tuple[str, float, bool]]
) -> list[tuple[str, float]]:
    """When messages leave, if each chat sends whenever it is allowed, one after the other."""
    clock = Seconds()
    pace = Pace(rate, per_chat, clock)
    left: list[tuple[str, float]] = []
    for chat, passed, urgent in moments:
        clock.now += passed
        if pace.wait_of(chat) == 0:
            while wait := pace.leave(chat, urgent=urgent):
                clock.now += wait
            left.append((chat, clock.now))
    return left


@given(rate=st.sampled_from([1.0, 2.0, 3.5, 30.0]), moments=MOMENTS)
def test_overall_in_every_second(rate: float, moments: list[tuple[str, float, bool]]) -> None:
    times = sorted(at for _, at in departures(rate, 1000.0, moments))
    most = int(rate)
    assert all(later - first > 1.0 for first, later in zip(times, times[most:], strict=False))


@given(
    rate=st.sampled_from([2.0, 6.0, 30.0]),
    per_chat=st.sampled_from([0.5, 1.0, 3.0]),
    moments=MOMENTS,
)
def test_one_chat_in_every_window(
    rate: float, per_chat: float, moments: list[tuple[str, float, bool]]
) -> None:
    left = departures(rate, per_chat, moments)
    for chat in "abc":
        times = [at for name, at in left if name == chat]
        for first, began in enumerate(times):
            for count, ended in enumerate(times[first:], 1):
                assert count <= BURST + per_chat * (ended - began) + 1e-6


def test_a_rate_below_one_a_second() -> None:
    clock = Seconds()
    pace = Pace(0.1, 1.0, clock)
    assert pace.leave("a") == 0.0
    assert pace.leave("b") > 10.0


def test_a_burst_and_then_one_a_second() -> None:
    clock = Seconds()
    pace = Pace(30.0, 1.0, clock)
    for _ in range(BURST):
        assert pace.wait_of("a") == 0
        assert pace.leave("a") == 0.0
    assert pace.wait_of("a") == 1.0
    assert pace.wait_of("b") == 0


def test_a_chat_that_is_told_to_wait_delays_no_other() -> None:
    clock = Seconds()
    pace = Pace(30.0, 1.0, clock)
    pace.rest("a", 9.0)
    assert pace.wait_of("a") == 9.0
    assert pace.wait_of("b") == 0
    assert pace.leave("b") == 0.0


def test_a_second_chat_that_is_told_so_means_all() -> None:
    clock = Seconds()
    pace = Pace(30.0, 1.0, clock)
    pace.rest("a", 9.0)
    clock.now += 1.0
    pace.rest("b", 5.0)
    assert pace.wait_of("c") == pace.rest_of_all() == 5.0
    assert pace.leave("c") == 5.0
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


def test_what_nobody_waits_for_leaves_evenly() -> None:
    clock = Seconds()
    pace = Pace(30.0, 1.0, clock)
    left = []
    for person in range(90):
        while wait := pace.leave(f"p{person}", urgent=False):
            clock.now += wait
        left.append(clock.now)
    gaps = [after - before for before, after in pairwise(left[2:])]
    assert max(gaps) - min(gaps) < 0.001
    assert 0.97 < (len(left) - 3) / (left[-1] - left[2]) / 30 <= 1.0


def test_an_answer_takes_the_next_place() -> None:
    """Also where what leaves evenly uses the whole rate, and asks first."""
    clock = Seconds()
    pace = Pace(30.0, 1.0, clock)
    for person in range(90):
        while wait := pace.leave(f"p{person}", urgent=False):
            clock.now += wait
    wait = pace.leave("anna")
    assert wait <= 1.02 / 30
    clock.now += wait
    assert pace.leave("p90", urgent=False) > 0
    assert pace.leave("anna") == 0.0


def test_answers_without_end_hold_up_nothing_for_ever() -> None:
    """Whoever is written to unasked may have answered: their own answer stands behind it."""
    clock = Seconds()
    pace = Pace(30.0, 1.0, clock)
    answers = 0
    while not (pause := pace.leave(f"p{answers}")):
        answers += 1
    waits = {"answer": clock.now + pause, "even": 0.0}
    while True:
        if waits["even"] <= clock.now:
            pause = pace.leave("even", urgent=False)
            if not pause:
                break
            waits["even"] = clock.now + pause
        if waits["answer"] <= clock.now:
            while not (pause := pace.leave(f"p{answers}")):
                answers += 1
            waits["answer"] = clock.now + pause
        clock.now = max(clock.now, min(waits.values()))
        assert answers < 120
    assert answers > 30


def test_an_answer_that_must_wait_with_everybody_holds_up_nothing() -> None:
    clock = Seconds()
    pace = Pace(1.0, 1.0, clock)
    assert pace.leave("a") == 0.0
    assert pace.leave("anna") > 0
    for chat in "bc":
        pace.rest(chat, 5.0)
    assert pace.leave("anna") == 5.0
    clock.now += 5.0
    assert pace.leave("d", urgent=False) == 0.0


def test_what_was_held_up_is_made_up_for_a_little() -> None:
    """A loop that was busy for a moment makes up for it; after a longer one nothing leaves at once."""
    clock = Seconds()
    pace = Pace(100.0, 1.0, clock)

    def at_once(after: float) -> int:
        clock.now += after
        number = 0
        while not pace.leave(f"p{clock.now}{number}", urgent=False):
            number += 1
        return number

    assert [at_once(after) for after in (0.0, 0.045, 0.5)] == [1, 4, 1]
