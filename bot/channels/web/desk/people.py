"""People: one is found by the number that they give; nobody can be listed."""

from bot.channels.web.desk.visit import Answer, Elsewhere, Erased, Missing, Place, Shown, Visit
from bot.course.shelf import Shelf
from bot.i18n import Words
from bot.service.desk import people
from bot.service.desk.people import Became
from bot.store.people import Person, Way
from bot.view.titles import course_title

LIST = "/desk/people"
ONE = "/desk/people/{number}"


def search(visit: Visit) -> Answer:
    return _search(visit)


def find(visit: Visit) -> Answer:
    name = visit.form.text("number")
    number = people.seek(visit.sitting, name)
    if number is None:
        return _search(visit, typed=name)
    return Elsewhere(path=f"{LIST}/{number}")


def _search(visit: Visit, typed: str | None = None) -> Answer:
    return Shown(
        template="people", title=visit.t("People"), values={"typed": typed},
        status=200 if typed is None else 422,
    )  # fmt: skip


def one(visit: Visit) -> Answer:
    person = people.look(visit.sitting, visit.named["number"])
    if person is None:
        return Missing()
    t, shelf = visit.t, visit.view.shelf
    values = {
        "person": person,
        "ways": [(way, course_title(shelf, way.course, t.language), _share(way, shelf, t))
                 for way in person.ways],
        "channels": {"telegram": "Telegram", "web": t("Chat page")},
        "states": _states(t),
        "of_the_team": people.is_of_the_team(visit.sitting, person),
    }  # fmt: skip
    return Shown(template="person", title=_title(person, t), values=values)


def unlinking(visit: Visit) -> Answer:
    """The second look before an address is unlinked."""
    person = people.look(visit.sitting, visit.named["number"])
    place = next(
        (each for each in person.places if str(each.number) == visit.query.get("place")), None
    ) if person else None  # fmt: skip
    if person is None or place is None or people.is_of_the_team(visit.sitting, person):
        return Missing()
    values = {"person": person, "place": place}
    return Shown(template="unlink", title=visit.t("Unlink this address?"), values=values)


def unlink(visit: Visit) -> Answer:
    number, place = visit.named["number"], visit.form.text("place")
    known = place.isascii() and place.isdigit() and len(place) < 4
    became = people.unlink(visit.sitting, number, int(place)) if known else "missing"
    return _after(became, number, Elsewhere(path=f"{LIST}/{number}", said="unlinked"))


def _after(became: Became, number: str, then: Elsewhere) -> Answer:
    match became:
        case "done":
            return Erased(then=then)
        case "refused":
            return Elsewhere(path=f"{LIST}/{number}", said="refused")
        case "missing":
            return Missing()


def forgetting(visit: Visit) -> Answer:
    """The second look before everything about somebody is erased."""
    person = people.look(visit.sitting, visit.named["number"])
    if person is None or people.is_of_the_team(visit.sitting, person):
        return Missing()
    return _forgetting(visit, person)


def forget(visit: Visit) -> Answer:
    """Only with the number typed once more: what is erased here does not come back."""
    number = visit.named["number"]
    typed = "".join(visit.form.text("again").split()).upper()
    if typed != number:
        person = people.look(visit.sitting, number)
        return Missing() if person is None else _forgetting(visit, person, typed=typed)
    became = people.forget(visit.sitting, number, keep_certificates=visit.form.has("keep"))
    return _after(became, number, Elsewhere(path=LIST, said="forgotten"))


def _forgetting(visit: Visit, person: Person, typed: str | None = None) -> Answer:
    values = {
        "person": person, "typed": typed,
        "certificates": people.has_certificates(visit.sitting, person),
    }  # fmt: skip
    return Shown(
        template="forget", title=visit.t("Erase everything about this person?"), values=values,
        status=200 if typed is None else 422,
    )  # fmt: skip


def _title(person: Person, t: Words) -> str:
    return t("Person {number}", number=person.number)


def _share(way: Way, shelf: Shelf, t: Words) -> str:
    """How far somebody is, in the release that they are in."""
    course = shelf.releases.get(way.release)
    if course is None:
        return str(way.episodes)
    return t("{done} of {all}", done=way.episodes, all=len(course.episodes))


def _states(t: Words) -> dict[str, str]:
    return {
        "in": t("in the group"),
        "waiting": t("on the waiting list"),
        "asked": t("has asked to join"),
        "offered": t("is offered a place"),
    }


PLACES = (
    Place(path=LIST, power="people", shows=search, does=find),
    Place(path=ONE, power="people", shows=one),
    Place(path=f"{ONE}/unlink", power="people", shows=unlinking, does=unlink),
    Place(path=f"{ONE}/forget", power="people", shows=forgetting, does=forget),
)
