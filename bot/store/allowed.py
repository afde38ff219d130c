"""What people have agreed to be known by in a group: staff numbers, work addresses. Only hashes.

put on the list ──► used, once, by the first account that says it ──► free again when it is erased
"""

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from bot.store import marks
from bot.store.times import to_ms
from bot.store.writer import Tx

TRIES = 5
"""Wrong words of one person in a day."""
TRIES_OF_ALL = 200
"""Wrong words in one group in a day: whoever erases an account has not got new tries."""
A_DAY = timedelta(days=1)
SECRET = "groups.secret"  # noqa: S105


def put(tx: Tx, group: str, words: Iterable[str]) -> int:
    """How many of them were not on the list before."""
    hashes = {_hash(tx, group, word) for word in words}
    return sum(
        tx.execute(
            "INSERT INTO allowed (group_id, word_hash) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (group, each),
        ).rowcount
        for each in sorted(hashes)
    )


def counts(tx: Tx, group: str) -> tuple[int, int]:
    """How many words are on the list, and how many of them have been used."""
    row = tx.execute(
        "SELECT count(*) AS total, count(learner_id) AS used FROM allowed WHERE group_id = ?",
        (group,),
    ).fetchone()
    return row["total"], row["used"]


def use(tx: Tx, group: str, learner_id: str, word: str, now: datetime) -> bool:
    """Whether the word is on the list and nobody has used it; from now on it is this person's."""
    used = tx.execute(
        "UPDATE allowed SET learner_id = ?, used_at = ?"
        " WHERE group_id = ? AND word_hash = ? AND learner_id IS NULL",
        (learner_id, to_ms(now), group, _hash(tx, group, word)),
    )
    return used.rowcount == 1


def is_known(tx: Tx, group: str, learner_id: str) -> bool:
    """Whether this person has said a word of the list before."""
    row = tx.execute(
        "SELECT 1 FROM allowed WHERE group_id = ? AND learner_id = ? LIMIT 1", (group, learner_id)
    ).fetchone()
    return row is not None


def strike(tx: Tx, group: str, learner_id: str) -> None:
    """The person's word is no longer on the list."""
    tx.execute("DELETE FROM allowed WHERE group_id = ? AND learner_id = ?", (group, learner_id))


def empty(tx: Tx, group: str) -> int:
    """Takes off the list what nobody has used yet; how many that were."""
    gone = tx.execute("DELETE FROM allowed WHERE group_id = ? AND learner_id IS NULL", (group,))
    return gone.rowcount


def may_try(tx: Tx, group: str, learner_id: str, now: datetime) -> bool:
    since = to_ms(now - A_DAY)
    mine = tx.execute(
        "SELECT count(*) AS n FROM wrong_words WHERE learner_id = ? AND said_at > ?",
        (learner_id, since),
    ).fetchone()
    all_ = tx.execute(
        "SELECT count(*) AS n FROM wrong_words WHERE group_id = ? AND said_at > ?", (group, since)
    ).fetchone()
    return bool(mine["n"] < TRIES and all_["n"] < TRIES_OF_ALL)


def note_wrong(tx: Tx, group: str, learner_id: str, now: datetime) -> None:
    """Remembers that there was a wrong word, for a day. Not the word."""
    forget_wrong(tx, now)
    tx.execute(
        "INSERT INTO wrong_words (group_id, learner_id, said_at) VALUES (?, ?, ?)",
        (group, learner_id, to_ms(now)),
    )


def forget_wrong(tx: Tx, now: datetime) -> None:
    tx.execute("DELETE FROM wrong_words WHERE said_at <= ?", (to_ms(now - A_DAY),))


def _hash(tx: Tx, group: str, word: str) -> str:
    secret = marks.get(tx, SECRET) or marks.put_once(tx, SECRET, secrets.token_hex(32))
    said = f"{group}:{word.strip().casefold()}"
    return hmac.new(bytes.fromhex(secret), said.encode(), sha256).hexdigest()
