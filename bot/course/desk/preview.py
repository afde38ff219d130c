"""Preview: a course as its learners see it, for those who write it and look after it.

PreviewOpened ─► ContentsOpened ─► StepOpened ─┬─ an answer, with what it brings
                                               ├─ the step before, the next one
                                               └─ the same step in another language

Everything that a step needs stands in the button. Nothing is kept of it anywhere: whoever looks at a
course is not in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.course.desk.rights import Rights
from bot.course.model import Activity, Choose, Course, FollowUp, Step, Test
from bot.course.shelf import Shelf

# --- What can be done -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewOpened:
    kind: Literal["preview-opened"] = "preview-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsOpened:
    release: str
    page: int = 0
    kind: Literal["preview-contents-opened"] = "preview-contents-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOpened:
    """A step in a language: open (`answer` empty), or as it is after this answer.

    `step` empty: the first. `press`: the option or point that the button of a learner stands for.
    """

    release: str
    activity: str
    language: str
    step: str = ""
    marked: tuple[int, ...] = ()
    answer: tuple[int, ...] = ()
    press: int = 0
    kind: Literal["preview-step-opened"] = "preview-step-opened"


PreviewAction: TypeAlias = PreviewOpened | ContentsOpened | StepOpened


# --- What is shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewList:
    """Releases that this person may look at, by their names."""

    releases: tuple[str, ...]
    kind: Literal["preview-list"] = "preview-list"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsShown:
    release: str
    page: int = 0
    kind: Literal["preview-contents"] = "preview-contents"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepShown:
    """A step as a learner sees it in this language, open or answered."""

    release: str
    activity: str
    step: str
    language: str
    marked: tuple[int, ...] = ()
    answer: tuple[int, ...] = ()
    kind: Literal["preview-step"] = "preview-step"


PreviewBody: TypeAlias = PreviewList | ContentsShown | StepShown


# --- Who may look at what ---------------------------------------------------------------


def may_see(rights: Rights, course: str) -> bool:
    """A course is the same for everybody: whoever looks after a group may look at every course."""
    reach = rights.reach("preview")
    return bool(reach.everything or reach.groups or course in reach.courses)


def releases(shelf: Shelf, rights: Rights) -> tuple[str, ...]:
    """Those that whoever comes now gets, courses first; then those that people are still inside."""
    named = dict.fromkeys((*shelf.offered.values(), *shelf.surveys.values(), *shelf.releases))
    return tuple(each for each in named if may_see(rights, shelf.releases[each].id))


def course_of(shelf: Shelf, rights: Rights, release: str) -> Course | None:
    """None, if there is no such release or it is not theirs to see."""
    course = shelf.releases.get(release)
    return course if course is not None and may_see(rights, course.id) else None


# --- What there is in it ----------------------------------------------------------------


def activities(course: Course) -> tuple[Activity, ...]:
    """Everything that a learner may walk through, in the order in which it comes."""
    survey = course.survey.questions if course.survey else None
    asked = (course.after_episode, course.after)
    return (
        *(each for each in (survey, course.before) if each),
        *course.line,
        *(each for each in asked if each),
        *course.follow_ups,
    )


def steps_of(activity: Activity) -> Sequence[Step]:
    """Every step that anybody can meet: of a test the whole bank, not one draw from it."""
    return activity.bank if isinstance(activity, Test) else activity.steps


def drawn(activity: Activity) -> int | None:
    """How many of its questions each learner gets; None where all get all of them."""
    match activity:
        case Test(draw=draw):
            return draw
        case FollowUp(draw=True):
            return 1
        case _:
            return None


def is_right(step: Step, answer: tuple[int, ...]) -> bool | None:
    """None where nothing is right or wrong."""
    if not isinstance(step, Choose) or step.right is None or not answer:
        return None
    return frozenset(answer) == step.right
