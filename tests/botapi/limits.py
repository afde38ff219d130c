"""Telegram's sending limits: sliding windows, `retry_after`, and who goes on regardless."""

import math
from collections import deque
from dataclasses import dataclass

from .errors import ApiError, too_many_requests
from .settings import Limits


@dataclass(slots=True, kw_only=True)
class _Wait:
    since: float
    until: float


@dataclass(slots=True, kw_only=True)
class _Bucket:
    tokens: float
    at: float


class Flood:
    """Admits a send, or says how long to wait; notices a bot that does not wait.

    Counts only what it admits. A call that reaches us within `grace` of the 429 was
    already on its way and is refused without blame.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sends: deque[float] = deque()
        self.buckets: dict[int, _Bucket] = {}
        self.groups: dict[int, deque[float]] = {}
        self.waits: dict[int | None, _Wait] = {}

    def admit(self, chat_id: int, now: float, *, private: bool) -> None:
        """Counts one send at `now`, or raises the 429 that Telegram would answer."""
        self.check_waits(chat_id, now)
        if not self.limits.enforced:
            return
        window = 1.0 - self.limits.slack
        if (delay := self._full(self.sends, self.limits.per_second, window, now)) > 0:
            raise self.refuse(None, now, delay)
        if (delay := self._chat_delay(chat_id, now)) > 0:
            raise self.refuse(chat_id, now, delay)
        if not private:
            sent = self.groups.setdefault(chat_id, deque())
            if (delay := self._full(sent, self.limits.group_per_minute, 60.0, now)) > 0:
                raise self.refuse(chat_id, now, delay)
            sent.append(now)
        self.sends.append(now)
        self.buckets[chat_id].tokens -= 1

    def check_waits(self, chat_id: int, now: float) -> None:
        for scope in (None, chat_id):
            wait = self.waits.get(scope)
            if wait is None:
                continue
            if now >= wait.until - self.limits.slack:
                del self.waits[scope]
                continue
            late = now - wait.since > self.limits.grace
            raise too_many_requests(
                math.ceil(wait.until - now), violation="ignored retry_after" if late else None
            )

    def refuse(self, scope: int | None, now: float, delay: float) -> ApiError:
        """Starts a wait for one chat, or for all (None)."""
        seconds = max(1, math.ceil(delay))
        self.waits[scope] = _Wait(since=now, until=now + seconds)
        return too_many_requests(seconds)

    def _full(self, sent: deque[float], most: int, window: float, now: float) -> float:
        while sent and now - sent[0] >= window:
            sent.popleft()
        return window - (now - sent[0]) if len(sent) >= most else 0.0

    def _chat_delay(self, chat_id: int, now: float) -> float:
        burst, rate = float(self.limits.chat_burst), self.limits.per_chat
        bucket = self.buckets.setdefault(chat_id, _Bucket(tokens=burst, at=now))
        bucket.tokens = min(burst, bucket.tokens + (now - bucket.at) * rate)
        bucket.at = now
        missing = 1.0 - self.limits.slack - bucket.tokens
        return missing / rate if missing > 0 else 0.0
