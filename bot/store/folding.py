"""Words without their case, so that a search finds them in every script.

SQLite's LIKE and lower() know only ASCII. So the words lie in the database a second time, folded,
beside the words themselves: a search then misses nothing, however old it is, and is no work for
Python, which would hold up the only writer.
"""

import unicodedata
from collections.abc import Mapping

from bot.store.writer import Tx

MOST_WORDS = 5
AT_ONCE = 500
"""Rows of an earlier version that are folded with one search."""

_apostrophes: Mapping[int, str] = dict.fromkeys(map(ord, "’‘ʼ`´ʹ′"), "'")


def folded(text: str) -> str:
    """Without case, without signs that cannot be seen, with one kind of apostrophe and of space."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_apostrophes)
    seen = (c for c in plain if unicodedata.category(c) != "Cf")
    return " ".join("".join(seen).split())


def patterns(words: str) -> list[str]:
    """A pattern for each of the words that are sought, to be used with ESCAPE '!'."""
    return [f"%{_escaped(word)}%" for word in folded(words).split()[:MOST_WORDS]]


def _escaped(word: str) -> str:
    return "".join(f"!{c}" if c in "!%_" else c for c in word)


def fold_old(tx: Tx) -> None:
    """Folds what an earlier version has kept, the newest first."""
    for table in ("feedback", "answers_to_feedback"):
        rows = tx.execute(
            f"SELECT id, text FROM {table} WHERE folded IS NULL ORDER BY id DESC LIMIT ?",  # noqa: S608
            (AT_ONCE,),
        ).fetchall()
        tx.executemany(
            f"UPDATE {table} SET folded = ? WHERE id = ?",  # noqa: S608
            [(folded(row["text"]), row["id"]) for row in rows],
        )
