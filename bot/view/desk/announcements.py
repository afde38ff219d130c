"""Announcements in words: the draft with who will read what, its way, and what learners get."""

from typing import assert_never
from zoneinfo import ZoneInfo

from bot.course.desk.announcement import (
    LONGEST_BUTTON,
    LONGEST_DESCRIPTION,
    LONGEST_QUIET,
    LONGEST_WITH_FILE,
    SOURCE,
    Announced,
    AnnouncementBody,
    AnnouncementList,
    AnnouncementShown,
    AnnouncementState,
    Audience,
    AudienceOf,
    Details,
    Enclosure,
    EnclosureAsked,
    LinksShown,
    Named,
    Outcome,
    Progress,
    QuietAsked,
    Refusal,
    StartShown,
    TextAsked,
    Why,
)
from bot.course.shelf import Shelf
from bot.i18n import NAMES, Words
from bot.view.formatting import formatted
from bot.view.page import Attachment, Page, paragraphs, plain
from bot.view.steps import described
from bot.view.titles import course_title, quoted, zone_name

EXCERPT = 300
BAR = 20
"""Signs of the bar that shows how far an announcement is."""
MOST_REASONS = 6


def announcement(body: AnnouncementBody, shelf: Shelf, t: Words) -> Page:
    match body:
        case Announced():
            return _announced(body, t)
        case AnnouncementShown():
            text = _choosing(body, shelf, t) if body.choosing else _shown(body, shelf, t)
        case AnnouncementList():
            text = _listed(body, t)
        case TextAsked():
            text = _asked(body, t)
        case QuietAsked():
            text = _quiet(body, t)
        case StartShown():
            text = _start(body, t)
        case LinksShown():
            text = _links(body, shelf, t)
        case EnclosureAsked():
            text = _enclosure(body, t)
        case _:
            assert_never(body)
    return Page(text=text, language=t.language, personal=True)


def _announced(body: Announced, t: Words) -> Page:
    """The same for all whom it is for, and so not personal: it is rendered once."""
    return Page(
        text=paragraphs(formatted(body.text), described(body.picture, t)),
        language=body.language, picture=body.picture,
        links=(body.link,) if body.link else (),
        attached=_attached(body.file) if body.file else None,
    )  # fmt: skip


def _attached(file: Enclosure) -> Attachment:
    return Attachment(what="file", about=f"{file.sha256}/{file.name}")


def _enclosure(body: EnclosureAsked, t: Words) -> str:
    refused = "*" + refusals(t)[body.refused] + "*" if body.refused else None
    if body.describing:
        return paragraphs(
            refused,
            t("Now write what the picture shows, for people who cannot see it."),
            t("At most {n} characters. Everybody gets these words with the picture.",
              n=LONGEST_DESCRIPTION),
        )  # fmt: skip
    return paragraphs(
        refused,
        t("Send one picture or one file now."),
        "\n".join((
            "- " + t("Pictures: JPEG or PNG, at most 5 MB"),
            "- " + t("Files: PDF, DOCX, XLSX or ODT, at most 10 MB"),
        )),
        t("With a picture or file, the announcement can have at most {n} characters.", n=LONGEST_WITH_FILE),
    )  # fmt: skip


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
        t("It can have {n} characters. You can use bold, italic and links:", n=body.longest),
        r"\*\***Abc**\*\* · \**Abc*\* · \[Abc\]\(https\:\/\/example\.org\)",
    )


def _quiet(body: QuietAsked, t: Words) -> str:
    refused = "*" + wrong_days(t) + "*" if body.refused else None
    return paragraphs(
        refused,
        t("For how many days have they not been here? Write a number from 1 to {n}.",
          n=LONGEST_QUIET),
    )  # fmt: skip


def wrong_days(t: Words) -> str:
    return t("This is not a whole number from 1 to {n}.", n=LONGEST_QUIET)


