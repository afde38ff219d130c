"""Messages to be sent, written with the turn that made them, and what became of each.

    pending ──► claimed ──► sent | blocked | deactivated | failed | unknown
       ▲           │
       └───────────┘  not delivered, or the claim is from a process that died

Messages to one address leave one at a time and in order. Among addresses, replies go before
prompts and prompts before announcements: whatever waits at an address where a reply waits is as
urgent as the reply. `unknown` says that we cannot know whether the message arrived.
"""

import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Literal, TypeAlias

from bot import trace
from bot.course.inputs import Ref
from bot.course.messages import Message
from bot.store import copies
from bot.store.codec import MESSAGE, Unreadable, dump, load
from bot.store.learners import Address
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

FOREVER = 2**62
LONGEST_WAIT = timedelta(hours=2)
"""Nothing waits longer: a later time was set by a clock that has been put back since."""
KEPT_TURNS = 100
"""Messages of older turns go; their buttons then say in words that they are too old."""

LOOKED_BACK = 3
"""Messages among which the newest keyboard is looked for: a turn rarely sends more."""

Status: TypeAlias = Literal["sent", "blocked", "deactivated", "failed", "unknown"]

Serves: TypeAlias = Literal["all", "announcements", "others"]


class Priority(IntEnum):
    """Who goes first: whoever is waiting for an answer."""

    REPLY = 0
    PROMPT = 1
    ANNOUNCEMENT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Where an earlier message stands in its channel, and in which form (text, picture)."""

    id: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A claimed message with everything that is needed to send it."""

    id: int
    token: str
    to: Address
    learner_id: str | None
    language: str
    pictures: bool
    message: Message
    attempts: int
    unknowns: int
    """How often it was tried with an unknown outcome."""
    created_at: datetime
    replaces: Posted | None
    repeatable: bool = True
    """Whether it may be tried again when it may have arrived. Not an announcement."""
    urgent: bool = True
    """Whether somebody is waiting for it."""
    cause: int | None = None
    """The update that it answers, for the log."""

    @property
    def announcement(self) -> bool:
        return not self.repeatable


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of a message, for good."""

    id: int
    status: Status
    posted: Posted | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """The message waits until `at`; `unknown` if it may have arrived nevertheless."""

    id: int
    at: datetime
    reason: str
    unknown: bool = False


Outcome: TypeAlias = Settled | Again


def add(
    tx: Tx, to: Address, learner_id: str | None, turn: int, messages: Iterable[Message],
    *, language: str, pictures: bool, now: datetime, priority: Priority = Priority.REPLY,
    recipient: int | None = None, first: int = 0,
) -> None:  # fmt: skip
    """`first`: the ordinal of the first of them, where the turn has said something already."""
    _hurry(tx, to, priority)
    for ordinal, message in enumerate(messages, first):
        replaces = _row_of(tx, learner_id, message.replaces) if message.replaces else None
        row = tx.execute(
            "INSERT INTO outbox (token, channel, address, learner_id, turn, ordinal, replaces,"
            " language, pictures, message, created_at, priority, expires_at,"
            " recipient, cause)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                secrets.token_urlsafe(9), to.channel, to.address, learner_id, turn, ordinal,
                replaces, language, pictures, dump(MESSAGE, message), to_ms(now), priority,
                to_ms(message.until) if message.until else None, recipient, trace.update(),
            ),
        ).fetchone()  # fmt: skip
        copies.note(tx, row["id"], message.body)
    if learner_id is not None and turn > KEPT_TURNS:
        tx.execute(
            "DELETE FROM outbox WHERE learner_id = ? AND turn <= ?"
            " AND status NOT IN ('pending', 'claimed')",
            (learner_id, turn - KEPT_TURNS),
        )


def after(tx: Tx, learner_id: str, turn: int) -> Ref:
    """The next place in a turn that is over."""
    row = tx.execute(
        "SELECT max(ordinal) AS last FROM outbox WHERE learner_id = ? AND turn = ?",
        (learner_id, turn),
    ).fetchone()
    return Ref(turn=turn, ordinal=0 if row["last"] is None else row["last"] + 1)


def _hurry(tx: Tx, to: Address, priority: Priority) -> None:
    """What is in front of a more urgent message becomes as urgent, so that it holds up nothing."""
    tx.execute(
        "UPDATE outbox SET priority = ? WHERE channel = ? AND address = ?"
        " AND status IN ('pending', 'claimed') AND priority > ?",
        (priority, to.channel, to.address, priority),
    )


def _row_of(tx: Tx, learner_id: str | None, ref: Ref) -> int | None:
    row = tx.execute(
        "SELECT id FROM outbox WHERE learner_id = ? AND turn = ? AND ordinal = ?",
        (learner_id, ref.turn, ref.ordinal),
    ).fetchone()
    return row["id"] if row else None


def find_button(tx: Tx, learner_id: str, token: str) -> tuple[Ref, Message] | None:
    """The message that carries this token, if it was sent to this very learner."""
    row = tx.execute(
        "SELECT turn, ordinal, message FROM outbox WHERE token = ? AND learner_id = ?",
        (token, learner_id),
    ).fetchone()
    if row is None:
        return None
    return Ref(turn=row["turn"], ordinal=row["ordinal"]), load(MESSAGE, row["message"])


def posted_as(tx: Tx, learner_id: str, platform_id: str) -> Message | None:
    """What the message of this name shows now, if it was sent to this very learner."""
    row = tx.execute(
        "SELECT message FROM outbox WHERE learner_id = ? AND platform_id = ?"
        " ORDER BY id DESC LIMIT 1",
        (learner_id, platform_id),
    ).fetchone()
    return load(MESSAGE, row["message"]) if row else None


def last_with_buttons(tx: Tx, learner_id: str) -> tuple[Ref, Message, str] | None:
    """The newest message with a keyboard, and the language in which it was written."""
    rows = tx.execute(
        "SELECT turn, ordinal, message, language FROM outbox WHERE learner_id = ?"
        " ORDER BY turn DESC, ordinal DESC LIMIT ?",
        (learner_id, LOOKED_BACK),
    )
    for row in rows:
        message = load(MESSAGE, row["message"])
        if message.buttons:
            return Ref(turn=row["turn"], ordinal=row["ordinal"]), message, row["language"]
    return None


def release_claims(tx: Tx) -> None:
    """At a start: lets everything wait again that was claimed by a process that is gone."""
    _release(tx, tx.execute("SELECT id FROM outbox WHERE status = 'claimed'").fetchall())


def _release_lapsed(
    tx: Tx, channel: str, now: datetime, serves: Serves, under_way: Collection[str]
) -> None:
    """Lets claims wait again whose lease has run out, and of which nobody knows any more."""
    lapsed = tx.execute(
        "SELECT id, address FROM outbox WHERE status = 'claimed' AND lease_until < :now"
        " AND channel = :channel"
        " AND (:serves = 'all' OR (:serves = 'announcements') = (recipient IS NOT NULL))",
        {"channel": channel, "now": to_ms(now), "serves": serves},
    )
    _release(tx, [row for row in lapsed if row["address"] not in under_way])


def _release(tx: Tx, claims: Iterable[sqlite3.Row]) -> None:
    """An announcement may have arrived, and nobody is to get it twice: what became of it is unknown."""
    ids = [(row["id"],) for row in claims]
    tx.executemany(
        "UPDATE recipients SET status = 'unknown', reason = 'crash' WHERE status = 'queued'"
        " AND id = (SELECT recipient FROM outbox WHERE id = ?)",
        ids,
    )
    tx.executemany(
        "UPDATE outbox SET status = CASE WHEN recipient IS NULL THEN 'pending' ELSE 'unknown' END,"
        " reason = CASE WHEN recipient IS NULL THEN reason ELSE 'crash' END, lease_until = NULL"
        " WHERE id = ?",
        ids,
    )


def claim(
    tx: Tx, channel: str, now: datetime, limit: int, lease: timedelta,
    ready: Callable[[Address], bool], serves: Serves = "all", under_way: Collection[str] = (),
) -> list[Outgoing]:  # fmt: skip
    """Claims up to `limit` messages, the first one waiting for each address that is `ready`.

    The most urgent first, and of these the oldest. What has expired is passed over, and so is
    an announcement that is not being sent any more. The addresses `under_way` keep their claims,
    however long it takes and whatever the clock says.
    """
    _release_lapsed(tx, channel, now, serves, under_way)
    rows = tx.execute(
        "SELECT * FROM outbox o WHERE status = 'pending' AND channel = :channel"
        " AND (not_before <= :now OR not_before > :longest)"
        " AND coalesce(expires_at, :forever) > :now AND NOT EXISTS"
        " (SELECT 1 FROM outbox e WHERE e.channel = o.channel AND e.address = o.address"
        "  AND e.id < o.id AND e.status IN ('pending', 'claimed')"
        "  AND (e.status = 'claimed' OR coalesce(e.expires_at, :forever) > :now))"
        " AND (o.recipient IS NULL OR EXISTS (SELECT 1 FROM recipients r"
        "  JOIN announcements a ON a.id = r.announcement"
        "  WHERE r.id = o.recipient AND a.state = 'sending'))"
        " AND (:serves = 'all' OR (:serves = 'announcements') = (o.recipient IS NOT NULL))"
        " ORDER BY o.priority, o.id",
        {
            "channel": channel, "now": to_ms(now), "longest": to_ms(now + LONGEST_WAIT),
            "forever": FOREVER, "serves": serves,
        },
    )  # fmt: skip
    claimed: list[Outgoing] = []
    unreadable: list[Settled] = []
    for row in rows:
        to = Address(channel=row["channel"], address=row["address"])
        if len(claimed) == limit:
            break
        if not ready(to):
            continue
        try:
            claimed.append(_outgoing(tx, row, to))
        except Unreadable as error:
            unreadable.append(Settled(id=row["id"], status="failed", reason=str(error)))
    rows.close()
    until = to_ms(now + lease)
    tx.executemany(
        "UPDATE outbox SET status = 'claimed', lease_until = ?, attempts = attempts + 1"
        " WHERE id = ?",
        [(until, each.id) for each in claimed],
    )
    for each in unreadable:
        settle(tx, each, now)
    return claimed


def expire(tx: Tx, now: datetime, limit: int) -> list[tuple[str, Message]]:
    """Ends up to `limit` messages whose time is over: learner and message of those that never left."""
    rows = tx.execute(
        "UPDATE outbox SET status = CASE WHEN unknowns > 0 THEN 'unknown' ELSE 'failed' END,"
        " reason = 'expired', settled_at = ? WHERE id IN (SELECT id FROM outbox"
        " WHERE status = 'pending' AND expires_at IS NOT NULL AND expires_at <= ? LIMIT ?)"
        " RETURNING learner_id, status, message",
        (to_ms(now), to_ms(now), limit),
    ).fetchall()
    return [
        (row["learner_id"], message)
        for row in rows
        if row["learner_id"] is not None and row["status"] == "failed"
        for message in _readable(row["message"])
    ]


def _readable(document: str) -> list[Message]:
    """The message; none where it cannot be read: nothing follows from its end."""
    try:
        return [load(MESSAGE, document)]
    except Unreadable:
        return []


def withdraw_prompts(tx: Tx, learner_id: str, now: datetime) -> list[Message]:
    """Ends what was to be said unasked to somebody who now speaks themselves: what never left."""
    rows = tx.execute(
        "UPDATE outbox SET status = 'failed', reason = 'withdrawn', settled_at = ?"
        " WHERE learner_id = ? AND status = 'pending' AND expires_at IS NOT NULL AND unknowns = 0"
        " RETURNING message",
        (to_ms(now), learner_id),
    ).fetchall()
    return [message for row in rows for message in _readable(row["message"])]


def _outgoing(tx: Tx, row: sqlite3.Row, to: Address) -> Outgoing:
    return Outgoing(
        id=row["id"], token=row["token"], to=to, learner_id=row["learner_id"],
        language=row["language"], pictures=bool(row["pictures"]),
        message=load(MESSAGE, row["message"]), attempts=row["attempts"] + 1,
        unknowns=row["unknowns"], created_at=from_ms(row["created_at"]),
        replaces=_posted(tx, row["replaces"]) if row["replaces"] else None,
        repeatable=row["recipient"] is None, urgent=row["priority"] == Priority.REPLY,
        cause=row["cause"],
    )  # fmt: skip


def _posted(tx: Tx, outbox_id: int) -> Posted | None:
    old = tx.execute(
        "SELECT platform_id, platform_form FROM outbox WHERE id = ? AND platform_id IS NOT NULL",
        (outbox_id,),
    ).fetchone()
    return Posted(id=old["platform_id"], form=old["platform_form"]) if old else None


def settle(tx: Tx, outcome: Outcome, now: datetime) -> None:
    """Records what became of a claimed message. What was said to nobody we know is deleted instead.

    What was ended while it was under way is not tried again.
    """
    match outcome:
        case Again():
            tx.execute(
                "UPDATE outbox SET status = 'pending', lease_until = NULL, not_before = ?,"
                " reason = ?, unknowns = unknowns + ? WHERE id = ? AND status = 'claimed'",
                (to_ms(outcome.at), outcome.reason, outcome.unknown, outcome.id),
            )
        case Settled(posted=posted):
            row = tx.execute(
                "UPDATE outbox SET status = ?, lease_until = NULL, platform_id = ?,"
                " platform_form = ?, reason = ?, settled_at = ? WHERE id = ?"
                " RETURNING recipient, learner_id",
                (
                    outcome.status, posted.id if posted else None, posted.form if posted else None,
                    outcome.reason, to_ms(now), outcome.id,
                ),
            ).fetchone()  # fmt: skip
            if row is not None and row["recipient"] is not None:
                tx.execute(
                    "UPDATE recipients SET status = ?, reason = ? WHERE status = 'queued' AND id = ?",
                    (outcome.status, outcome.reason, row["recipient"]),
                )
            if row is not None and row["learner_id"] is None:
                tx.execute("DELETE FROM outbox WHERE id = ?", (outcome.id,))


def forget_old(tx: Tx, before: datetime, limit: int) -> int:
    """Deletes messages of before that moment that are settled, among the `limit` oldest; how many."""
    gone = tx.execute(
        "DELETE FROM outbox WHERE created_at < ? AND status NOT IN ('pending', 'claimed')"
        " AND id IN (SELECT id FROM outbox ORDER BY id LIMIT ?)",
        (to_ms(before), limit),
    )
    return gone.rowcount


def rewrite(tx: Tx, outbox_id: int, message: Message) -> None:
    """What stays of a message that has been sent."""
    tx.execute("UPDATE outbox SET message = ? WHERE id = ?", (dump(MESSAGE, message), outbox_id))


def unreachable(tx: Tx, to: Address, status: Status, now: datetime) -> None:
    """Everything that waits for an address that cannot be reached ends alike; farewells go."""
    tx.execute(
        "DELETE FROM outbox WHERE channel = ? AND address = ? AND status = 'pending'"
        " AND status IN ('pending', 'claimed') AND learner_id IS NULL",
        (to.channel, to.address),
    )
    tx.execute(
        "UPDATE recipients SET status = ? WHERE status = 'queued' AND id IN (SELECT recipient"
        " FROM outbox WHERE channel = ? AND address = ? AND status = 'pending'"
        " AND status IN ('pending', 'claimed') AND recipient IS NOT NULL)",
        (status, to.channel, to.address),
    )
    tx.execute(
        "UPDATE outbox SET status = ?, settled_at = ? WHERE channel = ? AND address = ?"
        " AND status = 'pending' AND status IN ('pending', 'claimed')",
        (status, to_ms(now), to.channel, to.address),
    )


def next_attempt(tx: Tx, channel: str, now: datetime) -> datetime | None:
    """When the next message that has to wait may be tried; None when none has to."""
    row = tx.execute(
        "SELECT min(not_before) AS at FROM outbox"
        " WHERE status = 'pending' AND channel = ? AND not_before > ?",
        (channel, to_ms(now)),
    ).fetchone()
    return None if row["at"] is None else from_ms(row["at"])


def prompts_waiting(tx: Tx, most: int) -> int:
    """How many prompts nobody hurries wait to be sent, counted up to `most`."""
    row = tx.execute(
        "SELECT count(*) AS waiting FROM (SELECT 1 FROM outbox"
        " WHERE status = 'pending' AND priority = 1 LIMIT ?) AS some",
        (most,),
    ).fetchone()
    return int(row["waiting"])


def announcements_waiting(tx: Tx, most: int) -> int:
    """How many messages of announcements wait to be sent, counted up to `most`."""
    row = tx.execute(
        "SELECT count(*) AS waiting FROM (SELECT 1 FROM outbox"
        " WHERE status = 'pending' AND status IN ('pending', 'claimed')"
        " AND recipient IS NOT NULL LIMIT ?) AS some",
        (most,),
    ).fetchone()
    return int(row["waiting"])


def is_waiting(tx: Tx, to: Address) -> bool:
    """Whether anything is still to be sent to this address."""
    row = tx.execute(
        "SELECT 1 FROM outbox WHERE channel = ? AND address = ?"
        " AND status IN ('pending', 'claimed') LIMIT 1",
        (to.channel, to.address),
    ).fetchone()
    return row is not None


def is_anything_due(tx: Tx, channel: str, now: datetime) -> bool:
    """Whether a message of this channel is on its way, or may leave now."""
    row = tx.execute(
        "SELECT 1 FROM outbox WHERE channel = ? AND status IN ('pending', 'claimed')"
        " AND not_before <= ? LIMIT 1",
        (channel, to_ms(now)),
    ).fetchone()
    return row is not None
