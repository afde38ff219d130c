"""The real process on one database, started again and again.

Its lives are forked from a process in which the imports are done: a kill during an import would
try Python and not us. tests/program starts it as an operator does.
"""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Callable, Iterable
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from bot import settings as ours
from tests.botapi import BotApi, Limits, Settings
from tests.crash.doomed import live, obey
from tests.program.life import LIVES

ROOT = Path(__file__).parents[2]
LESSONS = Path(__file__).parent / "lessons"
STARTING = 30.0
"""Seconds until the process must be ready, on a busy machine."""

UNLIMITED = Settings(limits=Limits(enforced=False), query_lifetime=3.0)
OF_A_KILL = ("answered twice", "unanswered press", "two pollers")
"""What Telegram may see of a process that is killed and started again."""


class Bot:
    """`python -m bot run` against a Bot API server. Its words are kept in `stderr.txt`."""

    life = staticmethod(live)

    def __init__(self, telegram: BotApi, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.deaths = 0
        self.settings = {
            "BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": f"sqlite:///{folder / 'epizod.db'}",
            "LESSONS_DIR": str(LESSONS),
            "PORT": "0",
            "RATE_PER_SECOND": "10000",
            "RATE_PER_CHAT": "10000",
            **settings,
        }
        self.database = Path(self.settings["DATABASE_URL"].removeprefix("sqlite:///"))
        self.process: ForkServerProcess | None = None

    async def start(self, *, doom: Iterable[object] = ()) -> None:
        """Returns when it is ready or dead. `doom`: see doomed.py."""
        process = self.launch(doom=doom)
        await until(lambda: bool(self.said) or not process.is_alive(), STARTING)

    def launch(self, *, doom: Iterable[object] = ()) -> ForkServerProcess:
        """Returns at once, whatever becomes of it."""
        (self.folder / "stdout.txt").write_bytes(b"")
        doomed = [str(each) for each in doom]
        lived = self.folder, self.environment, doomed
        self.process = LIVES.Process(target=self.life, args=lived)
        self.process.start()
        return self.process

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        return {**kept, **self.settings, "PYTHONPATH": str(ROOT)}

    def command(self, *arguments: object) -> ForkServerProcess:
        """`python -m bot …` beside it, begun."""
        words = [str(each) for each in arguments]
        process = LIVES.Process(target=obey, args=(self.folder, self.environment, words))
        process.start()
        return process

    async def obeys(self, *arguments: object) -> tuple[int | None, str]:
        """`python -m bot …` beside it: the exit code, and what it said."""
        process = self.command(*arguments)
        await until(lambda: not process.is_alive(), STARTING)
        return process.exitcode, (self.folder / "said.txt").read_text()

    async def ended(self, within: float = 10.0) -> int:
        """The exit code, once it is there."""
        process = self.process
        assert process is not None
        await until(lambda: not process.is_alive(), within)
        self.process = None
        assert process.exitcode is not None
        return process.exitcode

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

    async def meets(
        self, dooms: Iterable[tuple[object, ...]], last: tuple[object, ...] = ("never", 1)
    ) -> None:
        """Starts with one doom after the other, each time the process has died, then with the last."""
        for doom in dooms:
            await self.start(doom=doom)
            code = await self.ended(within=60.0)
            assert code == -9, f"ended with {code}, not by its doom\n{self.words}"
            self.deaths += 1
        await self.start(doom=last)


async def until(condition: Callable[[], bool], within: float) -> None:
    ends = time.monotonic() + within
    while not condition():
        if time.monotonic() > ends:
            what = getattr(condition, "__qualname__", condition)
            raise TimeoutError(f"not within {within:.0f} s: {what}")
        await asyncio.sleep(0.005)


OURS = (*(name.upper() for name in ours.Settings.model_fields), "PYTHONDONTWRITEBYTECODE")
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
