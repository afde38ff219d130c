"""What is done with groups at the desk, in the chat or on a page. Each looks at its reach itself.

Who makes a group and is not over everything is from then on coordinator of it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.course.desk.groups import Decision, GroupLine, Listed
from bot.course.desk.rights import Grant
from bot.course.groups import LONGEST_NAME, GroupKind, MembershipTold
from bot.course.messages import Message
from bot.course.scene import CONTINUE
from bot.service import membership
from bot.service.desk.sitting import Sitting
from bot.store import allowed, groups, marks, members, releases, team
from bot.store.groups import Group
from bot.store.members import Member
from bot.view.page import visible

MOST_PLACES = 100_000
MOST_WORDS = 500
"""Lines that are taken for a list at a time."""
SHORTEST_WORD = 3
LONGEST_WORD = 100
DECIDED: Mapping[Decision, str] = {
    "approve": "approved", "refuse": "refused", "remove": "removed",
}  # fmt: skip
INVITATION_BASE = "invitation.base"
"""The mark of the link that opens the bot, up to what follows `start=`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """`link` None: the address of the bot is not known."""

    command: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What has become of lines for a list: new on it, on it before, none that can be used."""

    added: int
    known: int
    refused: int


FURTHEST = timedelta(days=730)


def find(sitting: Sitting, group: str) -> Group | None:
    """The group, if it is within reach."""
    covered = sitting.rights.reach("groups").covers(group=group)
    return groups.find(sitting.tx, group) if covered else None


def listed(sitting: Sitting, start: int, limit: int) -> list[tuple[Group, GroupLine]]:
    """Those within reach, the open ones first, with how many people they have."""
    found = groups.listed(sitting.tx, sitting.rights.reach("groups"), start, limit)
    counts = groups.counts(sitting.tx, (each.id for each in found))
    return [
        (
            each,
            GroupLine(
                name=each.name, of=each.kind, people=counts[each.id].get("in", 0),
                waiting=counts[each.id].get("waiting", 0) + counts[each.id].get("offered", 0),
                asked=counts[each.id].get("asked", 0), closed=each.closed_at is not None,
            ),
        )
        for each in found
    ]  # fmt: skip


def named(words: str) -> str | None:
    """The name of a group on one line, all of it visible; None for one that is empty or too long."""
    name = " ".join(visible(words).split())
    return name if 0 < len(name) <= LONGEST_NAME else None


def make(sitting: Sitting, kind: GroupKind, name: str) -> Group | None:
    """A new group; None without the right to make one, or for a name that cannot be."""
    said = named(name)
    if said is None or not sitting.rights.may("groups"):
        return None
    made = groups.make(sitting.tx, kind, said, sitting.now)
    if not sitting.rights.reach("groups").everything:
        grant = Grant(role="coordinator", over=made.id)
        team.grant(sitting.tx, sitting.who, grant, sitting.now)
    sitting.notes("made group", made.id)
    return made


def change(sitting: Sitting, changed: Group) -> bool:
    """Keeps name, kind, course, date, places and way of joining. False: nothing is changed, because
    it is out of reach, cannot be so, or has fewer places than are taken.
    """
    before, name = find(sitting, changed.id), named(changed.name)
    known = (None, *releases.offered(sitting.tx))
    if before is None or name is None:
        return False
    if changed.course != before.course and changed.course not in known:
        return False
    if changed.starts_on not in (None, before.starts_on) and not is_near(sitting, changed):
        return False
    if changed.places is not None and not 0 < changed.places <= MOST_PLACES:
        return False
    if not groups.write(sitting.tx, replace(changed, name=name)):
        return False
    sitting.notes("changed group", changed.id)
    return True


def is_near(sitting: Sitting, group: Group) -> bool:
    """Whether the course begins within two years of now: no calendar ends there anywhere."""
    day = group.starts_on
    return day is not None and abs(day - sitting.now.date()) < FURTHEST


def begin_now(sitting: Sitting, changed: Group) -> int:
    """How many members would get the course as soon as they may be spoken to, with this change."""
    before = find(sitting, changed.id)
    if before is None or changed.course is None:
        return 0
    if changed.starts_on is not None and changed.starts_on > sitting.now.date():
        return 0
    if changed.course != before.course:
        return groups.counts(sitting.tx, [changed.id])[changed.id].get("in", 0)
    return members.yet_to_begin(sitting.tx, changed.id)


def close(sitting: Sitting, group: str, *, closed: bool = True) -> bool:
    """Nobody can join a closed group; its members stay, and their course begins on its date.

    Whether anything has changed.
    """
    found = find(sitting, group)
    if found is None or (found.closed_at is not None) == closed:
        return False
    groups.close(sitting.tx, group, sitting.now if closed else None)
    sitting.notes("closed group" if closed else "opened group again", group)
    return True


def copy(sitting: Sitting, group: str) -> Group | None:
    """A new edition: as the old one, with a link of its own, no date yet, and nobody in it."""
    old = find(sitting, group)
    made = make(sitting, old.kind, next_name(old.name)) if old else None
    if old is None or made is None:
        return None
    new = replace(made, course=old.course, places=old.places, joining=old.joining)
    groups.write(sitting.tx, new)
    return new


def next_name(name: str) -> str:
    """“Edition 5” is followed by “Edition 6”, anything else by the same with a 2."""
    numbered = re.fullmatch(r"(.*?)([0-9]{1,6})", name)
    base, number = (numbered[1], str(int(numbered[2]) + 1)) if numbered else (name + " ", "2")
    return base[: LONGEST_NAME - len(number)] + number


# --- The link ---------------------------------------------------------------------------


def invitation(sitting: Sitting, group: str) -> Invitation | None:
    found = find(sitting, group)
    if found is None:
        return None
    base = marks.get(sitting.tx, INVITATION_BASE)
    payload = f"g-{found.token}"
    return Invitation(command=f"/start {payload}", link=f"{base}{payload}" if base else None)


def renew(sitting: Sitting, group: str) -> bool:
    """The link that was given out before is dead from now on, on paper as well. False: out of reach."""
    if find(sitting, group) is None:
        return False
    groups.renew(sitting.tx, group)
    sitting.notes("renewed link", group)
    return True


# --- The list ---------------------------------------------------------------------------


def allow(sitting: Sitting, group: str, lines: Iterable[str]) -> Listing | None:
    """Puts words on the list, one a line. Only their hashes are kept. None: out of reach."""
    if find(sitting, group) is None:
        return None
    written = [each for line in lines if (each := line.strip())]
    words = [each for each in written[:MOST_WORDS] if SHORTEST_WORD <= len(each) <= LONGEST_WORD]
    added = allowed.put(sitting.tx, group, words)
    sitting.notes("added to list", group)
    return Listing(added=added, known=len(words) - added, refused=len(written) - len(words))


def empty_list(sitting: Sitting, group: str) -> bool:
    """Takes off the list what nobody has used. False: out of reach."""
    if find(sitting, group) is None:
        return False
    allowed.empty(sitting.tx, group)
    sitting.notes("emptied list", group)
    return True


# --- Members ----------------------------------------------------------------------------


def people(sitting: Sitting, group: str, state: Listed, start: int, limit: int) -> list[Member]:
    """Members by number, in the order of the list. None of a group out of reach."""
    if find(sitting, group) is None:
        return []
    return members.listed(sitting.tx, group, state, start, limit)


def decide(sitting: Sitting, group: str, number: str, decision: Decision) -> bool:
    """Whether a member was approved, refused or removed. They are told in either case."""
    found = find(sitting, group)
    member = members.numbered(sitting.tx, group, number) if found else None
    if found is None or member is None:
        return False
    match decision:
        case "approve" if member.state == "asked" and found.closed_at is None:
            members.admit(sitting.tx, group, member.learner_id, sitting.now)
            told = _admitted(sitting, found, member)
        case "refuse" if member.state == "asked":
            members.go(sitting.tx, group, member.learner_id)
            told = MembershipTold(what="refused", name=found.name)
        case "remove" if member.state != "asked":
            members.go(sitting.tx, group, member.learner_id)
            allowed.strike(sitting.tx, group, member.learner_id)
            told = MembershipTold(what="removed", name=found.name)
        case _:
            return False
    sitting.notes(f"{DECIDED[decision]} in group", group)
    if member.learner_id != sitting.who:
        message = Message(body=told, buttons=(*membership.MY_GROUPS, *CONTINUE))
        membership.tell(sitting.tx, member.learner_id, message, sitting.now)
    return True


def _admitted(sitting: Sitting, group: Group, asked: Member) -> MembershipTold:
    """In, or in the line. The course comes with the registrar's next step."""
    member = members.find(sitting.tx, group.id, asked.learner_id)
    assert member is not None
    return MembershipTold(
        what="joined" if member.state == "in" else "queued", name=group.name,
        in_line=members.place_in_line(sitting.tx, member),
        begins_on=membership.begins_on(group, member.zone, sitting.now),
    )  # fmt: skip