def _start(body: StartShown, t: Words) -> str:
    if body.writing:
        refused = (
            "*" + t("This is not a date and time within the next year.") + "*"
            if body.refused
            else None
        )
        return paragraphs(
            refused,
            t("Write the day, and the time if you like: 24.12. or 24/12/2026 9:00. The day comes"
              " before the month. Times are those of your time zone: {zone}.",
              zone=zone_name(body.zone, t)),
        )  # fmt: skip
    if body.on is not None:
        return paragraphs(
            "**" + t("At what hour?") + "**", t.day(body.on),
            t("Hours are those of your time zone: {zone}.", zone=zone_name(body.zone, t)),
            t("Or at nine in the morning on every learner’s own clock."),
        )  # fmt: skip
    refused = "*" + t("That moment is past. Choose another.") + "*" if body.refused else None
    return paragraphs(
        refused, "**" + t("When") + "**", planned(body.details, body.zone, t),
        lasting(body.details.lasts, t),
        t("The audience is fixed when sending begins. Anyone who joins before then gets it, too."),
    )  # fmt: skip


def planned(details: Details, zone: str, t: Words) -> str:
    """When it is to begin, with the day of the week."""
    start = details.start
    if start.on is not None:
        return t("{day}, at nine in the morning of each learner’s own zone", day=t.day(start.on))
    if start.at is not None:
        here = start.at.astimezone(ZoneInfo(zone))
        return f"{t.day(here.date())}, {here:%H:%M} ({zone_name(zone, t)})"
    return t("At once, as soon as you press Send")


def lasting(hours: int, t: Words) -> str:
    return t("What has not arrived after {time} is not sent any more.", time=lasts(hours, t))


