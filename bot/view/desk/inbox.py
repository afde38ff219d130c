"""The inbox in words, and what learners get from it."""

from typing import assert_never

from bot.course.desk.inbox import (
    AnswerAsked,
    AnswerShown,
    Entry,
    FeedbackAnswered,
    InboxBody,
    InboxShown,
    Mark,
    ThreadLine,
    ThreadShown,
    ThreadState,
)
from bot.course.shelf import Shelf
from bot.i18n import NAMES, Words
from bot.view.page import paragraphs, plain
from bot.view.titles import activity_title, course_title, quoted

LONGEST_ENTRY = 600
MOST_ENTRIES = 5
"""The newest messages of a thread; together they fit one message of Telegram's."""


def text(body: InboxBody, shelf: Shelf, t: Words) -> str:
    match body:
        case InboxShown():
            return _inbox(body, shelf, t)
        case ThreadShown():
            return _thread(body, shelf, t)
        case AnswerAsked(language=language):
            return t(
                "Write your answer now, in the language of the learner: {language}.",
                language=NAMES.get(language, language),
            )
        case AnswerShown(text=text, sent=sent):
            first = t("Sent to the learner:") if sent else t("The learner will read:")
            return paragraphs(first, _quote(text))
        case FeedbackAnswered(asked=asked, answer=answer):
            return paragraphs(
                t("You wrote to the course team:"), _quote(_shortened(asked)),
                "**" + t("The course team answers:") + "**", plain(answer),
            )  # fmt: skip
        case _:
            assert_never(body)


def _inbox(body: InboxShown, shelf: Shelf, t: Words) -> str:
    heading = "**" + states(t)[body.state] + "**"
    if not body.threads:
        return paragraphs(heading, t("There is nothing here."))
    lines = (_line(n, each, body.zone, shelf, t) for n, each in enumerate(body.threads, 1))
    return paragraphs(heading, *lines)


def _line(number: int, line: ThreadLine, zone: str, shelf: Shelf, t: Words) -> str:
    about = (
        t("Complaint") if line.complaint else None,
        NAMES.get(line.language, line.language),
        t.date(line.at, zone),
        quoted(course_title(shelf, line.course, t.language), t) if line.course else None,
    )
    told = " · ".join(each for each in about if each)
    return f"{number}\\. {plain(line.excerpt)}\\\n*{told}*"


def _thread(body: ThreadShown, shelf: Shelf, t: Words) -> str:
    heading = " · ".join(
        each
        for each in (
            states(t)[body.state],
            NAMES.get(body.language, body.language),
            t("Complaint") if body.complaint else "",
        )
        if each
    )
    entries = (_entry(each, body.zone, shelf, t) for each in body.entries[-MOST_ENTRIES:])
    return paragraphs(f"**{heading}**", *entries)


def _entry(entry: Entry, zone: str, shelf: Shelf, t: Words) -> str:
    who = t("The team") if entry.team else t("The learner")
    place = None
    if entry.course and entry.activity:
        place = quoted(activity_title(shelf, entry.course, entry.activity, t.language), t)
    told = " · ".join(each for each in (who, t.date(entry.at, zone), place) if each)
    return f"*{told}*\n\n{_quote(_shortened(entry.text))}"


def _quote(text: str) -> str:
    return "> " + plain(text).replace("\n", "\n> ")


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_ENTRY else text[: LONGEST_ENTRY - 1].rstrip() + "…"


def states(t: Words) -> dict[ThreadState, str]:
    return {
        "new": t("New messages"),
        "open": t("Being dealt with"),
        "done": t("Done with"),
    }


def marks(t: Words) -> dict[Mark, str]:
    return {
        "open": t("Open it again"),
        "done": t("Mark as done"),
        "complaint": t("Mark as complaint"),
    }
