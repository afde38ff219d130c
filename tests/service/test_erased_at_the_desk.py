"""Erasing and unlinking from the desk: a complaint goes only by an administrator's hand, and nobody
is erased by the coordinator of one of their groups alone.
"""

import pytest

from bot.course.desk.groups import MemberDecided
from bot.course.desk.inbox import AnswerBegun, AnswerDecided, ThreadMarked, ThreadOpened
from bot.course.inputs import Arrived
from bot.service.desk import people
from bot.service.desk.people import Became
from bot.service.desk.sitting import sit
from bot.service.received import Typed
from bot.store import learners, threads
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.announcing import IVAN, OLHA, at_the_desk, person
from tests.service.announcing import learners as walkers
from tests.service.house import Talk
from tests.service.inbox import appointed, did, dismissed, group, rows
from tests.service.test_desk import feedback

MARIA = Address(channel="telegram", address="1002")


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """Olha administers, Ivan coordinates, Maria may come to; somebody has complained."""
    talk = await at_the_desk(writer)
    await walkers(talk, 1)
    await talk(Arrived(course="short"), MARIA)
    await talk.press(MARIA)
    await feedback(talk, "I complain.", person(0))

    def mark(tx: Tx) -> None:
        [row] = tx.execute("SELECT thread FROM threads").fetchall()
        threads.mark_complaint(tx, row["thread"])

    await writer.run(mark)
    return talk


async def forgotten(talk: Talk, by: Address) -> Became:
    def job(tx: Tx) -> Became:
        whose, mine = learners.find(tx, person(0)), learners.find(tx, by)
        assert whose is not None
        assert mine is not None
        sql = "SELECT number FROM learners WHERE id = ?"
        number = tx.execute(sql, (whose.id,)).fetchone()["number"]
        sitting = sit(tx, mine.id, {OLHA.address}, talk.clock())
        return people.forget(sitting, number, keep_certificates=False)

    return await talk.writer.run(job)


async def complaints(talk: Talk) -> int:
    sql = "SELECT count(*) AS n FROM threads WHERE complaint = 1"
    return int(await talk.writer.run(lambda tx: tx.execute(sql).fetchone()["n"]))


async def test_a_coordinator_does_not_erase_a_complaint_with_the_person(talk: Talk) -> None:
    assert await forgotten(talk, IVAN) == "refused"
    assert await complaints(talk) == 1


async def test_an_administrator_does(talk: Talk) -> None:
    assert await forgotten(talk, OLHA) == "done"
    assert await complaints(talk) == 0


async def test_a_complaint_that_another_has_marked_meanwhile_counts(talk: Talk) -> None:
    """Ivan had the page open on which he erases them; Maria reads what they wrote."""
    await unmarked(talk)
    (row,) = await rows(talk, "SELECT thread FROM threads")
    await appointed(talk, MARIA)
    await did(talk, ThreadMarked(thread=str(row[0]), mark="complaint"), MARIA)
    assert await forgotten(talk, IVAN) == "refused"
    assert await complaints(talk) == 1
    assert await rows(talk, "SELECT action FROM audit ORDER BY id DESC LIMIT 1") == [
        ("may not forget",)
    ]


async def test_nothing_that_coordinators_do_ends_a_complaint(talk: Talk) -> None:
    """Closed, answered, opened anew, its author unlinked and removed from the group, and time."""
    await appointed(talk, MARIA)
    await group(talk, "north", person(0))
    ((thread, number),) = await rows(
        talk, "SELECT t.thread, l.number FROM threads t JOIN learners l ON l.id = t.learner_id"
    )
    name = str(thread)
    for action in (
        ThreadMarked(thread=name, mark="done"), ThreadMarked(thread=name, mark="open"),
        ThreadMarked(thread=name, mark="complaint"), ThreadMarked(thread=name, mark="done"),
        MemberDecided(group="north", number=str(number), decision="remove", sure=True),
    ):  # fmt: skip
        for who in (IVAN, MARIA):
            await did(talk, action, who)
            assert await complaints(talk) == 1
    await did(talk, ThreadOpened(thread=name), MARIA)
    await answer_to(talk, name)
    await feedback(talk, "More of it.", person(0))
    talk.clock.forward(days=1000)
    await talk.writer.run(lambda tx: threads.forget_anonymous(tx, talk.clock(), 9))
    assert await forgotten(talk, IVAN) == "refused"
    assert await unlinked(talk, IVAN) == "done"
    assert await complaints(talk) == 1


async def answer_to(talk: Talk, thread: str) -> None:
    await did(talk, AnswerBegun(thread=thread), IVAN)
    await talk(Typed(text="We look into it."), IVAN)
    await did(talk, AnswerDecided(thread=thread, send=True), IVAN)


# --- Somebody of more groups than one ---------------------------------------------------


@pytest.mark.parametrize("state", ["in", "asked", "waiting"])
async def test_the_coordinator_of_one_group_does_not_act_on_somebody_of_another(
    talk: Talk, state: str
) -> None:
    """Whoever coordinates both may, and whoever coordinates everybody."""
    await unmarked(talk)
    await group(talk, "north", person(0))
    await group(talk, "south", person(0))
    await rows(talk, "UPDATE members SET state = ? WHERE group_id = 'south'", state)
    await dismissed(talk, IVAN)
    await appointed(talk, IVAN, over="north")
    assert await unlinked(talk, IVAN) == "refused"
    assert await forgotten(talk, IVAN) == "refused"
    assert await rows(talk, "SELECT action FROM audit WHERE action LIKE 'may not%'") == [
        ("may not unlink",), ("may not forget",),
    ]  # fmt: skip
    await appointed(talk, IVAN, over="south")
    assert await unlinked(talk, IVAN) == "done"
    ((number,), *_) = await rows(
        talk, "SELECT l.number FROM learners l JOIN members m ON m.learner_id = l.id"
    )

    def job(tx: Tx) -> Became:
        sitting = sit(tx, whose(tx, IVAN), {OLHA.address}, talk.clock())
        return people.forget(sitting, str(number), keep_certificates=False)

    assert await talk.writer.run(job) == "done"


async def test_a_person_of_no_other_group_is_the_coordinator_s_to_erase(talk: Talk) -> None:
    await unmarked(talk)
    await group(talk, "north", person(0))
    await dismissed(talk, IVAN)
    await appointed(talk, IVAN, over="north")
    assert await forgotten(talk, IVAN) == "done"


async def test_an_address_that_is_not_there_does_not_tell_who_has_complained(talk: Talk) -> None:
    """A harmless act that is refused would be a way of asking."""
    assert await unlinked(talk, IVAN, place=9) == "missing"
    await unmarked(talk)
    assert await unlinked(talk, IVAN, place=9) == "missing"


async def unmarked(talk: Talk) -> None:
    await rows(talk, "UPDATE threads SET complaint = 0")


async def unlinked(talk: Talk, by: Address, place: int = 1) -> Became:
    def job(tx: Tx) -> Became:
        found = learners.find(tx, person(0))
        assert found is not None
        sql = "SELECT number FROM learners WHERE id = ?"
        number = tx.execute(sql, (found.id,)).fetchone()["number"]
        return people.unlink(sit(tx, whose(tx, by), {OLHA.address}, talk.clock()), number, place)

    return await talk.writer.run(job)


def whose(tx: Tx, who: Address) -> str:
    found = learners.find(tx, who)
    assert found is not None
    return found.id
