"""What is erased is gone: from every table, and from every byte of the files."""

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import get_args

from bot.course.desk.rights import Reach
from bot.course.facts import EnrolmentBegan
from bot.store import announcements, chat, facts, inbox, learners, marks, outbox
from bot.store.inbox import Update
from bot.store.outbox import Settled, Status
from bot.store.writer import Tx, Writer
from tests.store.somebody import (
    ASKING,
    HELLO,
    HERE,
    NOW,
    PAGE,
    RELEASE,
    SOMEBODY,
    add,
    fill,
    learner,
    send,
)

FILES = ("", "-wal", "-shm")


def traces(database: Path, *words: str) -> list[tuple[str, str]]:
    """In which of the store's files these words can be read, as bytes."""
    found = []
    for suffix in FILES:
        file = database.with_name(database.name + suffix)
        content = file.read_bytes() if file.exists() else b""
        found += [(suffix, word) for word in words if word.encode() in content]
    return found


def tables_about(tx: Tx) -> list[str]:
    """Every table that can hold something about a learner, as SQLite itself knows."""
    names = [
        row["name"] for row in tx.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    personal = {"learner_id", "address"}
    return [
        name
        for name in names
        if name == "learners"
        or personal & {row["name"] for row in tx.execute(f"PRAGMA table_info({name})")}
    ]


async def test_the_bytes_go(database: Path, writer: Writer) -> None:
    words = await writer.run(fill)
    sent = [Update(channel="telegram", update_id="1", body="words-in-the-inbox")]
    await writer.run(lambda tx: inbox.put(tx, sent, NOW))
    secrets = [*words.values(), "words-in-the-inbox", HERE.address, PAGE.address]
    assert {word for _, word in traces(database, *secrets)} == set(secrets)
    await writer.run(lambda tx: inbox.done(tx, 2))
    await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
    await writer.truncate_log()
    assert traces(database, *secrets) == []


ANONYMOUS = {"recipients", "allowed", "wrong_words", "threads", "feedback"}
"""Tables in which a row stays that knows nobody, so that an announcement's numbers add up, a word
stays on its list, and nobody gets new tries by leaving. Anonymous words lead to nobody as they are.
"""


async def test_every_table_forgets(writer: Writer) -> None:
    def left(tx: Tx) -> dict[str, int]:
        return {
            name: tx.execute(
                f"SELECT count(*) FROM {name}"
                + (" WHERE learner_id IS NOT NULL" if name in ANONYMOUS else "")
            ).fetchone()[0]
            for name in tables_about(tx)
        }

    await writer.run(fill)
    assert min((await writer.run(left)).values()) > 0
    await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
    assert set((await writer.run(left)).values()) == {0}


async def test_of_a_recipient_only_that_there_was_one_is_left(writer: Writer) -> None:
    """Whether the announcement had reached them, or is not to reach them any more."""

    def left(tx: Tx) -> list[tuple[object, ...]]:
        rows = tx.execute("SELECT learner_id, language, status, reason FROM recipients")
        return [tuple(row) for row in rows]

    await writer.run(fill)
    await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
    assert await writer.run(left) == [(None, "en", "skipped", "erased")]
    await writer.run(fill_again)
    await writer.run(lambda tx: announcements.settle(tx, 2, "sent"))
    await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
    assert (await writer.run(left))[1:] == [(None, "en", "sent", None)]


def fill_again(tx: Tx) -> None:
    """The same person comes back, and there is another announcement."""
    add(tx)
    learners.save(tx, SOMEBODY, learner(consented_at=NOW))
    facts.add(tx, SOMEBODY, "en", [EnrolmentBegan(course="c1", release=RELEASE)], NOW)
    found = announcements.find(tx, announcements.begin(tx, SOMEBODY, NOW))
    assert found is not None
    announcements.freeze(tx, found, Reach(everything=True), NOW)


async def test_nobody_else_is_touched(writer: Writer) -> None:
    other = learners.Address(channel="telegram", address="8")
    await writer.run(fill)
    await writer.run(lambda tx: add(tx, "other", other))
    await writer.run(lambda tx: send(tx, HELLO, to=other, whose="other"))
    await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
    assert await writer.run(lambda tx: learners.find(tx, other)) is not None
    assert await writer.run(lambda tx: outbox.is_waiting(tx, other))


async def test_a_crash_between_erasing_and_truncating_leaves_nothing(
    database: Path, writer: Writer, tmp_path: Path
) -> None:
    """The next start empties the log."""
    words = await writer.run(fill)
    await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
    after = tmp_path / "after-the-crash" / database.name
    after.parent.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(
            database.with_name(database.name + suffix), after.with_name(after.name + suffix)
        )
    assert traces(after, *words.values()) != []
    async with Writer(after):
        assert traces(after, *words.values()) == []


async def test_a_reader_in_the_way_delays_it_until_a_later_commit(
    database: Path, writer: Writer
) -> None:
    words = await writer.run(fill)
    reader = sqlite3.connect(database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM learners").fetchall()
    await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
    await writer.truncate_log()
    assert traces(database, *words.values()) != []
    reader.close()
    await writer.run(lambda tx: marks.put(tx, "a later", "commit"))
    assert traces(database, *words.values()) == []


async def test_a_farewell_goes_when_it_is_settled(writer: Writer) -> None:
    for status in get_args(Status):
        await writer.run(lambda tx: send(tx, HELLO, whose=None, turn=0))
        row = await writer.run(lambda tx: tx.execute("SELECT id FROM outbox").fetchone()["id"])
        outcome = Settled(id=row, status=status)
        await writer.run(lambda tx, o=outcome: outbox.settle(tx, o, NOW))  # type: ignore[misc]
        assert not await writer.run(lambda tx: tx.execute("SELECT * FROM outbox").fetchall())


async def test_a_farewell_to_somebody_who_has_blocked_us_goes_at_once(writer: Writer) -> None:
    await writer.run(lambda tx: send(tx, HELLO, whose=None, turn=0))
    await writer.run(lambda tx: outbox.unreachable(tx, HERE, "blocked", NOW))
    assert not await writer.run(lambda tx: tx.execute("SELECT * FROM outbox").fetchall())


async def test_the_last_message_of_the_page_goes_within_a_day(writer: Writer) -> None:
    def left(tx: Tx) -> list[str]:
        return [row["address"] for row in tx.execute("SELECT address FROM chat_events")]

    erased = {"type": "erased"}
    await writer.run(lambda tx: chat.add(tx, "gone", "m1", erased, NOW, farewell=True))
    await writer.run(fill)
    await writer.run(lambda tx: chat.forget_expired(tx, NOW + chat.FAREWELL_KEPT))
    assert await writer.run(left) == ["gone", PAGE.address]
    await writer.run(lambda tx: chat.forget_expired(tx, NOW + timedelta(days=1)))
    assert await writer.run(left) == [PAGE.address]


async def test_a_message_under_way_to_an_erased_person_leaves_no_row(writer: Writer) -> None:
    await writer.run(fill)
    await writer.run(lambda tx: send(tx, ASKING, turn=5))
    ids = await writer.run(lambda tx: [row["id"] for row in tx.execute("SELECT id FROM outbox")])
    await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
    for each in ids:
        outcome = Settled(id=each, status="sent")
        await writer.run(lambda tx, o=outcome: outbox.settle(tx, o, NOW))  # type: ignore[misc]
    assert not await writer.run(lambda tx: tx.execute("SELECT * FROM outbox").fetchall())
