"""The front of the desk: what waits there; and the way out of it."""

from typing import TypeAlias

from bot.channels.web.desk.visit import Answer, Elsewhere, Place, Shown, SignedOut, Visit
from bot.i18n import NAMES
from bot.service.desk import announcing, groups
from bot.store import sessions, threads
from bot.view.desk.announcements import states

LATEST = 50
"""Announcements and groups that are looked through for what waits."""

Line: TypeAlias = tuple[str, str]
"""An address, and what waits there."""


def front(visit: Visit) -> Answer:
    rights = visit.sitting.rights
    waits: list[Line] = []
    waits += _messages(visit) if rights.may("answer") else []
    waits += _announcements(visit) if rights.may("announce") else []
    waits += _groups(visit) if rights.may("groups") else []
    return Shown(template="front", title=visit.t("The desk"), values={"waits": waits})


def _messages(visit: Visit) -> list[Line]:
    t = visit.t
    waiting = threads.counts(visit.sitting.tx, visit.sitting.rights.reach("answer"))
    return [
        (
            "/desk/inbox",
            t.n(
                "{n} new message from learners", "{n} new messages from learners",
                waiting.get("new", 0),
            ),
        ),
        (
            "/desk/inbox?state=open",
            t.n(
                "{n} message being dealt with", "{n} messages being dealt with",
                waiting.get("open", 0),
            ),
        ),
    ]  # fmt: skip


def _announcements(visit: Visit) -> list[Line]:
    """Those that wait for a second person, and those under way."""
    t = visit.t
    return [
        (f"/desk/announcements/{each.id}", f"{t('Announcement')}: {states(t)[each.state]}")
        for each in announcing.latest(visit.sitting, LATEST)
        if each.state in ("asked", "planned", "sending", "paused")
    ]


def _groups(visit: Visit) -> list[Line]:
    """Those that people ask to join."""
    t = visit.t
    return [
        (
            f"/desk/groups/{group.id}/people?state=asked",
            f"{group.name}: {t.n('{n} request', '{n} requests', line.asked)}",
        )
        for group, line in groups.listed(visit.sitting, 0, LATEST)
        if line.asked
    ]


def speak(visit: Visit) -> Answer:
    """The language of this session only; in the chat it is chosen there."""
    language = visit.form.text("language")
    if language in NAMES:
        sessions.speak(visit.sitting.tx, visit.token, language)
    return Elsewhere(path="/desk", said="language")


def leave(visit: Visit) -> Answer:
    sessions.end(visit.sitting.tx, visit.token)
    return SignedOut()


def leave_everywhere(visit: Visit) -> Answer:
    sessions.end_all(visit.sitting.tx, visit.sitting.who)
    visit.sitting.notes("signed out everywhere", "")
    return SignedOut()


PLACES = (
    Place(path="/desk", power=None, shows=front),
    Place(path="/desk/language", power=None, does=speak),
    Place(path="/desk/leave", power=None, does=leave),
    Place(path="/desk/leave-everywhere", power=None, does=leave_everywhere),
)
