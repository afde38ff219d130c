"""Exact numbers of people, for the gate alone: nothing else may import this (see pyproject.toml).

Everything is counted in the database, over the index that begins with the course; nobody's words
are read. Each number is one of different people, so that rounding it down to fives hides them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.course.desk.announcement import Outcome
from bot.course.desk.reports import Scope
from bot.course.desk.rights import Reach
from bot.store import groups
from bot.store.reader import Query, Reader
from bot.store.times import from_ms, to_ms

WEEK = timedelta(days=7) // timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How many gave this as their first answer to a step."""

    activity: str
    step: str
    about: str | None
    release: str
    response: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """How those in the upper and the lower part of all who answered a question did on it."""

    step: str
    upper: int
    upper_right: int
    lower: int
    lower_right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An announcement to people of the course, and what became of it for how many."""

    announcement: str
    at: datetime
    outcome: Outcome
    people: int


Condition: TypeAlias = tuple[str, tuple[str, ...]]


def _within(scope: Scope, learner: str = "learner_id") -> Condition:
    if not scope.group:
        return "1 = 1", ()
    members = "SELECT learner_id FROM members WHERE group_id = ? AND state = 'in'"
    return f"{learner} IN ({members})", (scope.group,)


async def group_names(reader: Reader) -> dict[str, str]:
    """Also of groups that are closed: their numbers are wanted most. Those come last."""
    sql = "SELECT id, name FROM groups ORDER BY closed_at IS NOT NULL, name, id"
    return {row["id"]: row["name"] for row in await reader.all(sql)}


# --- How far people get -----------------------------------------------------------------


async def progress(reader: Reader, scope: Scope) -> tuple[int, int, dict[str, int]]:
    """Who began, who finished the course, and who completed each activity."""
    within, values = _within(scope)
    found = await reader.snapshot({
        "began": (
            ("SELECT count(*) AS began, count(completed_at) AS completed FROM enrolments"  # noqa: S608
            f" WHERE course = ? AND {within}"),
            (scope.course, *values),
        ),
        "activities": (
            ("SELECT activity, count(*) AS people FROM completions"  # noqa: S608
            f" WHERE course = ? AND {within} GROUP BY activity"),
            (scope.course, *values),
        ),
    })  # fmt: skip
    (row,) = found["began"]
    done = {each["activity"]: each["people"] for each in found["activities"]}
    return row["began"], row["completed"], done


async def by_week(
    reader: Reader, scope: Scope, first: datetime, weeks: int
) -> list[tuple[int, int]]:
    """Who began and who finished the course, in each of these weeks."""
    found = await reader.snapshot({
        column: _in_weeks(scope, column, first, weeks) for column in ("started_at", "completed_at")
    })  # fmt: skip
    began, completed = ({row["week"]: row["people"] for row in found[column]} for column in found)
    return [(began.get(week, 0), completed.get(week, 0)) for week in range(weeks)]


def _in_weeks(scope: Scope, column: str, first: datetime, weeks: int) -> Query:
    within, values = _within(scope)
    start = to_ms(first)
    return (
        (
            f"SELECT ({column} - ?) / ? AS week, count(*) AS people FROM enrolments"  # noqa: S608
            f" WHERE course = ? AND {column} >= ? AND {column} < ? AND {within} GROUP BY week"
        ),
        (start, WEEK, scope.course, start, start + weeks * WEEK, *values),
    )


async def languages(reader: Reader, scope: Scope) -> dict[str, int]:
    within, values = _within(scope, "e.learner_id")
    rows = await reader.all(
        "SELECT l.language, count(*) AS people FROM enrolments e"  # noqa: S608
        f" JOIN learners l ON l.id = e.learner_id WHERE e.course = ? AND {within}"
        " GROUP BY l.language",
        (scope.course, *values),
    )
    return {row["language"]: row["people"] for row in rows}


# --- What people answered ---------------------------------------------------------------


def _first(scope: Scope, activities: Collection[str], steps: Collection[str]) -> Query:
    """The first answer of each person to each step, and about each thing that was asked about."""
    within, values = _within(scope)
    return (
        (
            "SELECT min(id) AS id FROM answers WHERE course = ?"  # noqa: S608
            f" AND activity IN ({_places(activities)}) AND step IN ({_places(steps)}) AND {within}"
            " GROUP BY activity, step, about, learner_id"
        ),
        (scope.course, *activities, *steps, *values),
    )


async def answers(
    reader: Reader, scope: Scope, activities: Collection[str], steps: Collection[str]
) -> list[Answer]:
    """Only what was chosen: words in somebody's own hand begin otherwise and are left alone."""
    first, values = _first(scope, activities, steps)
    rows = await reader.all(
        "SELECT a.activity, a.step, a.about, a.release, a.response, count(*) AS people"  # noqa: S608
        f" FROM ({first}) f JOIN answers a ON a.id = f.id WHERE a.response LIKE '[%'"
        " GROUP BY a.activity, a.step, a.about, a.release, a.response",
        values,
    )
    return [Answer(**row) for row in rows]


