"""Announcements and their ledger: every recipient ends in exactly one outcome.

waiting ──► queued (in the outbox) ──► sent | blocked | deactivated | failed | unknown
   │           └── withdrawn: waiting again, or unknown if it may have left before a crash
   └──► skipped (cancelled, erased), blocked (cannot be reached)
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.course.desk.announcement import AnnouncementState, Audience, Outcome
from bot.course.inputs import Ref
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

WHO = (
    "SELECT l.id, l.language FROM learners l WHERE (:language IS NULL OR l.language = :language)"
    " AND EXISTS (SELECT 1 FROM enrolments e WHERE e.learner_id = l.id"
    "  AND (:course IS NULL OR e.course = :course)"
    "  AND (:progress = 'all' OR (:progress = 'finished') = (e.completed_at IS NOT NULL)))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    id: str
    author: str | None
    state: AnnouncementState
    texts: Mapping[str, str]
    audience: Audience
    begun_at: datetime | None
    shown: Ref | None
    """The message to the author in which its progress is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    id: int
    learner_id: str | None
    language: str


def begin(tx: Tx, author: str, now: datetime) -> str:
    announcement = secrets.token_urlsafe(9)
    tx.execute(
        "INSERT INTO announcements (id, author, audience, made_at) VALUES (?, ?, ?, ?)",
        (announcement, author, json.dumps(asdict(Audience())), to_ms(now)),
    )
    return announcement


def find(tx: Tx, announcement: str) -> Announcement | None:
    row = tx.execute("SELECT * FROM announcements WHERE id = ?", (announcement,)).fetchone()
    return _read(row) if row else None


def _read(row: object) -> Announcement:
    r = dict(row)  # type: ignore[call-overload]
    shown = r["shown_turn"]
    return Announcement(
        id=r["id"], author=r["author"], state=r["state"], texts=json.loads(r["texts"]),
        audience=Audience(**json.loads(r["audience"])),
        begun_at=from_ms(r["begun_at"]) if r["begun_at"] is not None else None,
        shown=Ref(turn=shown, ordinal=r["shown_ordinal"]) if shown is not None else None,
    )  # fmt: skip


def latest(tx: Tx, limit: int) -> list[Announcement]:
    """The newest first, also those that are still being written."""
    rows = tx.execute("SELECT * FROM announcements ORDER BY made_at DESC, id LIMIT ?", (limit,))
    return [_read(row) for row in rows]


def sending(tx: Tx) -> list[Announcement]:
    rows = tx.execute("SELECT * FROM announcements WHERE state = 'sending' ORDER BY begun_at, id")
    return [_read(row) for row in rows]


def write(tx: Tx, announcement: Announcement) -> None:
    """Keeps text and audience of one that is still a draft."""
    tx.execute(
        "UPDATE announcements SET texts = ?, audience = ? WHERE id = ? AND state = 'draft'",
        (
            json.dumps(dict(announcement.texts), ensure_ascii=False),
            json.dumps(asdict(announcement.audience)), announcement.id,
        ),
    )  # fmt: skip


def take_over(tx: Tx, announcement: str, author: str) -> None:
    """Whoever has it sent answers for it, and sees how far it is."""
    tx.execute("UPDATE announcements SET author = ? WHERE id = ?", (author, announcement))


def show_in(tx: Tx, announcement: str, ref: Ref) -> None:
    tx.execute(
        "UPDATE announcements SET shown_turn = ?, shown_ordinal = ? WHERE id = ?",
        (ref.turn, ref.ordinal, announcement),
    )


def move(tx: Tx, announcement: str, state: AnnouncementState, now: datetime) -> None:
    ended = to_ms(now) if state in ("cancelled", "done") else None
    tx.execute(
        "UPDATE announcements SET state = ?, ended_at = ? WHERE id = ?",
        (state, ended, announcement),
    )


def discard(tx: Tx, announcement: str) -> None:
    """A draft that is not wanted is gone."""
    tx.execute(
        "DELETE FROM announcements WHERE id = ? AND state IN ('draft', 'asked')", (announcement,)
    )


