"""Waiting for what cannot tell when it happens."""

import asyncio
from collections.abc import Callable


async def until(true: Callable[[], object], within: float = 10.0) -> None:
    """Until `true` says so, asked again every hundredth of a second."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
