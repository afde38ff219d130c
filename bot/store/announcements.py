"""Announcements and their ledger: every recipient ends in exactly one outcome.

waiting ──► queued (in the outbox) ──► sent | blocked | deactivated | failed | unknown
   │           └── withdrawn: waiting again, or unknown if it may have left before a crash
   └──► skipped (cancelled, erased, expired), blocked (cannot be reached)
"""

import json
import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.course.desk.announcement import AnnouncementState, Audience, Details, Outcome, Why
from bot.course.desk.rights import Reach
from bot.course.inputs import Ref
from bot.store import audiences, groups
from bot.store.codec import DETAILS, dump, load
from bot.store.reader import Row
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

log = logging.getLogger(__name__)

FOREVER = 2**62
LOOKED_THROUGH = 500
"""Announcements among which those are looked for that somebody may open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    id: str
    author: str | None
    state: AnnouncementState
    texts: Mapping[str, str]
    audience: Audience
    details: Details
    second: str | None
    """Who has confirmed it."""
    begins_at: datetime | None
    """When those who are to get it first get it."""
    begun_at: datetime | None
    speed: float | None
    """Messages a second, as last measured."""
    shown: Ref | None
    """The message to the author in which its progress is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    id: int
    learner_id: str | None
    language: str


# --- Written and planned ----------------------------------------------------------------


def begin(tx: Tx, author: str, now: datetime) -> str:
    announcement = secrets.token_urlsafe(9)
    tx.execute(
        "INSERT INTO announcements (id, author, audience, made_at) VALUES (?, ?, ?, ?)",
        (announcement, author, json.dumps(asdict(Audience())), to_ms(now)),
    )
    return announcement


def find(tx: Tx, announcement: str) -> Announcement | None:
    """None also for one that cannot be read."""
    rows = tx.execute("SELECT * FROM announcements WHERE id = ?", (announcement,)).fetchall()
    return next(_readable(rows), None)


def _readable(rows: Iterable[Row]) -> Iterator[Announcement]:
    """Without those that cannot be read: they stand in nobody's way."""
    for row in rows:
        try:
            yield _read(row)
        except (ValueError, TypeError):
            continue


def _read(r: Row) -> Announcement:
    shown = r["shown_turn"]
    return Announcement(
        id=r["id"], author=r["author"], state=r["state"], texts=json.loads(r["texts"]),
        audience=Audience(**json.loads(r["audience"])), details=load(DETAILS, r["details"]),
        second=r["second"], begins_at=_when(r["begins_at"]), begun_at=_when(r["begun_at"]),
        speed=r["speed"],
        shown=Ref(turn=shown, ordinal=r["shown_ordinal"]) if shown is not None else None,
    )  # fmt: skip


