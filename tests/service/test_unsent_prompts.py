"""A prompt that could not leave: taken back, and due again, when its day or its sense is over."""

from datetime import timedelta

import pytest

from bot.course.inputs import Arrived
from bot.course.messages import Prompted
from bot.service.clockwork import Clockwork
from bot.service.received import Tapped, Typed
from bot.store import learners, outbox
from bot.store.learners import Found
from bot.store.writer import Tx, Writer
from tests.service.house import ANNA, Talk, turns


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """Anna stopped at the first message, four days ago; a reminder is ready and has not left."""
    talk = Talk(writer, await turns(writer))
    await talk(Arrived(course="short"))
    await talk.press()
    await talk(Tapped(token=await talk.token(), index=0))
    talk.clock.forward(days=4)
    await Clockwork(writer, talk.turns, talk.clock, lambda: None).fire_due()
    assert (await anna(talk)).learner.reminded == 1
    return talk


async def anna(talk: Talk) -> Found:
    found = await talk.writer.run(lambda tx: learners.find(tx, ANNA))
    assert found is not None
    return found


async def left(talk: Talk) -> list[bool]:
    """Of everything that leaves now: whether it is a prompt."""

    def job(tx: Tx) -> list[bool]:
        sent = []
        while claimed := outbox.claim(
            tx, "telegram", talk.clock(), 9, timedelta(minutes=1), lambda _: True
        ):
            for each in claimed:
                sent.append(isinstance(each.message.body, Prompted))
                outbox.settle(tx, outbox.Settled(id=each.id, status="sent"), talk.clock())
        return sent

    return await talk.writer.run(job)


async def test_it_leaves_in_its_time(talk: Talk) -> None:
    assert (await left(talk))[-1]


async def test_whoever_speaks_meanwhile_is_not_reminded(talk: Talk) -> None:
    await talk(Typed(text="/settings"))
    assert not any(await left(talk))
    assert (await anna(talk)).learner.reminded == 0


async def test_when_its_day_is_over_it_comes_on_another(talk: Talk) -> None:
    talk.clock.forward(hours=12)
    clockwork = Clockwork(talk.writer, talk.turns, talk.clock, lambda: None)
    await clockwork.fire_due()
    assert not any(await left(talk))
    learner = (await anna(talk)).learner
    assert (learner.reminded, learner.wake_at is not None) == (0, True)
    talk.clock.forward(hours=10)
    await clockwork.fire_due()
    assert await left(talk) == [True]
