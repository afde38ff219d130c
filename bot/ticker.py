"""Wakes what must look at the clock. APScheduler keeps nothing of ours: what is due lies in the store."""

import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

TIMERS_SECONDS = 10
TIDY_SECONDS = 3600

log = logging.getLogger(__name__)


def ticker(
    due: Callable[[], Awaitable[None]], tidy: Callable[[], Awaitable[None]]
) -> AsyncIOScheduler:
    """Calls `due` often and `tidy` now and then. A call that is still running is not doubled."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    for job, seconds in ((due, TIMERS_SECONDS), (tidy, TIDY_SECONDS)):
        scheduler.add_job(
            job, "interval", seconds=seconds, max_instances=1, coalesce=True,
            misfire_grace_time=None,
        )  # fmt: skip
    return scheduler
