"""The coordinators' desk in words, and what learners get from it."""

from typing import assert_never

from bot.course.announcement import (
    AnnouncementBody,
)
from bot.course.desk import (
    AnswerAsked,
    AnswerShown,
    AuditShown,
    DeskBody,
    DeskShown,
    Entry,
    FeedbackAnswered,
    InboxShown,
    InvitationAnswered,
    InvitationShown,
    Mark,
    OwnBody,
    Role,
    TeamShown,
    ThreadLine,
    ThreadShown,
    ThreadState,
)
from bot.course.shelf import Shelf
from bot.i18n import NAMES, Words
from bot.view.announcements import announcement
from bot.view.page import Page, paragraphs, plain
from bot.view.titles import activity_title, course_title, quoted

LONGEST_ENTRY = 600
MOST_ENTRIES = 5
"""The newest messages of a thread; together they fit one message of Telegram's."""


def desk(body: DeskBody, shelf: Shelf, t: Words) -> Page:
    if isinstance(body, AnnouncementBody):
        return announcement(body, shelf, t)
    return Page(text=_text(body, shelf, t), language=t.language, personal=True)


def _text(body: OwnBody, shelf: Shelf, t: Words) -> str:
    match body:
        case DeskShown():
            return _desk(body, t)
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
        case TeamShown():
            return _team(body, t)
        case InvitationShown():
            return _invitation(body, t)
        case AuditShown():
            return _audit(body, t)
        case FeedbackAnswered(asked=asked, answer=answer):
            return paragraphs(
                t("You wrote to the course team:"), _quote(_shortened(asked)),
                "**" + t("The course team answers:") + "**", plain(answer),
            )  # fmt: skip
        case InvitationAnswered(role=None):
            return t(
                "This invitation does not hold: it was used, it is too old, or it is none of ours."
                " Ask for a new one."
            )
        case InvitationAnswered(role=role):
            assert role is not None
            return t("You are now {role}. Your desk: /desk", role=roles(t)[role])
        case _:
            assert_never(body)


def _desk(body: DeskShown, t: Words) -> str:
    if body.role is None:
        return t("The desk is for the course team. You have no role in it.")
    lines = (
        t.n("{n} new message from learners", "{n} new messages from learners", body.new),
        t.n("{n} message being dealt with", "{n} messages being dealt with", body.open),
    )
    listed = "\n".join(f"- {line}" for line in lines)
    return paragraphs("**" + t("The desk") + "**", roles(t)[body.role], listed)


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


def _team(body: TeamShown, t: Words) -> str:
    lines = [
        t("{number}. {role}, since {date}", number=f"{m.number}",
          role=roles(t)[m.role] + (f" ({t('you')})" if m.you else ""),
          date=t.date(m.since, body.zone))
        for m in body.members
    ]  # fmt: skip
    note = t(
        "People are shown by number: names are not kept. Administrators named in ADMIN_IDS do not"
        " stand here."
    )
    return paragraphs("**" + t("The team") + "**", "\n".join(lines), note)


def _invitation(body: InvitationShown, t: Words) -> str:
    how = t.n(
        "Give this to one person, who writes it to this bot. It works once, for {n} day, and is"
        " shown only now:",
        "Give this to one person, who writes it to this bot. It works once, for {n} days, and is"
        " shown only now:",
        body.days,
    )
    invited = t("Invitation: {role}", role=roles(t)[body.role])
    return paragraphs(f"**{invited}**", how, plain(f"/start i-{body.token}"))


def _audit(body: AuditShown, t: Words) -> str:
    if not body.lines:
        return paragraphs("**" + t("What was done") + "**", t("There is nothing here."))
    lines = (
        f"- {t.date(each.at, body.zone)}, "
        + (t("number {n}", n=each.member) if each.member else t("somebody not in the team list"))
        + f": {plain(each.action)} {plain(each.about)}"
        for each in body.lines
    )
    return paragraphs("**" + t("What was done") + "**", "\n".join(lines))


def _quote(text: str) -> str:
    return "> " + plain(text).replace("\n", "\n> ")


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_ENTRY else text[: LONGEST_ENTRY - 1].rstrip() + "…"


def roles(t: Words) -> dict[Role, str]:
    return {"administrator": t("administrator"), "coordinator": t("coordinator")}


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