async def ranked(
    reader: Reader, scope: Scope, activity: str, steps: Collection[str], parts: tuple[int, int]
) -> list[Ranked]:
    """For each question, the upper and the lower part (in hundredths) of those who answered it.

    They stand in the order of what they got right at their first try of each test of the course;
    whoever has taken none is left out. Among equals an arbitrary order decides, always the same.
    """
    first, values = _first(scope, (activity,), steps)
    upper, lower = parts
    rows = await reader.all(
        "WITH scored AS (SELECT learner_id, sum(correct) * 1.0 / sum(asked) AS score"  # noqa: S608
        " FROM tests_taken t WHERE course = ? AND attempt = (SELECT min(attempt) FROM tests_taken"
        "  WHERE learner_id = t.learner_id AND course = t.course AND test = t.test)"
        " GROUP BY learner_id HAVING sum(asked) > 0),"
        " placed AS (SELECT a.step, a.correct,"
        "  row_number() OVER (PARTITION BY a.step ORDER BY s.score DESC, a.learner_id) AS place,"
        "  count(*) OVER (PARTITION BY a.step) AS everybody"
        f"  FROM ({first}) f JOIN answers a ON a.id = f.id AND a.correct IS NOT NULL"
        "  JOIN scored s ON s.learner_id = a.learner_id),"
        " parted AS (SELECT step, correct,"
        "  CASE WHEN place * 100 <= everybody * ? THEN 1 ELSE 0 END AS upper,"
        "  CASE WHEN (everybody - place + 1) * 100 <= everybody * ? THEN 1 ELSE 0 END AS lower"
        "  FROM placed)"
        " SELECT step, sum(upper) AS upper, sum(upper * correct) AS upper_right,"
        "  sum(lower) AS lower, sum(lower * correct) AS lower_right FROM parted GROUP BY step",
        (scope.course, *values, upper, lower),
    )
    return [Ranked(**row) for row in rows]


async def plans(reader: Reader, scope: Scope) -> tuple[int, dict[str, int]]:
    """Who has a plan, and who has one of which this was told last. Nobody counts twice in either."""
    within, values = _within(scope, "p.learner_id")
    made, told = (
        f"SELECT {what} count(DISTINCT p.learner_id) AS people FROM plans p {joined}"  # noqa: S608
        f" WHERE p.course = ? AND {within} {grouped}"
        for what, joined, grouped in (
            ("", "", ""),
            (
                "r.result,",
                (
                    "JOIN plan_reports r ON r.id = (SELECT max(id) FROM plan_reports"
                    " WHERE learner_id = p.learner_id AND plan = p.plan)"
                ),
                "GROUP BY r.result",
            ),
        )
    )
    parameters = (scope.course, *values)
    found = await reader.snapshot({"made": (made, parameters), "told": (told, parameters)})
    results = {row["result"]: row["people"] for row in found["told"]}
    return found["made"][0]["people"], results


# --- What people were told --------------------------------------------------------------


async def announced(reader: Reader, scope: Scope, limit: int) -> list[Told]:
    """The outcomes of the latest announcements among the people of the course, the newest first."""
    within, values = _within(scope, "r.learner_id")
    rows = await reader.all(
        "SELECT a.id, a.begun_at, r.status, count(*) AS people FROM"  # noqa: S608
        " (SELECT id, begun_at FROM announcements WHERE begun_at IS NOT NULL"
        "  ORDER BY begun_at DESC, id LIMIT ?) a"
        " JOIN recipients r ON r.announcement = a.id"
        " JOIN enrolments e ON e.learner_id = r.learner_id AND e.course = ?"
        f" WHERE {within} GROUP BY a.id, a.begun_at, r.status ORDER BY a.begun_at DESC, a.id",
        (limit, scope.course, *values),
    )
    return [
        Told(
            announcement=row["id"], at=from_ms(row["begun_at"]), outcome=row["status"],
            people=row["people"],
        )
        for row in rows
    ]  # fmt: skip


async def since(reader: Reader, reach: Reach, moment: datetime) -> tuple[int, int, list[int]]:
    """Within reach: who came new, who finished a course, and who got each announcement."""
    new, new_values = groups.within(reach, "id")
    done, done_values = groups.within(reach, "learner_id")
    told, told_values = groups.within(reach, "r.learner_id")
    start = to_ms(moment)
    found = await reader.snapshot({
        "began": (
            f"SELECT count(*) AS people FROM learners WHERE created_at >= ? AND {new}",  # noqa: S608
            (start, *new_values),
        ),
        "completed": (
            ("SELECT count(DISTINCT learner_id) AS people FROM enrolments"  # noqa: S608
            f" WHERE completed_at >= ? AND {done}"),
            (start, *done_values),
        ),
        "announced": (
            ("SELECT count(*) AS people FROM announcements a"  # noqa: S608
            " JOIN recipients r ON r.announcement = a.id AND r.status = 'sent'"
            f" WHERE a.begun_at >= ? AND {told} GROUP BY a.id"),
            (start, *told_values),
        ),
    })  # fmt: skip
    (began,), (completed,) = found["began"], found["completed"]
    announced_to = [row["people"] for row in found["announced"]]
    return began["people"], completed["people"], announced_to


def _places(values: Collection[str]) -> str:
    return ", ".join("?" for _ in values)
