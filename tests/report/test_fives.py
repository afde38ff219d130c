"""The gate: what leaves it is a multiple of five, and never more than came in."""

from hypothesis import given
from hypothesis import strategies as st

from bot.course.desk.fives import FEW, Count, percent, through_the_gate, total

exact = st.integers(0, 10**7)


@given(exact)
def test_it_rounds_down_to_fives(people: int) -> None:
    count = through_the_gate(people)
    assert count.people % 5 == 0
    assert 0 <= people - count.people < 5
    assert count.few == (people < 5)


@given(st.lists(exact, max_size=9))
def test_sums_and_differences_are_fives_as_well(people: list[int]) -> None:
    counts = tuple(map(through_the_gate, people))
    assert total(counts).people % 5 == 0
    assert total(counts).people <= sum(people)
    assert all((one - other).people % 5 == 0 for one in counts for other in counts)


@given(exact, exact)
def test_a_share_is_one_of_rounded_figures(part: int, more: int) -> None:
    """People who fall among the same fives change nothing."""
    whole = part + more
    told = percent(through_the_gate(part), through_the_gate(whole))
    same = percent(through_the_gate(part // 5 * 5), through_the_gate(whole // 5 * 5))
    assert told == same
    assert told is None or 0 <= told <= 100


def test_fewer_than_five_have_no_share() -> None:
    assert percent(through_the_gate(4), Count(20)) is None
    assert percent(Count(1), through_the_gate(4)) is None
    assert through_the_gate(0) == through_the_gate(4) == FEW