def _when(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def latest(tx: Tx, limit: int) -> list[Announcement]:
    """The newest first, also those that are still being written."""
    rows = tx.execute(
        "SELECT * FROM announcements ORDER BY made_at DESC, id LIMIT :limit", {"limit": limit}
    )
    return [*_readable(rows)]


def concerning(tx: Tx, who: str) -> Iterator[Announcement]:
    """The newest that somebody wrote or confirmed, and that wait to be confirmed by anybody."""
    rows = tx.execute(
        "SELECT * FROM announcements WHERE author = :who OR second = :who OR state = 'asked'"
        " ORDER BY made_at DESC, id LIMIT :most",
        {"who": who, "most": LOOKED_THROUGH},
    ).fetchall()
    return _readable(rows)


def under_way(tx: Tx, *states: AnnouncementState) -> list[Announcement]:
    """Those in one of these states (planned, sending, paused), the first begun first.

    One that cannot be read is stopped: it is paused, or a draft again if it had not begun.
    """
    rows = tx.execute(
        "SELECT * FROM announcements WHERE state IN ('planned', 'sending', 'paused')"
        " ORDER BY begins_at, id"
    ).fetchall()
    found = [*_readable(rows)]
    known = {each.id for each in found}
    for row in rows:
        if row["id"] not in known and row["state"] != "paused":
            log.error("the announcement %s cannot be read, and is stopped", row["id"])
            tx.execute(
                "UPDATE announcements SET state = ? WHERE id = ?",
                ("draft" if row["state"] == "planned" else "paused", row["id"]),
            )
    return [each for each in found if each.state in states]


def write(tx: Tx, announcement: Announcement) -> None:
    """Keeps text, audience and details of one that is still a draft."""
    tx.execute(
        "UPDATE announcements SET texts = ?, audience = ?, details = ?"
        " WHERE id = ? AND state = 'draft'",
        (
            json.dumps(dict(announcement.texts), ensure_ascii=False),
            json.dumps(asdict(announcement.audience)), dump(DETAILS, announcement.details),
            announcement.id,
        ),
    )  # fmt: skip


def take_over(tx: Tx, announcement: str, author: str) -> None:
    """Whoever has it sent answers for it, and sees how far it is. Nobody has confirmed that yet."""
    tx.execute(
        "UPDATE announcements SET author = ?, second = NULL WHERE id = ?", (author, announcement)
    )


def second(tx: Tx, announcement: str, who: str) -> None:
    """Another person has confirmed it."""
    tx.execute("UPDATE announcements SET second = ? WHERE id = ?", (who, announcement))


def plan(tx: Tx, announcement: str, begins_at: datetime) -> None:
    tx.execute(
        "UPDATE announcements SET state = 'planned', begins_at = ? WHERE id = ?",
        (to_ms(begins_at), announcement),
    )


def show_in(tx: Tx, announcement: str, ref: Ref) -> None:
    tx.execute(
        "UPDATE announcements SET shown_turn = ?, shown_ordinal = ? WHERE id = ?",
        (ref.turn, ref.ordinal, announcement),
    )


def move(tx: Tx, announcement: str, state: AnnouncementState, now: datetime) -> None:
    """What is measured of its way begins anew with every step. One that is cancelled has its end when
    what was on its way is settled, see `end`.
    """
    ended = to_ms(now) if state == "done" else None
    tx.execute(
        "UPDATE announcements SET state = ?, ended_at = ?, speed = NULL,"
        " begins_at = CASE WHEN ? THEN NULL ELSE begins_at END WHERE id = ?",
        (state, ended, state == "draft", announcement),
    )


def cancelled(tx: Tx) -> list[Announcement]:
    """Those that were cancelled and have not had their end."""
    rows = tx.execute("SELECT * FROM announcements WHERE state = 'cancelled' AND ended_at IS NULL")
    return [*_readable(rows.fetchall())]


def end(tx: Tx, announcement: str, now: datetime) -> None:
    tx.execute("UPDATE announcements SET ended_at = ? WHERE id = ?", (to_ms(now), announcement))


def measure(tx: Tx, announcement: str, speed: float) -> None:
    tx.execute("UPDATE announcements SET speed = ? WHERE id = ?", (speed, announcement))


def discard(tx: Tx, announcement: str) -> None:
    """A draft that is not wanted is gone."""
    tx.execute(
        "DELETE FROM announcements WHERE id = ? AND state IN ('draft', 'asked')", (announcement,)
    )


# --- The ledger -------------------------------------------------------------------------


def freeze(tx: Tx, announcement: Announcement, reach: Reach, now: datetime) -> None:
    """From now on it is certain who gets it, and when: whoever comes later does not."""
    start = announcement.details.start
    moments = start.moments(audiences.zones(tx), announcement.begins_at or now)
    begins_at = min(moments.values(), default=now)
    sql, values = audiences.who(announcement.audience, reach, now)
    starts = ", ".join(f"(:zone{n}, CAST(:at{n} AS BIGINT))" for n in range(len(moments)))
    for number, (zone, moment) in enumerate(moments.items()):
        values |= {f"zone{number}": zone, f"at{number}": to_ms(moment)}
    if moments:
        tx.execute(
            f"WITH starts (zone, at) AS (VALUES {starts})"  # noqa: S608
            " INSERT INTO recipients (announcement, learner_id, language, not_before)"
            f" SELECT :announcement, w.id, w.language, s.at FROM ({sql}) AS w"
            " JOIN starts s ON s.zone = w.zone WHERE true ORDER BY w.id ON CONFLICT DO NOTHING",
            {"announcement": announcement.id, **values},
        )
    tx.execute(
        "UPDATE announcements SET state = 'sending', begins_at = ?, begun_at = ? WHERE id = ?",
        (to_ms(begins_at), to_ms(now), announcement.id),
    )


def leave_out(
    tx: Tx, announcement: Announcement, reach: Reach, now: datetime, limit: int
) -> None:  # fmt: skip
    """Among those who would come next, whoever is not in the group any more to which it goes, or is
    out of the reach of whoever sends it, does not get it.
    """
    group = announcement.audience.group
    circles = [reach] if group is None else [reach, Reach(groups=frozenset((group,)))]
    for circle in circles:
        if circle.everything:
            continue
        within, values = groups.within(circle, "learner_id")
        tx.execute(
            "UPDATE recipients SET status = 'skipped', reason = 'left' WHERE id IN"  # noqa: S608
            " (SELECT id FROM recipients WHERE announcement = ? AND status = 'waiting'"
            "  AND not_before <= ? ORDER BY not_before, id LIMIT ?)"
            f" AND learner_id IS NOT NULL AND NOT {within}",
            (announcement.id, to_ms(now), limit, *values),
        )


def waiting(tx: Tx, announcement: str, now: datetime, limit: int) -> list[Recipient]:
    """Those whose time has come, the earliest first."""
    rows = tx.execute(
        "SELECT id, learner_id, language FROM recipients"
        " WHERE announcement = ? AND status = 'waiting' AND not_before <= ?"
        " ORDER BY not_before, id LIMIT ?",
        (announcement, to_ms(now), limit),
    ).fetchall()
    return [Recipient(id=r["id"], learner_id=r["learner_id"], language=r["language"]) for r in rows]


def later(tx: Tx, announcement: str, now: datetime) -> int:
    """How many wait whose time has not come."""
    row = tx.execute(
        "SELECT count(*) AS n FROM recipients"
        " WHERE announcement = ? AND status = 'waiting' AND not_before > ?",
        (announcement, to_ms(now)),
    ).fetchone()
    return int(row["n"])


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


def why(tx: Tx, announcement: str) -> tuple[Why, ...]:
    """The reasons for which people were left out or nothing reached them, the most frequent first."""
    rows = tx.execute(
        "SELECT status, coalesce(reason, '') AS why, count(*) AS n FROM recipients"
        " WHERE announcement = ? AND status IN ('skipped', 'failed')"
        " GROUP BY status, coalesce(reason, '') ORDER BY n DESC, why",
        (announcement,),
    )
    return tuple(Why(outcome=r["status"], reason=r["why"], people=r["n"]) for r in rows)


def is_over(tx: Tx, announcement: str) -> bool:
    """Whether nobody is to get it any more."""
    row = tx.execute(
        "SELECT 1 FROM recipients WHERE announcement = ? AND status IN ('waiting', 'queued') LIMIT 1",
        (announcement,),
    ).fetchone()
    return row is None


def withdraw(tx: Tx, announcement: str, until: datetime | None = None) -> None:
    """What has not left yet waits again; what may have left before a crash is not repeated.

    With `until`: only what was to leave by then.
    """
    rows = tx.execute(
        "DELETE FROM outbox WHERE status = 'pending' AND status IN ('pending', 'claimed')"
        " AND recipient IS NOT NULL AND recipient IN"
        " (SELECT id FROM recipients WHERE announcement = :announcement AND status = 'queued'"
        "  AND (:until IS NULL OR not_before <= :until))"
        " RETURNING recipient, unknowns",
        {"announcement": announcement, "until": to_ms(until) if until else None},
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


def skip_waiting(tx: Tx, announcement: str, reason: str, until: int = FOREVER) -> None:
    """Leaves out those who wait and were to get it by `until`."""
    tx.execute(
        "UPDATE recipients SET status = 'skipped', reason = ?"
        " WHERE announcement = ? AND status = 'waiting' AND not_before <= ?",
        (reason, announcement, until),
    )


def expire(tx: Tx, announcement: Announcement, now: datetime) -> None:
    """Leaves out those whom it has not reached within the time in which it makes sense."""
    until = now - timedelta(hours=announcement.details.lasts)
    if announcement.begins_at is None or announcement.begins_at > until:
        return
    withdraw(tx, announcement.id, until)
    skip_waiting(tx, announcement.id, "expired", to_ms(until))
