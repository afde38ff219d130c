"""An event loop whose time passes only while there is nothing to do.

Sleeping costs nothing, so that an hour of sending takes the seconds that its work takes; and while
the writer's thread works, time stands still, so that a slow disk changes no result.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.store.writer import Tx, Writer
from tests.service.house import Clock

T = TypeVar("T")


class IdleLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.now = 0.0
        self.at_work = 0
        """Jobs of the writer's that have not been answered."""
        super().__init__(_Selector(self))

    def time(self) -> float:
        return self.now


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop: IdleLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or (timeout > 0 and self._loop.at_work):
            return super().select(None)
        if not (ready := super().select(0)):
            self._loop.now += timeout
        return ready


class WatchedWriter(Writer):
    """While one of its jobs waits or runs, no time passes."""

    async def run(self, job: Callable[[Tx], T]) -> T:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, IdleLoop)
        loop.at_work += 1
        try:
            return await super().run(job)
        finally:
            loop.at_work -= 1


@dataclass(slots=True)
class LoopClock(Clock):
    """The time of the loop, as a date; asked in any thread. Where people press buttons it is put
    forward as usual.
    """

    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)

    def __call__(self) -> datetime:
        return self.now + timedelta(seconds=self.loop.time())


def seconds() -> float:
    return asyncio.get_running_loop().time()


def run(what: Callable[[Writer], Coroutine[Any, Any, T]], database: Path) -> T:
    """What comes of it, on a store of its own and in time that passes only when nothing is to do."""

    async def with_writer() -> T:
        async with WatchedWriter(database) as writer:
            return await what(writer)

    with asyncio.Runner(loop_factory=IdleLoop) as runner:
        return runner.run(with_writer())
