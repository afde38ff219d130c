"""Who is in a group, who waits, who asks: approved, refused, removed. People are numbers here."""

from typing import get_args

from bot.channels.web.desk.groups import LIST, ONE, found_in
from bot.channels.web.desk.visit import Answer, Elsewhere, Missing, Place, Shown, Visit
from bot.course.desk.groups import Decision, Listed
from bot.service.desk import groups
from bot.store import members
from bot.store.members import Member
from bot.view.desk.groups import lists

PEOPLE = 30


def people(visit: Visit) -> Answer:
    found = found_in(visit)
    wanted = visit.query.get("state", "in")
    state = next((each for each in get_args(Listed) if each == wanted), None)
    if found is None or state is None:
        return Missing()
    t, page = visit.t, visit.page
    listed = groups.people(visit.sitting, found.id, state, page * PEOPLE, PEOPLE + 1)
    values = {
        "group": found, "state": state, "page": page, "more": len(listed) > PEOPLE,
        "members": [(each, _standing(visit, each)) for each in listed[:PEOPLE]],
        "lists": lists(t),
    }  # fmt: skip
    return Shown(template="members", title=f"{found.name}: {lists(t)[state]}", values=values)


def _standing(visit: Visit, member: Member) -> str:
    t, since = visit.t, visit.t.date(member.since, visit.zone)
    match member.state:
        case "in":
            return t("in since {date}", date=since)
        case "asked":
            return t("asked on {date}", date=since)
        case "waiting":
            n = members.place_in_line(visit.sitting.tx, member)
            return t("number {n} in line since {date}", n=n, date=since)
        case "offered":
            until = t.moment(member.until, visit.zone) if member.until else ""
            return t("is offered a place until {time}", time=until)


def removing(visit: Visit) -> Answer:
    """The second look before somebody is removed."""
    found, number = found_in(visit), visit.query.get("number", "")
    member = members.numbered(visit.sitting.tx, found.id, number) if found else None
    if found is None or member is None:
        return Missing()
    values = {"group": found, "number": member.number}
    return Shown(template="remove", title=visit.t("Remove from the group?"), values=values)


def decide(visit: Visit) -> Answer:
    found, form = found_in(visit), visit.form
    decision = next((each for each in get_args(Decision) if each == form.text("decision")), None)
    if found is None or decision is None:
        return Missing()
    done = groups.decide(visit.sitting, found.id, form.text("number"), decision)
    state: Listed = "in" if decision == "remove" else "asked"
    path = f"{LIST}/{found.id}/people?state={state}"
    return Elsewhere(path=path, said="decided" if done else "changed-meanwhile")


PLACES = (
    Place(path=f"{ONE}/people", power="groups", shows=people, does=decide),
    Place(path=f"{ONE}/remove", power="groups", shows=removing),
)
