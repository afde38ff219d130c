"""Reports: numbers to look at, none of which describes fewer than five people.

ReportsOpened ─► (which course?) ─► (which group?) ─► ReportAsked ─► picture, table or pages
                                                  └─► DigestSwitched
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.course.desk.fives import Count

ReportKind: TypeAlias = Literal[
    "funnel", "weeks", "questions", "awareness", "satisfaction", "use", "languages",
    "announcements",
]  # fmt: skip
REPORTS: tuple[ReportKind, ...] = (
    "funnel", "weeks", "questions", "awareness", "satisfaction", "use", "languages",
    "announcements",
)  # fmt: skip
Form: TypeAlias = Literal["picture", "xlsx", "csv", "pdf"]
Choice: TypeAlias = Literal["course", "group", "report", "activity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The people of a course: all, or (`group`) those in one group."""

    course: str
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Which report, of which course, about everybody or (`group`) the people of one group.

    `activity`: whose questions; empty: of all activities.
    """

    kind: ReportKind
    course: str
    group: str = ""
    activity: str = ""

    @property
    def scope(self) -> Scope:
        return Scope(course=self.course, group=self.group)


# --- What can be done -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsOpened:
    """What is not chosen yet is asked, if there is a choice. `asks`: chosen anew."""

    course: str = ""
    group: str = ""
    asks: Literal["course", "group", ""] = ""
    page: int = 0
    kind: Literal["reports-opened"] = "reports-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTaken:
    """`group` empty: everybody; `name`: what it is called, for the button."""

    course: str
    group: str = ""
    name: str = ""
    kind: Literal["report-group-taken"] = "report-group-taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAsked:
    """`every`: all reports of this course and group, in one workbook or on the pages for outside."""

    report: Report
    form: Form = "picture"
    every: bool = False
    kind: Literal["report-asked"] = "report-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSwitched:
    """A summary on Monday morning, or none any more."""

    on: bool
    kind: Literal["digest-switched"] = "digest-switched"


ReportAction: TypeAlias = ReportsOpened | GroupTaken | ReportAsked | DigestSwitched


# --- What is shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsShown:
    """What is to be chosen next; `group_name` empty: everybody."""

    choice: Choice = "course"
    course: str = ""
    group_name: str = ""
    kind: Literal["reports"] = "reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportShown:
    """Only which: the figures are computed when it is sent, for the person who gets it."""

    report: Report
    form: Form = "picture"
    every: bool = False
    kind: Literal["report"] = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestShown:
    """The summary of a week. `waiting` is no number of people: messages that wait for an answer."""

    began: Count
    completed: Count
    announced: Count
    waiting: int | None = None
    kind: Literal["digest"] = "digest"


ReportBody: TypeAlias = ReportsShown | ReportShown | DigestShown


# --- Which document goes with it --------------------------------------------------------


def name_of(shown: ReportShown) -> str:
    """The report as `Attachment.about` names it."""
    every = "every" if shown.every else ""
    r = shown.report
    return f"{shown.form}/{every}/{r.kind}/{r.course}/{r.group}/{r.activity}"


def named(name: str) -> ReportShown | None:
    """The report of a name; None for a name that is none."""
    parts = name.split("/")
    if len(parts) != 6 or parts[0] not in ("picture", "xlsx", "csv", "pdf"):
        return None
    form, every, kind, course, group, activity = parts
    known = next((each for each in REPORTS if each == kind), None)
    if known is None:
        return None
    report = Report(kind=known, course=course, group=group, activity=activity)
    return ReportShown(report=report, form=form, every=every == "every")  # type: ignore[arg-type]
