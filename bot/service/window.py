"""How many messages are under way at once: what a crash may repeat, and what distance costs.

By Little's law, `rate` messages a second of which each takes a time `t` are `rate × t` at once.
With fewer places, the distance to Telegram would be the limit and not Telegram's rule; with more,
a crash would repeat more than it need.
"""

from math import ceil

LEAST = 8
"""Enough for 30 messages a second as long as Telegram answers within 150 ms."""
MOST = 128
MOST_ANNOUNCED = 512
"""Of announcements that are paid for and sent by themselves: none of them is ever repeated."""
SETTLING = 0.02
"""Seconds until an outcome is on the disk and its place is free."""
HEADROOM = 1.5
"""Answers come in heaps."""
STEP = 1.05


class Window:
    """`size` follows the rate and the median time that an answer takes, from `least` to `most`."""

    def __init__(self, rate: float, least: int = LEAST, most: int = MOST) -> None:
        self._rate = rate
        self._least = least
        self._most = max(least, most)
        self._latency = 0.05

    @property
    def size(self) -> int:
        wanted = ceil(HEADROOM * self._rate * (self._latency + SETTLING))
        return min(self._most, max(self._least, wanted))

    def took(self, seconds: float) -> None:
        """An answer took so long. The estimate moves a step towards it, and so to the median:
        one that hangs for a minute counts no more than one that is a little late.
        """
        self._latency *= STEP if seconds > self._latency else 1 / STEP
