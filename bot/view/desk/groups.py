"""The groups of the desk in words."""

from typing import assert_never

from bot.course.desk.groups import (
    Change,
    ChangeAsked,
    GroupBody,
    GroupInvitation,
    GroupKindAsked,
    GroupLine,
    GroupShown,
    GroupsShown,
    Listed,
    MemberLine,
    MembersShown,
    SureAsked,
    WordsListed,
)
from bot.course.groups import LONGEST_NAME, GroupKind, Joining
from bot.course.shelf import Shelf
from bot.i18n import Words
from bot.view.page import Attachment, Page, paragraphs, plain
from bot.view.titles import course_title, quoted


def page(body: GroupBody, shelf: Shelf, t: Words) -> Page:
    """The invitation comes with a picture of its link, where there is a link."""
    attached = None
    if isinstance(body, GroupInvitation) and body.link:
        attached = Attachment(what="code", about=body.group)
    return Page(text=_text(body, shelf, t), language=t.language, personal=True, attached=attached)


def _text(body: GroupBody, shelf: Shelf, t: Words) -> str:
    match body:
        case GroupsShown():
            return _groups(body, t)
        case GroupShown():
            return _group(body, shelf, t)
        case GroupKindAsked():
            return paragraphs(
                "**" + t("A new group") + "**",
                t(
                    "What kind of group is it? Only the name comes next. Course, date, places and"
                    " who may join can be set whenever you like."
                ),
            )
        case ChangeAsked():
            return _asked(body, t)
        case SureAsked():
            return _sure(body, t)
        case GroupInvitation():
            return _invitation(body, t)
        case WordsListed():
            return _listed(body, t)
        case MembersShown():
            return _members(body, t)
        case _:
            assert_never(body)


def _groups(body: GroupsShown, t: Words) -> str:
    heading = "**" + t("Groups") + "**"
    if not body.groups:
        nothing = t("There is no group yet. Make one, and give its link to the people it is for.")
        return paragraphs(heading, nothing)
    return paragraphs(heading, "\n".join(f"- {_line(each, t)}" for each in body.groups))


def _line(line: GroupLine, t: Words) -> str:
    parts = (
        kinds(t)[line.of],
        t("closed") if line.closed else None,
        t.n("{n} member", "{n} members", line.people),
        t.n("{n} request", "{n} requests", line.asked) if line.asked else None,
        t("waiting: {n}", n=line.waiting) if line.waiting else None,
    )
    return f"{plain(line.name)} – " + ", ".join(each for each in parts if each)


def _group(body: GroupShown, shelf: Shelf, t: Words) -> str:
    about = (kinds(t)[body.of], t("closed") if body.closed else None)
    heading = f"**{plain(body.name)}**\n\n*" + " · ".join(each for each in about if each) + "*"
    course = quoted(course_title(shelf, body.course, t.language), t) if body.course else t("none")
    lines = [
        t("Course: {course}", course=course),
        t("Begins: {day}", day=_begins(body, t)),
        t("Places: {places}", places=body.places or t("no limit")),
        t("Who may join: {who}", who=joinings(t)[body.joining]),
    ]
    if body.joining == "list":
        lines.append(
            t.n("On the list: {n}, used: {used}", "On the list: {n}, used: {used}", body.on_list,
                used=body.used)
        )  # fmt: skip
    counts = [t("In the group: {n}", n=body.people)]
    if body.offered:
        counts.append(t("Offered a place: {n}", n=body.offered))
    if body.waiting:
        counts.append(t("On the waiting list: {n}", n=body.waiting))
    if body.asked:
        counts.append(t("Requests to join: {n}", n=body.asked))
    return paragraphs(heading, "\n".join(f"- {each}" for each in (*lines, *counts)))


def _begins(body: GroupShown, t: Words) -> str:
    if body.starts_on is None:
        return t("on joining") if body.course else t("no date")
    return t.day(body.starts_on)


def _asked(body: ChangeAsked, t: Words) -> str:
    name = f"**{plain(body.name)}**" if body.name else None
    match body.change:
        case "name":
            refused = t("That cannot be a name.") if body.refused else None
            asks = t("Write the name of the group: {n} characters at most.", n=LONGEST_NAME)
        case "course":
            refused = None
            asks = t("Which course does this group take?")
        case "date":
            refused = t("I cannot read that date, or it is not within a year.")
            refused = refused if body.refused else None
            asks = t(
                "On which date does the course begin? At nine that morning, where each member is,"
                " it comes to them. Choose a date, or write one: 24.12. or 2026-12-24"
            )
        case "places":
            refused = t(
                "It must be a number, and not smaller than the number of people in the group."
            )
            refused = refused if body.refused else None
            asks = paragraphs(
                t("How many places are there? Choose a number, or write one."),
                t.n("{n} place is taken.", "{n} places are taken.", body.least)
                if body.least
                else None,
            )
        case "joining":
            refused = None
            asks = paragraphs(t("Who may join by the link?"), _ways(t))
        case "list":
            refused = None
            asks = t(
                "Write what people are known by, one on each line: staff numbers or work"
                " addresses, up to 500 at a time. Each can be used once. They are kept only as"
                " fingerprints that nobody can read back."
            )
        case _:
            assert_never(body.change)
    return paragraphs(f"*{refused}*" if refused else None, name, asks)


