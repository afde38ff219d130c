"""Who belongs to an audience, within the reach of whoever speaks to them."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from bot.course.desk.announcement import Audience, Named
from bot.course.desk.rights import Reach
from bot.store import groups, releases
from bot.store.times import to_ms
from bot.store.writer import Tx

WHO = (
    "SELECT l.id, l.language, l.zone FROM learners l WHERE l.agreed = 1"
    " AND (:language IS NULL OR l.language = :language)"
    " AND (:group IS NULL OR EXISTS (SELECT 1 FROM members m"
    "  WHERE m.learner_id = l.id AND m.group_id = :group AND m.state = 'in'))"
    " AND (:topic IS NULL OR EXISTS (SELECT 1 FROM wishes w"
    "  WHERE w.learner_id = l.id AND w.topic = :topic))"
    " AND (:progress <> 'stopped' OR coalesce(l.active_at, 0) <= :quiet_since)"
    " AND ((:progress = 'not-started') <> EXISTS (SELECT 1 FROM enrolments e"
    "  WHERE e.learner_id = l.id AND (:course IS NULL OR e.course = :course)"
    "  AND (:progress IN ('all', 'not-started')"
    "   OR (:progress = 'finished') = (e.completed_at IS NOT NULL)))"
    "  OR (:circle AND :progress = 'all' AND :course IS NULL))"
)
"""Whoever has agreed, and is in a course, or by `not-started` in none.

Of a `circle`, a group or those who wished for a topic, also who is in no course, unless that is
asked.
"""


def who(audience: Audience, reach: Reach, now: datetime) -> tuple[str, dict[str, Any]]:
    """SQL that gives id, language and zone of everybody, and its values."""
    within, values = groups.within(reach, "l.id")
    named = {f"within{number}": value for number, value in enumerate(values)}
    for name in named:
        within = within.replace("?", f":{name}", 1)
    circle = bool(audience.group or audience.topic or not reach.everything)
    quiet_since = to_ms(now - timedelta(days=audience.quiet))
    return f"{WHO} AND {within}", {
        **asdict(audience), **named, "circle": circle, "quiet_since": quiet_since,
    }  # fmt: skip


def people(tx: Tx, audience: Audience, reach: Reach, now: datetime) -> dict[str, int]:
    """How many there are in each language, today."""
    sql, values = who(audience, reach, now)
    rows = tx.execute(
        f"SELECT language, count(*) AS n FROM ({sql}) AS them GROUP BY language ORDER BY language",  # noqa: S608
        values,
    )
    return {row["language"]: row["n"] for row in rows}


def zones(tx: Tx) -> list[str]:
    """The time zones of all learners."""
    return [row["zone"] for row in tx.execute("SELECT DISTINCT zone FROM learners")]


def courses(tx: Tx) -> list[str]:
    """Those on offer, and then those in which there is anybody nevertheless."""
    rows = tx.execute("SELECT DISTINCT course FROM enrolments ORDER BY course")
    return list(dict.fromkeys([*releases.offered(tx), *(row["course"] for row in rows)]))


def groups_within(tx: Tx, reach: Reach) -> dict[str, Named]:
    """The names of the open groups within reach, by id."""
    return {each: {"": name} for each, name in groups.names(tx).items() if reach.covers(group=each)}


def group(tx: Tx, group: str | None) -> Named:
    """Its name, also when it is closed."""
    row = tx.execute("SELECT name FROM groups WHERE id = ?", (group,)).fetchone()
    return {"": row["name"]} if row else {}


def topics(tx: Tx) -> dict[str, Named]:
    """The titles of the topics for which anybody wished, by id, the newest first."""
    rows = tx.execute(
        "SELECT id, titles FROM topics t WHERE EXISTS"
        " (SELECT 1 FROM wishes w WHERE w.topic = t.id) ORDER BY made_at DESC, id"
    )
    return {row["id"]: json.loads(row["titles"]) for row in rows}


def topic(tx: Tx, topic: str | None) -> Named:
    row = tx.execute("SELECT titles FROM topics WHERE id = ?", (topic,)).fetchone()
    return json.loads(row["titles"]) if row else {}
