"""Who is served next: start-time fair queueing (Goyal, Vin and Cheng, 1996), with people as its flows.

Somebody's next update stands one place behind their last, or where the others are being served now,
whichever is later. So each person's updates keep their order, and whoever sends thousands waits for
themselves alone.
"""

REMEMBERED = 1000
"""People whose last place is remembered before all are forgotten who stand behind nobody else."""


class Line:
    """Places only grow. It begins anew with the process, when everybody stands at place 0."""

    def __init__(self) -> None:
        self._served = 0
        self._last: dict[str, int] = {}
        self._most = REMEMBERED

    def place(self, whose: str) -> int:
        """The place of this person's next update."""
        place = max(self._served, self._last.get(whose, -1) + 1)
        self._last[whose] = place
        if len(self._last) > self._most:
            self._last = {who: last for who, last in self._last.items() if last > self._served}
            self._most = 2 * max(REMEMBERED, len(self._last))
        return place

    def serve(self, place: int) -> None:
        """Those up to this place are being served."""
        self._served = max(self._served, place)
