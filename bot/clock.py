"""The time of the house. How the real time is known is an argument, as time is everywhere else."""

from collections.abc import Callable
from datetime import datetime, timedelta


class Clock:
    """The real time, and nothing can change it."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real

    def now(self) -> datetime:
        return self._real()


class MovableClock(Clock):
    """Runs as the real time does, `ahead` of it. It goes forward only."""

    def __init__(self, real: Callable[[], datetime], ahead: timedelta) -> None:
        super().__init__(real)
        self._ahead = ahead

    def now(self) -> datetime:
        return self._real() + self._ahead

    def ahead_at(self, moment: datetime) -> timedelta:
        """How far ahead this clock is once it stands at `moment`; never less than now."""
        return max(self._ahead, moment - self._real())

    def move(self, ahead: timedelta) -> None:
        self._ahead = max(self._ahead, ahead)
