"""A backup every night, each for some days, and the list of who was erased beside them.

none of last night ─► made, checked ─► older ones go, the newest never
        ▲                └─ failed: logged, told to administrators once, tried again in an hour
        └─ looked for every few seconds, so that a machine that was off at night makes up for it

Who was erased lives on in a backup until it goes; the list beside them, a few seconds behind the
database, says who is to be erased again when one is restored.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.course.desk.front import NoBackup
from bot.course.messages import Message
from bot.service.repeating import repeat
from bot.store import backup, erasures, learners, marks, outbox, team
from bot.store.codec import Unreadable
from bot.store.outbox import Priority
from bot.store.restore import set_aside_at
from bot.store.writer import Tx, Writer

TICK_SECONDS = 5.0
AT = time(1)
"""UTC: the middle of the night from the Azores to Kyiv."""
AGAIN = timedelta(hours=1)
LONGEST_SECONDS = 3600.0
TOLD = "backup.told"
A_DAY = timedelta(days=1)

log = logging.getLogger(__name__)

Copy = Callable[[Path], Awaitable[str | None]]
"""Makes a backup of this name. Why there is none, as one line, or None."""


async def in_a_process(file: Path) -> str | None:
    """As the operator makes one: neither a slow disk nor a large database holds up the bot."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "backup", str(file),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            _, said = await process.communicate()
    except TimeoutError:
        return "it took too long"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return said.decode("utf-8", "replace").strip() or "?" if process.returncode else None


class Backups:
    def __init__(
        self,
        *,
        writer: Writer,
        database: Path,
        folder: Path,
        keep: timedelta,
        clock: Callable[[], datetime],
        on_turn: Callable[[], None],
        administrators: Collection[str] = (),
        copy: Copy = in_a_process,
    ) -> None:
        self._writer = writer
        self._database = database
        self._folder = folder
        self._keep = keep
        self._clock = clock
        self._on_turn = on_turn
        self._administrators = administrators
        self._copy = copy
        self._listed = 0
        """How much of the list of who was erased lies beside the backups."""
        self._not_before: datetime | None = None
        self.failed = False
        """Whether the last try failed."""

    async def run(self) -> None:
        """Until cancelled."""
        await repeat(self.step, TICK_SECONDS, log, "the backup waits")

    async def step(self) -> None:
        """Does what is to be done now."""
        now = self._clock()
        try:
            await self._list()
            if self._is_due(now):
                await self._make(now)
            self._tidy(now)
        except OSError as error:
            await self._fail(now, f"{error.filename or self._folder}: {error.strerror}")

    def latest(self, now: datetime) -> datetime | None:
        """When the newest backup was made."""
        return max((made for made, _ in self._there(now) if made <= now + A_DAY), default=None)

    def _there(self, now: datetime) -> list[tuple[datetime, Path]]:
        files = self._folder.iterdir() if self._folder.is_dir() else ()
        return [(made, each) for each in files if (made := backup.made_at(each, now))]

    def _is_due(self, now: datetime) -> bool:
        if self._not_before and timedelta() < self._not_before - now <= AGAIN:
            return False
        latest = self.latest(now)
        if latest is None:
            return True
        night = datetime.combine(latest.date(), AT, latest.tzinfo)
        return now >= (night if night > latest else night + A_DAY)

    async def _make(self, now: datetime) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if why := await self._copy(self._folder / backup.name_at(now)):
            await self._fail(now, why)
            return
        self.failed, self._not_before = False, None
        await self._writer.run(lambda tx: marks.drop(tx, TOLD))
        log.info("backed up to %s", self._folder / backup.name_at(now))

    async def _fail(self, now: datetime, why: str) -> None:
        waits = self._not_before is not None and now < self._not_before
        self.failed = True
        if waits:
            return
        self._not_before = now + AGAIN
        log.error("no backup was made: %s", why)
        if await self._writer.run(lambda tx: self._tell(tx, now)):
            self._on_turn()

    def _tidy(self, now: datetime) -> None:
        """Deletes backups, and databases that a restore has set aside, that are older than they may be."""
        latest = self.latest(now)
        for made, each in self._there(now):
            if now - made >= self._keep and made != latest:
                each.unlink(missing_ok=True)
        for each in self._folder.glob(f".epizod-*{backup.UNFINISHED}"):
            if now.timestamp() - each.stat().st_mtime > A_DAY.total_seconds():
                each.unlink(missing_ok=True)
        for each in self._database.resolve().parent.iterdir():
            aside = set_aside_at(self._database, each, now)
            if aside is not None and now - aside >= self._keep:
                each.unlink(missing_ok=True)

    async def _list(self) -> None:
        """Puts beside the backups what was erased since the last time; at the start, all that lacks."""
        after = self._listed
        last, gone = await self._writer.run(lambda tx: erasures.after(tx, after))
        file = self._folder / erasures.LIST
        if last == after and file.exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if after and file.exists():
            await asyncio.to_thread(erasures.append, file, gone)
        else:
            everything = await self._writer.run(erasures.everything)
            await asyncio.to_thread(erasures.complete, file, everything)
        self._listed = last

    def _tell(self, tx: Tx, now: datetime) -> bool:
        """Writes to every administrator, once until a backup has succeeded. Whether to anybody."""
        if marks.get(tx, TOLD):
            return False
        marks.put(tx, TOLD, "1")
        told = [
            self._tell_one(tx, each, now) for each in team.administrators(tx, self._administrators)
        ]
        return any(told)

    def _tell_one(self, tx: Tx, learner_id: str, now: datetime) -> bool:
        address = learners.reached_at(tx, learner_id)
        try:
            learner = learners.state(tx, learner_id)
        except Unreadable:
            return False
        if learner is None or address is None or learner.consented_at is None:
            return False
        learner = replace(learner, turn=learner.turn + 1)
        learners.save(tx, learner_id, learner)
        outbox.add(
            tx, address, learner_id, learner.turn, [Message(body=NoBackup())],
            language=learner.language, pictures=learner.pictures, now=now, priority=Priority.PROMPT,
        )  # fmt: skip
        return True
