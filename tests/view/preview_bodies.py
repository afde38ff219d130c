"""Everything that a preview says: lists, contents, and steps of every kind, open and answered."""

from bot.course.desk.labels import DeskLabel
from bot.course.desk.preview import (
    ContentsOpened,
    ContentsShown,
    PreviewBody,
    PreviewList,
    StepOpened,
    StepShown,
    activities,
    steps_of,
)
from bot.course.inputs import Action
from bot.course.messages import AnyLabel
from bot.course.model import Choose, Course, Rate
from tests.course.courses import PULSE, ROADS, WEEKS

RELEASES = {"r1": ROADS, "w1": WEEKS, "p1": PULSE}
BOTH = ("en", "uk")


def answers(step: object) -> tuple[tuple[int, ...], ...]:
    match step:
        case Choose(options=options):
            return ((), *((each,) for each in range(1, options + 1)))
        case Rate(low=low):
            return ((), (low,))
        case _:
            return ((),)


def steps(release: str, course: Course) -> tuple[StepShown, ...]:
    return tuple(
        StepShown(
            release=release, activity=each.id, step=step.id, language=language, answer=answer,
            marked=() if answer else (1,) if isinstance(step, Choose) and step.several else (),
        )
        for each in activities(course)
        for step in steps_of(each)
        for language in BOTH
        for answer in answers(step)
    )  # fmt: skip


PREVIEW: tuple[PreviewBody, ...] = (
    PreviewList(releases=()),
    PreviewList(releases=("r1", "w1")),
    *(ContentsShown(release=release, page=page) for release in RELEASES for page in (0, 1)),
    *(shown for release, course in RELEASES.items() for shown in steps(release, course)),
)

MEANT: dict[AnyLabel, Action] = {
    DeskLabel.LOOK_COURSE: ContentsOpened(release="r0"),
    DeskLabel.LOOK_PAGE: ContentsOpened(release="r1", page=1),
    DeskLabel.LOOK_ACTIVITY: StepOpened(release="r1", activity="wheel", language="en"),
    DeskLabel.LOOK_IN: StepOpened(release="r1", activity="stop", language="en"),
}
