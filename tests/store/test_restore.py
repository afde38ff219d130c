"""A restored backup brings back everything but what was erased, and writes to nobody twice."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.course.desk.rights import Grant
from bot.course.desk.team import fingerprint
from bot.store import (
    announcements,
    certificates,
    erasures,
    inbox,
    learners,
    outbox,
    restore,
    team,
)
from bot.store.backup import BackupFailed, back_up
from bot.store.erasures import Erasure, file_of
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.migrations import scripts
from bot.store.restore import catch_up, set_aside_at
from bot.store.writer import StoreUnavailable, Tx, Writer, connect
from tests.store.somebody import CERTIFICATE, NOW, SOMEBODY, add, fill
from tests.store.test_backup import mode, rows
from tests.store.test_erasure import traces

LATER = NOW + timedelta(hours=5)
OTHER = Address(channel="telegram", address="8")


async def kept(database: Path, copy: Path) -> dict[str, str]:
    """Somebody about whom everything is kept, and another; a backup of that."""
    async with Writer(database) as writer:
        words = await writer.run(fill)
        await writer.run(lambda tx: add(tx, "other", OTHER))
    back_up(database, copy)
    return words


async def done(database: Path, *jobs: Callable[[Tx], Any]) -> list[Any]:
    async with Writer(database) as writer:
        results = [await writer.run(job) for job in jobs]
        await writer.truncate_log()
        return results


def put(file: Path, content: bytes | None) -> None:
    """Puts this in place of the file; None: removes it."""
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)


def people(tx: Tx) -> list[str]:
    return [row["id"] for row in tx.execute("SELECT id FROM learners ORDER BY id")]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder / "copy.db"


async def test_everything_is_as_it_was_then(database: Path, copy: Path) -> None:
    await kept(database, copy)
    await done(database, lambda tx: add(tx, "third", Address(channel="telegram", address="9")))
    told = restore.restore(database, copy, LATER)
    assert (told.erased_again, told.contents.learners) == (0, 2)
    assert told.aside == database.with_name("epizod.db.before-restore-2026-03-01T170000Z")
    assert mode(database) == 0o600
    assert await done(database, people) == [["other", SOMEBODY]]
    assert await done(told.aside, people) == [["other", SOMEBODY, "third"]]
    before, after = rows(copy), rows(database)
    ended = {
        "outbox",
        "recipients",
        "sessions",
        "sign_in_links",
        "announcements",
        "invitations",
        "warned",
    }
    assert {t: r for t, r in after.items() if t not in ended} == {
        t: r for t, r in before.items() if t not in ended
    }


async def test_whoever_was_erased_since_is_erased_again_with_every_byte(
    database: Path, copy: Path
) -> None:
    words = await kept(database, copy)
    await done(database, lambda tx: learners.erase(tx, SOMEBODY))
    told = restore.restore(database, copy, LATER)
    assert told.erased_again == 1
    assert await done(database, people) == [["other"]]
    assert traces(database, *words.values()) == []


async def test_also_when_the_database_is_lost_and_only_the_file_beside_it_is_left(
    database: Path, copy: Path
) -> None:
    words = await kept(database, copy)
    await done(database, lambda tx: learners.erase(tx, SOMEBODY))
    put(database, None)
    told = restore.restore(database, copy, LATER)
    assert (told.erased_again, told.aside) == (1, None)
    assert traces(database, *words.values()) == []


async def test_also_when_the_database_is_broken(database: Path, copy: Path) -> None:
    words = await kept(database, copy)
    await done(database, lambda tx: learners.erase(tx, SOMEBODY))
    put(database, b"broken" * 1000)
    told = restore.restore(database, copy, LATER)
    assert told.erased_again == 1
    assert told.aside is not None
    assert told.aside.read_bytes() == b"broken" * 1000
    assert traces(database, *words.values()) == []


async def test_also_when_all_that_is_left_is_the_list_beside_the_backup(
    database: Path, copy: Path, tmp_path: Path
) -> None:
    words = await kept(database, copy)
    await done(database, lambda tx: learners.erase(tx, SOMEBODY))
    file_of(database).rename(copy.parent / erasures.LIST)
    other = tmp_path / "another machine" / "epizod.db"
    other.parent.mkdir()
    assert restore.restore(other, copy, LATER).erased_again == 1
    assert traces(other, *words.values()) == []
    assert erasures.read(file_of(other)) == [Erasure(kind="learner", subject=SOMEBODY)]


async def test_without_any_list_it_asks(database: Path, copy: Path, tmp_path: Path) -> None:
    await kept(database, copy)
    other = tmp_path / "another machine" / "epizod.db"
    other.parent.mkdir()
    with pytest.raises(BackupFailed, match="--erasures-lost"):
        restore.restore(other, copy, LATER)
    assert list(other.parent.iterdir()) == []
    restore.restore(other, copy, LATER, lost=True)
    assert await done(other, people) == [["other", SOMEBODY]]


async def test_it_survives_one_restore_after_the_other(database: Path, copy: Path) -> None:
    await kept(database, copy)
    await done(database, lambda tx: learners.erase(tx, SOMEBODY))
    restore.restore(database, copy, LATER)
    put(file_of(database), None)
    assert restore.restore(database, copy, LATER + timedelta(hours=1)).erased_again == 1
    assert erasures.read(file_of(database)) == [Erasure(kind="learner", subject=SOMEBODY)]


async def test_a_copy_put_in_place_by_hand_is_made_good_at_the_start(
    database: Path, copy: Path
) -> None:
    words = await kept(database, copy)
    await done(database, lambda tx: learners.erase(tx, SOMEBODY))
    put(database, await asyncio.to_thread(copy.read_bytes))
    file = file_of(database)
    assert await done(database, lambda tx: catch_up(tx, file, LATER)) == [1]
    assert traces(database, *words.values()) == []
    assert await done(database, lambda tx: catch_up(tx, file, LATER), people) == [0, ["other"]]


async def test_a_list_that_is_lost_is_written_anew_at_the_start(database: Path, copy: Path) -> None:
    await kept(database, copy)
    await done(database, lambda tx: learners.erase(tx, SOMEBODY))
    file = file_of(database)
    put(file, None)
    assert await done(database, lambda tx: catch_up(tx, file, LATER)) == [0]
    assert erasures.read(file) == [Erasure(kind="learner", subject=SOMEBODY)]
    assert mode(file) == 0o600


async def test_a_certificate_that_was_kept_stays_and_one_that_was_erased_goes(
    database: Path, copy: Path
) -> None:
    def printed(tx: Tx) -> list[tuple[object, object]]:
        found = tx.execute("SELECT learner_id, name FROM certificates")
        return [(row["learner_id"], row["name"]) for row in found]

    await kept(database, copy)
    await done(
        database,
        lambda tx: certificates.keep_after_erasure(tx, SOMEBODY),
        lambda tx: learners.erase(tx, SOMEBODY),
    )
    restore.restore(database, copy, LATER)
    assert await done(database, printed) == [[(None, CERTIFICATE.name)]]

    def erase(tx: Tx) -> bool:
        number = tx.execute("SELECT id FROM certificates").fetchone()["id"]
        return certificates.erase(tx, number)

    assert await done(database, erase) == [True]
    restore.restore(database, copy, LATER + timedelta(hours=1))
    assert await done(database, printed) == [[]]
    assert traces(database, CERTIFICATE.name) == []


async def test_what_was_revoked_does_not_become_valid(database: Path, copy: Path) -> None:
    def revoked(tx: Tx) -> bool:
        return tx.execute("SELECT revoked_at FROM certificates").fetchone()[0] is not None

    def revoke(tx: Tx) -> bool:
        number = tx.execute("SELECT id FROM certificates").fetchone()["id"]
        return certificates.revoke(tx, number, NOW)

    await kept(database, copy)
    await done(database, revoke)
    restore.restore(database, copy, LATER)
    assert await done(database, revoked) == [True]


async def test_nobody_gets_again_what_waited_when_the_backup_was_made(
    database: Path, copy: Path
) -> None:
    await kept(database, copy)
    restore.restore(database, copy, LATER)

    def left(tx: Tx) -> dict[str, object]:
        return {
            "waits": outbox.is_waiting(tx, Address(channel="telegram", address="7007001")),
            "recipients": [tuple(r) for r in tx.execute("SELECT status, reason FROM recipients")],
            "announcements": [r["state"] for r in tx.execute("SELECT state FROM announcements")],
            "sessions": tx.execute("SELECT count(*) FROM sessions").fetchone()[0],
            "links": tx.execute("SELECT count(*) FROM sign_in_links").fetchone()[0],
        }

    assert await done(database, left) == [
        {
            "waits": False, "recipients": [("unknown", "restored")], "announcements": ["done"],
            "sessions": 0, "links": 0,
        }
    ]  # fmt: skip


async def test_what_was_planned_for_meanwhile_is_a_draft_again(database: Path, copy: Path) -> None:
    def plan(tx: Tx) -> list[str]:
        names = [announcements.begin(tx, SOMEBODY, NOW) for _ in range(2)]
        announcements.plan(tx, names[0], LATER - timedelta(hours=1))
        announcements.plan(tx, names[1], LATER + timedelta(hours=1))
        return names

    def states(tx: Tx) -> dict[str, str]:
        return {r["id"]: r["state"] for r in tx.execute("SELECT id, state FROM announcements")}

    await done(database, add)
    ((over, to_come),) = await done(database, plan)
    back_up(database, copy)
    restore.restore(database, copy, LATER)
    assert await done(database, states) == [{over: "draft", to_come: "planned"}]


async def test_invitations_that_may_have_been_used_are_void(database: Path, copy: Path) -> None:
    await done(database, add)
    (token,) = await done(database, lambda tx: team.invite(tx, "administrator", "", NOW))
    back_up(database, copy)
    opened = fingerprint(token)
    granted = await done(database, lambda tx: team.accept(tx, SOMEBODY, opened, NOW))
    assert granted == [Grant(role="administrator")]
    restore.restore(database, copy, LATER)
    assert await done(database, lambda tx: team.accept(tx, SOMEBODY, opened, LATER)) == [None]


async def test_after_a_move_everything_goes_on_where_it_stopped(
    database: Path, copy: Path, tmp_path: Path
) -> None:
    await kept(database, copy)
    updates = [Update(channel="telegram", update_id="77", body="{}")]
    await done(database, lambda tx: inbox.put(tx, updates, NOW))
    put(copy, None)
    back_up(database, copy)
    other = tmp_path / "another machine" / "epizod.db"
    other.parent.mkdir()
    restore.restore(other, copy, LATER, moved=True)
    assert rows(other) == rows(copy)


async def test_a_copy_of_the_files_of_a_running_bot_is_taken_with_its_log(
    database: Path, copy: Path, writer: Writer
) -> None:
    """What `cp` gives: the file, and beside it what was not moved into it yet."""
    await writer.run(fill)
    await writer.run(lambda tx: add(tx, "other", OTHER))
    for suffix in ("", "-wal"):
        source = database.with_name(database.name + suffix)
        copy.with_name(copy.name + suffix).write_bytes(source.read_bytes())
    other = copy.parent / "another" / "epizod.db"
    other.parent.mkdir()
    told = restore.restore(other, copy, LATER, moved=True)
    assert told.contents.learners == 2


def spoilt(copy: Path, what: str, database: Path) -> Path:
    content = copy.read_bytes()
    copy.unlink()
    if what != "nothing":
        copy.write_bytes(b"no database" if what == "no database" else content[: len(content) // 2])
    return database if what == "itself" else copy


@pytest.mark.parametrize("what", ["nothing", "no database", "half", "itself"])
async def test_what_cannot_be_restored_changes_nothing(
    database: Path, copy: Path, what: str
) -> None:
    await kept(database, copy)
    before = rows(database)
    with pytest.raises(BackupFailed):
        restore.restore(database, spoilt(copy, what, database), LATER)
    assert rows(database) == before
    there = {each.name for each in database.parent.iterdir() if each.is_file()}
    assert there <= {"epizod.db", "epizod.db-wal", "epizod.db-shm"}


async def test_a_list_that_cannot_be_read_is_not_taken_for_none(database: Path, copy: Path) -> None:
    """Else whoever stands in it would come back."""
    await kept(database, copy)
    before = rows(database)
    (copy.parent / "epizod.erased").mkdir()
    for lost in (False, True):
        with pytest.raises(BackupFailed, match=r"epizod\.erased: Is a directory"):
            restore.restore(database, copy, LATER, lost=lost)
    assert rows(database) == before


async def test_an_older_backup_is_brought_up_to_date(database: Path, copy: Path) -> None:
    """Of a version that kept no list of who was erased."""
    old = connect(copy)
    for number, script in scripts()[:9]:
        old.executescript(f"{script}\nPRAGMA user_version = {number};")
    old.execute("INSERT INTO learners (id, state, created_at) VALUES ('old', '{}', 0)")
    old.execute("PRAGMA journal_mode = DELETE")
    old.close()
    told = restore.restore(database, copy, LATER, lost=True)
    assert told.contents.version == 9
    assert await done(database, people) == [["old"]]


async def test_the_list_is_on_the_disk_before_the_erasure_is_committed(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it cannot be written, nothing is committed; the next try is good."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with Writer(database) as writer:
        await writer.run(fill)
        with monkeypatch.context() as patch:
            patch.setattr(erasures, "append", full)
            with pytest.raises(StoreUnavailable, match="No space left"):
                await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
        assert await writer.run(people) == [SOMEBODY]
        await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
        assert erasures.read(file_of(database)) == [Erasure(kind="learner", subject=SOMEBODY)]


def test_a_line_that_a_crash_left_unfinished_spoils_no_other(tmp_path: Path) -> None:
    file = tmp_path / "epizod.db.erased"
    file.write_bytes(b"learner one\nlear")
    erasures.append(file, [Erasure(kind="learner", subject="two")])
    assert [each.subject for each in erasures.read(file)] == ["one", "two"]


def test_what_was_set_aside_is_known_by_its_name(tmp_path: Path) -> None:
    database = tmp_path / "epizod.db"
    moment = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
    for part in ("", "-wal", "-shm"):
        aside = tmp_path / f"epizod.db.before-restore-2026-03-01T170000Z{part}"
        assert set_aside_at(database, aside, NOW) == moment
    for other in ("epizod.db", "epizod.db-wal", "epizod.db.erased", "epizod.db.lock", "x.db"):
        assert set_aside_at(database, tmp_path / other, NOW) is None
