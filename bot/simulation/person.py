"""One synthetic learner over the weeks: when they come, for what, and what became of it.

a prompt, or their own wish ──► a visit: a few presses ──► rest ──► the next visit
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.course.messages import Button, Label, Message, Prompted, TestResult, UpNext
from bot.simulation.answering import Choice
from bot.simulation.choosing import Mood, choose
from bot.simulation.diary import Diary
from bot.simulation.habits import Role

BREAKS_OFF = (3, 12)
NOT_TODAY = 0.1
OFF = timedelta(days=10)
FOREVER = 10**6
LESS = (Label.NO_MORE, Label.PROMPTS)
"""Buttons by which prompts become fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message on the screen, with the token of its buttons."""

    token: str
    message: Message

    @property
    def keys(self) -> list[Button]:
        return [button for row in self.message.buttons for button in row]


@dataclass(slots=True, kw_only=True)
class Life:
    """What became of one learner, to be counted."""

    role: Role
    prompts: dict[date, list[Prompted]] = field(default_factory=dict)
    at_once: int = 0
    """Prompts that came within ten minutes of a press."""
    replies: Counter[date] = field(default_factory=Counter)
    presses: Counter[date] = field(default_factory=Counter)
    finished: dict[str, date] = field(default_factory=dict)
    enrolled_on: date | None = None
    completed_on: date | None = None
    reminders: Counter[int] = field(default_factory=Counter)
    """Sent, by their number."""
    returns: Counter[int] = field(default_factory=Counter)
    """Who acted before the next reminder, by the number of the last one."""
    lost: int = 0
    dead_ends: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unfounded: list[str] = field(default_factory=list)
    """Prompts at a quiet time, or about something that was not owed."""


@dataclass(slots=True, kw_only=True)
class Person:
    role: Role
    diary: Diary
    life: Life
    random: Random
    mood: Mood = field(default_factory=Mood)
    newest: Shown | None = None
    openers: list[tuple[Shown, int]] = field(default_factory=list)
    """Buttons of a prompt that they are going to press."""
    patience: int = FOREVER
    stopped: bool = False
    came_back: bool = False
    paused: bool = False
    silenced: bool = False
    gone: bool = False
    """Comes no more of their own accord."""
    handled: int = 0
    comes_at: datetime | None = None
    left_at: datetime | None = None
    """The end of the last visit."""

    def local(self, now: datetime) -> datetime:
        return now.astimezone(ZoneInfo(self.role.zone))

    # --- A visit ------------------------------------------------------------------------

    def comes(self) -> None:
        """The frame of mind at the beginning of a visit."""
        habit = self.role.habit
        silence = any(shown.keys[index].label in LESS for shown, index in self.openers)
        resting = self.stopped or (silence and len(self.openers) == 1)
        wants = 0 if resting else habit.at_once
        self.mood = Mood(wants=wants, seeks_silence=silence)
        wavers = self.random.random() < habit.wavers
        self.patience = self.random.randint(*BREAKS_OFF) if wavers else FOREVER
        if self.role.stops_after == 0 and not self.came_back:
            self.patience = self.random.randint(*BREAKS_OFF) + 4
            self.stopped = True

    def chooses(self, message: Message) -> Choice:
        self.patience -= 1
        self._notes_ending(message)
        if self.patience <= 0:
            return None
        return choose(self.role, self.diary.course, self.random, self.mood, message)

    def _notes_ending(self, message: Message) -> None:
        """One thing less to do; and who stops after so many, stops, some amid the next."""
        body = message.body
        ended = isinstance(body, UpNext) and body.done is not None
        if not ended and not (isinstance(body, TestResult) and body.passed):
            return
        self.mood.wants -= 1
        limit = self.role.stops_after
        if limit is None or self.came_back or self.stopped or len(self.diary.finished) < limit:
            return
        self.stopped = True
        if self.random.random() < 0.5:
            self.patience = self.random.randint(*BREAKS_OFF)
            self.mood.wants = 1
        else:
            self.mood.wants = 0

    @property
    def seeks_pause(self) -> bool:
        due = len(self.diary.finished) >= self.role.turns_at
        return self.role.habit.pauses and due and not self.paused

    @property
    def blocks(self) -> bool:
        due = len(self.diary.finished) >= self.role.turns_at
        return self.role.habit.blocks and due and self.diary.reachable and not self.came_back

    # --- When they come -----------------------------------------------------------------

    def first_comes(self, start: datetime) -> datetime:
        return self._by_day(start + timedelta(days=self.role.begins))

    def next_visit(self, now: datetime) -> datetime | None:
        """Of their own accord; those with a rhythm wait for a prompt."""
        habit = self.role.habit
        if not self.diary.reachable:
            return now + OFF if self.role.turns_at % 2 else None
        resting = self.stopped or self.gone or self.diary.completed_on
        if resting or not habit.agrees or self.role.days:
            return None
        return self._by_day(now + timedelta(days=self.random.uniform(*habit.gap)))

    def _by_day(self, moment: datetime) -> datetime:
        """Nobody comes at night: before eight is after eight."""
        local = self.local(moment)
        if local.hour < 8:
            return moment + timedelta(hours=8 - local.hour)
        return moment if local.hour < 23 else moment + timedelta(hours=9)

    def prompted(self, now: datetime, shown: Shown) -> datetime | None:
        """When they come because of it, if they do."""
        assert isinstance(shown.message.body, Prompted)
        habit, items = self.role.habit, shown.message.body.items
        off = next((n for n, key in enumerate(shown.keys) if key.label in LESS), None)
        if habit.silences and off is not None and not self.silenced:
            self.silenced = True
            wanted = [n for n, each in enumerate(items) if each.what == "activity"]
            self.openers = [(shown, number) for number in (off, *wanted)]
        else:
            self.openers = [
                (shown, self._later(shown, number))
                for number, each in enumerate(items)
                if self._answers(each.what)
            ]
        if not self.openers:
            return None
        return now + timedelta(hours=self.random.uniform(*habit.hours))

    def _answers(self, what: str) -> bool:
        habit = self.role.habit
        if what in ("reminder", "last-reminder") and self.stopped:
            if self.role.returns_at is not None and self.diary.reminded >= self.role.returns_at:
                self.stopped, self.came_back = False, True
            return not self.stopped
        chance = {
            "follow-up": habit.follow_ups, "questionnaire": habit.questionnaires,
            "review": habit.reviews, "plan": habit.plans,
        }.get(what, 0.0 if self.stopped else habit.prompt)  # fmt: skip
        return self.random.random() < chance

    def _later(self, shown: Shown, number: int) -> int:
        """The button of this thing, or the one that puts a follow-up off."""
        later = next((n for n, key in enumerate(shown.keys) if key.label == Label.LATER), None)
        body = shown.message.body
        assert isinstance(body, Prompted)
        is_follow_up = body.items[number].what == "follow-up"
        put_off = is_follow_up and later is not None and self.random.random() < NOT_TODAY
        return later if put_off and later is not None else number
