"""What the buttons of reports say."""

from collections.abc import Mapping

from bot.course.desk.labels import DeskLabel
from bot.course.desk.reports import DigestSwitched, GroupTaken, ReportAsked, ReportsOpened
from bot.course.messages import AnyLabel, Button
from bot.course.shelf import Shelf
from bot.i18n import Words
from bot.view.desk.reports import titles
from bot.view.page import shortened
from bot.view.titles import activity_title, course_title

ON_A_BUTTON = 32
"""Characters that a button of a narrow phone shows in one line."""


def report_label(button: Button, shelf: Shelf, t: Words) -> str | None:
    """None for a button that is none of them."""
    match button.label, button.does:
        case DeskLabel.REPORT_COURSE, ReportsOpened(course=course):
            return shortened(course_title(shelf, course, t.language), ON_A_BUTTON)
        case DeskLabel.REPORT_GROUP, GroupTaken(name=name):
            return shortened(name, ON_A_BUTTON) or t("Everybody")
        case DeskLabel.REPORT, ReportAsked(report=report):
            return titles(t)[report.kind]
        case DeskLabel.REPORT_PART, ReportAsked(report=report):
            title = activity_title(shelf, report.course, report.activity, t.language)
            return shortened(title, ON_A_BUTTON)
        case DeskLabel.DIGEST, DigestSwitched(on=on):
            return t("Weekly summary: switch on") if on else t("Weekly summary: switch off")
        case label, _:
            return _fixed(t).get(label)


def _fixed(t: Words) -> Mapping[AnyLabel, str]:
    return {
        DeskLabel.AS_TABLE: t("As a table (XLSX)"),
        DeskLabel.AS_TEXT: t("As a text file (CSV)"),
        DeskLabel.ALL_TABLES: t("All as tables (XLSX)"),
        DeskLabel.FOR_OUTSIDE: t("For people outside (PDF)"),
        DeskLabel.OTHER_REPORTS: t("Other reports"),
        DeskLabel.OTHER_PEOPLE: t("About other people"),
        DeskLabel.OTHER_COURSE: t("Another course"),
    }
