"""Whether this process can do its work at the moment, and if not, why: for whoever runs it."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.store import marks
from bot.store.writer import StoreUnavailable, Writer

Trouble = Callable[[], str | None]
"""What is wrong with a part at the moment, in a few words without secrets; None: it works."""

PATIENCE_SECONDS = 3.0
VALID_SECONDS = 1.0
"""Asking more often costs no commit."""
SEEN = "ready.at"
DAMAGED = "the store is damaged: restore a backup"


class NotReady(RuntimeError):
    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


class Readiness:
    """Migrations are done before anything answers here."""

    def __init__(
        self, writer: Writer, clock: Callable[[], datetime], monotonic: Callable[[], float]
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._monotonic = monotonic
        self._troubles: list[Trouble] = []
        self._one = asyncio.Lock()
        self._asked: float | None = None
        self._reasons: list[str] = []

    def watch(self, trouble: Trouble) -> None:
        self._troubles.append(trouble)

    async def check(self) -> None:
        """Raises NotReady with the reasons."""
        if reasons := await self.reasons():
            raise NotReady(reasons)

    async def reasons(self) -> list[str]:
        async with self._one:
            now = self._monotonic()
            if self._asked is None or now - self._asked >= VALID_SECONDS:
                self._reasons = await self._store()
                self._asked = self._monotonic()
        troubles = filter(None, (trouble() for trouble in self._troubles))
        return [*dict.fromkeys((*self._reasons, *troubles))]

    async def _store(self) -> list[str]:
        """Whether something can be made durable: reading alone says nothing about a full disk.

        Nor does writing here say anything about damage elsewhere: whoever meets it while writing tells.
        """
        seen = self._clock().isoformat(timespec="seconds")
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._writer.run(lambda tx: marks.put(tx, SEEN, seen))
        except TimeoutError:
            return ["the store does not answer in time"]
        except StoreUnavailable:
            if not self._writer.damaged:
                return ["the store cannot write"]
        return [DAMAGED] if self._writer.damaged else []
