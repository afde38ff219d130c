"""Groups in words, as learners read them."""

from datetime import date
from typing import assert_never

from bot.course.groups import (
    CourseBegins,
    LeavingAsked,
    MembershipTold,
    MyGroup,
    MyGroups,
    PlaceOffered,
)
from bot.course.model import Course
from bot.i18n import Words
from bot.view import places
from bot.view.page import Page, paragraphs, plain
from bot.view.titles import quoted


def page(body: MembershipTold | PlaceOffered | MyGroups | LeavingAsked, t: Words) -> Page:
    return Page(text=_text(body, t), language=t.language, personal=True)


def _text(body: MembershipTold | PlaceOffered | MyGroups | LeavingAsked, t: Words) -> str:
    match body:
        case MembershipTold():
            return _told(body, t)
        case PlaceOffered(name=name, until=until, zone=zone):
            return paragraphs(
                "**"
                + t("A place in the group {name} is free for you.", name=quoted(name, t))
                + "**",
                t(
                    "It is kept for you until {time}. After that it goes to the next person in"
                    " line.",
                    time=t.moment(until, zone),
                ),
            )
        case MyGroups():
            return _mine(body, t)
        case LeavingAsked(name=name, state="in"):
            return t(
                "Leave the group {name}? Your progress in the course stays. Your place goes to"
                " somebody else.",
                name=quoted(name, t),
            )
        case LeavingAsked(name=name):
            return t("Do you no longer want to join the group {name}?", name=quoted(name, t))
        case _:
            assert_never(body)


def course_begins(body: CourseBegins, course: Course, t: Words) -> Page:
    """The card of the course, with whose course it is."""
    card = places.course_card(course, t)
    first = t("The course of your group {name} begins.", name=quoted(body.name, t))
    return Page(text=paragraphs(f"**{first}**", card.text), language=card.language, personal=True)


def _told(body: MembershipTold, t: Words) -> str:  # noqa: PLR0912
    name = quoted(body.name, t)
    match body.what:
        case "joined":
            first = "**" + t("You are in the group {name}.", name=name) + "**"
            return paragraphs(first, _begins(body.begins_on, t))
        case "queued":
            return paragraphs(
                "**" + t("All places in the group {name} are taken.", name=name) + "**",
                t(
                    "You are number {n} on the waiting list. When a place is free, I will write"
                    " to you.",
                    n=body.in_line,
                ),
            )
        case "asked":
            return t(
                "Your request to join the group {name} is with the course team. They see only"
                " your number, which you find in /groups. I will tell you what they decide.",
                name=name,
            )
        case "refused":
            return t(
                "The course team could not take you into the group {name}. To ask why, write to"
                " them: /feedback",
                name=name,
            )
        case "removed":
            return t(
                "The course team has taken you out of the group {name}. Your progress stays. To"
                " ask why, write to them: /feedback",
                name=name,
            )
        case "word-asked":
            return paragraphs(
                "**" + t("The group {name} is for people on a list.", name=name) + "**",
                t(
                    "Write what the course team knows you by: your staff number or work address."
                    " It is only compared with the list, and not kept."
                ),
            )
        case "wrong-word":
            return t(
                "That is not on the list of the group {name}, or somebody has used it. Look for a"
                " slip and write it again, or ask the course team: /feedback",
                name=name,
            )
        case "no-more-words":
            return t(
                "That was tried often enough for today. Please try the group {name} again"
                " tomorrow, or ask the course team: /feedback",
                name=name,
            )
        case "place-gone":
            return t(
                "That place in the group {name} is no longer kept for you. If you still want one,"
                " join the waiting list again.",
                name=name,
            )
        case "lapsed":
            return t(
                "The time to take the place in the group {name} is over, and the place goes to"
                " whoever is next. That is fine. If you still want a place, join the waiting"
                " list again.",
                name=name,
            )
        case "given-up":
            return t(
                "All right: somebody else gets the place in the group {name}. You are no longer"
                " on the waiting list.",
                name=name,
            )
        case "left":
            return t("You are no longer in the group {name}. Your progress stays.", name=name)
        case "closed":
            return t("The group {name} is closed: nobody can join it now.", name=name)
        case "no-link":
            return t(
                "This link does not lead to a group any more. Ask whoever gave it to you for a"
                " new one."
            )
        case "dismissed":
            return t(
                "The group {name} has been closed, and nobody can join it any more. The courses"
                " are open to you all the same: /courses",
                name=name,
            )
        case _:
            assert_never(body.what)


def _begins(on: date | None, t: Words) -> str | None:
    if on is None:
        return None
    return t("Your course begins on {day}. I will write to you that morning.", day=t.day(on))


def _mine(body: MyGroups, t: Words) -> str:
    heading = "**" + t("My groups") + "**"
    listed = "\n".join(f"- {_group(each, body.zone, t)}" for each in body.groups)
    number = paragraphs(
        t("Your number: {number}", number=f"**{body.number}**"),
        t(
            "The course team does not know your name here. If you ask them for help, give them"
            " this number, and they can find you by it."
        ),
    )
    return paragraphs(heading, listed or t("You are in no group."), number)


def _group(group: MyGroup, zone: str, t: Words) -> str:
    name = plain(group.name)
    match group.state:
        case "in" if group.begins_on:
            day = t.day(group.begins_on)
            return t("{name}: you are in. The course begins on {day}.", name=name, day=day)
        case "in":
            return t("{name}: you are in.", name=name)
        case "waiting":
            return t("{name}: number {n} on the waiting list.", name=name, n=group.in_line)
        case "asked":
            return t("{name}: your request is with the course team.", name=name)
        case "offered":
            until = t.moment(group.until, zone) if group.until else ""
            return t("{name}: a place is kept for you until {time}.", name=name, time=until)
