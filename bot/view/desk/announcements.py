"""Announcements in words: the draft with who will read what, its way, and what learners get."""

from typing import assert_never

from bot.course.desk.announcement import (
    LONGEST_TEXT,
    SOURCE,
    Announced,
    AnnouncementBody,
    AnnouncementList,
    AnnouncementShown,
    AnnouncementState,
    Audience,
    AudienceOf,
    Outcome,
    Progress,
    TextAsked,
)
from bot.course.shelf import Shelf
from bot.i18n import NAMES, Words
from bot.view.formatting import formatted
from bot.view.page import Page, paragraphs, plain
from bot.view.titles import course_title, quoted

EXCERPT = 300
BAR = 20
"""Signs of the bar that shows how far an announcement is."""


def announcement(body: AnnouncementBody, shelf: Shelf, t: Words) -> Page:
    match body:
        case Announced(text=text, language=language):
            return Page(text=formatted(text), language=language, personal=True)
        case AnnouncementShown():
            text = _choosing(body, shelf, t) if body.choosing else _shown(body, shelf, t)
        case AnnouncementList():
            text = _listed(body, t)
        case TextAsked():
            text = _asked(body, t)
        case _:
            assert_never(body)
    return Page(text=text, language=t.language, personal=True)


def _asked(body: TextAsked, t: Words) -> str:
    refused = None
    if body.refused is not None:
        refused = (
            "*" + t("Your text is too long ({n} characters) and is not kept.", n=body.refused) + "*"
        )
    return paragraphs(
        refused,
        t(
            "Write the announcement now, in this language: {language}.",
            language=NAMES[body.language],
        ),
        t("It can have {n} characters. You can use bold, italic and links:", n=LONGEST_TEXT),
        r"\*\***Abc**\*\* · \**Abc*\* · \[Abc\]\(https\:\/\/example\.org\)",
    )


def _shown(body: AnnouncementShown, shelf: Shelf, t: Words) -> str:
    heading = "**" + states(t)[body.state] + "**"
    if body.outcomes or body.state not in ("draft", "asked"):
        return paragraphs(heading, _texts(body, t), _progress(body, t))
    second = (
        t("So many people need a second pair of eyes: another person of the team confirms it.")
        if body.state == "asked"
        else None
    )
    return paragraphs(
        heading, _texts(body, t), audience(body.audience, shelf, t), _people(body, t), second
    )


def _texts(body: AnnouncementShown, t: Words) -> str:
    if not body.texts:
        return t("There is no text yet. Choose a language below and write it.")
    parts = [
        f"*{NAMES[each]}*\n\n> " + plain(_shortened(body.texts[each])).replace("\n", "\n> ")
        for each in SOURCE
        if each in body.texts
    ]
    return "\n\n".join(parts)


def _shortened(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def _people(body: AnnouncementShown, t: Words) -> str:
    """How many read it in which language, and what those get whose language is missing."""
    count = sum(body.people.values())
    lines = [t.n("{n} person will get it.", "{n} people will get it.", count)]
    first = next((each for each in SOURCE if each in body.texts), None)
    for language, number in body.people.items():
        name = NAMES.get(language, language)
        if not body.texts or language in body.texts:
            lines.append(f"{name}: {number}")
        elif first:
            lines.append(
                t("{language}: {number}. This text is missing: they get the one in {other}.",
                  language=name, number=number, other=NAMES[first])
            )  # fmt: skip
    return "\n".join(f"- {line}" for line in lines)


def audience(who: Audience, shelf: Shelf, t: Words) -> str:
    course = quoted(course_title(shelf, who.course, t.language), t) if who.course else t("any")
    language = NAMES[who.language] if who.language else t("any")
    lines = (
        t("Course: {course}", course=course),
        t("Progress: {progress}", progress=progress(t)[who.progress]),
        t("Language: {name}", name=language),
    )
    return paragraphs("**" + t("To whom") + "**", "\n".join(f"- {line}" for line in lines))


def chosen(who: Audience, of: AudienceOf, shelf: Shelf, t: Words) -> str:
    """What a button says that changes one side of the audience."""
    match of:
        case "course":
            return course_title(shelf, who.course, t.language) if who.course else t("Any course")
        case "progress":
            return {
                "all": t("Any progress"),
                "unfinished": t("Only those who have not finished"),
                "finished": t("Only those who have finished"),
            }[who.progress]
        case "language":
            return NAMES[who.language] if who.language else t("Any language")
        case _:
            assert_never(of)


def _choosing(body: AnnouncementShown, shelf: Shelf, t: Words) -> str:
    return paragraphs(audience(body.audience, shelf, t), _people(body, t))


def _progress(body: AnnouncementShown, t: Words) -> str:
    total = sum(body.outcomes.values())
    left = body.outcomes.get("waiting", 0) + body.outcomes.get("queued", 0)
    share = (total - left) / total if total else 1
    bar = "█" * round(share * BAR) + "░" * (BAR - round(share * BAR))
    done = t("{done} of {all} done", done=total - left, all=total)
    names = outcomes(t)
    lines = [f"{names[each]}: {number}" for each, number in body.outcomes.items() if number]
    listed = "\n".join(f"- {line}" for line in lines)
    return paragraphs(f"{bar}\n{done}", _left(body, t), listed)


def _left(body: AnnouncementShown, t: Words) -> str | None:
    if body.seconds_left is None:
        return None
    minutes = -(-body.seconds_left // 60)
    return t.n("About {n} minute left.", "About {n} minutes left.", minutes)


def _listed(body: AnnouncementList, t: Words) -> str:
    heading = "**" + t("Announcements") + "**"
    if not body.texts:
        return paragraphs(heading, t("There is nothing here."))
    lines = (
        f"{number}\\. {plain(text) or '…'} – {states(t)[state]}"
        for number, (text, state) in enumerate(zip(body.texts, body.states, strict=True), 1)
    )
    return paragraphs(heading, *lines)


def states(t: Words) -> dict[AnnouncementState, str]:
    return {
        "draft": t("Draft"),
        "asked": t("Waits for confirmation"),
        "sending": t("Being sent"),
        "paused": t("Paused"),
        "cancelled": t("Cancelled"),
        "done": t("Sent to everybody"),
    }


def progress(t: Words) -> dict[Progress, str]:
    return {"all": t("any"), "unfinished": t("not finished yet"), "finished": t("finished")}


def outcomes(t: Words) -> dict[Outcome, str]:
    return {
        "waiting": t("not sent yet"),
        "queued": t("on the way"),
        "sent": t("sent"),
        "blocked": t("have blocked the bot"),
        "deactivated": t("account no longer there"),
        "skipped": t("left out"),
        "failed": t("failed"),
        "unknown": t("not known"),
    }
