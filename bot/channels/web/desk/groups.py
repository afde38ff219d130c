"""Groups: made, looked at, their link and its code, the list of who may join, closed and copied."""

from typing import get_args

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
from bot.course.desk.groups import GroupLine, Listed, Move
from bot.course.groups import LONGEST_NAME, GroupKind, MemberState
from bot.i18n import Words
from bot.service.desk import groups
from bot.store import allowed
from bot.store import groups as stored
from bot.store.groups import Group
from bot.view.desk.groups import joinings, kinds, lists
from bot.view.page import Attachment
from bot.view.titles import course_title

LIST = "/desk/groups"
ONE = "/desk/groups/{group}"
PAGE = 30
SURE: tuple[Move, ...] = ("close", "renew", "empty-list")
"""What is asked about once more before it is done."""


def found_in(visit: Visit) -> Group | None:
    """The group of the address, if it is within reach."""
    return groups.find(visit.sitting, visit.named["group"])


def show(visit: Visit) -> Answer:
    return _list(visit)


def make(visit: Visit) -> Answer:
    name, wanted = visit.form.text("name"), visit.form.text("kind")
    kind = next((each for each in get_args(GroupKind) if each == wanted), None)
    made = groups.make(visit.sitting, kind, name) if kind else None
    if made is None:
        return _list(visit, typed=(wanted, name))
    return Elsewhere(path=f"{LIST}/{made.id}/change", said="made")


def _list(visit: Visit, typed: tuple[str, str] | None = None) -> Answer:
    t, page = visit.t, visit.page
    found = groups.listed(visit.sitting, page * PAGE, PAGE + 1)
    values = {
        "groups": [(group, _line(line, t)) for group, line in found[:PAGE]], "page": page,
        "more": len(found) > PAGE, "kinds": kinds(t), "typed": typed, "longest": LONGEST_NAME,
    }  # fmt: skip
    return Shown(template="groups", title=t("Groups"), values=values, status=422 if typed else 200)


def _line(line: GroupLine, t: Words) -> str:
    parts = (
        kinds(t)[line.of],
        t("closed") if line.closed else None,
        t.n("{n} member", "{n} members", line.people),
        t.n("{n} request", "{n} requests", line.asked) if line.asked else None,
        t("waiting: {n}", n=line.waiting) if line.waiting else None,
    )
    return " · ".join(each for each in parts if each)


# --- One group --------------------------------------------------------------------------


def one(visit: Visit) -> Answer:
    found = found_in(visit)
    return Missing() if found is None else _one(visit, found)


def _one(visit: Visit, found: Group, listing: groups.Listing | None = None) -> Answer:
    t, tx = visit.t, visit.sitting.tx
    counts = stored.counts(tx, [found.id])[found.id]
    total, used = allowed.counts(tx, found.id)
    invitation = groups.invitation(visit.sitting, found.id)
    values = {
        "group": found, "kind": kinds(t)[found.kind], "joining": joinings(t)[found.joining],
        "course": course_title(visit.view.shelf, found.course, t.language)
        if found.course else None,
        "begins": t.day(found.starts_on) if found.starts_on else None,
        "lists": [
            (state, words, _number(counts, state)) for state, words in lists(t).items()
        ],
        "on_list": total, "used": used, "listing": listing, "invitation": invitation,
    }  # fmt: skip
    return Shown(template="group", title=found.name, values=values)


def _number(counts: dict[MemberState, int], state: Listed) -> int:
    """Whoever is offered a place still waits for it."""
    return counts.get(state, 0) + (counts.get("offered", 0) if state == "waiting" else 0)


def code(visit: Visit) -> Answer:
    found, language, who = found_in(visit), visit.t.language, visit.sitting.who
    if found is None:
        return Missing()

    async def make() -> Answer:
        picture = await visit.document_of(who, Attachment(what="code", about=found.id), language)
        return Missing() if picture is None else Given(document=picture)

    return Later(make=make)


def put(visit: Visit) -> Answer:
    """Lines for the list of who may join. Only fingerprints are kept."""
    found = found_in(visit)
    if found is None:
        return Missing()
    listing = groups.allow(visit.sitting, found.id, visit.form.text("lines").splitlines())
    return _one(visit, found, listing)


def sure(visit: Visit) -> Answer:
    """The second look at what cannot be taken back."""
    found = found_in(visit)
    move = next((each for each in SURE if each == visit.query.get("move")), None)
    if found is None or move is None:
        return Missing()
    t = visit.t
    asks = {
        "close": (
            t("Close this group?"),
            t(
                "Nobody can join it any more, and whoever waits for a place is told so. Its"
                " members stay, and their course begins on its date."
            ),
        ),
        "renew": (
            t("Make a new link?"),
            t("The old one stops working at once, also where it is printed."),
        ),
        "empty-list": (
            t("Empty the list?"),
            t("Entries that nobody has used are removed. People who are in the group stay."),
        ),
    }[move]
    values = {"group": found, "move": move, "tells": asks[1]}
    return Shown(template="group_sure", title=asks[0], values=values)


def move(visit: Visit) -> Answer:
    found = found_in(visit)
    if found is None:
        return Missing()
    group, sitting = found.id, visit.sitting
    match visit.form.text("move"):
        case "close" | "reopen" as how:
            groups.close(sitting, group, closed=how == "close")
        case "renew":
            groups.renew(sitting, group)
        case "empty-list":
            groups.empty_list(sitting, group)
        case "copy":
            made = groups.copy(sitting, group)
            return Missing() if made is None else Elsewhere(path=f"{LIST}/{made.id}/change")
        case _:
            return Missing()
    return Elsewhere(path=f"{LIST}/{group}", said="marked")


PLACES = (
    Place(path=LIST, power="groups", shows=show, does=make),
    Place(path=ONE, power="groups", shows=one, does=move),
    Place(path=f"{ONE}/code", power="groups", shows=code),
    Place(path=f"{ONE}/list", power="groups", does=put),
    Place(path=f"{ONE}/sure", power="groups", shows=sure),
)
