"""The reports of the desk: a course, whose numbers, and which report; all within reach.

The figures themselves are computed when the message is sent: see `bot.service.reports`.
"""

from dataclasses import replace
from typing import TypeAlias, assert_never

from bot.course.desk.front import DeskOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.reports import (
    REPORTS,
    DigestSwitched,
    GroupTaken,
    Report,
    ReportAction,
    ReportAsked,
    ReportShown,
    ReportsOpened,
    ReportsShown,
    name_of,
)
from bot.course.messages import Body, Button, Keyboard
from bot.course.shelf import Shelf
from bot.course.turn import Turn
from bot.service.desk.sitting import InChat, Sitting, key
from bot.service.digests import next_monday
from bot.service.reports import asking, course_of, courses, may_see
from bot.store import digests, groups
from bot.store.groups import Group

PAGE = 8
"""Groups on one page."""

Done: TypeAlias = tuple[Body, Keyboard]


def take(chat: InChat, action: ReportAction, shelf: Shelf) -> Turn:
    match action:
        case ReportsOpened():
            return chat.says(*_opened(chat, action, shelf))
        case GroupTaken(course=course, group=group):
            return chat.says(*_opened(chat, ReportsOpened(course=course, group=group), shelf))
        case ReportAsked(report=report):
            return _asked(chat, action, report, shelf)
        case DigestSwitched(on=on):
            switch_digest(chat.sitting, chat.learner.zone, on=on)
            return chat.says(*_opened(chat, ReportsOpened(), shelf))
        case _:
            assert_never(action)


# --- What is done, in the chat or on a page ---------------------------------------------


def switch_digest(sitting: Sitting, zone: str, *, on: bool) -> None:
    """A summary every Monday from the next one on, or none any more."""
    if on:
        digests.want(sitting.tx, sitting.who, next_monday(sitting.now, zone))
    else:
        digests.drop(sitting.tx, sitting.who)
    sitting.notes("wanted summary" if on else "stopped summary", "")


def groups_of(sitting: Sitting, course: str, start: int, limit: int) -> list[Group]:
    """The groups whose numbers in this course may be seen."""
    reach = sitting.rights.reach("reports")
    return groups.listed(sitting.tx, replace(reach, courses=reach.courses & {course}), start, limit)


def may(sitting: Sitting, course: str, group: str) -> bool:
    """Whether the figures of the course, or of this group in it, may be seen at this moment."""
    return may_see(sitting.tx, sitting.rights, course, group)


# --- What the chat shows ----------------------------------------------------------------


def _opened(chat: InChat, opened: ReportsOpened, shelf: Shelf) -> Done:
    """The reports, or first the question that is still open: which course, about whom."""
    known = courses(shelf, chat.sitting.rights)
    course = opened.course if opened.course in known else ""
    if opened.asks == "course" or (not course and len(known) != 1):
        return _which_course(chat, known)
    course = course or known[0]
    if opened.asks != "group":
        if may(chat.sitting, course, opened.group):
            return _menu(chat, course, opened.group, several=len(known) > 1)
        only = groups_of(chat.sitting, course, 0, 2)
        if len(only) == 1:
            return _menu(chat, course, only[0].id, several=len(known) > 1)
    return _about_whom(chat, course, max(0, opened.page))


def _which_course(chat: InChat, known: list[str]) -> Done:
    keys = [key(DeskLabel.REPORT_COURSE, ReportsOpened(course=each)) for each in known]
    return ReportsShown(choice="course"), (*keys, *_below(chat))


def _below(chat: InChat) -> Keyboard:
    wanted = digests.is_wanted(chat.tx, chat.sitting.who)
    return (
        key(DeskLabel.DIGEST, DigestSwitched(on=not wanted)),
        key(DeskLabel.DESK, DeskOpened()),
    )


def _about_whom(chat: InChat, course: str, page: int) -> Done:
    found = groups_of(chat.sitting, course, page * PAGE, PAGE + 1)
    everybody = may(chat.sitting, course, "") and not page
    keys = [
        *([key(DeskLabel.REPORT_GROUP, GroupTaken(course=course))] if everybody else []),
        *(key(DeskLabel.REPORT_GROUP, GroupTaken(course=course, group=each.id, name=each.name))
          for each in found[:PAGE]),
    ]  # fmt: skip
    turns = [
        Button(label=label, does=ReportsOpened(course=course, asks="group", page=page + step))
        for label, step, there in (
            (DeskLabel.NEWER, -1, page > 0), (DeskLabel.OLDER, 1, len(found) > PAGE),
        )
        if there
    ]  # fmt: skip
    rows: Keyboard = (tuple(turns),) if turns else ()
    body = ReportsShown(choice="group", course=course)
    return body, (*keys, *rows, key(DeskLabel.DESK, DeskOpened()))


def _menu(chat: InChat, course: str, group: str, *, several: bool) -> Done:
    def report(*, form: str = "picture", every: bool = False, kind: str = "funnel") -> ReportAsked:
        named = next(each for each in REPORTS if each == kind)
        asked = Report(kind=named, course=course, group=group)
        return ReportAsked(report=asked, form=form, every=every)  # type: ignore[arg-type]

    found = groups.find(chat.tx, group) if group else None
    keys = [key(DeskLabel.REPORT, report(kind=each)) for each in REPORTS]
    keys += [
        key(DeskLabel.ALL_TABLES, report(form="xlsx", every=True)),
        key(DeskLabel.FOR_OUTSIDE, report(form="pdf", every=True)),
    ]
    if len(groups_of(chat.sitting, course, 0, 2)) + may(chat.sitting, course, "") > 1:
        keys.append(key(DeskLabel.OTHER_PEOPLE, ReportsOpened(course=course, asks="group")))
    if several:
        keys.append(key(DeskLabel.OTHER_COURSE, ReportsOpened(asks="course")))
    body = ReportsShown(choice="report", course=course, group_name=found.name if found else "")
    return body, (*keys, *_below(chat))


def _asked(chat: InChat, asked: ReportAsked, report: Report, shelf: Shelf) -> Turn:
    course = course_of(shelf, report.course)
    if course is None or not may(chat.sitting, report.course, report.group):
        return chat.says(*_opened(chat, ReportsOpened(), shelf))
    if report.kind == "questions" and asked.form == "picture" and not report.activity:
        return chat.says(*_which_part(report, asking(course)))
    shown = ReportShown(report=report, form=asked.form, every=asked.every)
    chat.sitting.notes("report", name_of(shown))
    return chat.says(shown, _under(report, asked), in_place=False)


def _which_part(report: Report, activities: list[str]) -> Done:
    keys = [
        key(
            DeskLabel.REPORT_PART,
            ReportAsked(
                report=Report(
                    kind="questions", course=report.course, group=report.group, activity=each
                )
            ),
        )
        for each in activities
    ]
    back = key(DeskLabel.OTHER_REPORTS, ReportsOpened(course=report.course, group=report.group))
    return ReportsShown(choice="activity", course=report.course), (*keys, back)


def _under(report: Report, asked: ReportAsked) -> Keyboard:
    others = key(DeskLabel.OTHER_REPORTS, ReportsOpened(course=report.course, group=report.group))
    if asked.form != "picture":
        return (others,)
    return (
        key(DeskLabel.AS_TABLE, ReportAsked(report=report, form="xlsx")),
        key(DeskLabel.AS_TEXT, ReportAsked(report=report, form="csv")),
        others,
        key(DeskLabel.DESK, DeskOpened()),
    )
