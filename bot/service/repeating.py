"""A job that looks again and again what is to be done. Nothing that breaks ends it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import NoReturn

from bot import fault
from bot.service import pulse
from bot.store.writer import StoreUnavailable


async def repeat(
    step: Callable[[], Awaitable[object]], seconds: float, log: logging.Logger, waits: str
) -> NoReturn:
    """Takes the step until cancelled, with a pause after each. `waits` says what a fault holds up;
    a store that does not answer has said so itself.
    """
    while True:
        try:
            await step()
            pulse.done(log.name.rpartition(".")[2])
        except StoreUnavailable:
            pass
        except Exception as error:
            log.error("%s: %s", waits, fault.where(error))
        await asyncio.sleep(seconds)
