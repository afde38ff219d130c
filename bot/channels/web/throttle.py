"""How much one browser may ask for, so that nobody slows the others."""

from collections.abc import Callable
from dataclasses import dataclass

PER_SECOND = 20.0
BURST = 60.0
REMEMBERED = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Throttle:
    """A bucket for each address: `BURST` at once, refilled by `PER_SECOND`. Times are monotonic."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def allows(self, address: str, cost: float = 1.0) -> bool:
        """Takes `cost` from the bucket if it is there."""
        now = self._clock()
        if len(self._buckets) > REMEMBERED:
            self._buckets = {a: b for a, b in self._buckets.items() if _filled(b, now) < BURST}
        bucket = self._buckets.setdefault(address, _Bucket(BURST, now))
        bucket.left, bucket.at = _filled(bucket, now), now
        if bucket.left < cost:
            return False
        bucket.left -= cost
        return True


def _filled(bucket: _Bucket, now: float) -> float:
    return min(BURST, bucket.left + (now - bucket.at) * PER_SECOND)
