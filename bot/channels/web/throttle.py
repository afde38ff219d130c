"""How much one browser, and one network, may ask for, so that nobody slows the others."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

from starlette.requests import HTTPConnection

PER_SECOND = 20.0
BURST = 60.0
OF_A_NETWORK = 10.0
"""How many browsers' share one network has: a ministry comes from a single address at nine o'clock."""
REMEMBERED = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Throttle:
    """A bucket for each address: `BURST` at once, refilled by `PER_SECOND`. Times are monotonic.

    `share` multiplies both.
    """

    def __init__(self, clock: Callable[[], float], share: float = 1.0) -> None:
        self._clock = clock
        self._most = BURST * share
        self._per_second = PER_SECOND * share
        self._buckets: dict[str, _Bucket] = {}
        self._tidied = clock()

    def allows(self, address: str, cost: float = 1.0) -> bool:
        """Takes `cost` from the bucket if it is there."""
        now = self._clock()
        if len(self._buckets) > REMEMBERED and now - self._tidied > 1.0:
            self._tidied = now
            self._buckets = {a: b for a, b in self._buckets.items() if not self._is_full(b, now)}
        bucket = self._buckets.setdefault(address, _Bucket(self._most, now))
        bucket.left, bucket.at = self._filled(bucket, now), now
        if bucket.left < cost:
            return False
        bucket.left -= cost
        return True

    def _filled(self, bucket: _Bucket, now: float) -> float:
        return min(self._most, bucket.left + (now - bucket.at) * self._per_second)

    def _is_full(self, bucket: _Bucket, now: float) -> bool:
        return self._filled(bucket, now) >= self._most


@dataclass(frozen=True, slots=True)
class Room:
    """At most so many open pages of one network at once."""

    most: int
    _taken: Counter[str] = field(default_factory=Counter)

    def is_full(self, whose: str) -> bool:
        return self._taken[whose] >= self.most

    def enter(self, whose: str) -> None:
        self._taken[whose] += 1

    def leave(self, whose: str) -> None:
        self._taken[whose] -= 1
        if not self._taken[whose]:
            del self._taken[whose]


def network(connection: HTTPConnection) -> str:
    """Where somebody comes from, written down nowhere. Whoever has one IPv6 address has a whole /64."""
    host = connection.client.host if connection.client else ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    match address:
        case IPv6Address(ipv4_mapped=None):
            return str(IPv6Address(int(address) >> 64 << 64))
        case IPv6Address():
            return str(address.ipv4_mapped)
        case _:
            return host
