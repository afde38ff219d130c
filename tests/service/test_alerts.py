"""The team is told of new messages: whoever wants it, as they want it, and not at night."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.course.desk.inbox import AlertsShown, InboxShown, NewThreads, ThreadShown
from bot.course.desk.labels import DeskLabel
from bot.course.inputs import ZoneChosen
from bot.course.messages import Label, Message
from bot.service.alerts import Alerts
from bot.service.received import Blocked, Typed
from bot.store.outbox import Priority
from bot.store.writer import Writer
from tests.service.house import ANNA, BOHDAN, Talk
from tests.service.inbox import appointed, did, dismissed, group, id_of, inbox, rows
from tests.service.test_desk import BOSS, feedback, opened, shown, tap

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """Bohdan of the team, in Kyiv, wants to be told of each message."""
    talk = await opened(writer)
    talk.clock.now = NOON
    await appointed(talk, BOHDAN)
    await did(talk, ZoneChosen(zone="Europe/Kyiv"), BOHDAN)
    await choose(talk, 0)
    talk.clock.forward(minutes=5)
    return talk


async def choose(talk: Talk, place: int) -> Message:
    """The switch at the desk."""
    await inbox(talk)
    await tap(talk, DeskLabel.ALERTS, BOHDAN)
    return await tap(talk, DeskLabel.ALERT, BOHDAN, place)


async def told(talk: Talk) -> list[Message]:
    """What Bohdan is told of now."""
    before = len(await shown(talk, BOHDAN))
    alerts = Alerts(talk.writer, talk.clock, lambda: None, {BOSS.address})
    await talk.writer.run(alerts.tell)
    return (await shown(talk, BOHDAN))[before:]


async def test_nobody_is_told_who_has_not_asked_for_it(talk: Talk) -> None:
    assert (await choose(talk, 1)).body == AlertsShown(how=None)
    await feedback(talk, "Hello")
    assert await told(talk) == []


async def test_the_switch_has_three_positions(talk: Talk) -> None:
    assert (await choose(talk, 0)).body == AlertsShown(how="hourly")
    assert (await tap(talk, DeskLabel.ALERT, BOHDAN, 1)).body == AlertsShown(how=None)
    assert (await tap(talk, DeskLabel.ALERT, BOHDAN, 0)).body == AlertsShown(how="each")
    assert isinstance((await tap(talk, Label.BACK, BOHDAN)).body, InboxShown)


async def test_a_new_message_comes_as_a_card_once(talk: Talk) -> None:
    await feedback(talk, "Hello")
    (card,) = await told(talk)
    assert isinstance(card.body, ThreadShown)
    assert ([e.text for e in card.body.entries], card.body.state) == (["Hello"], "new")
    assert DeskLabel.REPLY in [button.label for row in card.buttons for button in row]
    talk.clock.forward(days=1)
    assert await told(talk) == []


async def test_a_card_is_no_hurry(talk: Talk) -> None:
    await feedback(talk, "Hello")
    await told(talk)
    sql = "SELECT priority FROM outbox WHERE address = ? ORDER BY id DESC LIMIT 1"
    assert await rows(talk, sql, BOHDAN.address) == [(Priority.PROMPT,)]


async def test_what_comes_together_is_told_together(talk: Talk) -> None:
    for person in (ANNA, BOSS):
        await talk(Typed(text="/feedback"), person)
        await talk(Typed(text="Hello"), person)
    talk.clock.forward(seconds=10)
    assert [message.body for message in await told(talk)] == [NewThreads(count=2)]


async def test_what_comes_within_a_minute_waits_for_the_next(talk: Talk) -> None:
    await feedback(talk, "First")
    assert len(await told(talk)) == 1
    await talk(Typed(text="/feedback"))
    await talk(Typed(text="Second"))
    talk.clock.forward(seconds=30)
    assert await told(talk) == []
    talk.clock.forward(seconds=31)
    assert len(await told(talk)) == 1


async def test_once_an_hour_at_most_with_the_count(talk: Talk) -> None:
    await choose(talk, 0)
    await feedback(talk, "First")
    assert await told(talk) == []
    talk.clock.forward(hours=1)
    assert [m.body for m in await told(talk)] == [NewThreads(count=1)]
    await feedback(talk, "Second")
    await feedback(talk, "Third", BOSS)
    talk.clock.forward(minutes=50)
    assert await told(talk) == []
    talk.clock.forward(minutes=10)
    assert [m.body for m in await told(talk)] == [NewThreads(count=2)]


async def test_the_night_of_their_own_zone_is_quiet(talk: Talk) -> None:
    """In Kyiv it is two hours later than in UTC in March."""
    talk.clock.now = NOON + timedelta(hours=7)
    await feedback(talk, "At nine in the evening")
    for _ in range(9):
        assert await told(talk) == []
        talk.clock.forward(hours=1)
    await feedback(talk, "Before seven", BOSS)
    assert talk.clock.now == NOON + timedelta(hours=16, minutes=2)
    assert await told(talk) == []
    talk.clock.forward(hours=1)
    assert [m.body for m in await told(talk)] == [NewThreads(count=2)]


async def test_what_was_opened_meanwhile_is_not_told_of(talk: Talk) -> None:
    await feedback(talk, "Hello")
    await inbox(talk, BOSS)
    await tap(talk, DeskLabel.THREAD, BOSS)
    assert await told(talk) == []


async def test_a_thread_that_becomes_new_again_is_told_of_again(talk: Talk) -> None:
    await feedback(talk, "First")
    await told(talk)
    talk.clock.forward(minutes=5)
    await feedback(talk, "Second")
    (card,) = await told(talk)
    assert isinstance(card.body, ThreadShown)
    assert [entry.text for entry in card.body.entries] == ["First", "Second"]


async def test_nobody_is_told_of_their_own_words(talk: Talk) -> None:
    await feedback(talk, "I wrote this myself", BOHDAN)
    assert await told(talk) == []


async def test_only_what_is_within_reach_is_told_of(talk: Talk) -> None:
    await group(talk, "north", BOSS)
    await dismissed(talk, BOHDAN)
    await appointed(talk, BOHDAN, over="north")
    await feedback(talk, "Not from the north")
    assert await told(talk) == []
    await feedback(talk, "From the north", BOSS)
    (card,) = await told(talk)
    assert isinstance(card.body, ThreadShown)
    assert [entry.text for entry in card.body.entries] == ["From the north"]


async def test_whoever_has_left_the_team_is_told_nothing(talk: Talk) -> None:
    await dismissed(talk, BOHDAN)
    await feedback(talk, "Hello")
    assert await told(talk) == []


async def test_whoever_cannot_be_reached_is_told_when_they_are_back(talk: Talk) -> None:
    await talk(Blocked(), BOHDAN)
    await feedback(talk, "Hello")
    assert await told(talk) == []
    await talk(Typed(text="/help"), BOHDAN)
    assert len(await told(talk)) == 1


async def test_a_thread_that_is_written_in_the_same_moment_is_told_of_once(talk: Talk) -> None:
    """As what has its time to the millisecond in common with the telling."""
    await talk(Typed(text="/feedback"))
    await talk(Typed(text="Hello"))
    assert await told(talk) == []
    talk.clock.forward(minutes=2)
    assert len(await told(talk)) == 1
    talk.clock.forward(minutes=2)
    assert await told(talk) == []


async def test_the_switch_goes_with_the_person(talk: Talk) -> None:
    whose = await id_of(talk, BOHDAN)
    assert await rows(talk, "SELECT learner_id FROM alerts") == [(whose,)]
    await talk.writer.run(lambda tx: tx.execute("DELETE FROM learners WHERE id = ?", (whose,)))
    assert await rows(talk, "SELECT learner_id FROM alerts") == []