def _ways(t: Words) -> str:
    lines = (
        t("Everybody: whoever has the link is in, as long as there is a place."),
        t("On request: you approve or refuse each person."),
        t(
            "By a list: whoever knows a staff number or work e-mail address that is on the group’s list."
        ),
    )
    return "\n".join(f"- {each}" for each in lines)


def _sure(body: SureAsked, t: Words) -> str:
    name = f"**{plain(body.name)}**"
    match body.what:
        case "close":
            return paragraphs(name, t(
                "Close this group? Nobody can join it any more, and whoever waits for a place is"
                " told so. Its members stay, and their course begins on its date."
            ))  # fmt: skip
        case "renew":
            return paragraphs(name, t(
                "Make a new link? The old one stops working at once, also where it is printed."
            ))  # fmt: skip
        case "remove":
            return paragraphs(name, t(
                "Remove the person with the number {number}? They are told, and keep their"
                " progress.", number=body.number,
            ))  # fmt: skip
        case "begin":
            return paragraphs(name, t.n(
                "{n} person is in this group and gets the course as soon as it is daytime there."
                " Shall it begin now?",
                "{n} people are in this group and get the course as soon as it is daytime there."
                " Shall it begin now?",
                body.people,
            ))  # fmt: skip
        case _:
            assert_never(body.what)


def _invitation(body: GroupInvitation, t: Words) -> str:
    heading = "**" + t("Invitation to the group {name}", name=quoted(body.name, t)) + "**"
    command = plain(body.command)
    if body.link is None:
        return paragraphs(heading, _opens(body, t), t("Write this to the bot:"), command)
    return paragraphs(
        heading, _opens(body, t), t("As a link, and as a QR code that opens the same:"),
        f"[{plain(body.link)}](<{body.link}>)", t("Or written to this bot:"), command,
    )  # fmt: skip


def _opens(body: GroupInvitation, t: Words) -> str:
    """In words, what the code opens."""
    if body.closed:
        return t("The group is closed: nobody can join it now.")
    return {
        "open": t(
            "Whoever follows the invitation joins the group, as long as there is a place;"
            " after that, on the waiting list."
        ),
        "approval": t("Whoever follows the invitation asks to join the group, and you decide."),
        "list": t(
            "Whoever follows the invitation is asked for a staff number or work e-mail address"
            " that is on the group’s list."
        ),
    }[body.joining]


def _listed(body: WordsListed, t: Words) -> str:
    lines = [t("New on the list: {n}", n=body.added)]
    if body.known:
        lines.append(t("There before: {n}", n=body.known))
    if body.refused:
        lines.append(t("Not added (too short, too long, or over the limit): {n}", n=body.refused))
    lines.append(
        t.n("On the list: {n}, used: {used}", "On the list: {n}, used: {used}", body.on_list,
            used=body.used)
    )  # fmt: skip
    listed = "\n".join(f"- {each}" for each in lines)
    more = t("You can write more lines now, or go back.")
    return paragraphs(f"**{plain(body.name)}**", listed, more)


def _members(body: MembersShown, t: Words) -> str:
    heading = f"**{plain(body.name)}: {lists(t)[body.state]}**"
    if not body.members:
        return paragraphs(heading, t("There is nobody here."))
    lines = "\n".join(f"- {_member(each, body.zone, t)}" for each in body.members)
    note = t("People are shown by their number, which they see in /groups: names are not kept.")
    return paragraphs(heading, lines, note)


def _member(line: MemberLine, zone: str, t: Words) -> str:
    since = t.date(line.since, zone)
    match line.state:
        case "in":
            return t("{number}, in since {date}", number=line.number, date=since)
        case "asked":
            return t("{number}, asked on {date}", number=line.number, date=since)
        case "waiting":
            return t(
                "{number}, number {n} in line since {date}",
                number=line.number, n=line.in_line, date=since,
            )  # fmt: skip
        case "offered":
            until = t.moment(line.until, zone) if line.until else ""
            return t("{number}, is offered a place until {time}", number=line.number, time=until)


def kinds(t: Words) -> dict[GroupKind, str]:
    return {
        "edition": t("Edition"),
        "organisation": t("Organisation"),
        "region": t("Region"),
    }


def joinings(t: Words) -> dict[Joining, str]:
    return {
        "open": t("everybody with the link"),
        "approval": t("on request"),
        "list": t("by a list"),
    }


def lists(t: Words) -> dict[Listed, str]:
    return {"in": t("Members"), "waiting": t("Waiting list"), "asked": t("Requests to join")}


def changes(t: Words) -> dict[Change, str]:
    return {
        "name": t("Rename"),
        "course": t("Course"),
        "date": t("Start date"),
        "places": t("Places"),
        "joining": t("Who may join"),
        "list": t("The list"),
    }
