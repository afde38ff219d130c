"""A channel that is watched: how long each delivery took, and what became of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bot import trace
from bot.service.delivery import Channel, Delivery
from bot.store.histogram import Histogram
from bot.store.outbox import Outgoing

FAULT = "Fault"
"""The outcome of a delivery that broke in our own code."""


def _seconds() -> Histogram:
    return Histogram(0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(slots=True)
class Watched:
    """Passes everything on. What the channel logs carries the update that the message answers."""

    channel: Channel
    monotonic: Callable[[], float]
    seconds: Histogram = field(default_factory=_seconds)
    outcomes: Counter[str] = field(default_factory=Counter)
    """By the name of the outcome's kind."""
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.channel.name

    async def deliver(self, outgoing: Outgoing) -> Delivery:
        outcome, began = FAULT, self.monotonic()
        try:
            with trace.about(outgoing.cause):
                delivery = await self.channel.deliver(outgoing)
            outcome = type(delivery).__name__
            return delivery
        finally:
            self.seconds.count(self.monotonic() - began)
            self.outcomes[outcome] += 1
