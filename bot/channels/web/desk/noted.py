"""What the audit says of a request that left no line itself. A page that nobody thought of leaves one.

GET    what is looked at, once an hour for the same thing; of a page that asks by itself, nothing
POST   what was done; of a form that changed nothing, that it was sent
"""

from collections.abc import Mapping

from bot.channels.web.desk.visit import Answer, Missing, Place, Shown, Visit

LOOKS: Mapping[str, str] = {
    "/desk/inbox": "listed messages",
    "/desk/inbox/{thread}": "read",
    "/desk/topics": "listed topics",
    "/desk/topics/{topic}": "looked at topic",
    "/desk/announcements": "listed announcements",
    "/desk/announcements/{announcement}": "looked at announcement",
    "/desk/announcements/{announcement}/write": "looked at announcement",
    "/desk/announcements/{announcement}/file": "looked at announcement",
    "/desk/announcements/{announcement}/enclosure": "looked at announcement",
    "/desk/groups": "listed groups",
    "/desk/groups/{group}": "looked at group",
    "/desk/groups/{group}/change": "looked at group",
    "/desk/groups/{group}/code": "looked at link of group",
    "/desk/groups/{group}/people": "listed people of group",
    "/desk/surveys": "listed surveys",
    "/desk/surveys/{survey}": "looked at survey",
    "/desk/surveys/{survey}/file": "looked at survey",
    "/desk/team": "looked at team",
    "/desk/audit": "read the audit",
}
"""Of those that are not here or below, the audit says which page it was."""

NO_LOOK: Mapping[str, str] = {
    "/desk": "how many wait, and nothing of them",
    "/desk/alerts": "a switch of one's own",
    "/desk/pictures/{sha256}": "a part of a page that has left its line",
    "/desk/people": "an empty form",
    "/desk/groups/{group}/sure": "asks once more",
    "/desk/groups/{group}/remove": "asks once more",
    "/desk/team/take": "asks once more",
    "/desk/reports": "what can be chosen; each report leaves its line",
    "/desk/preview": "what can be chosen; each part leaves its line",
    "/desk/preview/{release}": "what can be chosen; each part leaves its line",
}
"""Why a look at a page is no matter of the audit."""

DEEDS: Mapping[str, str] = {
    "/desk/inbox": "searched messages",
    "/desk/announcements/{announcement}/test": "tested announcement",
    "/desk/leave": "signed out",
}
NO_DEED: Mapping[str, str] = {"/desk/language": "how one reads the desk"}


def note(place: Place, visit: Visit, answer: Answer, *, doing: bool) -> None:
    """A line, if what was asked for was there and has left none itself. Nobody's words: the parts of
    the address are names inside this database.
    """
    if visit.sitting.noted or place.watched or isinstance(answer, Missing):
        return
    path, about = place.path, " ".join(visit.named.values())
    wrong = isinstance(answer, Shown) and answer.status != 200
    if doing and path in DEEDS and not wrong:
        visit.sitting.notes(DEEDS[path], about)
    elif doing and not isinstance(answer, Shown) and path not in NO_DEED:
        visit.sitting.notes("sent a form", path)
    elif not wrong and path in LOOKS:
        visit.sitting.looks(LOOKS[path], about)
    elif not wrong and path not in NO_LOOK and path not in NO_DEED:
        visit.sitting.looks("opened a page", path)
