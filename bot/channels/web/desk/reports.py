"""Reports: numbers to look at and to take along. None describes fewer than five people.

Which course, about whom, which report: all of it stands in the address, so that a page can be kept.
The figures are computed after the rights were looked up, and the rights are looked up once more then.
"""

import base64
from typing import get_args
from urllib.parse import urlencode

from bot.channels.web.desk.visit import (
    Answer,
    Elsewhere,
    Given,
    Later,
    Missing,
    Place,
    Shown,
    Visit,
)
from bot.course.desk.reports import REPORTS, Form, Report, ReportShown, name_of
from bot.service.desk import reports as desk
from bot.service.reports import OnPage, asking, course_of, courses
from bot.store import digests
from bot.view.desk.reports import titles
from bot.view.titles import activity_title, course_title

LIST = "/desk/reports"
MOST_GROUPS = 500


def show(visit: Visit) -> Answer:
    known = courses(visit.view.shelf, visit.sitting.rights)
    report = _asked(visit, known)
    if report is None:
        return _page(visit, known, None, None)
    visit.sitting.notes("report", name_of(ReportShown(report=report)))
    frame = _values(visit, known, report)
    who, language, reports = visit.sitting.who, visit.t.language, visit.reports

    async def make() -> Answer:
        found = await reports.on_page(who, report, language)
        return Missing() if found is None else _shown(frame, found)

    return Later(make=make)


def _page(visit: Visit, known: list[str], report: Report | None, found: OnPage | None) -> Answer:
    values = {**_values(visit, known, report), "found": found}
    return Shown(template="reports", title=visit.t("Reports"), values=values)


def _shown(frame: dict[str, object], found: OnPage) -> Answer:
    svg = base64.b64encode(found.svg.encode()).decode()
    values = {**frame, "found": found, "picture": f"data:image/svg+xml;base64,{svg}"}
    return Shown(template="reports", title=found.title, values=values)


def _asked(visit: Visit, known: list[str]) -> Report | None:
    """The report of the address, if it is within reach; with nothing chosen, the first there is."""
    query, sitting = visit.query, visit.sitting
    course = query.get("course") or next(iter(known), "")
    kind = next((each for each in REPORTS if each == query.get("kind")), REPORTS[0])
    group = query.get("group", "")
    if "group" not in query and not desk.may(sitting, course, ""):
        group = next((each.id for each in desk.groups_of(sitting, course, 0, 1)), "")
    if course not in known or not desk.may(sitting, course, group):
        return None
    found = course_of(visit.view.shelf, course)
    parts = asking(found) if found and kind == "questions" else []
    activity = query.get("activity", "")
    if kind == "questions" and activity not in parts:
        activity = next(iter(parts), "")
    return Report(
        kind=kind, course=course, group=group, activity=activity if kind == "questions" else ""
    )


def _values(visit: Visit, known: list[str], report: Report | None) -> dict[str, object]:
    t, shelf, sitting = visit.t, visit.view.shelf, visit.sitting
    course = report.course if report else next(iter(known), "")
    found = course_of(shelf, course)
    groups = [(each.id, each.name) for each in desk.groups_of(sitting, course, 0, MOST_GROUPS)]
    everybody = [("", t("everybody"))] if desk.may(sitting, course, "") else []
    return {
        "report": report, "found": None, "picture": "",
        "courses": [(each, course_title(shelf, each, t.language)) for each in known],
        "groups": [*everybody, *groups], "kinds": titles(t).items(),
        "parts": [
            (each, activity_title(shelf, course, each, t.language))
            for each in (asking(found) if found else [])
        ],
        "files": _files(visit, report) if report else [],
        "digest": digests.is_wanted(sitting.tx, sitting.who),
    }  # fmt: skip


def _files(visit: Visit, report: Report) -> list[tuple[str, str]]:
    t = visit.t
    named = {"course": report.course, "group": report.group, "kind": report.kind,
             "activity": report.activity}  # fmt: skip

    def path(form: Form, **more: str) -> str:
        return f"{LIST}/file?{urlencode({**named, 'form': form, **more})}"

    return [
        (path("xlsx"), t("This report as a workbook (XLSX)")),
        (path("csv"), t("This report as text (CSV)")),
        (path("picture"), t("The picture (PNG)")),
        (path("xlsx", every="1"), t("All reports as tables (XLSX)")),
        (path("pdf", every="1"), t("For people outside (PDF)")),
    ]


def file(visit: Visit) -> Answer:
    report = _asked(visit, courses(visit.view.shelf, visit.sitting.rights))
    form = next((each for each in get_args(Form) if each == visit.query.get("form")), None)
    if report is None or form is None:
        return Missing()
    shown = ReportShown(report=report, form=form, every="every" in visit.query)
    visit.sitting.notes("report", name_of(shown))
    who, language, reports = visit.sitting.who, visit.t.language, visit.reports

    async def make() -> Answer:
        document = await reports.document(who, shown, language)
        return Missing() if document is None else Given(document=document)

    return Later(make=make)


def digest(visit: Visit) -> Answer:
    """A summary every Monday in the chat, or none any more."""
    desk.switch_digest(visit.sitting, visit.zone, on=visit.form.has("on"))
    return Elsewhere(path=LIST, said="changed")


PLACES = (
    Place(path=LIST, power="reports", shows=show),
    Place(path=f"{LIST}/file", power="reports", shows=file),
    Place(path=f"{LIST}/digest", power="reports", does=digest),
)
