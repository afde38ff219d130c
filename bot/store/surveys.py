"""Surveys: who has opened and answered them, and what was answered.

The answers of an anonymous survey lie under a random response. They come there at once, when the
survey is over for somebody, and in the same transaction every trace of them goes that knew whose
they are: what was asked and what was chosen, in the outbox and in the history of the chat page.
"""

import json
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeAlias

from bot.course.desk.rights import Reach
from bot.course.facts import SurveyEnded, SurveyOpened
from bot.course.messages import Message, Questioned, Said, SurveyPast
from bot.store.codec import MESSAGE, Unreadable, dump, load
from bot.store.groups import within
from bot.store.reader import Row
from bot.store.writer import Tx

PAST = dump(MESSAGE, Message(body=SurveyPast()))
"""What stands in the outbox in place of a message of an anonymous survey that is over."""

Answer: TypeAlias = tuple[int, ...] | str


# --- What people do ---------------------------------------------------------------------


def opened(tx: Tx, learner_id: str, fact: SurveyOpened, now: datetime) -> None:
    """Kept with the day on which it was opened first, and the release that was seen last."""
    tx.execute(
        "INSERT INTO survey_people (learner_id, survey, release, opened_on) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (learner_id, survey) DO UPDATE SET release = excluded.release",
        (learner_id, fact.survey, fact.release, now.date().isoformat()),
    )


def ended(tx: Tx, learner_id: str, fact: SurveyEnded, now: datetime) -> None:
    """From here on nothing but the survey joins this person and what they answered anonymously."""
    if fact.answered:
        tx.execute(
            "UPDATE survey_people SET answered_on = ? WHERE learner_id = ? AND survey = ?"
            " AND answered_on IS NULL",
            (now.date().isoformat(), learner_id, fact.survey),
        )
    if not fact.anonymous:
        return
    response = secrets.token_hex(16)
    tx.executemany(
        "INSERT INTO survey_answers (response, survey, step, answer) VALUES (?, ?, ?, ?)",
        [
            (response, fact.survey, step, json.dumps(answer, ensure_ascii=False))
            for step, answer in fact.unlinked.items()
        ],
    )
    # Some questions are asked only after a certain answer: at which one words were written tells it.
    tx.execute(
        "UPDATE feedback SET step = NULL WHERE learner_id = ? AND course = ?",
        (learner_id, fact.survey),
    )
    _forget_in_chat(tx, learner_id, _forget_in_outbox(tx, learner_id, fact.survey))


def _forget_in_outbox(tx: Tx, learner_id: str, survey: str) -> list[str]:
    """What the bot has asked, and which of it was marked. The names of the messages in their chat."""
    rows = tx.execute(
        "SELECT id, platform_id, message FROM outbox WHERE learner_id = ?", (learner_id,)
    ).fetchall()
    of_it = [row for row in rows if _is_of(row["message"], survey)]
    tx.executemany("UPDATE outbox SET message = ? WHERE id = ?", [(PAST, r["id"]) for r in of_it])
    return [name for row in of_it for name in (row["platform_id"], f"m{row['id']}") if name]


def _is_of(message: str, survey: str) -> bool:
    try:
        body = load(MESSAGE, message).body
    except Unreadable:
        return False
    return isinstance(body, Questioned | Said) and body.at.course == survey


def _forget_in_chat(tx: Tx, learner_id: str, messages: Collection[str]) -> None:
    """The same on the chat page, with all that its person has written since the first question."""
    addresses = tx.execute(
        "SELECT address FROM addresses WHERE learner_id = ? AND channel = 'web'", (learner_id,)
    ).fetchall()
    for row in addresses:
        events = tx.execute(
            "SELECT seq, message_id, event FROM chat_events WHERE address = ? ORDER BY seq",
            (row["address"],),
        ).fetchall()
        first = next((each["seq"] for each in events if each["message_id"] in messages), None)
        gone = [
            (each["seq"],)
            for each in events
            if first is not None and each["seq"] >= first and _goes(each, messages)
        ]
        tx.executemany("DELETE FROM chat_events WHERE seq = ?", gone)


def _goes(event: Row, messages: Collection[str]) -> bool:
    return event["message_id"] in messages or json.loads(event["event"])["type"] == "said"


def is_past(tx: Tx, outbox_id: int) -> bool:
    """Whether the message is one of an anonymous survey that was over before it had arrived."""
    row = tx.execute("SELECT message FROM outbox WHERE id = ?", (outbox_id,)).fetchone()
    return row is not None and row["message"] == PAST


def known(tx: Tx) -> dict[str, str]:
    """Every survey that anybody has opened, in the release that most people have seen."""
    rows = tx.execute(
        "SELECT survey, release FROM survey_people GROUP BY survey, release"
        " ORDER BY survey, count(*), release"
    )
    return {row["survey"]: row["release"] for row in rows}


# --- Exact numbers: none of them may be shown ------------------------------------------


def people(tx: Tx, survey: str, reach: Reach) -> tuple[int, int]:
    """How many have opened it, and how many of those have answered anything."""
    sql, values = within(reach, "learner_id")
    row = tx.execute(
        "SELECT count(*) AS opened, count(answered_on) AS answered FROM survey_people"  # noqa: S608
        f" WHERE survey = ? AND {sql}",
        (survey, *values),
    ).fetchone()
    return row["opened"], row["answered"]


def sent(tx: Tx, survey: str, reach: Reach) -> int:
    """How many have got an announcement whose button opens it. Who is erased counts for nobody."""
    rows = tx.execute("SELECT id, details FROM announcements WHERE begun_at IS NOT NULL")
    ids = [row["id"] for row in rows if json.loads(row["details"]).get("opens") == survey]
    sql, values = within(reach, "learner_id")
    places = ", ".join("?" for _ in ids)
    row = tx.execute(
        "SELECT count(DISTINCT learner_id) AS people FROM recipients"  # noqa: S608
        f" WHERE status = 'sent' AND learner_id IS NOT NULL AND {sql}"
        f" AND announcement IN ({places})",
        (*values, *ids),
    ).fetchone()
    return int(row["people"])


def unlinked(tx: Tx, survey: str, step: str) -> list[tuple[Answer, int]]:
    """Each answer to a question of an anonymous survey, and how many gave it."""
    rows = tx.execute(
        "SELECT answer, count(*) AS people FROM survey_answers WHERE survey = ? AND step = ?"
        " GROUP BY answer ORDER BY answer",
        (survey, step),
    )
    return _answers(rows)


def linked(tx: Tx, survey: str, step: str, reach: Reach) -> list[tuple[Answer, int]]:
    """The same of a survey that says whose answers are whose, as far as one's reach goes."""
    sql, values = within(reach, "learner_id")
    rows = tx.execute(
        "SELECT response AS answer, count(*) AS people FROM answers"  # noqa: S608
        f" WHERE course = ? AND step = ? AND {sql} GROUP BY response ORDER BY response",
        (survey, step, *values),
    )
    return _answers(rows)


def _answers(rows: Iterable[Row]) -> list[tuple[Answer, int]]:
    return [(_answer(json.loads(row["answer"])), row["people"]) for row in rows]


def _answer(kept: list[int] | str) -> Answer:
    return kept if isinstance(kept, str) else tuple(kept)
