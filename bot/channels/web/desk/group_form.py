"""The form of a group: what it is called, its course and date, its places, and who may join."""

from dataclasses import replace
from datetime import date
from typing import get_args
from zoneinfo import ZoneInfo

from bot.channels.web.desk.groups import LIST, ONE, found_in
from bot.channels.web.desk.visit import Answer, Elsewhere, Missing, Place, Shown, Visit
from bot.course.groups import LONGEST_NAME, GroupKind, Joining
from bot.service.desk import groups
from bot.service.desk.groups import MOST_PLACES
from bot.store import groups as stored
from bot.store import releases
from bot.store.groups import Group
from bot.view.desk.groups import joinings, kinds
from bot.view.titles import course_title

FIELDS = ("name", "kind", "course", "starts_on", "places", "joining")


def form(visit: Visit) -> Answer:
    found = found_in(visit)
    if found is None:
        return Missing()
    typed = {
        "name": found.name, "kind": found.kind, "course": found.course or "",
        "starts_on": found.starts_on.isoformat() if found.starts_on else "",
        "places": str(found.places or ""), "joining": found.joining,
    }  # fmt: skip
    return _form(visit, found, typed, {})


def change(visit: Visit) -> Answer:
    """What brings a course to people at once is asked about first."""
    found = found_in(visit)
    if found is None:
        return Missing()
    typed = {name: visit.form.text(name).strip() for name in FIELDS}
    changed, wrong = _read(visit, found, typed)
    if not wrong:
        people = groups.begin_now(visit.sitting, changed)
        if people and not visit.form.has("sure"):
            return _begin(visit, found, typed, people)
        if groups.change(visit.sitting, changed):
            return Elsewhere(path=f"{LIST}/{found.id}", said="changed")
        counts = stored.counts(visit.sitting.tx, [found.id])[found.id]
        taken = counts.get("in", 0) + counts.get("offered", 0)
        wrong["places"] = visit.t.n("{n} place is taken.", "{n} places are taken.", taken)
    return _form(visit, found, typed, wrong)


def _read(visit: Visit, found: Group, typed: dict[str, str]) -> tuple[Group, dict[str, str]]:
    """The group as it is to be, and what is wrong with which field."""
    t, wrong = visit.t, {}
    if groups.named(typed["name"]) is None:
        wrong["name"] = t("A name has between 1 and {n} characters.", n=LONGEST_NAME)
    course = typed["course"] or None
    if course not in (None, found.course, *releases.offered(visit.sitting.tx)):
        wrong["course"] = t("There is no such course.")
    try:
        starts_on = date.fromisoformat(typed["starts_on"]) if typed["starts_on"] else None
    except ValueError:
        starts_on, wrong["starts_on"] = None, t("This is not a date.")
    digits = typed["places"].isascii() and typed["places"].isdigit() and len(typed["places"]) < 7
    places = int(typed["places"]) if digits else None
    if typed["places"] and not (digits and 0 < int(typed["places"]) <= MOST_PLACES):
        wrong["places"] = t("Write a number, or leave this empty for no limit.")
    changed = replace(
        found, name=typed["name"], course=course, starts_on=starts_on, places=places,
        kind=next((each for each in get_args(GroupKind) if each == typed["kind"]), found.kind),
        joining=next(
            (each for each in get_args(Joining) if each == typed["joining"]), found.joining
        ),
    )  # fmt: skip
    if starts_on not in (None, found.starts_on) and not groups.is_near(visit.sitting, changed):
        wrong["starts_on"] = t("Choose a day within two years of today.")
    return changed, wrong


def _form(visit: Visit, found: Group, typed: dict[str, str], wrong: dict[str, str]) -> Answer:
    t, shelf = visit.t, visit.view.shelf
    courses = [*releases.offered(visit.sitting.tx)]
    courses += [found.course] if found.course and found.course not in courses else []
    values = {
        "group": found, "typed": typed, "wrong": wrong, "longest": LONGEST_NAME,
        "kinds": kinds(t).items(), "joinings": joinings(t).items(),
        "courses": [(each, course_title(shelf, each, t.language)) for each in courses],
        "today": visit.sitting.now.astimezone(ZoneInfo(visit.zone)).date().isoformat(),
    }  # fmt: skip
    title = t("Change the group")
    return Shown(template="group_form", title=title, values=values, status=422 if wrong else 200)


def _begin(visit: Visit, found: Group, typed: dict[str, str], people: int) -> Answer:
    t = visit.t
    tells = t.n(
        "{n} person is in this group and gets the course as soon as it is daytime there."
        " Shall it begin now?",
        "{n} people are in this group and get the course as soon as it is daytime there."
        " Shall it begin now?",
        people,
    )
    values = {"group": found, "typed": typed, "tells": tells}
    return Shown(template="group_begin", title=t("Begin the course?"), values=values)


PLACES = (Place(path=f"{ONE}/change", power="groups", shows=form, does=change),)
