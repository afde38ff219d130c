"""Preview: courses are looked at as learners see them. Nothing of it is in any figure or state.

Which step, in which language, with which answer: all of it stands in the action, so that there is
nothing to be kept, neither of whoever looks nor of a walk.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.course.desk.front import DeskOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.preview import (
    ContentsOpened,
    ContentsShown,
    PreviewAction,
    PreviewList,
    PreviewOpened,
    StepOpened,
    StepShown,
    activities,
    course_of,
    releases,
    steps_of,
)
from bot.course.messages import Body, Button, Keyboard, Label
from bot.course.model import Choose, Course, Rate, Step
from bot.course.shelf import Shelf
from bot.course.turn import Turn
from bot.service.desk.sitting import InChat, Sitting, key
from bot.view.desk.preview import A_PAGE

WIDTH = 5
"""Points of a scale in one row."""

Done = tuple[Body, Keyboard]


def take(chat: InChat, action: PreviewAction, shelf: Shelf) -> Turn:
    match action:
        case PreviewOpened():
            return chat.says(*_list(chat.sitting, shelf))
        case ContentsOpened(release=release):
            course = course_of(shelf, chat.sitting.rights, release)
            if course is None:
                return chat.says(*_list(chat.sitting, shelf))
            return chat.says(*_contents(course, release, action.page))
        case StepOpened():
            return _step(chat, action, shelf)


# --- What is done, in the chat or on a page ---------------------------------------------


def look(sitting: Sitting, shelf: Shelf, opened: StepOpened) -> StepShown | None:
    """The step as it is to be shown; None if there is none, or it is not theirs to see.

    That somebody looked at an activity is noted once, at its first step.
    """
    course = course_of(shelf, sitting.rights, opened.release)
    activity = course.find(opened.activity) if course else None
    if course is None or activity is None or opened.language not in course.languages:
        return None
    every = steps_of(activity)
    step = next((each for each in every if each.id == (opened.step or every[0].id)), None)
    if step is None:
        return None
    if step == every[0] and not (opened.marked or opened.answer):
        sitting.notes("previewed", f"{course.id} {activity.id}")
    return StepShown(
        release=opened.release, activity=activity.id, step=step.id, language=opened.language,
        marked=_of(step, opened.marked), answer=_of(step, opened.answer),
    )  # fmt: skip


def _of(step: Step, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """Those that the step has."""
    match step:
        case Choose(options=options):
            return tuple(sorted({each for each in chosen if 1 <= each <= options}))
        case Rate(low=low, high=high):
            return tuple(each for each in chosen[:1] if low <= each <= high)
        case _:
            return ()


def keys(step: Step, opened: StepOpened) -> Keyboard:
    """The buttons that a learner gets at this step; a press shows what follows it."""
    match step:
        case Choose(several=True) if not opened.answer:
            return (*_marks(step, opened), _submit(opened))
        case Choose(several=True):
            again = replace(opened, answer=(), marked=(), press=0)
            return ((Button(label=Label.TRY_AGAIN, does=again),),)
        case Choose():
            others = (n for n in range(1, step.options + 1) if n not in opened.answer)
            return tuple((_press(Label.ANSWER, opened, each),) for each in others)
        case Rate(low=low, high=high):
            points = [_press(Label.POINT, opened, each) for each in range(low, high + 1)]
            return tuple(tuple(points[i : i + WIDTH]) for i in range(0, len(points), WIDTH))
        case _:
            return ()


def _press(label: Label, opened: StepOpened, chosen: int) -> Button:
    return Button(label=label, does=replace(opened, marked=(), answer=(chosen,), press=chosen))


def _marks(step: Choose, opened: StepOpened) -> Iterable[tuple[Button, ...]]:
    for each in range(1, step.options + 1):
        marked = each in opened.marked
        others = tuple(n for n in opened.marked if n != each)
        does = replace(opened, marked=others if marked else (*others, each), press=each)
        yield (Button(label=Label.MARKED if marked else Label.ANSWER, does=does),)


def _submit(opened: StepOpened) -> tuple[Button, ...]:
    return (
        Button(label=Label.SUBMIT, does=replace(opened, marked=(), answer=opened.marked, press=0)),
    )


# --- What the chat shows ----------------------------------------------------------------


def _list(sitting: Sitting, shelf: Shelf) -> Done:
    found = releases(shelf, sitting.rights)
    rows = (key(DeskLabel.LOOK_COURSE, ContentsOpened(release=each)) for each in found)
    return PreviewList(releases=found), (*rows, key(DeskLabel.DESK, DeskOpened()))


def _contents(course: Course, release: str, page: int) -> Done:
    every = activities(course)
    last = max(0, (len(every) - 1) // A_PAGE)
    page = min(max(0, page), last)
    language = course.source_language
    rows = (
        key(
            DeskLabel.LOOK_ACTIVITY,
            StepOpened(release=release, activity=each.id, language=language),
        )
        for each in every[page * A_PAGE : (page + 1) * A_PAGE]
    )
    others = tuple(
        Button(label=DeskLabel.LOOK_PAGE, does=ContentsOpened(release=release, page=each))
        for each in (page - 1, page + 1)
        if 0 <= each <= last
    )
    turns = (others,) if others else ()
    body = ContentsShown(release=release, page=page)
    return body, (*rows, *turns, key(DeskLabel.LOOK, PreviewOpened()))


def _step(chat: InChat, opened: StepOpened, shelf: Shelf) -> Turn:
    """An answer changes the message; every other step is one of its own, as in a course."""
    shown = look(chat.sitting, shelf, opened)
    if shown is None:
        return chat.says(*_list(chat.sitting, shelf))
    course = shelf.releases[shown.release]
    every = steps_of(course.activity(shown.activity))
    here = next(n for n, each in enumerate(every) if each.id == shown.step)
    bare = StepOpened(
        release=shown.release, activity=shown.activity, step=shown.step, language=shown.language
    )
    pressed = replace(bare, marked=shown.marked, answer=shown.answer)
    onward = tuple(
        Button(label=label, does=replace(bare, step=every[place].id))
        for label, place in ((DeskLabel.LOOK_BEFORE, here - 1), (DeskLabel.LOOK_NEXT, here + 1))
        if 0 <= place < len(every)
    )
    languages = tuple(
        Button(label=DeskLabel.LOOK_IN, does=replace(bare, language=each))
        for each in course.languages
        if each != shown.language
    )
    rows = tuple(row for row in (onward, languages) if row)
    contents = key(DeskLabel.LOOK_CONTENTS, ContentsOpened(release=shown.release))
    below = (*keys(every[here], pressed), *rows, contents)
    return chat.says(shown, below, in_place=opened.press != 0 or bool(opened.answer))
