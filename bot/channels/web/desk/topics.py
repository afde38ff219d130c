"""Topics that learners wish for: kept, done with, and told of to all who asked."""

from bot.channels.web.desk import announcements
from bot.channels.web.desk.visit import Answer, Elsewhere, Missing, Place, Shown, Visit
from bot.content.telegram_limits import units
from bot.course.desk.announcement import Audience, wording
from bot.course.desk.topics import LONGEST_TITLE
from bot.i18n import NAMES
from bot.service.desk import announcing, topics
from bot.store import topics as store
from bot.store.topics import Topic
from bot.view.desk.topics import standing
from bot.view.page import visible

LIST = "/desk/topics"
ONE = "/desk/topics/{topic}"
PAGE = 30


def show(visit: Visit) -> Answer:
    return _list(visit)


def make(visit: Visit) -> Answer:
    if not topics.may_keep(visit.sitting):
        return Missing()
    titles, wrong = _titles(visit)
    if wrong or not titles:
        return _list(visit, typed=titles, wrong=wrong or _none(visit))
    made = topics.name(visit.sitting, None, titles)
    return Missing() if made is None else Elsewhere(path=f"{LIST}/{made}", said="changed")


def _list(
    visit: Visit, typed: dict[str, str] | None = None, wrong: dict[str, str] | None = None
) -> Answer:
    t, page = visit.t, visit.page
    found = store.listed(visit.sitting.tx, page * PAGE, PAGE + 1)
    listed = [
        (each.id, wording(each.titles, t.language)[0],
         standing(topics.people(each), t, done=each.done))
        for each in found[:PAGE]
    ]  # fmt: skip
    values = {
        "listed": listed, "page": page, "more": len(found) > PAGE,
        "may_keep": topics.may_keep(visit.sitting), "typed": typed or {}, "wrong": wrong or {},
        "longest": LONGEST_TITLE,
    }  # fmt: skip
    status = 422 if wrong else 200
    return Shown(template="topics", title=t("Topics wished for"), values=values, status=status)


# --- One topic --------------------------------------------------------------------------


def one(visit: Visit) -> Answer:
    found = _found(visit)
    return Missing() if found is None else _topic(visit, found, found.titles)


def name(visit: Visit) -> Answer:
    """A title in each language that was filled in; those of the others stay as they are."""
    found = _found(visit)
    if found is None or not topics.may_keep(visit.sitting):
        return Missing()
    titles, wrong = _titles(visit)
    if wrong or not titles:
        return _topic(visit, found, titles, wrong or _none(visit))
    topics.name(visit.sitting, found.id, titles)
    return Elsewhere(path=f"{LIST}/{found.id}", said="changed")


def finish(visit: Visit) -> Answer:
    """Done with, or to be wished for again."""
    found = _found(visit)
    if found is None or not topics.may_keep(visit.sitting):
        return Missing()
    topics.finish(visit.sitting, found.id, done=visit.form.has("done"))
    return Elsewhere(path=f"{LIST}/{found.id}", said="marked")


def tell(visit: Visit) -> Answer:
    """An announcement to all who wished for it is begun; what it says is written there."""
    found = _found(visit)
    if found is None or not found.done or not visit.sitting.rights.may("announce"):
        return Missing()
    begun = announcing.begin(visit.sitting, Audience(topic=found.id))
    return Elsewhere(path=f"{announcements.LIST}/{begun}/write")


def _found(visit: Visit) -> Topic | None:
    return store.find(visit.sitting.tx, visit.named["topic"])


def _topic(
    visit: Visit, found: Topic, typed: object, wrong: dict[str, str] | None = None
) -> Answer:
    t, rights = visit.t, visit.sitting.rights
    values = {
        "found": found, "standing": standing(topics.people(found), t, done=found.done),
        "may_keep": topics.may_keep(visit.sitting), "typed": typed, "wrong": wrong or {},
        "may_tell": found.done and rights.may("announce"), "longest": LONGEST_TITLE,
    }  # fmt: skip
    title = wording(found.titles, t.language)[0]
    return Shown(template="topic", title=title, values=values, status=422 if wrong else 200)


# --- What was typed ---------------------------------------------------------------------


def _titles(visit: Visit) -> tuple[dict[str, str], dict[str, str]]:
    """The titles by language, and what is wrong with the field of each."""
    typed = {each: " ".join(visible(visit.form.text(f"title-{each}")).split()) for each in NAMES}
    titles = {each: title for each, title in typed.items() if title}
    wrong = {
        f"title-{each}": visit.t.n(
            "That is {n} character, too long for a button.",
            "That is {n} characters, too long for a button.", units(title),
        )
        for each, title in titles.items() if units(title) > LONGEST_TITLE
    }  # fmt: skip
    return titles, wrong


def _none(visit: Visit) -> dict[str, str]:
    return {f"title-{next(iter(NAMES))}": visit.t("Write the title in one language at least.")}


PLACES = (
    Place(path=LIST, power="answer", shows=show, does=make),
    Place(path=ONE, power="answer", shows=one, does=name),
    Place(path=f"{ONE}/finish", power="answer", does=finish),
    Place(path=f"{ONE}/tell", power="announce", does=tell),
)
