"""Groups of learners and who is in them."""

from bot.course.desk.rights import Reach
from bot.store.writer import Tx

Condition = tuple[str, tuple[str, ...]]


def names(tx: Tx) -> dict[str, str]:
    """The names of all groups that are open, by id, in the order of their names."""
    rows = tx.execute("SELECT id, name FROM groups WHERE closed_at IS NULL ORDER BY name, id")
    return {row["id"]: row["name"] for row in rows}


def within(reach: Reach, learner: str) -> Condition:
    """SQL and values of the condition that a learner is within reach. `learner` is a column's name.

    Whoever is in one of the groups, or enrolled in one of the courses.
    """
    if reach.everything:
        return "1 = 1", ()
    groups, courses = sorted(reach.groups), sorted(reach.courses)
    in_one = (
        f"SELECT learner_id FROM members WHERE state = 'in' AND group_id IN ({_places(groups)})"  # noqa: S608
    )
    on_one = f"SELECT learner_id FROM enrolments WHERE course IN ({_places(courses)})"  # noqa: S608
    return f"({learner} IN ({in_one}) OR {learner} IN ({on_one}))", (*groups, *courses)


def _places(values: list[str]) -> str:
    return ", ".join("?" for _ in values)
