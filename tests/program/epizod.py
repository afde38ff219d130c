"""The real program as a process of its own, and what can be known of it from outside.

async with Epizod(tmp_path, BOT_TOKEN=…) as epizod:
    …                                   # it serves at epizod.address
ended, seconds = await epizod.stop()    # as an operator stops it

made = await called(tmp_path, "new-key")
"""

import os
import re
import signal
import sqlite3
import time
from asyncio import sleep, timeout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from tests.program import life
from tests.program.life import ROOT, Life

LESSONS = ROOT / "lessons"
READY_WITHIN = 20.0
SETTINGS = {
    "BOT_TOKEN", "TELEGRAM_API_URL", "DATABASE_URL", "LESSONS_DIR", "PUBLIC_URL", "WEBHOOK_SECRET", "HOST",
    "PORT", "ADMIN_IDS", "SIGNING_KEY", "WEB_CHAT", "RATE_PER_SECOND", "RATE_PER_CHAT", "LOG_LEVEL",
    "LOG_FORMAT", "METRICS_TOKEN", "BACKUP_DIR", "BACKUP_KEEP", "FORWARDED_ALLOW_IPS",
    "BROADCAST_PER_SECOND", "SECOND_PERSON_FROM",
}  # fmt: skip
WAITING = (
    "SELECT (SELECT count(*) FROM inbox WHERE status = 'waiting')"
    " + (SELECT count(*) FROM outbox WHERE status IN ('pending', 'claimed'))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended: what the operator saw."""

    code: int
    out: str
    err: str


def quiet(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a quiet installation in `folder`; the clone's `.env` is not read."""
    inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    ours = {
        "DATABASE_URL": f"sqlite:///{folder / 'epizod.db'}", "LESSONS_DIR": str(LESSONS), "PORT": "0",
        "RATE_PER_SECOND": "5000", "RATE_PER_CHAT": "1000", "LOG_LEVEL": "DEBUG",
    }  # fmt: skip
    return {**inherited, "PYTHONPATH": str(ROOT), **ours, **settings}


class Epizod:
    """`settings` override those of a quiet installation in `folder`.

    `begin`: how it is started; forked, where it is not the start that is tried. `words`: the folder
    for what it writes.
    """

    def __init__(
        self, folder: Path, begin: life.Begin = life.forked, arguments: tuple[str, ...] = ("run",),
        words: Path | None = None, /, **settings: str,
    ) -> None:  # fmt: skip
        self.folder = folder
        self.words = words or folder
        self.database = folder / "epizod.db"
        self.environment = quiet(folder, **settings)
        self.plan = life.Plan(
            arguments=arguments, folder=folder, environment=self.environment, words=self.words
        )
        self.ready = ""
        self._store: sqlite3.Connection | None = None
        self._begin = begin
        self._errors = self.words / life.ERRORS

    @property
    def address(self) -> str:
        """Where it serves, as it said itself."""
        found = re.search(r"http://[^/\s]+", self.ready)
        assert found is not None, self.ready
        return found[0]

    @property
    def log(self) -> str:
        return self._errors.read_text("utf-8", "replace") if self._errors.exists() else ""

    @property
    def said(self) -> str:
        return (self.words / life.OUT).read_text("utf-8", "replace")

    @property
    def process(self) -> Life:
        return self._process

    async def launch(self) -> None:
        self._process = self._begin(self.plan)

    async def ended(self, within: float = READY_WITHIN) -> Ended:
        """Waits until it ends by itself, or after `stop`."""
        async with timeout(within):
            while (code := self._process.poll()) is None:  # noqa: ASYNC110
                await sleep(0.004)
        self._shut()
        return Ended(code=code, out=self.said, err=self.log)

    async def stop(self, with_signal: int = signal.SIGTERM) -> tuple[Ended, float]:
        """How it ended after the signal, and how many seconds that took."""
        began = time.monotonic()
        self._process.send_signal(with_signal)
        return await self.ended(), time.monotonic() - began

    async def idle(self, within: float = 20.0) -> None:
        """Until every update has taken effect and every message is on its way no more."""
        async with timeout(within):
            while self.count(WAITING):  # noqa: ASYNC110
                await sleep(0.004)

    def count(self, sql: str, *values: object) -> int:
        """What a query for one number gives, asked of the store beside the program."""
        if self._store is None:
            self._store = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        return int(self._store.execute(sql, values).fetchone()[0])

    async def __aenter__(self) -> Self:
        await self.launch()
        async with timeout(READY_WITHIN):
            while not self.said.endswith("\n"):
                if self._process.poll() is not None:
                    raise AssertionError(f"it did not start:\n{self.log}")
                await sleep(0.004)
        self.ready = self.said.splitlines()[0].strip()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            await self.ended()
        self._shut()

    def _shut(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


async def refused(folder: Path, **settings: str) -> Ended:
    """A run that must end by itself at once."""
    return await _to_its_end(Epizod(folder, **settings))


async def called(folder: Path, *arguments: str, **settings: str) -> Ended:
    """`python -m bot …` in a folder in which nothing else is left behind."""
    with TemporaryDirectory() as words:
        epizod = Epizod(folder, life.forked, arguments, Path(words), **settings)
        return await _to_its_end(epizod)


async def _to_its_end(epizod: Epizod) -> Ended:
    await epizod.launch()
    try:
        return await epizod.ended()
    finally:
        await epizod.__aexit__(None, None, None)
