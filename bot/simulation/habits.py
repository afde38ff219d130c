"""How people take a course: habits, and the cast of a simulation. Everything follows from the seed."""

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from bot.course.timing import WORKING_DAYS

Pace = Literal["own", "daily", "weekly"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Chances are from 0 to 1, and of each single occasion."""

    name: str
    share: int
    """How many of a hundred learners."""
    pace: Pace = "daily"
    gap: tuple[float, float] = (1.0, 1.5)
    """Days between two visits of one's own accord, for who goes at their own pace."""
    at_once: int = 1
    """Episodes and tests in one visit."""
    prompt: float = 0.9
    """To answer an invitation or a reminder on the same day."""
    hours: tuple[float, float] = (0.1, 2.0)
    """How long after a prompt."""
    skill: float = 0.85
    """To answer a question right."""
    wavers: float = 0.0
    """To put the phone away in the middle of something."""
    stops_after: tuple[int, int] | None = None
    returns: bool = False
    """Who stopped comes back, after one of the reminders."""
    follow_ups: float = 0.5
    reviews: float = 0.3
    questionnaires: float = 0.4
    plans: float = 0.1
    pauses: bool = False
    silences: bool = False
    blocks: bool = False
    agrees: bool = True


HABITS = (
    Habit(name="eager", share=8, pace="own", gap=(0.4, 1.2), at_once=4, skill=0.9),
    Habit(name="daily", share=16),
    Habit(name="weekly", share=8, pace="weekly", at_once=3, hours=(0.5, 6.0)),
    Habit(name="slow", share=9, pace="own", gap=(2.0, 6.0), skill=0.7, wavers=0.4, prompt=0.5),
    Habit(name="stops, returns", share=14, stops_after=(2, 9), returns=True),
    Habit(name="stops for good", share=24, stops_after=(0, 10)),
    Habit(name="pauses", share=4, pauses=True),
    Habit(name="switches off", share=4, silences=True),
    Habit(name="plans", share=4, plans=1.0),
    Habit(name="answers all", share=3, follow_ups=1.0, reviews=1.0, questionnaires=1.0),
    Habit(name="ignores extras", share=2, follow_ups=0.0, reviews=0.0, questionnaires=0.0),
    Habit(name="blocks", share=2, blocks=True),
    Habit(name="never agrees", share=2, agrees=False),
)
LANGUAGES = ("uk", "uk", "uk", "uk", "pt", "pt", "pt", "pt", "en", "en")
ZONES = {
    "uk": ("Europe/Kyiv",),
    "pt": ("Europe/Lisbon", "Europe/Lisbon", "Atlantic/Azores"),
    "en": ("Europe/Lisbon", "Europe/Kyiv", "Atlantic/Azores", "Pacific/Chatham"),
}
"""Chatham is a quarter of an hour off the full hour, and its summer ends when ours begins."""
REMINDERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One synthetic learner, before anything has happened."""

    number: int
    habit: Habit
    language: str
    zone: str
    seed: str
    days: tuple[int, ...]
    """The rhythm; empty for one's own pace."""
    hour: int | None
    """Another hour than the one that is proposed."""
    begins: float
    """Days after the start of the simulation."""
    stops_after: int | None
    returns_at: int | None
    """The reminder that brings them back: 1 is the first."""
    turns_at: int
    """Episodes and tests after which one pauses, or blocks the bot."""


def cast(learners: int, seed: int) -> list[Role]:
    """The same learners for the same seed, however many more there are."""
    return [_role(number, seed) for number in range(learners)]


def _role(number: int, seed: int) -> Role:
    own = f"{seed}:{number}"
    random = Random(own)
    habit = _habit(number, seed)
    if habit.pace == "own":
        days: tuple[int, ...] = ()
    else:
        days = WORKING_DAYS if habit.pace == "daily" else (random.randint(1, 7),)
    language = random.choice(LANGUAGES)
    return Role(
        number=number, habit=_varied(habit, random), language=language,
        zone=random.choice(ZONES[language]), seed=own, days=days,
        hour=random.randint(7, 18) if days and random.random() < 1 / 3 else None,
        begins=random.uniform(0.3, 4.9),
        stops_after=random.randint(*habit.stops_after) if habit.stops_after else None,
        returns_at=random.randint(1, REMINDERS) if habit.returns else None,
        turns_at=random.randint(2, 8),
    )  # fmt: skip


def _habit(number: int, seed: int) -> Habit:
    """Every hundred learners hold each habit exactly as often as its share."""
    century, place = divmod(number, 100)
    hundred = [habit for habit in HABITS for _ in range(habit.share)]
    assert len(hundred) == 100
    return Random(f"{seed}:{century}").sample(hundred, 100)[place]


def _varied(habit: Habit, random: Random) -> Habit:
    return replace(habit, skill=min(0.98, max(0.5, random.gauss(habit.skill, 0.08))))
