"""How fast messages may leave: Telegram's limits in every sliding window.

Overall: a message may leave when `rate` messages ago is more than a second past, by what has
really left. Answers leave as soon as they may; what nobody waits for leaves evenly, and gives way
to every answer. Announcements that are paid for have a line of their own.
One chat: a bucket of `BURST` that refills at `rate_per_chat`.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

BURST = 5
WINDOW = 1.02
"""Seconds in which at most `rate` messages leave: a second, and what the network may squeeze it by."""
BEHIND = 0.05
"""Seconds that what leaves evenly makes up for if it was kept from leaving; more is forgotten."""
MOST_GIVEN_WAY = 30
"""How many places what leaves evenly leaves to answers before it takes its turn among them."""
AFTERWARDS = 0.001
"""Seconds that answers then ask later, so that the next place is not theirs."""
MOST_CHATS = 1000
"""Chats that are remembered before those with nothing to wait for are forgotten."""


class _Line:
    """At most `rate` departures in any of its seconds."""

    def __init__(self, rate: float) -> None:
        self._left: deque[float] = deque(maxlen=max(1, int(rate)))
        self._seconds = WINDOW if rate >= 1 else WINDOW / rate
        self._gap = WINDOW / rate
        self._next_even = 0.0
        self._urgent: set[str] = set()
        """Chats whose answers wait for a place."""
        self._kept_since: float | None = None
        """Since when what leaves evenly has given way."""

    def leave(self, chat: str, now: float, *, urgent: bool) -> float:
        """Takes a place now and returns 0, or the seconds to the next try."""
        full = len(self._left) == self._left.maxlen
        wait = self._left[0] + self._seconds - now if full else 0.0
        if not urgent:
            wait = max(wait, self._next_even - now, self._give_way(now))
        if wait > 0:
            if urgent:
                self._urgent.add(chat)
                wait += AFTERWARDS if self._is_kept_too_long(now) else 0.0
            return wait
        self._urgent.discard(chat)
        self._left.append(now)
        if not urgent:
            behind = now - self._next_even
            self._next_even = (self._next_even if behind <= BEHIND else now) + self._gap
            self._kept_since = None
        return 0.0

    def withdraw(self, chat: str) -> None:
        """What waited for a place to this chat does not wait any more."""
        self._urgent.discard(chat)
        self._kept_since = None

    def _give_way(self, now: float) -> float:
        """Answers without end hold up nothing for ever: behind it, its reader's own answer waits."""
        if not self._urgent:
            return 0.0
        if self._kept_since is None:
            self._kept_since = now
        return 0.0 if self._is_kept_too_long(now) else self._gap

    def _is_kept_too_long(self, now: float) -> bool:
        since = self._kept_since
        return since is not None and now - since >= MOST_GIVEN_WAY * self._gap


@dataclass(slots=True)
class _Chat:
    tokens: float
    at: float


class Pace:
    """Times are seconds of one monotonic clock. `broadcast`: the rate that announcements have paid for."""

    def __init__(
        self,
        rate: float,
        rate_per_chat: float,
        clock: Callable[[], float],
        broadcast: float | None = None,
    ) -> None:
        self._per_chat = rate_per_chat
        self._clock = clock
        self._line = _Line(rate)
        self._broadcast = self._line if broadcast is None else _Line(broadcast)
        self._chats: dict[str, _Chat] = {}
        self._most_chats = MOST_CHATS
        self._rest_of: dict[str, float] = {}
        self._rest_of_all = 0.0

    def rest_of_all(self) -> float:
        """Seconds for which nothing may be sent to anybody."""
        return max(0.0, self._rest_of_all - self._clock())

    def wait_of(self, chat: str) -> float:
        """Seconds until the chat may get its next message."""
        now = self._clock()
        rest = max(self._rest_of.get(chat, 0.0), self._rest_of_all) - now
        bucket = self._chats.get(chat)
        missing = 1 - self._filled(bucket, now) if bucket else 0.0
        return max(0.0, rest, missing / self._per_chat)

    def leave(self, chat: str, *, urgent: bool = True, announcement: bool = False) -> float:
        """0: the message to this chat leaves now. Otherwise the seconds after which to ask again."""
        line = self._broadcast if announcement else self._line
        if (resting := self.rest_of_all()) > 0:
            line.withdraw(chat)
            return resting
        now = self._clock()
        if (wait := line.leave(chat, now, urgent=urgent)) > 0:
            return wait
        if len(self._chats) > self._most_chats:
            self._tidy()
        bucket = self._chats.setdefault(chat, _Chat(BURST, now))
        bucket.tokens, bucket.at = self._filled(bucket, now) - 1, now
        return 0.0

    def rest(self, chat: str, seconds: float) -> None:
        """Telegram asked to wait. A second chat that is told so means that all are meant."""
        now = self._clock()
        others = any(at > now for other, at in self._rest_of.items() if other != chat)
        self._rest_of[chat] = now + seconds
        if others:
            self._rest_of_all = max(self._rest_of_all, now + seconds)

    def _tidy(self) -> None:
        """Forgets chats that have nothing to wait for."""
        now = self._clock()
        self._chats = {c: b for c, b in self._chats.items() if self._filled(b, now) < BURST}
        self._rest_of = {c: at for c, at in self._rest_of.items() if at > now}
        self._most_chats = 2 * max(MOST_CHATS, len(self._chats))

    def _filled(self, bucket: _Chat, now: float) -> float:
        return min(BURST, bucket.tokens + (now - bucket.at) * self._per_chat)
