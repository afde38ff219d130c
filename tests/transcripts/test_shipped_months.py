"""The shipped course in the rhythm “working days at nine”: every prompt of half a year, on its day.

The calendars beside this file are read by people: what came, when, on the learner's wall. Somebody
who answers everything the same morning, and somebody who stops after the third episode.

    REWRITE_TRANSCRIPTS=1 .venv/bin/python -m pytest tests/transcripts/test_shipped_months.py
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.content.reading import read_lessons
from bot.content.release import dump, release_hash
from bot.course.engine import advance
from bot.course.inputs import (
    Action,
    Arrived,
    Asked,
    ConsentGiven,
    Enrolled,
    Input,
    LeftAside,
    OptionChosen,
    OptionsSubmitted,
    Rated,
    TextReceived,
    TimerFired,
    WentOn,
)
from bot.course.learner import Learner
from bot.course.messages import Message, Prompted, Questioned
from bot.course.model import Choose, Course, Write
from bot.course.shelf import Shelf
from bot.course.timing import WORKING_DAYS
from tests.view.interface import view

HERE = Path(__file__).parent / "months"
LESSONS = Path(__file__).parents[2] / "lessons"
MONDAY = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
ZONES = {"en": "Atlantic/Azores", "uk": "Europe/Kyiv", "pt": "Europe/Lisbon"}
STEPS = 400
"""Inputs within which one morning is over."""


@cache
def course() -> Course:
    lessons = read_lessons(LESSONS)
    assert not [each for each in lessons.problems if each.blocks]
    return lessons.courses["pp"]


@cache
def shelf() -> Shelf:
    name = release_hash(dump(course()))
    return Shelf(offered={"pp": name}, releases={name: course()})


@dataclass(slots=True, kw_only=True)
class Somebody:
    learner: Learner
    now: datetime = MONDAY
    due: datetime | None = None
    last: Message | None = None
    seen: list[tuple[datetime, Prompted]] = field(default_factory=list)

    def does(self, event: Input) -> None:
        turn = advance(shelf(), self.learner, event, self.now)
        assert turn.learner is not None
        self.learner = turn.learner
        for timer in turn.timers:
            self.due = timer.due if timer.kind == "prompt" else self.due
        for message in turn.messages:
            page = view(shelf()).page(message, self.learner.language)
            assert page.language == self.learner.language
            self.last = message if message.buttons or message.replaces is None else self.last
            if isinstance(message.body, Prompted):
                self.seen.append((self.now, message.body))

    def actions(self) -> list[Action]:
        assert self.last is not None
        return [button.does for row in self.last.buttons for button in row]

    def walks_on(self) -> None:
        """Answers everything that lies in front, rightly, until the way or the aside is over."""
        for _ in range(STEPS):
            action = self._next()
            if action is None:
                return
            self.does(action)
        raise AssertionError("this morning never ends")

    def _next(self) -> Input | None:
        assert self.last is not None
        body, actions = self.last.body, self.actions()
        if isinstance(body, Questioned) and body.answer is None and not body.skipped:
            step = course().step(body.at.activity, body.at.step)
            if isinstance(step, Write):
                return TextReceived(text="Words")
            if isinstance(step, Choose):
                wanted = sorted(step.right or {1})
                left = [each for each in wanted if each not in body.marked]
                if step.several and not left:
                    return OptionsSubmitted(at=body.at)
                return OptionChosen(at=body.at, option=left[0])
            return next(each for each in actions if isinstance(each, Rated))
        return next((each for each in actions if isinstance(each, WentOn)), None)


def begun(language: str) -> Somebody:
    learner = Learner(seed=7, language=language, zone=ZONES[language])
    somebody = Somebody(learner=learner)
    somebody.does(Arrived(course="pp"))
    somebody.does(ConsentGiven())
    somebody.does(Enrolled(course="pp", days=WORKING_DAYS))
    somebody.walks_on()
    return somebody


def prompts(somebody: Somebody, days: int) -> Iterator[Prompted]:
    """Each prompt as its timer wakes, in order."""
    end = MONDAY + timedelta(days=days)
    while somebody.due is not None and somebody.due <= end:
        somebody.now, somebody.due = max(somebody.now, somebody.due), None
        before = len(somebody.seen)
        somebody.does(TimerFired(timer="prompt", set_in=somebody.learner.turn))
        for _, prompt in somebody.seen[before:]:
            somebody.now += timedelta(minutes=5)
            yield prompt


def diligent(language: str) -> Somebody:
    """Opens everything that each prompt offers, in its order, and answers it."""
    somebody = begun(language)
    for _ in prompts(somebody, 200):
        for action in somebody.actions()[: len(somebody.seen[-1][1].items)]:
            somebody.does(action)
            somebody.walks_on()
    return somebody


def stopped(language: str) -> Somebody:
    """Comes for three mornings, and then to nothing any more."""
    somebody = begun(language)
    for number, _ in enumerate(prompts(somebody, 200)):
        if number < 2:
            somebody.does(somebody.actions()[0])
            somebody.walks_on()
    return somebody


HABITS = {"diligent": diligent, "stopped": stopped}


def calendar(somebody: Somebody) -> str:
    zone = ZoneInfo(somebody.learner.zone)
    lines = []
    for at, prompt in somebody.seen:
        held = ", ".join(
            f"{due.what} {due.about}".strip() + (f" ({due.count})" if due.count else "")
            for due in prompt.items
        )
        lines.append(f"{at.astimezone(zone):%a %d %b %Y %H:%M}  {held}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("language", ZONES)
@pytest.mark.parametrize("habit", HABITS)
def test_the_calendar_comes_out_again(habit: str, language: str) -> None:
    came = calendar(HABITS[habit](language))
    golden = HERE / f"{habit}.{language}.txt"
    if os.environ.get("REWRITE_TRANSCRIPTS"):
        golden.write_text(came)
    assert came == golden.read_text()


def test_everything_of_the_course_has_come() -> None:
    somebody = diligent("uk")
    enrolment = somebody.learner.enrolments["pp"]
    assert set(enrolment.finished) == {each.id for each in course().line}
    everything = (course().before, course().after, *course().follow_ups)
    assert {each.id for each in everything if each} <= set(enrolment.attempts)
    somebody.does(Asked(menu="continue"))
    assert not [each for each in somebody.actions() if isinstance(each, LeftAside)]
