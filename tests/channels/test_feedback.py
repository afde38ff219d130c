"""Feedback and its answer between two people on Telegram, with the real process between them."""

import pytest

from bot.course.desk.labels import DeskLabel
from bot.course.inputs import Asked
from bot.course.messages import Button, Label
from bot.course.shelf import Shelf
from bot.view.desk.labels import desk_label
from tests.channels.conftest import Stage
from tests.channels.scripts import HOSTILE, enter, only
from tests.channels.spoken import button, sentence, words
from tests.channels.talkers import OnTelegram
from tests.view.interface import WORDS

pytestmark = pytest.mark.asyncio(loop_scope="session")


def says(label: DeskLabel) -> str:
    does = Asked(menu="help")
    return desk_label(Button(label=label, does=does), Shelf(offered={}, releases={}), WORDS["en"])


async def at_the_desk(stage: Stage) -> OnTelegram:
    """The administrator, who agrees when they come for the first time."""
    desk = await stage.at_the_desk()
    await desk.start()
    if button(Label.AGREE) in desk.seen[-1].labels:
        await desk.press(button(Label.AGREE))
    return desk


async def test_a_reply_to_the_card_reaches_the_learner_as_a_reply(stage: Stage) -> None:
    """Hostile words on both sides stay words."""
    learner, desk = await stage.on_telegram(), await at_the_desk(stage)
    await enter(learner, "en")
    await learner.say("/feedback")
    asked = await learner.person.send_text(HOSTILE)
    await learner.look()
    await desk.say("/desk")
    await desk.press(says(DeskLabel.INBOX))
    await desk.press("Message 1")
    card = desk.person.last
    assert words(HOSTILE) in only(desk).words
    await desk.say("/help")
    await desk.person.send_text(HOSTILE, reply_to=card)
    await desk.look()
    assert words(HOSTILE) in only(desk).words
    await desk.press(button(Label.SEND))
    await learner.look()
    answer = learner.person.last
    assert answer.reply_to == asked.message_id
    assert words(answer.text).count(words(HOSTILE)) == 2
    assert stage.telegram.calls.of("getFile") == []


async def test_an_anonymous_answer_is_no_reply_and_shows_no_words(stage: Stage) -> None:
    learner, desk = await stage.on_telegram(), await at_the_desk(stage)
    await enter(learner, "en")
    await learner.say("/feedback")
    await learner.press(button(Label.ANONYMOUS))
    await learner.say("Nobody must know that I wrote this")
    assert only(learner).words == sentence("anonymous-kept")
    await desk.say("/desk")
    await desk.press(says(DeskLabel.INBOX))
    await desk.press(says(DeskLabel.SEARCH))
    await desk.say("nobody THIS")
    await desk.press("Message 1")
    await desk.person.send_text("We look into it.", reply_to=desk.person.last)
    await desk.look()
    await desk.press(button(Label.SEND))
    await learner.look()
    answer = learner.person.last
    assert (answer.reply_to, "We look into it." in answer.text) == (None, True)
    assert "Nobody must know" not in answer.text


async def test_the_page_forgets_anonymous_words(stage: Stage) -> None:
    """They are not shown any more when the page is opened again."""
    learner = await stage.on_the_web()
    await enter(learner, "en")
    await learner.say("/feedback")
    await learner.press(button(Label.ANONYMOUS))
    await learner.say("Nobody must know that I wrote this, either")
    assert only(learner).words == sentence("anonymous-kept")
    sql = "SELECT count(*) FROM chat_events WHERE event LIKE ?"
    assert stage.epizod.count(sql, "%Nobody must know%") == 0
    assert stage.epizod.count(sql, "%(an anonymous message)%") == 1
    sql = "SELECT count(*) FROM feedback WHERE learner_id IS NULL AND text LIKE ?"
    assert stage.epizod.count(sql, "%Nobody must know that I wrote this, either%") == 1
