"""A backup every night and for some days; who was erased is listed beside them; failures are told."""

import asyncio
import logging
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.course.desk.front import NoBackup
from bot.service import backups
from bot.service.backups import Backups
from bot.store import erasures, learners
from bot.store.backup import back_up, name_at
from bot.store.erasures import Erasure, file_of
from bot.store.writer import Writer
from tests.program.waiting import until
from tests.service.house import ANNA, BOHDAN, Talk
from tests.service.test_desk import BOSS, opened, shown

NIGHT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Made:
    """Backups of the test's own database; `broken`: why there are none."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.broken: str | None = None
        self.tried = 0

    async def __call__(self, file: Path) -> str | None:
        self.tried += 1
        if self.broken is None:
            await asyncio.to_thread(back_up, self.database, file)
        return self.broken


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def made(database: Path) -> Made:
    return Made(database)


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    talk = await opened(writer)
    talk.clock.now = NIGHT
    return talk


@pytest.fixture
def keeper(talk: Talk, database: Path, folder: Path, made: Made) -> Backups:
    return Backups(
        writer=talk.writer, database=database, folder=folder, keep=timedelta(days=14),
        clock=talk.clock, on_turn=lambda: None, administrators={BOSS.address}, copy=made,
    )  # fmt: skip


def made_ready(folder: Path) -> None:
    folder.mkdir()


def put(file: Path, text: str) -> None:
    file.write_text(text)


def there(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.suffix == ".db")


async def test_one_at_once_where_there_is_none_and_then_one_a_night(
    talk: Talk, keeper: Backups, folder: Path
) -> None:
    talk.clock.now = NIGHT.replace(hour=15)
    for _ in range(3 * 24):
        await keeper.step()
        talk.clock.forward(hours=1)
    assert there(folder) == [
        "epizod-2026-03-02T150000Z.db",
        "epizod-2026-03-03T010000Z.db",
        "epizod-2026-03-04T010000Z.db",
        "epizod-2026-03-05T010000Z.db",
    ]


async def test_a_machine_that_was_off_at_night_makes_up_for_it(
    talk: Talk, keeper: Backups, folder: Path
) -> None:
    await keeper.step()
    talk.clock.now = NIGHT + timedelta(days=3, hours=8)
    await keeper.step()
    await keeper.step()
    assert there(folder) == ["epizod-2026-03-02T010000Z.db", "epizod-2026-03-05T090000Z.db"]


async def test_none_is_older_than_may_be_and_the_newest_is_never_deleted(
    talk: Talk, keeper: Backups, folder: Path, made: Made
) -> None:
    for _ in range(40):
        await keeper.step()
        talk.clock.forward(days=1)
    kept = there(folder)
    assert kept == [name_at(NIGHT + timedelta(days=39 - back)) for back in reversed(range(14))]
    made.broken = "No space left on device"
    for _ in range(40):
        await keeper.step()
        talk.clock.forward(days=1)
    assert there(folder) == kept[-1:]


async def test_what_a_restore_has_set_aside_goes_as_well(
    talk: Talk, keeper: Backups, database: Path
) -> None:
    aside = database.with_name("epizod.db.before-restore-2026-03-01T170000Z")
    aside.write_bytes(b"")
    await keeper.step()
    assert aside.exists()
    talk.clock.now = NIGHT + timedelta(days=14)
    await keeper.step()
    assert not aside.exists()
    assert await talk.writer.run(lambda tx: learners.find(tx, ANNA)) is not None


async def test_what_is_not_ours_in_the_folder_is_left_alone(
    talk: Talk, keeper: Backups, folder: Path
) -> None:
    made_ready(folder)
    (folder / "epizod-before-the-great-change.db").write_text("mine")
    for _ in range(20):
        await keeper.step()
        talk.clock.forward(days=1)
    assert (folder / "epizod-before-the-great-change.db").read_text() == "mine"


async def test_a_clock_that_was_far_ahead_for_a_day_does_not_end_the_backups(
    talk: Talk, keeper: Backups, folder: Path
) -> None:
    talk.clock.now = NIGHT + timedelta(days=700)
    await keeper.step()
    talk.clock.now = NIGHT
    await keeper.step()
    assert there(folder)[0] == "epizod-2026-03-02T010000Z.db"


async def test_a_failure_is_logged_and_told_once_to_administrators(
    talk: Talk, keeper: Backups, made: Made, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    before = {who: len(await shown(talk, who)) for who in (ANNA, BOHDAN, BOSS)}
    made.broken = "No space left on device"
    for _ in range(5 * 60):
        await keeper.step()
        talk.clock.forward(minutes=1)
    assert made.tried == 5
    told = {who: (await shown(talk, who))[n:] for who, n in before.items()}
    assert [m.body for m in told[BOSS]] == [NoBackup()]
    assert told[ANNA] == told[BOHDAN] == []
    assert {r.message for r in caplog.records} == {"no backup was made: No space left on device"}
    assert keeper.failed


async def test_after_a_success_the_next_failure_is_told_anew(
    talk: Talk, keeper: Backups, made: Made, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "bot")
    before = len(await shown(talk, BOSS))
    for broken in ("full", None, "full"):
        made.broken = broken
        await keeper.step()
        talk.clock.forward(days=1)
    assert [m.body for m in (await shown(talk, BOSS))[before:]] == [NoBackup(), NoBackup()]


async def test_a_folder_that_cannot_be_written_is_a_failure_like_others(
    keeper: Backups, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(folder, "a file")
    await keeper.step()
    assert keeper.failed
    assert "no backup was made" in caplog.text
    assert "File exists" in caplog.text or "Not a directory" in caplog.text


async def test_who_was_erased_is_listed_beside_the_backups(
    talk: Talk, keeper: Backups, folder: Path
) -> None:
    listed = folder / erasures.LIST
    await keeper.step()
    assert erasures.read(listed) == []
    found = await talk.writer.run(lambda tx: learners.find(tx, ANNA))
    assert found is not None
    await talk.writer.run(lambda tx: learners.erase(tx, found.id))
    await keeper.step()
    assert erasures.read(listed) == [Erasure(kind="learner", subject=found.id)]
    assert listed.stat().st_mode & 0o777 == 0o600
    listed.unlink()
    await keeper.step()
    assert erasures.read(listed) == erasures.read(file_of(keeper._database))


async def test_a_process_of_its_own_makes_it(
    database: Path, folder: Path, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    made_ready(folder)
    assert await backups.in_a_process(folder / "one.db") is None
    assert there(folder) == ["one.db"]
    why = await backups.in_a_process(folder / "one.db")
    assert (
        why == f"No backup was made: {folder / 'one.db'} is there already; nothing is overwritten"
    )


async def test_whoever_stops_the_bot_does_not_wait_for_a_backup(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "slow"
    slow.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    slow.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(slow))
    making = asyncio.create_task(backups.in_a_process(tmp_path / "one.db"))
    pid = tmp_path / "pid"
    await until(lambda: pid.exists() and pid.read_text().strip())
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)
