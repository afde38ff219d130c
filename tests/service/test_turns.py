"""The turn transaction: once, whole, and only for the person whose button it was."""

from dataclasses import replace

import pytest

from bot.course.inputs import Arrived
from bot.course.messages import CourseCard, Note, Questioned, Said, Simple, Welcome
from bot.service.received import Blocked, InGroup, Tapped, Typed, Unblocked
from bot.store import inbox, learners
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.writer import Writer
from tests.service.house import ANNA, BOHDAN, NOW, Talk, messages, received, turns

GROUP = Address(channel="telegram", address="-100")


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    return Talk(writer, await turns(writer))


@pytest.fixture
async def anna(talk: Talk) -> Talk:
    """Anna stands at the first message of the first episode."""
    await talk(Arrived(course="short"))
    await talk.press()
    await talk(Tapped(token=await talk.token(), index=0))
    return talk


async def test_a_button_does_what_it_says(anna: Talk) -> None:
    (message,) = await anna(Tapped(token=await anna.token(), index=0))
    assert isinstance(message.body, Said)
    assert message.body.at.step == "message-1"


async def test_somebody_else_s_token_opens_nothing(anna: Talk) -> None:
    """Neither whose it is nor that it exists can be seen from the answer."""
    token = await anna.token()
    await anna(Arrived(), BOHDAN)
    await anna.press(BOHDAN)
    foreign = await anna(Tapped(token=token, index=0), BOHDAN)
    made_up = await anna(Tapped(token="A" * len(token), index=0), BOHDAN)
    assert foreign == made_up
    assert [each.note for each in foreign] == [Note.UNKNOWN_BUTTON]
    (message,) = await anna(Tapped(token=token, index=0))
    assert isinstance(message.body, Said)


@pytest.mark.parametrize("index", [1, 2, 99, 10**9, -1])
async def test_a_place_that_no_keyboard_has(anna: Talk, index: int) -> None:
    (message,) = await anna(Tapped(token=await anna.token(), index=index))
    assert message.note is Note.UNKNOWN_BUTTON


async def test_the_words_of_a_button_press_it(anna: Talk) -> None:
    (message,) = await anna(Typed(text="  cOnTiNuE "))
    assert isinstance(message.body, Said)
    assert message.body.at.step == "message-1"
    (message,) = await anna(Typed(text="Continue"))
    assert isinstance(message.body, Questioned)


async def test_other_words_press_nothing(anna: Talk) -> None:
    (message,) = await anna(Typed(text="Continue, please"))
    assert message.body.kind == "feedback-offered"


async def test_a_command_comes_before_a_button(anna: Talk) -> None:
    (message,) = await anna(Typed(text="/help"))
    assert message.body == Simple(what="help")


async def test_an_update_takes_effect_once(anna: Talk) -> None:
    same = Update(channel="telegram", update_id="again", body="{}")
    await anna.writer.run(lambda tx: inbox.put(tx, [same], NOW))
    number = anna.updates + 1
    asked = received(Typed(text="/help"))
    before = len(await anna.writer.run(lambda tx: messages(tx, ANNA)))
    for _ in range(3):
        await anna.writer.run(lambda tx: anna.turns.take(tx, number, asked, NOW))
    assert len(await anna.writer.run(lambda tx: messages(tx, ANNA))) == before + 1


async def test_what_fails_leaves_no_trace(anna: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The update, the state, the facts and the messages are one transaction."""

    async def everything() -> list[str]:
        return await anna.writer.run(lambda tx: list(tx.iterdump()))

    same = Update(channel="telegram", update_id="broken", body="{}")
    await anna.writer.run(lambda tx: inbox.put(tx, [same], NOW))
    before = await everything()

    def fails(*_: object, **__: object) -> None:
        raise LookupError("at the very end")

    with monkeypatch.context() as patch:
        patch.setattr("bot.service.turns.outbox.add", fails)
        with pytest.raises(LookupError):
            await anna.writer.run(
                lambda tx: anna.turns.take(tx, anna.updates + 1, received(Typed(text="/help")), NOW)
            )
    assert await everything() == before


async def test_in_a_group_it_says_once_that_it_works_in_private(talk: Talk) -> None:
    first = await talk(InGroup(), GROUP)
    again = await talk(InGroup(), GROUP)
    assert [each.body for each in (*first, *again)] == [Simple(what="private-only")]
    assert await talk.writer.run(lambda tx: learners.find(tx, GROUP)) is None


async def test_whoever_blocks_us_is_sent_nothing_until_they_come_back(anna: Talk) -> None:
    async def reachable() -> bool:
        found = await anna.writer.run(lambda tx: learners.find(tx, ANNA))
        assert found is not None
        return found.reachable

    assert await anna(Blocked()) == []
    assert not await reachable()
    assert await anna(Unblocked()) == []
    assert await reachable()
    await anna(Blocked())
    (message,) = await anna(Typed(text="/continue"))
    assert isinstance(message.body, Said)
    assert await reachable()


async def test_before_consent_only_language_and_course_are_kept(talk: Talk) -> None:
    await talk(Arrived(course="short"))
    (message,) = await talk(Typed(text="my secret words"))
    assert isinstance(message.body, Welcome)
    dump = await talk.writer.run(lambda tx: "\n".join(tx.iterdump()))
    assert "my secret words" not in dump
    found = await talk.writer.run(lambda tx: learners.find(tx, ANNA))
    assert found is not None
    assert (found.learner.invited_to, found.learner.language) == ("short", "en")


async def test_words_are_heard_although_the_course_on_the_card_is_gone(talk: Talk) -> None:
    """The card was shown, the lessons were taken away, and nobody was inside."""
    await talk(Arrived())
    *_, card = await talk.press()
    assert isinstance(card.body, CourseCard)
    empty = replace(talk.turns.view.shelf, offered={}, releases={})
    later = Talk(talk.writer, replace(talk.turns, view=replace(talk.turns.view, shelf=empty)))
    later.updates = talk.updates
    assert await later(Typed(text="hello")) != []
    assert await later(Tapped(token=await talk.token(), index=0)) != []
