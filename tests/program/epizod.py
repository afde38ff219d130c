"""The real program as a process of its own, and what can be known of it from outside.

async with Epizod(tmp_path, BOT_TOKEN=…) as epizod:
    …                                   # it serves at epizod.address
code = await epizod.stop()              # as an operator stops it
"""

import asyncio
import os
import re
import signal
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
LESSONS = ROOT / "lessons"
READY_WITHIN = 20.0
SETTINGS = {
    "BOT_TOKEN", "TELEGRAM_API_URL", "DATABASE_URL", "LESSONS_DIR", "PUBLIC_URL", "WEBHOOK_SECRET", "HOST",
    "PORT", "ADMIN_IDS", "SIGNING_KEY", "WEB_CHAT", "RATE_PER_SECOND", "RATE_PER_CHAT", "LOG_LEVEL",
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


class Epizod:
    """`settings` override those of a quiet installation in `folder`; the clone's `.env` is not read."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.database = folder / "epizod.db"
        ours = {
            "DATABASE_URL": f"sqlite:///{self.database}", "LESSONS_DIR": str(LESSONS), "PORT": "0",
            "RATE_PER_SECOND": "5000", "RATE_PER_CHAT": "1000", "LOG_LEVEL": "DEBUG",
        }  # fmt: skip
        inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        self.environment = {**inherited, "PYTHONPATH": str(ROOT), **ours, **settings}
        self.ready = ""
        self._errors = folder / "stderr.txt"

    @property
    def address(self) -> str:
        """Where it serves, as it said itself."""
        found = re.search(r"http://[^/\s]+", self.ready)
        assert found is not None, self.ready
        return found[0]

    @property
    def log(self) -> str:
        return self._errors.read_text("utf-8", "replace")

    @property
    def process(self) -> asyncio.subprocess.Process:
        return self._process

    async def launch(self) -> None:
        with self._errors.open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.folder, env=self.environment,
                stdout=asyncio.subprocess.PIPE, stderr=errors,
            )  # fmt: skip

    async def ended(self, within: float = READY_WITHIN) -> Ended:
        """Waits until it ends by itself, or after `stop`."""
        async with asyncio.timeout(within):
            out, _ = await self._process.communicate()
        assert self._process.returncode is not None
        return Ended(code=self._process.returncode, out=out.decode(), err=self.log)

    async def stop(self, with_signal: int = signal.SIGTERM) -> tuple[Ended, float]:
        """How it ended after the signal, and how many seconds that took."""
        began = time.monotonic()
        self._process.send_signal(with_signal)
        return await self.ended(), time.monotonic() - began

    async def idle(self, within: float = 20.0) -> None:
        """Until every update has taken effect and every message is on its way no more."""
        async with asyncio.timeout(within):
            while self.count(WAITING):  # noqa: ASYNC110
                await asyncio.sleep(0.004)

    def count(self, sql: str, *values: object) -> int:
        """What a query for one number gives, asked of the store beside the program."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as store:
            return int(store.execute(sql, values).fetchone()[0])

    async def __aenter__(self) -> Self:
        await self.launch()
        assert self._process.stdout is not None
        async with asyncio.timeout(READY_WITHIN):
            self.ready = (await self._process.stdout.readline()).decode().strip()
        if not self.ready:
            raise AssertionError(f"it did not start:\n{(await self.ended()).err}")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.returncode is None:
            self._process.kill()
            await self._process.communicate()


async def refused(folder: Path, **settings: str) -> Ended:
    """A run that must end by itself at once."""
    epizod = Epizod(folder, **settings)
    await epizod.launch()
    try:
        return await epizod.ended()
    finally:
        await epizod.__aexit__(None, None, None)
