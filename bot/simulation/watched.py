"""Turns that remember which timer broke; Clockwork puts such a one off and goes on."""

from dataclasses import dataclass, field
from datetime import datetime

from bot import fault
from bot.service.turns import Turns
from bot.store.timers import Due
from bot.store.writer import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched(Turns):
    broken: list[str] = field(default_factory=list)

    def fire(self, tx: Tx, due: Due, now: datetime) -> bool:
        try:
            return Turns.fire(self, tx, due, now)
        except Exception as error:
            self.broken.append(f"{now:%d %B %H:%M} a timer broke: {fault.where(error)}")
            raise