def people(tx: Tx, audience: Audience) -> dict[str, int]:
    """How many people there are in each language, today."""
    rows = tx.execute(
        f"SELECT language, count(*) AS n FROM ({WHO}) GROUP BY language ORDER BY language",  # noqa: S608
        asdict(audience),
    )
    return {row["language"]: row["n"] for row in rows}


def courses(tx: Tx) -> list[str]:
    """Those in which there is anybody."""
    rows = tx.execute("SELECT DISTINCT course FROM enrolments ORDER BY course")
    return [row["course"] for row in rows]


def freeze(tx: Tx, announcement: Announcement, now: datetime) -> None:
    """From now on it is certain who gets it: whoever comes later does not."""
    tx.execute(
        "INSERT INTO recipients (announcement, learner_id, language)"  # noqa: S608
        f" SELECT :announcement, id, language FROM ({WHO} ORDER BY l.id) WHERE true"
        " ON CONFLICT DO NOTHING",
        {"announcement": announcement.id, **asdict(announcement.audience)},
    )
    tx.execute(
        "UPDATE announcements SET state = 'sending', begun_at = ? WHERE id = ?",
        (to_ms(now), announcement.id),
    )


def waiting(tx: Tx, announcement: str, limit: int) -> list[Recipient]:
    rows = tx.execute(
        "SELECT id, learner_id, language FROM recipients"
        " WHERE announcement = ? AND status = 'waiting' ORDER BY id LIMIT ?",
        (announcement, limit),
    ).fetchall()
    return [Recipient(id=r["id"], learner_id=r["learner_id"], language=r["language"]) for r in rows]


def settle(tx: Tx, recipient: int, status: Outcome, reason: str | None = None) -> None:
    tx.execute(
        "UPDATE recipients SET status = ?, reason = ? WHERE id = ?", (status, reason, recipient)
    )


def outcomes(tx: Tx, announcement: str) -> dict[Outcome, int]:
    rows = tx.execute(
        "SELECT status, count(*) AS n FROM recipients WHERE announcement = ? GROUP BY status",
        (announcement,),
    )
    return {row["status"]: row["n"] for row in rows}


def is_over(tx: Tx, announcement: str) -> bool:
    """Whether nobody is to get it any more."""
    row = tx.execute(
        "SELECT 1 FROM recipients WHERE announcement = ? AND status IN ('waiting', 'queued') LIMIT 1",
        (announcement,),
    ).fetchone()
    return row is None


def withdraw(tx: Tx, announcement: str) -> None:
    """What has not left yet waits again; what may have left before a crash is not repeated."""
    rows = tx.execute(
        "DELETE FROM outbox WHERE status = 'pending' AND status IN ('pending', 'claimed')"
        " AND recipient IS NOT NULL AND recipient IN"
        " (SELECT id FROM recipients WHERE announcement = ? AND status = 'queued')"
        " RETURNING recipient, unknowns",
        (announcement,),
    ).fetchall()
    tx.executemany(
        "UPDATE recipients SET status = ?, reason = ? WHERE id = ?",
        [
            ("unknown", "crash", row["recipient"]) if row["unknowns"]
            else ("waiting", None, row["recipient"])
            for row in rows
        ],
    )  # fmt: skip


def withdraw_stopped(tx: Tx) -> None:
    """What was under way at a pause or a cancel, and has to be tried again, is taken back as well."""
    rows = tx.execute(
        "SELECT DISTINCT a.id, a.state FROM outbox o JOIN recipients r ON r.id = o.recipient"
        " JOIN announcements a ON a.id = r.announcement"
        " WHERE o.status = 'pending' AND o.status IN ('pending', 'claimed')"
        " AND o.recipient IS NOT NULL AND a.state <> 'sending'"
    ).fetchall()
    for row in rows:
        withdraw(tx, row["id"])
        if row["state"] == "cancelled":
            skip_waiting(tx, row["id"], "cancelled")


def skip_waiting(tx: Tx, announcement: str, reason: str) -> None:
    tx.execute(
        "UPDATE recipients SET status = 'skipped', reason = ?"
        " WHERE announcement = ? AND status = 'waiting'",
        (reason, announcement),
    )
