"""Replies to messages: a coordinator's to the message that shows a thread, and a learner's to an answer."""

import json

import pytest

from bot.course.desk.front import DeskShown
from bot.course.desk.inbox import AnswerShown, FeedbackAnswered, InboxShown, ThreadShown
from bot.course.desk.labels import DeskLabel
from bot.course.messages import FeedbackOffered, Label, Simple
from bot.service.received import Typed
from bot.store.codec import MESSAGE, dump
from bot.store.writer import Writer
from tests.service.house import ANNA, BOHDAN, Talk
from tests.service.inbox import (
    THREADS,
    answer,
    answers,
    appointed,
    dismissed,
    erase,
    group,
    inbox,
    posted,
    rows,
    thread,
)
from tests.service.test_desk import BOSS, feedback, opened, shown, tap

CARD = "501"
"""The name that the message with the thread has in the chat of whoever it was sent to."""


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """Anna has asked something, and Bohdan of the team has it before him."""
    talk = await opened(writer)
    await appointed(talk, BOHDAN)
    await talk(Typed(text="/feedback"))
    await talk(Typed(text="Why?", message="41"))
    talk.clock.forward(minutes=1)
    await thread(talk)
    await posted(talk, BOHDAN, CARD)
    return talk


async def test_a_reply_to_the_thread_is_an_answer_sent_after_one_press(talk: Talk) -> None:
    await talk(Typed(text="/help"), BOHDAN)
    (preview,) = await talk(Typed(text="Because.", reply_to=CARD), BOHDAN)
    assert preview.body == AnswerShown(text="Because.", sent=False)
    assert await answers(talk, ANNA) == []
    assert (await tap(talk, Label.SEND, BOHDAN)).body == AnswerShown(text="Because.", sent=True)
    assert await answers(talk, ANNA) == [FeedbackAnswered(asked="Why?", answer="Because.")]


async def test_the_answer_is_a_reply_to_the_learner_s_own_message(talk: Talk) -> None:
    await answer(talk, "Because.")
    assert (await shown(talk, ANNA))[-1].answers == "41"


async def test_words_out_of_the_blue_are_answered_under_themselves(talk: Talk) -> None:
    await talk(Typed(text="A mistake in line 3", message="57"))
    await tap(talk, Label.SEND, ANNA)
    talk.clock.forward(minutes=1)
    await thread(talk)
    await answer(talk, "Thank you.")
    assert (await shown(talk, ANNA))[-1].answers == "57"


async def test_a_message_that_was_changed_in_place_counts_as_it_is_now(talk: Talk) -> None:
    """The card has become the list of threads: a reply to it is no answer to what it showed."""
    await tap(talk, Label.BACK, BOHDAN)
    await posted(talk, BOHDAN, CARD)
    await talk(Typed(text="Because.", reply_to=CARD), BOHDAN)
    assert not isinstance((await shown(talk, BOHDAN))[-1].body, AnswerShown)


async def test_the_words_of_a_button_are_words_when_they_are_a_reply(talk: Talk) -> None:
    (preview,) = await talk(Typed(text="Mark as done", reply_to=CARD), BOHDAN)
    assert preview.body == AnswerShown(text="Mark as done", sent=False)
    assert await rows(talk, "SELECT state FROM threads") == [("open",)]


async def test_a_command_is_a_command_also_as_a_reply(talk: Talk) -> None:
    (front,) = await talk(Typed(text="/desk", reply_to=CARD), BOHDAN)
    assert isinstance(front.body, DeskShown)


async def test_a_reply_to_the_card_of_somebody_else_is_nothing_but_words(talk: Talk) -> None:
    """The name of a message in another chat opens nothing, whoever writes it."""
    for person in (ANNA, BOSS):
        (message,) = await talk(Typed(text="Because.", reply_to=CARD), person)
        assert message.body == FeedbackOffered(text="Because.")
    assert await rows(talk, "SELECT * FROM answers_to_feedback") == []


async def test_an_ex_coordinator_s_reply_does_nothing(talk: Talk) -> None:
    await dismissed(talk, BOHDAN)
    (message,) = await talk(Typed(text="Because.", reply_to=CARD), BOHDAN)
    assert message.body == DeskShown(role=None)
    assert await answers(talk, ANNA) == []
    assert "Because." not in str(await rows(talk, "SELECT state FROM learners"))


async def test_a_reply_to_a_thread_that_is_out_of_reach_now_does_nothing(talk: Talk) -> None:
    await dismissed(talk, BOHDAN)
    await group(talk, "north", BOSS)
    await appointed(talk, BOHDAN, over="north")
    (message,) = await talk(Typed(text="Because.", reply_to=CARD), BOHDAN)
    assert isinstance(message.body, InboxShown)
    assert message.body.threads == ()
    assert await answers(talk, ANNA) == []


async def test_a_reply_after_the_learner_was_erased_does_nothing(talk: Talk) -> None:
    """The card went with their words, so that the reply is to a message that nobody knows."""
    await erase(talk, ANNA)
    (message,) = await talk(Typed(text="Because.", reply_to=CARD), BOHDAN)
    assert message.body == FeedbackOffered(text="Because.")
    assert await rows(talk, "SELECT * FROM answers_to_feedback") == []


async def test_a_learner_s_reply_to_the_answer_goes_on_in_the_thread(talk: Talk) -> None:
    await answer(talk, "Because.")
    await posted(talk, ANNA, "702")
    talk.clock.forward(minutes=1)
    (kept,) = await talk(Typed(text="But why?", reply_to="702", message="703"))
    assert kept.body == Simple(what="feedback-kept")
    talk.clock.forward(minutes=1)
    body = await thread(talk)
    assert [entry.text for entry in body.entries] == ["Why?", "Because.", "But why?"]
    assert len(await rows(talk, THREADS)) == 1


async def test_old_messages_of_the_desk_without_the_name_of_a_thread_expect_nothing(
    talk: Talk,
) -> None:
    body = await thread_of_an_earlier_version(talk)
    assert body.thread == ""
    (message,) = await talk(Typed(text="Because.", reply_to=CARD), BOHDAN)
    assert message.body == FeedbackOffered(text="Because.")


async def thread_of_an_earlier_version(talk: Talk) -> ThreadShown:
    """The card as it was written before it knew whose it is."""
    card = (await shown(talk, BOHDAN))[-1]
    assert isinstance(card.body, ThreadShown)
    older = json.loads(dump(MESSAGE, card))
    for name in ("thread", "wish", "anonymous"):
        del older["body"][name]
    sql = "UPDATE outbox SET message = ? WHERE platform_id = ?"
    await talk.writer.run(lambda tx: tx.execute(sql, (json.dumps(older), CARD)))
    body = (await shown(talk, BOHDAN))[-1].body
    assert isinstance(body, ThreadShown)
    return body


async def test_feedback_at_the_desk_is_feedback(talk: Talk) -> None:
    """Words of a coordinator that are no reply and were not asked for."""
    await feedback(talk, "I am a learner, too.", BOHDAN)
    assert [line.excerpt for line in (await inbox(talk, BOSS)).threads] == ["I am a learner, too."]
    await tap(talk, DeskLabel.THREAD, BOSS)
