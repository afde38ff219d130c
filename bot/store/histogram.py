"""Counting how large something was, in classes, for next to nothing."""

from bisect import bisect_left
from collections.abc import Iterator
from math import inf


class Histogram:
    """How many values were at most each bound. One thread counts; any may read."""

    def __init__(self, *bounds: float) -> None:
        self._bounds = (*bounds, inf)
        self._counts = [0] * len(self._bounds)
        self.total = 0.0

    def count(self, value: float) -> None:
        self._counts[bisect_left(self._bounds, value)] += 1
        self.total += value

    def cumulated(self) -> Iterator[tuple[float, int]]:
        """Every bound with how many values were at most that; the last is infinite."""
        so_far = 0
        for bound, count in zip(self._bounds, self._counts, strict=True):
            so_far += count
            yield bound, so_far