def lasts(hours: int, t: Words) -> str:
    if hours % 24 == 0 and hours > 24:
        return t.n("{n} day", "{n} days", hours // 24)
    return t.n("{n} hour", "{n} hours", hours)


def _links(body: LinksShown, shelf: Shelf, t: Words) -> str:
    if body.asked == "address":
        refused = (
            "*" + t("This is not a full address. It has to begin with https://.") + "*"
            if body.refused
            else None
        )
        return paragraphs(refused, t("Write the address of the page. It begins with https://."))
    if body.asked is not None:
        refused = "*" + t("That is too long for a button.") + "*" if body.refused else None
        asked = t(
            "Write what the button says, in this language: {language}. At most {n} characters.",
            language=NAMES[body.asked], n=LONGEST_BUTTON,
        )  # fmt: skip
        return paragraphs(refused, asked)
    return paragraphs(
        "**" + t("Buttons under the announcement") + "**", _buttons(body.details, shelf, t)
    )


def _buttons(details: Details, shelf: Shelf, t: Words) -> str:
    lines = (
        [t("Opens the course: {course}", course=quoted(_course(details.opens, shelf, t), t))]
        if (details.opens)
        else [t("Opens the course of the audience, or the one in which each learner is")]
    )
    if details.link is not None:
        lines.append(t("Leads to: {address}", address=plain(details.link.url)))
        words = (f"{NAMES[each]}: {plain(details.link.says(each))}" for each in NAMES)
        lines.extend(words)
    return "\n".join(f"- {line}" for line in lines)


def _course(course: str | None, shelf: Shelf, t: Words) -> str:
    return course_title(shelf, course, t.language) if course else t("any")


def _shown(body: AnnouncementShown, shelf: Shelf, t: Words) -> str:
    refused = "*" + refusals(t)[body.refused] + "*" if body.refused else None
    heading = "**" + states(t)[body.state] + "**"
    if body.state not in ("draft", "asked", "planned"):
        return paragraphs(refused, heading, _texts(body, t), _progress(body, t))
    second = (
        t("This goes to many people, so somebody else on the team has to confirm it.")
        if body.state == "asked"
        else None
    )
    return paragraphs(
        refused, heading, _texts(body, t), _with(body, t), audience(body, shelf, t),
        _people(body, t), _when(body, t), second,
    )  # fmt: skip


def _when(body: AnnouncementShown, t: Words) -> str:
    return paragraphs(
        "**" + t("When") + "**", planned(body.details, body.zone, t), lasting(body.details.lasts, t)
    )


def _with(body: AnnouncementShown, t: Words) -> str | None:
    """What goes with the words, in a list."""
    details = body.details
    lines = [t("A picture or a file is still coming in")] if body.coming else []
    if details.picture is not None:
        lines.append(t("Picture: {description}", description=plain(details.picture.description)))
    if details.file is not None:
        lines.append(t("File: {name}", name=plain(details.file.name)))
    if details.link is not None:
        lines.append(t("Button: {address}", address=plain(details.link.url)))
    return "\n".join(f"- {line}" for line in lines) or None


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


def told(people: int, t: Words) -> str:
    """A number of people in full fives."""
    return t("{n} or more", n=people) if people else t("fewer than 5")


def sent_to(people: int, t: Words) -> str:
    """What the button that sends says."""
    if people == 0:
        return t("Send to fewer than 5 people")
    return t.n("Send to {n}+ person", "Send to {n}+ people", people)


def planned_for(people: int, t: Words) -> str:
    if people == 0:
        return t("Plan for fewer than 5 people")
    return t.n("Plan for {n}+ person", "Plan for {n}+ people", people)


def _people(body: AnnouncementShown, t: Words) -> str:
    """How many read it in which language, and what those get whose language is missing."""
    sum_up = (
        t.n("At least {n} person will get it.", "At least {n} people will get it.", body.everybody)
        if body.everybody
        else t("Fewer than five people will get it.")
    )
    lines = []
    first = next((each for each in SOURCE if each in body.texts), None)
    for language, number in body.people.items():
        name = NAMES.get(language, language)
        if not body.texts or language in body.texts:
            lines.append(f"{name}: {told(number, t)}")
        elif first:
            lines.append(
                t("{language}: {number}. This text is missing: they get the one in {other}.",
                  language=name, number=told(number, t), other=NAMES[first])
            )  # fmt: skip
    return paragraphs(sum_up, "\n".join(f"- {line}" for line in lines), in_fives(t))


def in_fives(t: Words) -> str:
    return t("Numbers are rounded down to full fives, so that nobody can be singled out.")


def audience(body: AnnouncementShown, shelf: Shelf, t: Words) -> str:
    who = body.audience
    course = quoted(course_title(shelf, who.course, t.language), t) if who.course else t("any")
    language = NAMES[who.language] if who.language else t("any")
    lines = [
        t("Course: {course}", course=course),
        t("Progress: {progress}", progress=_progress_of(who, t)),
        t("Language: {name}", name=language),
    ]
    if who.group is not None:
        lines.append(t("Group: {name}", name=plain(_named(body.group, t)) or "…"))
    if who.topic is not None:
        lines.append(t("Wished for: {title}", title=plain(_named(body.topic, t)) or "…"))
    return paragraphs("**" + t("To whom") + "**", "\n".join(f"- {line}" for line in lines))


def _named(name: Named, t: Words) -> str:
    return name.get("") or name.get(t.language) or next(iter(name.values()), "")


def _progress_of(who: Audience, t: Words) -> str:
    if who.progress == "stopped":
        return t.n("not here for {n} day", "not here for {n} days", who.quiet)
    return progress(t)[who.progress]


def chosen(who: Audience, of: AudienceOf, name: Named, shelf: Shelf, t: Words) -> str:
    """What a button says that changes one side of the audience."""
    match of:
        case "course":
            return course_title(shelf, who.course, t.language) if who.course else t("Any course")
        case "progress" if who.progress == "stopped":
            return t.n("Not here for {n} day", "Not here for {n} days", who.quiet)
        case "progress":
            return {
                "all": t("Any progress"),
                "not-started": t("Only those who have not begun"),
                "unfinished": t("Only those who have not finished"),
                "finished": t("Only those who have finished"),
            }[who.progress]
        case "language":
            return NAMES[who.language] if who.language else t("Any language")
        case "group":
            return _named(name, t) if who.group else t("Any group or none")
        case "topic":
            return _named(name, t) if who.topic else t("Any wish or none")
        case _:
            assert_never(of)


def sides(t: Words) -> dict[AudienceOf, str]:
    return {
        "course": t("Choose a course"),
        "progress": t("Choose the progress"),
        "group": t("Choose a group"),
        "language": t("Choose a language"),
        "topic": t("Choose a wish"),
    }


def _choosing(body: AnnouncementShown, shelf: Shelf, t: Words) -> str:
    return paragraphs(audience(body, shelf, t), _people(body, t))


def _progress(body: AnnouncementShown, t: Words) -> str:
    if body.few:
        return for_few(t)
    total = sum(body.outcomes.values())
    left = body.outcomes.get("waiting", 0) + body.outcomes.get("queued", 0)
    share = (total - left) / total if total else 1
    bar = "█" * round(share * BAR) + "░" * (BAR - round(share * BAR))
    done = t("{done} of {all} done", done=total - left, all=total)
    names = outcomes(t)
    lines = [
        f"{names[each]}: {number}" + _why(each, body.why, t)
        for each, number in body.outcomes.items()
        if number
    ]
    listed = "\n".join(f"- {line}" for line in lines)
    return paragraphs(f"{bar}\n{done}", _left(body, t), listed)


def for_few(t: Words) -> str:
    """In place of the numbers of an announcement that fewer than five people get."""
    return t("It is for fewer than five people, so what became of it is not shown.")


def _why(outcome: Outcome, why: tuple[Why, ...], t: Words) -> str:
    """For what reasons, and how many for each."""
    known = reasons(t)
    parts = [
        f"{known.get(each.reason) or plain(each.reason[: EXCERPT // 4]) or t('no reason given')}"
        f": {each.people}"
        for each in why
        if each.outcome == outcome
    ][:MOST_REASONS]
    return f" ({', '.join(parts)})" if parts else ""


def _left(body: AnnouncementShown, t: Words) -> str | None:
    """How fast it goes, for how long, and how many wait for their hour."""
    lines = []
    if body.per_minute is not None and body.state == "sending":
        lines.append(t.n("{n} message a minute", "{n} messages a minute", body.per_minute))
    if body.seconds_left is not None:
        minutes = -(-body.seconds_left // 60)
        lines.append(t.n("About {n} minute left.", "About {n} minutes left.", minutes))
    if body.later:
        lines.append(
            t.n(
                "{n} person gets it later, at the right hour in their time zone.",
                "{n} people get it later, at the right hour in their time zone.",
                body.later,
            )
        )
    return "\\\n".join(lines) or None


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
        "planned": t("Planned"),
        "sending": t("Being sent"),
        "paused": t("Paused"),
        "cancelled": t("Cancelled"),
        "done": t("Finished"),
    }


def progress(t: Words) -> dict[Progress, str]:
    return {
        "all": t("any"),
        "not-started": t("not begun yet"),
        "unfinished": t("not finished yet"),
        "stopped": t("not here for some time"),
        "finished": t("finished"),
    }


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


def reasons(t: Words) -> dict[str, str]:
    """Why people were left out, or why it failed, in words for what we know by name."""
    return {
        "cancelled": t("cancelled before"),
        "erased": t("data erased"),
        "expired": t("too late"),
        "left": t("not in the group any more"),
        "unlinked": t("address unlinked"),
        "unreadable": t("could not be read"),
    }


def refusals(t: Words) -> dict[Refusal, str]:
    return {
        "no-text": t("There is no text yet."),
        "nobody": t("Nobody would get this announcement."),
        "number-changed": t(
            "The number of people has changed. Nothing was sent. This is how it is now:"
        ),
        "second-person": t("Somebody else on the team has to confirm it."),
        "asker-left": t(
            "The person who asked for this has left the team. It is a draft again, and it is yours."
        ),
        "time-past": t("The chosen time is past. Choose another."),
        "not-now": t("This cannot be done now. Here is how it stands:"),
        "text-too-long": t("That text is too long."),
        "file-coming": t("Its picture or file is still coming in. Wait a moment, or remove it."),
        "file-lost": t("The file could not be fetched. Please send it again."),
        "file-wrong": t("The content of the file does not match its type. The file is not kept."),
        "file-type": t("This kind of file cannot go with an announcement."),
        "file-size": t("This file is too large."),
    }
