"""The reports of the desk in words. The figures come with the document, when it is sent."""

from typing import assert_never

from babel.numbers import format_decimal

from bot.course.desk.fives import Count
from bot.course.desk.reports import (
    DigestShown,
    ReportBody,
    ReportKind,
    ReportShown,
    ReportsShown,
    name_of,
)
from bot.course.shelf import Shelf
from bot.i18n import LOCALES, Words
from bot.view.page import Attachment, Page, paragraphs, plain
from bot.view.titles import course_title, quoted


def page(body: ReportShown, shelf: Shelf, t: Words) -> Page:
    """The report goes with it: the picture with its words, or a file."""
    return Page(
        text=text(body, shelf, t), language=t.language,
        attached=Attachment(what="report", about=name_of(body)),
    )  # fmt: skip


def text(body: ReportBody, shelf: Shelf, t: Words) -> str:
    match body:
        case ReportsShown():
            return _choice(body, shelf, t)
        case ReportShown():
            return _shown(body, shelf, t)
        case DigestShown():
            return _digest(body, t)
        case _:
            assert_never(body)


def _choice(body: ReportsShown, shelf: Shelf, t: Words) -> str:
    heading = "**" + t("Reports") + "**"
    title = quoted(course_title(shelf, body.course, t.language), t) if body.course else None
    match body.choice:
        case "course":
            return paragraphs(heading, t("Which course?"))
        case "group":
            return paragraphs(heading, title, t("About whom?"))
        case "activity":
            return paragraphs(heading, title, t("Which part of the course?"))
        case "report":
            people = plain(body.group_name) or t("everybody")
            rounded = t("No figure describes fewer than five people.")
            return paragraphs(heading, f"{title} · {people}", rounded)
        case _:
            assert_never(body.choice)


def _shown(body: ReportShown, shelf: Shelf, t: Words) -> str:
    """Under a picture, what it is about comes with its words."""
    title = titles(t)[body.report.kind]
    if body.every:
        title = t("For readers outside") if body.form == "pdf" else t("All reports as tables")
    if body.form == "picture":
        return f"**{title}**"
    course = quoted(course_title(shelf, body.report.course, t.language), t)
    return paragraphs(f"**{title}**", course)


def _digest(body: DigestShown, t: Words) -> str:
    lines = [
        t("New learners: {people}", people=people(body.began, t)),
        t("Finished a course: {people}", people=people(body.completed, t)),
        t("Announcements delivered: {people}", people=people(body.announced, t)),
    ]
    if body.waiting is not None:
        lines.append(t.n("{n} message waits for an answer", "{n} messages wait for an answer",
                         body.waiting))  # fmt: skip
    listed = "\n".join(f"- {line}" for line in lines)
    off = t("You get this on Mondays. To end it: /desk, Reports.")
    return paragraphs("**" + t("The last seven days") + "**", listed, off)


def people(count: Count, t: Words) -> str:
    if count.few:
        return t("fewer than 5")
    return str(format_decimal(count.people, locale=LOCALES[t.language]))


def titles(t: Words) -> dict[ReportKind, str]:
    """As they stand above the pictures."""
    return {
        "funnel": t("How far people get"),
        "weeks": t("Week by week"),
        "questions": t("Questions"),
        "awareness": t("Before and after"),
        "satisfaction": t("Satisfaction"),
        "use": t("Use at work"),
        "languages": t("Languages"),
        "announcements": t("Announcements"),
    }
