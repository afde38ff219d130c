"""No message of the shipped lessons is too long for Telegram, in whatever state it is shown."""

from collections.abc import Iterator
from functools import cache
from itertools import chain, combinations

import pytest

from bot.content.telegram_limits import CAPTION, MESSAGE
from bot.course.desk.preview import StepShown, activities, steps_of
from bot.course.engine import LONGEST_TEXT
from bot.course.inputs import Point
from bot.course.messages import (
    Body,
    CourseCard,
    CourseList,
    Due,
    Message,
    Note,
    PlanLine,
    PlanList,
    PlanShown,
    ProgressShown,
    Prompted,
    Questioned,
    Said,
    TestResult,
    UpNext,
    Welcome,
)
from bot.course.model import Activity, Choose, Course, Rate, Say, Step, Test, Write
from bot.course.plans import LISTED
from bot.i18n import NAMES
from bot.view.page import Page
from bot.view.pages import View
from tests.botapi.text import units
from tests.course.courses import WITH_WEEKS
from tests.course.talk import MONDAY
from tests.view.interface import shipped, telegram, view


@cache
def lessons() -> tuple[View, tuple[tuple[str, Course], ...]]:
    read, view = shipped()
    assert read.courses
    return view, tuple(read.courses.items())


def states(release: str, course: Course, activity: Activity) -> Iterator[Body]:
    """Every step of the activity, open and with each answer that can be given."""
    is_test = isinstance(activity, Test)
    for index, step in enumerate(activity.bank if isinstance(activity, Test) else activity.steps):
        at = Point(course=course.id, activity=activity.id, attempt=1, step=step.id)
        opens = is_test or index == 0
        if isinstance(step, Say):
            yield Said(release=release, at=at, opens=opens)
            continue
        asked = {"release": release, "at": at, "opens": opens, "number": 10, "of": 10}
        yield Questioned(**asked)  # type: ignore[arg-type]
        match step:
            case Choose(several=several, options=options):
                for answer in _answers(options, several=several):
                    yield Questioned(**asked, marked=answer)  # type: ignore[arg-type]
                    yield Questioned(**asked, answer=answer, right=False)  # type: ignore[arg-type]
            case Rate(high=high):
                yield Questioned(**asked, answer=(high,))  # type: ignore[arg-type]
            case Write():
                yield Questioned(**asked, skipped=True)  # type: ignore[arg-type]


def _answers(options: int, *, several: bool) -> Iterator[tuple[int, ...]]:
    sizes = range(1, options + 1) if several else [1]
    return chain.from_iterable(combinations(range(1, options + 1), size) for size in sizes)


def beside(course: Course) -> tuple[Activity, ...]:
    asked = (course.before, course.after, course.after_episode)
    return (*(each for each in asked if each), *course.follow_ups)


def places(release: str, course: Course) -> Iterator[Body]:
    """What is said between the steps, at its longest."""
    line = tuple(each.id for each in course.line)
    episodes = tuple(each.id for each in course.episodes)
    yield Welcome(course=course.id)
    yield CourseCard(course=course.id, release=release)
    yield ProgressShown(
        course=course.id, release=release, finished=line, walking=None, started_at=MONDAY,
        completed_at=MONDAY, zone="Europe/Kyiv",
    )  # fmt: skip
    for done, each in enumerate(course.line):
        previous = line[done - 1] if done else None
        yield UpNext(
            course=course.id, release=release, finished=line[:done], next=each.id, done=previous
        )
        if isinstance(each, Test):
            yield TestResult(
                course=course.id, release=release, test=each.id, right=0, asked=each.draw,
                passed=False, again=episodes,
            )  # fmt: skip


def refused(view: View, message: Message, language: str) -> list[str]:
    """Why Telegram would not take it, with its picture or, instead, what is to be seen in it."""
    page = view.page(message, language)
    pages = [page, view.page(message, language, pictures=False)] if page.picture else [page]
    return [reason for each in pages if (reason := _refused(each, message))]


def _refused(page: Page, message: Message) -> str | None:
    seen = telegram(page.text)
    room = CAPTION if page.picture else MESSAGE
    length = units(seen.formatted.text)
    if seen.complaints or length > room:
        return f"{message.body}: {length} of {room} units, {seen.complaints}"
    return None


@pytest.mark.parametrize("language", NAMES)
def test_every_message_of_every_lesson_fits(language: str) -> None:
    view, courses = lessons()
    notes = [None, max(Note, key=lambda note: len(_said(view, note, language)))]
    wrong = [
        reason
        for release, course in courses
        for activity in (*course.line, *beside(course))
        for body in states(release, course, activity)
        for note in notes
        for reason in refused(view, Message(body=body, note=note), language)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", NAMES)
def test_every_step_in_preview_fits(language: str) -> None:
    """With what authors are told of it before the message of the learner."""
    view, courses = lessons()
    wrong = [
        reason
        for release, course in courses
        for activity in activities(course)
        for step in steps_of(activity)
        for answer in _tried(step)
        for reason in refused(
            view,
            Message(body=StepShown(release=release, activity=activity.id, step=step.id,
                                   language=language, answer=answer)),
            language,
        )
    ]  # fmt: skip
    assert wrong == []


def _tried(step: Step) -> Iterator[tuple[int, ...]]:
    yield ()
    if isinstance(step, Choose):
        yield from _answers(step.options, several=step.several)


@pytest.mark.parametrize("language", NAMES)
def test_everything_between_the_lessons_fits(language: str) -> None:
    view, courses = lessons()
    bodies = [body for release, course in courses for body in places(release, course)]
    bodies.append(CourseList(courses=tuple(course for course, _ in courses)))
    assert [refused(view, Message(body=body), language) for body in bodies] == [[]] * len(bodies)


@pytest.mark.parametrize("language", NAMES)
def test_plans_as_long_as_a_message_fit(language: str) -> None:
    words = "Я " * (LONGEST_TEXT // 2)
    due = Due(what="plan", course="weeks", release="w1", about="p1", text=words)
    on = MONDAY.date()
    bodies: list[Body] = [
        Prompted(items=(due,)),
        PlanShown(text=words, due_on=on, step="told", result="not-yet"),
        PlanList(plans=(PlanLine(text=words, due_on=on, result=None),) * LISTED),
    ]
    found = [refused(view(WITH_WEEKS), Message(body=body), language) for body in bodies]
    assert found == [[]] * len(bodies)


@pytest.mark.parametrize("language", NAMES)
def test_who_reads_without_pictures_reads_their_descriptions(language: str) -> None:
    view, courses = lessons()
    with_pictures = 0
    for release, course in courses:
        for activity in course.episodes:
            for body in states(release, course, activity):
                shown = view.page(Message(body=body), language)
                told = view.page(Message(body=body), language, pictures=False)
                assert (told.picture, told.text) == (None, shown.text)
                if shown.picture:
                    with_pictures += 1
                    assert shown.picture.description in telegram(told.text).formatted.text
    assert with_pictures >= sum(len(course.episodes) for _, course in courses)


def _said(view: View, note: Note, language: str) -> str:
    return view.page(Message(body=Welcome(course=None), note=note), language).text
