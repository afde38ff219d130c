"""When each job has last done its work: a job that hangs, or breaks every time, falls silent."""

from collections.abc import Callable
from contextvars import ContextVar

_pulse: ContextVar["Pulse | None"] = ContextVar("pulse", default=None)


class Pulse:
    """Of every job that is started after `begin`."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._beats: dict[str, float] = {}

    def begin(self) -> None:
        _pulse.set(self)

    def beat(self, job: str) -> None:
        self._beats[job] = self._monotonic()

    def ages(self) -> dict[str, float]:
        """Seconds since each was last done."""
        now = self._monotonic()
        return {job: now - at for job, at in sorted(self._beats.items())}


def done(job: str) -> None:
    """The job has done its work just now."""
    if pulse := _pulse.get():
        pulse.beat(job)
