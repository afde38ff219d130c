"""Erasing somebody from the desk: a complaint goes only by an administrator's hand."""

import pytest

from bot.service.desk import people
from bot.service.desk.sitting import sit
from bot.store import learners, threads
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.announcing import IVAN, OLHA, at_the_desk, person
from tests.service.announcing import learners as walkers
from tests.service.house import Talk
from tests.service.test_desk import feedback


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """Olha administers, Ivan coordinates; somebody has complained."""
    talk = await at_the_desk(writer)
    await walkers(talk, 1)
    await feedback(talk, "I complain.", person(0))

    def mark(tx: Tx) -> None:
        [row] = tx.execute("SELECT thread FROM threads").fetchall()
        threads.mark_complaint(tx, row["thread"])

    await writer.run(mark)
    return talk


async def forgotten(talk: Talk, by: Address) -> bool:
    def job(tx: Tx) -> bool:
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
    assert await forgotten(talk, IVAN) is False
    assert await complaints(talk) == 1


async def test_an_administrator_does(talk: Talk) -> None:
    assert await forgotten(talk, OLHA) is True
    assert await complaints(talk) == 0
