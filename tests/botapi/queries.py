"""Presses of buttons that wait for answerCallbackQuery: exactly one answer, in time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from .errors import QUERY_TOO_OLD, ApiError, bad_request, misuse
from .settings import Settings


@dataclass(slots=True, kw_only=True)
class Press:
    """One press. `toast` and `alert` are what the person saw in answer."""

    query_id: str
    chat_id: int
    data: str
    at: float
    answered_at: float | None = None
    toast: str = ""
    alert: bool = False
    lost: bool = False
    timer: asyncio.TimerHandle | None = None

    @property
    def waited(self) -> float | None:
        """Seconds from the press to the answer."""
        return None if self.answered_at is None else self.answered_at - self.at


@dataclass(slots=True)
class Queries:
    settings: Settings
    clock: Callable[[], float]
    blame: Callable[[str, str, int | None], None]
    all: dict[str, Press] = field(default_factory=dict)
    waiting: dict[str, Press] = field(default_factory=dict)

    def open(self, chat_id: int, data: str) -> Press:
        query_id = str(4_000_000_000_000 + len(self.all))
        press = Press(query_id=query_id, chat_id=chat_id, data=data, at=self.clock())
        self.all[query_id] = self.waiting[query_id] = press
        loop = asyncio.get_running_loop()
        press.timer = loop.call_later(self.settings.answer_within, self._expire, press)
        return press

    def _expire(self, press: Press) -> None:
        if press.answered_at is None:
            within = self.settings.answer_within
            self.blame(
                "unanswered press", f"{press.data!r} not answered in {within:g} s", press.chat_id
            )

    def answer(self, query_id: str, toast: str, *, alert: bool, lost: bool) -> Press:
        """`lost`: the bot will not hear of this answer, so it may rightly try again."""
        press = self.all.get(query_id)
        if press is None:
            raise bad_request(QUERY_TOO_OLD)
        if press.answered_at is not None:
            raise self._second(press, lost=lost)
        if self.clock() - press.at > self.settings.query_lifetime:
            raise bad_request(QUERY_TOO_OLD)
        press.answered_at, press.toast, press.alert = self.clock(), toast, alert
        press.lost = lost
        del self.waiting[query_id]
        if press.timer is not None:
            press.timer.cancel()
        return press

    def _second(self, press: Press, *, lost: bool) -> ApiError:
        if press.lost:
            press.lost = lost
            return bad_request(QUERY_TOO_OLD)
        return misuse("answered twice", QUERY_TOO_OLD)

    def waits_for(self, chat_id: int) -> bool:
        """Whether a press there can still be answered and was not."""
        now, lifetime = self.clock(), self.settings.query_lifetime
        return any(
            press.chat_id == chat_id and now - press.at < lifetime
            for press in self.waiting.values()
        )

    def close(self) -> None:
        for press in self.waiting.values():
            if press.timer is not None:
                press.timer.cancel()
