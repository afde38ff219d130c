"""Who may do what, and over whom: worked out from the grants, and from nothing else."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.desk.rights import POWERS, ROLES, Grant, Power, Reach, Rights, Role

grants = st.builds(Grant, role=st.sampled_from(ROLES), over=st.sampled_from(["", "north", "south"]))
rights = st.builds(Rights, grants=st.lists(grants, max_size=5).map(tuple))
powers = st.sampled_from(get_args(Power))


def test_every_role_and_every_power_is_known() -> None:
    assert get_args(Role) == ROLES == tuple(POWERS)
    assert POWERS["administrator"] == frozenset(get_args(Power))


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("coordinator", {"announce", "answer", "groups", "people", "preview", "reports", "survey"}),
        ("author", {"preview", "reports"}),
        ("viewer", {"reports"}),
    ],
)
def test_what_a_role_may(role: Role, may: set[Power]) -> None:
    held = Rights(grants=(Grant(role=role),))
    assert {power for power in get_args(Power) if held.may(power)} == may


def test_a_role_over_a_group_reaches_that_group_only() -> None:
    held = Rights(grants=(Grant(role="coordinator", over="north"),))
    reach = held.reach("announce")
    assert reach == Reach(groups=frozenset({"north"}))
    assert reach.covers(group="north")
    assert not reach.covers(group="south")
    assert not reach.covers(course="north")


def test_an_author_reaches_a_course_and_no_group() -> None:
    reach = Rights(grants=(Grant(role="author", over="pp"),)).reach("reports")
    assert (reach.covers(course="pp"), reach.covers(group="pp")) == (True, False)


def test_a_viewer_of_one_group_does_not_announce_in_it() -> None:
    held = Rights(
        grants=(Grant(role="viewer", over="north"), Grant(role="coordinator", over="south"))
    )
    assert held.reach("announce") == Reach(groups=frozenset({"south"}))
    assert held.reach("reports").groups == {"north", "south"}


def test_nobody_reaches_nothing() -> None:
    assert Rights().role is None
    assert Rights().reach("reports").nothing
    assert not Reach(groups=frozenset({"north"})).covers()


@given(rights, powers)
def test_whoever_may_reaches_something_and_nobody_else_does(held: Rights, power: Power) -> None:
    assert held.may(power) == (not held.reach(power).nothing)


@given(rights, grants, powers)
def test_a_further_grant_never_takes_anything_away(held: Rights, more: Grant, power: Power) -> None:
    before = held.reach(power)
    after = Rights(grants=(*held.grants, more)).reach(power)
    assert before.everything <= after.everything
    assert before.groups <= after.groups
    assert before.courses <= after.courses
