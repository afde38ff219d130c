"""Spaced review: when a question comes back, by FSRS.

Source: J. Ye et al., “A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition
Scheduling”, KDD 2022; version 6 of the model as in the library `fsrs`, its default weights and a
desired retention of 90 %. Whole days only: a question never comes back on the day of its answer.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fsrs import Scheduler

A_DAY = 2
"""Questions that the bot brings on one day."""

IGNORED = 3
"""Prompts for nothing but review without an answer, after which the bot stops bringing them."""

LONGEST = 180
"""Days until a question that is known well comes back."""


class Card(NamedTuple):
    """What is known of one learner's memory of one question. Short, for there are many."""

    due: date
    last: date
    stability: float
    """Days until the chance of recall has fallen to 90 %."""
    difficulty: float
    """From 1, easy, to 10."""


@cache
def _scheduler() -> "Scheduler":
    from fsrs import Scheduler

    return Scheduler(
        learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=LONGEST
    )


def answered(card: Card | None, *, right: bool, on: date) -> Card:
    """The card after an answer on that day."""
    from fsrs import Card as Memory
    from fsrs import Rating, State

    memory = Memory(card_id=0, state=State.Learning)
    if card is not None:
        memory = Memory(
            card_id=0, state=State.Review, stability=card.stability, difficulty=card.difficulty,
            due=_noon(card.due), last_review=_noon(card.last),
        )  # fmt: skip
    rating = Rating.Good if right else Rating.Again
    memory, _ = _scheduler().review_card(memory, rating, _noon(on))
    assert memory.stability is not None
    assert memory.difficulty is not None
    return Card(
        due=max(memory.due.date(), on + timedelta(days=1)),
        last=on,
        stability=round(memory.stability, 4),
        difficulty=round(memory.difficulty, 4),
    )


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)


def due(cards: Mapping[str, Card], on: date) -> tuple[str, ...]:
    """The questions that are due, the least remembered first."""
    waiting = [key for key, card in cards.items() if card.due <= on]
    return tuple(sorted(waiting, key=lambda key: (_late(cards[key], on), key)))


def _late(card: Card, on: date) -> float:
    """Less, the less of it is remembered: recall falls with the time passed, in units of stability."""
    return -((on - card.last).days / card.stability)


def soonest(cards: Mapping[str, Card], on: date) -> tuple[str, ...]:
    """All questions, the one that would come next first; what was answered on that day last."""
    return tuple(sorted(cards, key=lambda key: (cards[key].last >= on, cards[key].due, key)))
