"""The inbox in words, and what learners get from it."""

from typing import assert_never

from bot.content.telegram_limits import units
from bot.course.desk.inbox import (
    AlertsShown,
    AlertWay,
    AnswerAsked,
    AnswerShown,
    Entry,
    FeedbackAnswered,
    FilterShown,
    InboxBody,
    InboxShown,
    Mark,
    NewThreads,
    Only,
    SearchAsked,
    ThreadLine,
    ThreadShown,
    ThreadState,
)
from bot.course.model import Rate
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
        case FilterShown(state=state, only=only):
            return paragraphs(_heading(state, only, shelf, t), t("Which messages shall be shown?"))
        case SearchAsked():
            return t("Write one word or several. I look for messages that have all of them.")
        case ThreadShown():
            return _thread(body, shelf, t)
        case AnswerAsked():
            return _asked(body, t)
        case AnswerShown():
            return paragraphs(_became(body, t), _quote(body.text))
        case FeedbackAnswered():
            return _answered(body, t)
        case AlertsShown(how=how):
            return paragraphs(alerts(t)[how], t("Between 21:00 and 7:00 I never write first."))
        case NewThreads(count=count, more=more):
            if more:
                return t("There are more than {n} new messages from learners.", n=count)
            return t.n(
                "There is {n} new message from learners.",
                "There are {n} new messages from learners.",
                count,
            )
        case _:
            assert_never(body)


def _asked(body: AnswerAsked, t: Words) -> str:
    refused = None
    if body.refused is not None:
        refused = "*" + t.n(
            "That is {n} character, too long for one message.",
            "That is {n} characters, too long for one message.",
            body.refused,
        ) + "*"  # fmt: skip
    asked = t(
        "Write your answer now, in the language of the learner: {language}.",
        language=NAMES.get(body.language, body.language),
    )
    return paragraphs(refused, asked)


def _became(body: AnswerShown, t: Words) -> str:
    if not body.sent:
        return t("The learner will read:")
    if body.letterbox:
        return t("Your answer is in the letterbox of the person you answered:")
    if body.reached:
        return t("Sent to the learner:")
    return t("The learner cannot be reached at present. Your answer is kept with the message:")


def _answered(body: FeedbackAnswered, t: Words) -> str:
    if body.asked is None:
        head = t("The course team answers your anonymous message:")
        return paragraphs(f"**{head}**", plain(body.answer))
    return paragraphs(
        t("You wrote to the course team:"), _quote(_shortened(body.asked)),
        "**" + t("The course team answers:") + "**", plain(body.answer),
    )  # fmt: skip


def _heading(state: ThreadState | None, only: Only, shelf: Shelf, t: Words) -> str:
    """Which messages these are."""
    parts = (
        states(t)[state],
        t("Complaints") if only.complaints else None,
        t("Wishes") if only.wishes else None,
        quoted(course_title(shelf, only.course, t.language), t) if only.course else None,
        NAMES.get(only.language, only.language) if only.language else None,
        quoted(only.words, t) if only.words else None,
    )
    return "**" + " · ".join(each for each in parts if each) + "**"


def _inbox(body: InboxShown, shelf: Shelf, t: Words) -> str:
    heading = _heading(body.state, body.only, shelf, t)
    if not body.threads:
        return paragraphs(heading, t("There is nothing here."))
    lines = (
        _line(n, each, body.state, body.zone, shelf, t) for n, each in enumerate(body.threads, 1)
    )
    return paragraphs(heading, *lines)


def _line(
    number: int, line: ThreadLine, listed: ThreadState | None, zone: str, shelf: Shelf, t: Words
) -> str:
    about = (
        states(t)[line.state] if listed is None and line.state else None,
        *_kinds(line, t),
        NAMES.get(line.language, line.language),
        t.date(line.at, zone),
        _place(line.course, line.activity, shelf, t),
    )
    told = " · ".join(each for each in about if each)
    return f"{number}\\. {plain(line.excerpt)}\\\n*{told}*"


def _kinds(thread: ThreadLine | ThreadShown, t: Words) -> tuple[str | None, ...]:
    return (
        t("Complaint") if thread.complaint else None,
        t("Wish") if thread.wish else None,
        t("Anonymous") if thread.anonymous else None,
    )


def _place(course: str | None, activity: str | None, shelf: Shelf, t: Words) -> str | None:
    """The title of the episode; outside of one, of the course."""
    if course is None:
        return None
    if activity is None:
        return quoted(course_title(shelf, course, t.language), t)
    return quoted(activity_title(shelf, course, activity, t.language), t)


def _thread(body: ThreadShown, shelf: Shelf, t: Words) -> str:
    language = NAMES.get(body.language, body.language)
    heading = " · ".join(
        each for each in (states(t)[body.state], language, *_kinds(body, t)) if each
    )
    entries = (_entry(each, body.zone, shelf, t) for each in body.entries[-MOST_ENTRIES:])
    note = f"*{letterbox(t)}*" if body.anonymous else None
    return paragraphs(f"**{heading}**", *entries, note)


def letterbox(t: Words) -> str:
    """What is to be known of an answer to anonymous words."""
    return t("Your answer goes into a letterbox. Nobody can see whether it is read.")


def _entry(entry: Entry, zone: str, shelf: Shelf, t: Words) -> str:
    parts = (
        t("The team") if entry.team else t("The learner"),
        t.date(entry.at, zone),
        _place(entry.course, entry.activity, shelf, t),
        rating(entry, shelf, t),
    )
    told = " · ".join(each for each in parts if each)
    return f"*{told}*\n\n{_quote(_shortened(entry.text))}"


def rating(entry: Entry, shelf: Shelf, t: Words) -> str | None:
    """How the learner rated the episode from which they wrote, on the scale that they saw."""
    for rated in entry.rated:
        course = shelf.releases.get(rated.release)
        activity = course.find(rated.activity) if course else None
        steps = activity.steps if activity and hasattr(activity, "steps") else ()
        for step in steps:
            if isinstance(step, Rate) and step.id == rated.step:
                return t("rated {value} of {most}", value=rated.value, most=step.high)
    return None


def _quote(text: str) -> str:
    return "> " + plain(text).replace("\n", "\n> ")


def _shortened(text: str) -> str:
    """In the units in which Telegram counts."""
    if units(text) <= LONGEST_ENTRY:
        return text
    while units(text) >= LONGEST_ENTRY:
        text = text[: min(len(text) - 1, LONGEST_ENTRY - 1)]
    return text.rstrip() + "…"


def states(t: Words) -> dict[ThreadState | None, str]:
    return {
        "new": t("New messages"),
        "open": t("Being dealt with"),
        "done": t("Done with"),
        None: t("All messages"),
    }


def marks(t: Words) -> dict[Mark, str]:
    return {
        "open": t("Open it again"),
        "done": t("Mark as done"),
        "complaint": t("Mark as complaint"),
    }


def alerts(t: Words) -> dict[AlertWay | None, str]:
    return {
        "each": t("You are told of each new message at once."),
        "hourly": t("Once an hour at most you are told how many new messages there are."),
        None: t("You are not told of new messages. They wait here."),
    }
