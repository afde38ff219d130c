"""What people do on Telegram besides reading and answering: each has a sensible outcome."""

import asyncio
from datetime import timedelta

import pytest

from bot.course.messages import Label, Note, SimpleKind
from tests.botapi import Slow
from tests.channels.conftest import Stage
from tests.channels.scripts import enter, only, to_the_quiz
from tests.channels.spoken import button, note, sentence, welcome, words
from tests.program.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="session")

KINDS = (
    "photo voice sticker video audio document animation video_note location contact dice poll venue"
)


SAID: dict[str, SimpleKind] = {
    "voice": "voice-unheard", "audio": "voice-unheard", "video_note": "voice-unheard",
    "photo": "file-unkept", "video": "file-unkept", "document": "file-unkept",
    "animation": "file-unkept",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS.split())
async def test_what_cannot_be_read_is_said_so_and_changes_nothing(kind: str, stage: Stage) -> None:
    """Nothing of it is fetched from Telegram."""
    talker = await stage.on_telegram()
    await to_the_quiz(talker, "en")
    await talker.person.send(kind)
    await talker.look()
    assert only(talker).words == sentence(SAID.get(kind, "unreadable"))
    assert stage.telegram.calls.of("getFile") == []
    await talker.press(button(Label.CONTINUE))
    assert len(only(talker).labels) == 2


async def test_an_edited_message_does_not_count(stage: Stage) -> None:
    talker = await stage.on_telegram("uk")
    await enter(talker, "uk")
    await talker.say("/feedback")
    await talker.say("first words")
    await talker.person.edit_text("second words")
    await talker.look()
    assert only(talker).words == sentence("edit-unseen", "uk")
    await talker.say("/export")
    assert [each["text"] for each in (await talker.download())["feedback"]] == ["first words"]


async def test_a_deleted_message_is_no_matter(stage: Stage) -> None:
    """The bot's settings are deleted; a press on what is still on another screen works."""
    stage.refusals.add("message to edit not found")
    talker = await stage.on_telegram()
    await enter(talker, "en")
    await talker.say("/settings")
    message = talker.person.last
    await talker.person.delete(message)
    data = message.buttons[7].data
    assert data is not None
    await talker.person.forge(data, message)
    await talker.look()
    assert button(Label.PICTURES_ON) in only(talker).labels
    assert not only(talker).changed


async def test_blocked_and_unblocked(stage: Stage) -> None:
    talker = await stage.on_telegram("uk")
    await enter(talker, "uk")
    before = len(talker.person.messages)
    await talker.person.block()
    await talker.look()
    await talker.person.unblock()
    await talker.look()
    assert len(talker.person.messages) == before
    await talker.say("/continue")
    assert only(talker).labels


async def test_blocked_while_a_message_is_on_its_way(stage: Stage) -> None:
    stage.refusals.add("blocked by the user")
    talker = await stage.on_telegram()
    await enter(talker, "en")
    stage.telegram.faults.add(
        Slow(seconds=0.3), method="sendMessage", chat_id=talker.person.user_id
    )
    await talker.person.send_text("/help")
    await talker.person.send_text("/privacy")
    await asyncio.sleep(0.1)
    await talker.person.block()
    await stage.epizod.idle()
    await talker.person.start()
    await talker.look()
    assert only(talker).words.startswith(note(Note.BACK))


@pytest.mark.parametrize("how", ["added", "spoken to", "both"])
async def test_a_group_is_told_and_left(how: str, stage: Stage) -> None:
    stage.refusals.add("bot is not a member of")
    person = (await stage.on_telegram()).person
    group = stage.telegram.group(-1_001_000_000_000 - next(stage.numbers), "Office")
    await person.add_bot(group)
    if how != "added":
        await person.send_text("/start pp", group)
    await until(lambda: not group.has_bot)
    await stage.epizod.idle()
    assert [words(message.text) for message in group.received] == [sentence("private-only")]
    assert person.received == []


