"""What falls due: once, if it still holds, and one that breaks delays nobody."""

from datetime import timedelta

import pytest

from bot.course.inputs import Arrived
from bot.service.clockwork import Clockwork
from bot.service.received import Typed
from bot.store import learners, timers
from bot.store.learners import Address
from bot.store.writer import Writer
from tests.service.house import ANNA, BOHDAN, NOW, Talk, turns

FAR = NOW + timedelta(days=1000)


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    return Talk(writer, await turns(writer))


@pytest.fixture
def clockwork(talk: Talk) -> Clockwork:
    return Clockwork(talk.writer, talk.turns, talk.clock, lambda: None)


async def known(talk: Talk, who: Address) -> bool:
    return await talk.writer.run(lambda tx: learners.find(tx, who)) is not None


async def test_whoever_has_not_agreed_is_forgotten_after_a_day(
    talk: Talk, clockwork: Clockwork
) -> None:
    await talk(Arrived())
    talk.clock.forward(hours=23, minutes=59)
    await clockwork.fire_due()
    assert await known(talk, ANNA)
    talk.clock.forward(minutes=1)
    await clockwork.fire_due()
    assert not await known(talk, ANNA)
    assert await talk.writer.run(lambda tx: timers.due(tx, FAR, 10)) == []


async def test_a_sign_of_life_makes_the_day_no_longer(talk: Talk, clockwork: Clockwork) -> None:
    """The notice says: 24 hours at most."""
    await talk(Arrived())
    talk.clock.forward(hours=20)
    await talk(Typed(text="/privacy"))
    talk.clock.forward(hours=4)
    await clockwork.fire_due()
    assert not await known(talk, ANNA)


async def test_whoever_has_agreed_stays(talk: Talk, clockwork: Clockwork) -> None:
    await talk(Arrived())
    await talk.press()
    talk.clock.forward(days=400)
    await clockwork.fire_due()
    assert await known(talk, ANNA)


async def test_a_clock_that_jumps_back_fires_nothing_twice(
    talk: Talk, clockwork: Clockwork
) -> None:
    await talk(Arrived())
    talk.clock.forward(days=2)
    await clockwork.fire_due()
    talk.clock.now = NOW
    await talk(Arrived())
    await clockwork.fire_due()
    assert await known(talk, ANNA)


async def test_one_that_breaks_delays_nobody_and_is_not_lost(
    talk: Talk, clockwork: Clockwork, caplog: pytest.LogCaptureFixture
) -> None:
    await talk(Arrived())
    await talk(Arrived(), BOHDAN)
    whole = await talk.writer.run(
        lambda tx: tx.execute("SELECT state FROM learners ORDER BY rowid").fetchone()["state"]
    )
    await talk.writer.run(
        lambda tx: tx.execute(
            'UPDATE learners SET state = \'{"words": "of a learner"}\' WHERE rowid = 1'
        )
    )
    talk.clock.forward(days=1)
    await clockwork.fire_due()
    assert not await known(talk, BOHDAN)
    assert "of a learner" not in caplog.text
    await talk.writer.run(
        lambda tx: tx.execute("UPDATE learners SET state = ? WHERE rowid = 1", (whole,))
    )
    talk.clock.now += timedelta(hours=2)
    await clockwork.fire_due()
    assert not await known(talk, ANNA)


async def test_more_than_one_batch(talk: Talk, clockwork: Clockwork) -> None:
    people = [Address(channel="telegram", address=str(number)) for number in range(250)]
    for person in people:
        await talk(Arrived(), person)
    talk.clock.forward(days=1)
    await clockwork.fire_due()
    assert not any([await known(talk, person) for person in people])
