"""What changes between the freeze and the sending: who has left does not get it any more."""

import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.course.desk.announcement import Audience, Outcome, Why
from bot.course.desk.rights import Reach
from bot.service.desk.sitting import sit
from bot.store import announcements, team
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.announcing import (
    IVAN,
    OLHA,
    TEXT,
    announced,
    announcer,
    at_the_desk,
    everything_sent,
    person,
    sent_out,
)
from tests.service.announcing import learners as walkers
from tests.service.house import Talk
from tests.service.inbox import appointed, dismissed, erase, group, id_of, rows


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """Four learn, all of them in the north; Ivan coordinates that group."""
    talk = await at_the_desk(writer)
    people = await walkers(talk, 4)
    await group(talk, "north", *people)
    await group(talk, "south", person(3))
    await dismissed(talk, IVAN)
    await appointed(talk, IVAN, over="north")
    await everything_sent(talk)
    return talk


async def frozen(talk: Talk, who: Address = IVAN, **audience: Any) -> str:
    """It is under way, and nothing of it has left."""
    whose = await id_of(talk, who)

    def job(tx: Tx) -> str:
        name = announcements.begin(tx, whose, talk.clock())
        tx.execute(
            "UPDATE announcements SET texts = json_object('en', ?) WHERE id = ?", (TEXT, name)
        )
        found = announcements.find(tx, name)
        assert found is not None
        draft = replace(found, audience=Audience(**audience))
        announcements.write(tx, draft)
        author = sit(tx, whose, {OLHA.address}, talk.clock())
        announcements.freeze(tx, draft, author.rights.reach("announce"), talk.clock())
        return name

    return await talk.writer.run(job)


async def left(talk: Talk, who: Address, group: str = "north") -> None:
    await rows(
        talk, "DELETE FROM members WHERE learner_id = ? AND group_id = ?", await id_of(talk, who),
        group,
    )  # fmt: skip


async def got(talk: Talk) -> list[int]:
    return [n for n in range(4) if await announced(talk, person(n))]


@pytest.mark.parametrize("audience", [{"group": "north"}, {}])
async def test_who_was_removed_from_the_group_does_not_get_it(
    talk: Talk, audience: dict[str, Any]
) -> None:
    """Whether it goes to the group, or to all within the reach of whoever coordinates it."""
    name = await frozen(talk, **audience)
    await left(talk, person(1))
    await erase(talk, person(2))
    await sent_out(talk, announcer(talk))
    assert await got(talk) == [0, 3]
    outcomes = await talk.writer.run(lambda tx: announcements.outcomes(tx, name))
    assert outcomes == {"sent": 2, "skipped": 2}
    why = await talk.writer.run(lambda tx: announcements.why(tx, name))
    assert set(why) == {
        Why(outcome="skipped", reason="left", people=1),
        Why(outcome="skipped", reason="erased", people=1),
    }


async def test_who_is_told_by_an_administrator_need_be_in_no_group(talk: Talk) -> None:
    await frozen(talk, OLHA)
    await left(talk, person(1))
    await sent_out(talk, announcer(talk))
    assert await got(talk) == [0, 1, 2, 3]


async def test_to_a_group_that_its_author_does_not_look_after_any_more_it_pauses(
    talk: Talk,
) -> None:
    """Also if they look after another group still."""
    name = await frozen(talk, group="north")
    await appointed(talk, IVAN, over="south")
    whose = await id_of(talk, IVAN)
    await talk.writer.run(lambda tx: team.take(tx, whose, "coordinator", "north"))
    await sent_out(talk, announcer(talk))
    assert await got(talk) == []
    assert await rows(talk, "SELECT state FROM announcements WHERE id = ?", name) == [("paused",)]


@pytest.mark.parametrize(("before", "after"), [("sending", "paused"), ("planned", "draft")])
@pytest.mark.parametrize(
    "broken", ['details = \'{"lasts": "x"}\'', "audience = '{\"odd\": 1}'", "texts = '{'"]
)
async def test_one_that_cannot_be_read_stands_in_nobody_s_way(
    talk: Talk, caplog: pytest.LogCaptureFixture, broken: str, before: str, after: str
) -> None:
    """It is stopped, which is logged once; others go on, and the list shows them."""
    odd = await frozen(talk, OLHA)
    await rows(talk, f"UPDATE announcements SET {broken}, state = ? WHERE id = ?", before, odd)
    name = await frozen(talk)
    with caplog.at_level(logging.ERROR):
        await sent_out(talk, announcer(talk))
    assert await got(talk) == [0, 1, 2, 3]
    assert [await announced(talk, person(n)) for n in range(4)] == [[TEXT]] * 4
    assert await rows(talk, "SELECT state FROM announcements WHERE id = ?", odd) == [(after,)]
    assert len([each for each in caplog.messages if odd in each]) == 1
    listed = await talk.writer.run(lambda tx: [each.id for each in announcements.latest(tx, 5)])
    assert listed == [name]
    assert await talk.writer.run(lambda tx: announcements.find(tx, odd)) is None


async def test_of_many_only_those_who_come_next_are_looked_at(talk: Talk) -> None:
    name = await frozen(talk)
    for number in range(4):
        await left(talk, person(number))

    def job(tx: Tx) -> dict[Outcome, int]:
        found = announcements.find(tx, name)
        assert found is not None
        north = Reach(groups=frozenset(("north",)))
        announcements.leave_out(tx, found, north, talk.clock(), 3)
        return announcements.outcomes(tx, name)

    assert await talk.writer.run(job) == {"skipped": 3, "waiting": 1}