async def test_a_button_of_another_person(stage: Stage) -> None:
    anna, ben = await stage.on_telegram(), await stage.on_telegram()
    await to_the_quiz(anna, "en")
    await enter(ben, "en")
    here = only(ben)
    data = anna.person.last.buttons[1].data
    assert data is not None
    for forged in (data, data + "0", "1:aaaaaaaaaaaa:0", "settings", "1:" + "x" * 40):
        await ben.person.forge(forged)
        await ben.look()
        assert only(ben).words == f"{note(Note.UNKNOWN_BUTTON)} {here.words}"
    await anna.press(only(anna).labels[1])
    assert only(anna).changed


async def test_a_stranger_s_forged_button_begins_at_the_beginning(stage: Stage) -> None:
    anna, ben = await stage.on_telegram(), await stage.on_telegram("uk")
    await to_the_quiz(anna, "en")
    data = anna.person.last.buttons[1].data
    assert data is not None
    await ben.start()
    await ben.person.forge(data)
    await ben.look()
    assert only(ben).words.endswith(welcome("uk"))


async def test_two_devices_press_different_answers_at_once(stage: Stage) -> None:
    """One of them is the answer; the other gets told where things stand."""
    talker = await stage.on_telegram()
    await to_the_quiz(talker, "en")
    message = talker.person.last
    first, second = (b.data for b in message.buttons)
    assert first
    assert second
    await asyncio.gather(talker.person.forge(second, message), talker.person.forge(first, message))
    await talker.look({m.message_id: len(m.edits) for m in talker.person.received if m != message})
    verdict = [screen for screen in talker.seen if screen.changed]
    assert verdict[0].labels == [button(Label.CONTINUE)]
    await talker.say("/export")
    answers = [a["response"] for a in (await talker.download())["answers"]]
    assert answers == [[2]]


async def test_two_devices_press_continue_at_once_again_and_again(stage: Stage) -> None:
    """However they press, every message comes once and the answer counts once."""
    talker = await stage.on_telegram()
    await enter(talker, "en")
    seen = [only(talker)]
    for _ in range(5):
        message = talker.person.last
        data = message.buttons[-1].data
        assert data is not None
        await asyncio.gather(*(talker.person.forge(data, message) for _ in range(4)))
        await talker.look()
        seen += [screen for screen in talker.seen if not screen.changed]
    texts = [screen.words for screen in seen]
    assert len(texts) == len(set(texts))
    assert not stage.telegram.calls.duplicates(talker.person.user_id)


async def test_the_same_person_on_the_page_is_somebody_else(stage: Stage) -> None:
    there, here = await stage.on_telegram(), await stage.on_the_web()
    await to_the_quiz(there, "en")
    await here.start()
    assert only(here).words == welcome()


async def test_erasing_while_a_message_is_on_its_way(stage: Stage) -> None:
    """The farewell comes, whatever was under way, and nobody else's message is lost."""
    talker, other = await stage.on_telegram(), await stage.on_telegram()
    await enter(talker, "en")
    await talker.say("/forget")
    asked = talker.person.last
    await enter(other, "en")
    data = next(b.data for b in asked.buttons if b.text == button(Label.FORGET))
    assert data is not None
    stage.telegram.faults.add(
        Slow(seconds=0.4), method="sendMessage", chat_id=talker.person.user_id
    )
    await talker.person.send_text("/help")
    await asyncio.sleep(0.15)
    await talker.person.forge(data, asked)
    await asyncio.sleep(0.1)
    await other.say("/help")
    assert only(other).words == sentence("help")
    await talker.look()
    assert sentence("forgotten") in [words(m.text) for m in talker.person.received]


async def test_presses_are_answered_within_a_moment(stage: Stage) -> None:
    talker = await stage.on_telegram()
    await enter(talker, "en")
    presses = [p for p in stage.telegram.telegram.queries.all.values() if p.waited is not None]
    assert presses
    assert max(p.waited or 0 for p in presses) < timedelta(seconds=1).total_seconds()
