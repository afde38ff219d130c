"""People: one is found by a number that they give, looked at, unlinked from an address, forgotten.

Every look and every act stands in the audit, also the look for somebody who is not there. Nobody
of the team is unlinked or forgotten here: that would be a way of taking their role. Nor is anybody
by a coordinator of one of their groups alone: the others have a say in it, too.
"""

from typing import Literal, TypeAlias

from bot.course.messages import Message, Simple
from bot.service.desk.sitting import Sitting
from bot.store import certificates, learners, outbox, people, threads
from bot.store.people import Person

Became: TypeAlias = Literal["done", "refused", "missing"]
"""What became of an act. "refused": only somebody else may do it. That is said after an act and
never before, and not why: else it would show who has complained.
"""
LONGEST_NAME = 64
"""Characters of a number that may be looked for."""


def seek(sitting: Sitting, name: str) -> str | None:
    """The number of the person whom a number or a certificate's number names, if within reach."""
    wanted = "".join(name.split())[:LONGEST_NAME]
    found = people.called(sitting.tx, wanted, sitting.rights.reach("people")) if wanted else None
    if found is None:
        sitting.notes("looked in vain", "")
    return found


def look(sitting: Sitting, number: str) -> Person | None:
    found = _find(sitting, number)
    if found is None:
        sitting.notes("looked in vain", "")
    else:
        sitting.notes("looked at", found.learner_id)
    return found


def has_certificates(sitting: Sitting, person: Person) -> bool:
    return certificates.has_any(sitting.tx, person.learner_id)


def is_of_the_team(sitting: Sitting, person: Person) -> bool:
    """Somebody with a role, whom no act here concerns."""
    return person.learner_id == sitting.who or bool(sitting.rights_of(person.learner_id).grants)


def _is_elsewhere(sitting: Sitting, person: Person) -> bool:
    """Whether they are in a group, or hope for a place in one, that is out of reach."""
    return people.is_beyond(sitting.tx, person.learner_id, sitting.rights.reach("people"))


def _has_complained(sitting: Sitting, person: Person) -> bool:
    """Whether a complaint of theirs lies here, which only an administrator may erase with them."""
    everybody = sitting.rights.role == "administrator"
    return not everybody and threads.has_complaint(sitting.tx, person.learner_id)


def unlink(sitting: Sitting, number: str, place: int) -> Became:
    """The address is this person's no more. Whoever is there begins as somebody new."""
    found = _within_power(sitting, number)
    if found is None or not 1 <= place <= len(found.places):
        return "missing"
    if _is_elsewhere(sitting, found):
        sitting.notes("may not unlink", found.learner_id)
        return "refused"
    address = learners.addresses(sitting.tx, found.learner_id)[place - 1]
    people.unlink(sitting.tx, found.learner_id, address, sitting.now)
    sitting.notes(f"unlinked {address.channel}", found.learner_id)
    return "done"


def forget(sitting: Sitting, number: str, *, keep_certificates: bool) -> Became:
    """Everything about this person is gone; they are told so where they are reached.

    The bytes go with the next `truncate_log`.
    """
    found = _within_power(sitting, number)
    if found is None:
        return "missing"
    if _is_elsewhere(sitting, found) or _has_complained(sitting, found):
        sitting.notes("may not forget", found.learner_id)
        return "refused"
    whose = found.learner_id
    address, learner = learners.reached_at(sitting.tx, whose), learners.state(sitting.tx, whose)
    if keep_certificates:
        certificates.keep_after_erasure(sitting.tx, whose)
    learners.erase(sitting.tx, whose)
    sitting.notes("forgot", whose)
    if address and learner:
        outbox.add(
            sitting.tx, address, None, 0, [Message(body=Simple(what="forgotten"))],
            language=learner.language, pictures=False, now=sitting.now,
        )  # fmt: skip
    return "done"


def _find(sitting: Sitting, number: str) -> Person | None:
    return people.find(sitting.tx, number, sitting.rights.reach("people"))


def _within_power(sitting: Sitting, number: str) -> Person | None:
    found = _find(sitting, number)
    return None if found is None or is_of_the_team(sitting, found) else found
