"""Announcements: which there are, how each stands, and what can be done about it.

list ─► write (a form of its own: writing.py) ─► as it stands: what learners will see, how many
they are ─► send ─► its way, shown anew by itself ─► the numbers, which add up
"""

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
from bot.course.desk.announcement import (
    SOURCE,
    AnnouncementShown,
    Move,
    Outcome,
    Refusal,
    wording,
)
from bot.course.messages import Message, Note
from bot.i18n import NAMES, Words
from bot.report.words import unmarked
from bot.service import membership
from bot.service.desk import announcing
from bot.service.desk.announcement_state import state_of, tell_author
from bot.service.desk.sitting import sit
from bot.service.documents import Document
from bot.store import releases
from bot.store.announcements import Announcement
from bot.view.desk.announcements import (
    audience,
    for_few,
    in_fives,
    lasting,
    outcomes,
    planned,
    planned_for,
    reasons,
    refusals,
    sent_to,
    states,
    told,
)

LIST = "/desk/announcements"
ONE = "/desk/announcements/{announcement}"
MOST = 50
EXCERPT = 100
FOLLOWED: tuple[Move, ...] = ("pause", "resume", "cancel")
"""Moves after which the author's own message in the chat is changed."""


def found_in(visit: Visit) -> Announcement | None:
    """The announcement of the address, if it is theirs."""
    return announcing.find(visit.sitting, visit.named["announcement"])


def show(visit: Visit) -> Answer:
    t = visit.t
    listed = [
        (each, _excerpt(each, t), states(t)[each.state])
        for each in announcing.latest(visit.sitting, MOST)
    ]
    return Shown(template="announcements", title=t("Announcements"), values={"listed": listed})


def _excerpt(found: Announcement, t: Words) -> str:
    return (
        unmarked(wording(found.texts, t.language)[0])[:EXCERPT] if found.texts else t("No text yet")
    )


def begin(visit: Visit) -> Answer:
    return Elsewhere(path=f"{LIST}/{announcing.begin(visit.sitting)}/write")


# --- As it stands -----------------------------------------------------------------------


def one(visit: Visit) -> Answer:
    found = found_in(visit)
    return Missing() if found is None else _one(visit, found)


def _one(visit: Visit, found: Announcement, refused: Refusal | None = None) -> Answer:
    t, sitting = visit.t, visit.sitting
    body = state_of(sitting, found, visit.zone, None).body
    assert isinstance(body, AnnouncementShown)
    values = {
        "found": found, "body": body, "state": states(t)[found.state],
        "refused": refusals(t)[refused] if refused else None,
        "previews": [
            (NAMES[message.body.language], visit.view.page(message, message.body.language))  # type: ignore[union-attr]
            for message in announcing.previews(found)
        ],
        "people": _people(body, t), "count": body.everybody, "everybody": told(body.everybody, t),
        "in_fives": in_fives(t), "for_few": for_few(t),
        "audience": audience(body, visit.view.shelf, t).partition("\n\n")[2],
        "starts": planned(body.details, visit.zone, t),
        "lasting": lasting(body.details.lasts, t), "progress": _progress(body, t),
        "send_words": _send_words(body, t),
        "mine": announcing.is_theirs(sitting, found),
        "confirms": announcing.may_second(sitting, found),
        "second_from": sitting.second_person_from,
    }  # fmt: skip
    status = 422 if refused else 200
    return Shown(template="announcement", title=t("Announcement"), values=values, status=status)


def _send_words(body: AnnouncementShown, t: Words) -> str:
    says = sent_to if body.details.start.now else planned_for
    return says(body.everybody, t)


def _people(body: AnnouncementShown, t: Words) -> list[tuple[str, str, str | None]]:
    """How many in each language; what those get whose language is missing."""
    first = next((each for each in SOURCE if each in body.texts), None)
    return [
        (
            NAMES.get(language, language), told(number, t),
            None
            if first is None or language in body.texts
            else t("This text is missing: they get the one in {other}.", other=NAMES[first]),
        )
        for language, number in body.people.items()
    ]  # fmt: skip


def _progress(body: AnnouncementShown, t: Words) -> dict[str, object]:
    total = sum(body.outcomes.values())
    left = body.outcomes.get("waiting", 0) + body.outcomes.get("queued", 0)
    minutes = None if body.seconds_left is None else -(-body.seconds_left // 60)
    names, why = outcomes(t), reasons(t)
    shown: tuple[Outcome, ...] = get_args(Outcome)
    return {
        "total": total, "done": total - left,
        "left": t.n("About {n} minute left.", "About {n} minutes left.", minutes)
        if minutes is not None else None,
        "speed": t.n("{n} message a minute", "{n} messages a minute", body.per_minute)
        if body.per_minute is not None and body.state == "sending" else None,
        "later": t.n(
            "{n} person gets it later, at the right hour in their time zone.",
            "{n} people get it later, at the right hour in their time zone.", body.later,
        ) if body.later else None,
        "outcomes": [
            (
                names[each], body.outcomes.get(each, 0),
                [(why.get(w.reason, w.reason), w.people) for w in body.why if w.outcome == each],
            )
            for each in shown
        ],
    }  # fmt: skip


# --- What is done -----------------------------------------------------------------------


def move(visit: Visit) -> Answer:
    """Only from the state in which it was offered, and only to as many as the button said."""
    found = found_in(visit)
    how = next((each for each in get_args(Move) if each == visit.form.text("move")), None)
    if found is None or how is None:
        return Missing()
    people = visit.form.text("people")
    number = int(people) if people.isascii() and people.isdigit() and len(people) < 10 else 0
    refused = announcing.move(visit.sitting, found, how, number)
    after = announcing.find(visit.sitting, found.id)
    if after is None:
        return Elsewhere(path=LIST, said="discarded")
    if refused is not None:
        return _one(visit, after, refused)
    if how in FOLLOWED and after.author is not None:
        sitting = visit.sitting
        author = sit(sitting.tx, after.author, sitting.administrators, sitting.now)
        tell_author(author, after)
    return Elsewhere(path=f"{LIST}/{found.id}", said="marked")


def test(visit: Visit) -> Answer:
    """To the chat of whoever asks, as a learner of that language gets it."""
    found, language = found_in(visit), visit.form.text("language")
    if found is None or not found.texts or language not in NAMES:
        return Missing()
    message = announcing.announced(found, language)
    sitting = visit.sitting
    sample = Message(body=message.body, buttons=message.buttons, note=Note.TEST)
    reached = membership.tell(sitting.tx, sitting.who, sample, sitting.now)
    return Elsewhere(path=f"{LIST}/{found.id}", said="tested" if reached else "unreachable")


def picture(visit: Visit) -> Answer:
    """Pictures are named by their content: whoever has the name has seen it."""

    async def make() -> Answer:
        kept = await releases.picture(visit.reader, visit.named["sha256"])
        if kept is None:
            return Missing()
        name = f"{visit.named['sha256'][:12]}.{kept[0].rpartition('/')[2]}"
        return Given(document=Document(name=name, media_type=kept[0], content=kept[1]))

    return Later(make=make)


PLACES = (
    Place(path=LIST, power="announce", shows=show, does=begin),
    Place(path=ONE, power="announce", shows=one, does=move),
    Place(path=f"{ONE}/progress", power="announce", shows=one, watched=True),
    Place(path=f"{ONE}/test", power="announce", does=test),
    Place(path="/desk/pictures/{sha256}", power=None, shows=picture),
)
