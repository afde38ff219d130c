"""The real process on one database, started again and again."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Any

from tests.botapi import BotApi, Limits, Settings

ROOT = Path(__file__).parents[2]
LESSONS = Path(__file__).parent / "lessons"
STARTING = 30.0
"""Seconds until the process must be ready, on a busy machine."""

UNLIMITED = Settings(limits=Limits(enforced=False), query_lifetime=3.0)
OF_A_KILL = ("answered twice", "unanswered press", "two pollers")
"""What Telegram may see of a process that is killed and started again."""


class Bot:
    """`python -m bot run` against a Bot API server. Its words are kept in `stderr.txt`."""

    def __init__(self, telegram: BotApi, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.database = folder / "epizod.db"
        self.deaths = 0
        self.settings = {
            "BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "LESSONS_DIR": str(LESSONS),
            "PORT": "0",
            "RATE_PER_SECOND": "10000",
            "RATE_PER_CHAT": "10000",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self, *, doom: Iterable[object] = ()) -> None:
        """Returns when it is ready or dead. `doom`: see doomed.py."""
        doomed = [str(each) for each in doom]
        module = ["tests.crash.doomed", *doomed] if doomed else ["bot", "run"]
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        with (
            (self.folder / "stdout.txt").open("wb") as stdout,
            (self.folder / "stderr.txt").open("ab") as stderr,
        ):
            process = subprocess.Popen(  # noqa: ASYNC220
                [sys.executable, "-m", *module], cwd=self.folder, stdout=stdout, stderr=stderr,
                env={**kept, **self.settings, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
        self.process = process
        await until(lambda: bool(self.said) or process.poll() is not None, STARTING)

    async def ended(self, within: float = 10.0) -> int:
        """The exit code, once it is there."""
        process = self.process
        assert process is not None
        await until(lambda: process.poll() is not None, within)
        self.process = None
        return process.wait()

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await self.ended()

    async def stop(self) -> int:
        """SIGTERM, and the exit code."""
        assert self.process is not None
        self.process.terminate()
        return await self.ended()

    @property
    def said(self) -> str:
        return (self.folder / "stdout.txt").read_text()

    @property
    def words(self) -> str:
        """Everything it wrote to stderr."""
        return (self.folder / "stderr.txt").read_text()

    async def meets(self, dooms: Iterable[tuple[object, ...]]) -> None:
        """Starts with one doom after the other, each time the process has died, then without."""
        for doom in dooms:
            await self.start(doom=doom)
            code = await self.ended(within=60.0)
            assert code == -9, f"ended with {code}, not by its doom\n{self.words}"
            self.deaths += 1
        await self.start(doom=("never", 1))


async def until(condition: Callable[[], bool], within: float) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


OURS = (
    "BOT_TOKEN", "TELEGRAM_API_URL", "DATABASE_URL", "LESSONS_DIR", "PUBLIC_URL", "WEBHOOK_SECRET",
    "HOST", "PORT", "WEB_CHAT", "RATE_PER_SECOND", "RATE_PER_CHAT", "LOG_LEVEL",
    "BROADCAST_PER_SECOND", "ADMIN_IDS",
    "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip
"""What a process of a test must not inherit."""


@contextlib.asynccontextmanager
async def served(
    folder: Path, settings: Settings = UNLIMITED, **more: str
) -> AsyncIterator[tuple[BotApi, Bot]]:
    """A Bot API server and a bot that is not started yet; whatever runs at the end is killed."""
    async with BotApi(settings) as telegram:
        bot = Bot(telegram, folder, **more)
        try:
            yield telegram, bot
        finally:
            if bot.process is not None:
                await bot.kill()


def repeats(telegram: BotApi, chat_id: int | None = None) -> dict[Any, int]:
    """Messages that reached a chat more than once, and how often they came again.

    Every message with buttons is unlike any other: they carry its token.
    """
    seen: dict[Any, int] = {}
    for call in telegram.calls.deliveries(chat_id):
        if call.fingerprint is not None:
            chat, _, content = call.fingerprint
            seen[chat, content] = seen.get((chat, content), 0) + 1
    return {message: count - 1 for message, count in seen.items() if count > 1}
