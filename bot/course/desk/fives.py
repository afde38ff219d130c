"""The gate of every figure: what leaves it is a multiple of five, or nothing.

So is every sum and every difference of what has left it: between cells, between a group and
everybody, between yesterday and today. Whoever subtracts finds nobody, or five people at least.
"""

from dataclasses import dataclass

FIVE = 5


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """How many people, in full fives. It has no room for a number that is no multiple of five."""

    fives: int = 0

    @property
    def people(self) -> int:
        return self.fives * FIVE

    @property
    def few(self) -> bool:
        """Fewer than five: how many, or whether anybody, is not told."""
        return self.fives == 0

    def __add__(self, other: "Count") -> "Count":
        """Of what was rounded already: a sum of figures tells no more than the figures."""
        return Count(self.fives + other.fives)

    def __sub__(self, other: "Count") -> "Count":
        return Count(max(0, self.fives - other.fives))


FEW = Count()
"""Nobody, or fewer than five."""


def through_the_gate(exact: int) -> Count:
    """An exact number of different people, rounded down. Nothing else makes a Count of a number."""
    return Count(exact // FIVE)


def total(counts: tuple[Count, ...]) -> Count:
    return sum(counts, Count())


def percent(part: Count, whole: Count) -> int | None:
    """The share of what was rounded; None where either is fewer than five."""
    return None if part.few or whole.few else round(100 * part.fives / whole.fives)
