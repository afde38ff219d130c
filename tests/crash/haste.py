"""The program in haste: what it waits for by its clock is over many times sooner.

Its dates, its pace and its pauses run `SPEED` times as fast as the machine's clock, and so does the
clock of the Bot API server, which enforces its limits by it. What comes over the network or from
the disk takes as long as it takes.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot import app
from bot.service.window import Window
from tests.botapi import BotApi, Limits, Settings
from tests.crash.dial import Dial
from tests.crash.doomed import live
from tests.crash.process import Bot

SPEED = 20
SERVER = Settings(
    limits=Limits(per_second=30, slack=0.4, grace=30.0), answer_within=300.0, query_lifetime=300.0
)
"""Telegram's limits, in the seconds of the hasty clock; a fiftieth of a real one is two fifths of such."""


def hasty() -> float:
    return time.monotonic() * SPEED


def live_in_haste(folder: Path, environment: Mapping[str, str], doom_: Sequence[str]) -> None:
    """As `live`, after everything that waits by a clock was told to hurry."""
    sleep, timeout, took = asyncio.sleep, asyncio.timeout, Window.took

    def sleep_less(delay: float, result: Any = None) -> Awaitable[Any]:
        return sleep(delay / SPEED, result)

    def wait_less(delay: float | None) -> asyncio.Timeout:
        return timeout(delay / SPEED if delay else delay)

    def took_longer(window: Window, seconds: float) -> None:
        took(window, seconds * SPEED)

    changes: tuple[tuple[object, str, Callable[..., Any] | SimpleNamespace], ...] = (
        (asyncio, "sleep", sleep_less), (asyncio, "timeout", wait_less),
        (Window, "took", took_longer), (app, "time", SimpleNamespace(monotonic=hasty)),
    )  # fmt: skip
    for owner, name, changed in changes:
        setattr(owner, name, changed)
    live(folder, environment, doom_)


class HastyBot(Bot):
    """Lives by the clock of `dial`, which runs as fast as it does."""

    life = staticmethod(live_in_haste)
    dial: Dial

    def launch(self, *, doom: Iterable[object] = ()) -> ForkServerProcess:
        """`doom`: none; it is killed from outside."""
        return super().launch(doom=("never", 1, self.dial.file, *doom))


@asynccontextmanager
async def served_in_haste(folder: Path, **more: str) -> AsyncIterator[tuple[BotApi, HastyBot]]:
    """A Bot API server that counts hasty seconds, and a bot that is not started yet."""
    async with BotApi(SERVER, clock=hasty) as telegram:
        bot = HastyBot(telegram, folder, RATE_PER_SECOND="30", RATE_PER_CHAT="1", **more)
        bot.dial = Dial(file=folder / "clock.dial")
        bot.dial.turn(datetime.now(UTC), speed=SPEED)
        try:
            yield telegram, bot
        finally:
            if bot.process is not None:
                await bot.kill()
