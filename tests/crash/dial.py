"""A clock that a test turns, forwards or back, faster or slower, while the process goes by it.

A file says which time it was at which moment of the machine's monotonic clock, that all processes
share, and how many seconds have passed in one since then.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`shown`: the time, `at` this moment of the monotonic clock; then `speed` seconds a second."""

    shown: datetime
    at: float
    speed: float

    def when(self, moment: float) -> datetime:
        return self.shown + timedelta(seconds=(moment - self.at) * self.speed)


def read(file: Path) -> datetime:
    """What the clock shows now."""
    shown, at, speed = file.read_text().split()
    reading = Reading(shown=datetime.fromisoformat(shown), at=float(at), speed=float(speed))
    return reading.when(time.monotonic())


@dataclass(slots=True, kw_only=True)
class Dial:
    file: Path
    readings: list[Reading] = field(default_factory=list)

    def turn(self, to: datetime, *, speed: float = 1.0) -> None:
        """From now on the clock shows `to`, and goes on from there."""
        reading = Reading(shown=to.astimezone(UTC), at=time.monotonic(), speed=speed)
        self.readings.append(reading)
        beside = self.file.with_suffix(".new")
        beside.write_text(f"{reading.shown.isoformat()} {reading.at!r} {reading.speed!r}")
        beside.replace(self.file)

    def jump(self, by: timedelta) -> None:
        """The clock is put forward, or back, and goes on as fast as before."""
        self.turn(self.now + by, speed=self.readings[-1].speed)

    @property
    def now(self) -> datetime:
        return self.at(time.monotonic())

    def at(self, moment: float) -> datetime:
        """What the clock showed at a moment of the monotonic clock."""
        return next(r for r in reversed(self.readings) if r.at <= moment).when(moment)
