"""getUpdates: one long poll at a time; a newer one ends the older with 409.

Telegram ends the older of two, and so does this; the newer goes on.
"""

import asyncio
from typing import Any

from .errors import TWO_POLLERS, WEBHOOK_ACTIVE, conflict, misuse
from .params import Params, Spec, array, integer
from .telegram import Telegram
from .updates import KINDS, NOT_BY_DEFAULT

GET_UPDATES: Spec = {
    "offset": integer,
    "limit": integer,
    "timeout": integer,
    "allowed_updates": array,
}
MAX_TIMEOUT = 50
FAREWELL = 0.1  # a poller killed just now is gone by then: its request is cancelled, not blamed


class Polling:
    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.waiting: asyncio.Future[str] | None = None

    async def get_updates(self, params: Params, *, webhook: bool) -> list[Any] | bytes:
        """Never loses an update: only a higher offset confirms, a cancelled poll does not."""
        if webhook:
            raise conflict(WEBHOOK_ACTIVE, violation="poll beside webhook")
        self.end(TWO_POLLERS)
        updates = self.telegram.updates
        if "allowed_updates" in params:
            updates.allowed = allowed(params["allowed_updates"])
        if "offset" in params:
            updates.confirm(params["offset"])
        limit = _in_range("limit", params.get("limit", 100), 1, 100)
        timeout = _in_range("timeout", params.get("timeout", 0), 0, MAX_TIMEOUT)
        if not updates.pending and timeout:
            await self.wait(timeout)
        if not updates.pending:
            return []
        return updates.batch(limit, self.telegram.faults.for_updates())

    async def wait(self, within: float) -> None:
        """Until an update arrives, the time is over, or a newer poll takes over (409)."""
        mine: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.waiting = mine
        arrived = self.telegram.updates.arrived
        arrived.clear()
        wake = asyncio.ensure_future(arrived.wait())
        try:
            both: set[asyncio.Future[Any]] = {mine, wake}
            await asyncio.wait(both, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        finally:
            wake.cancel()
            if self.waiting is mine:
                self.waiting = None
        if mine.done():
            await asyncio.sleep(FAREWELL)
            two = mine.result() == TWO_POLLERS
            raise conflict(mine.result(), violation="two pollers" if two else None)

    def end(self, reason: str) -> None:
        """The poll that waits, if any, is answered with 409."""
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_result(reason)
            self.waiting = None


def allowed(values: list[Any]) -> frozenset[str]:
    unknown = [value for value in values if value not in KINDS]
    if unknown:
        raise misuse("unknown update type", f"no such update types: {unknown}")
    return frozenset(values) if values else KINDS - NOT_BY_DEFAULT


def _in_range(name: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise misuse("out of range", f"{name} must be {least} to {most}, not {value}")
    return value
