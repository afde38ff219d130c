"""An announcement on Telegram: its words, its buttons, and a rate that is paid for."""

from typing import Any

from bot.channels.telegram.api import Api
from bot.channels.telegram.send import TelegramChannel
from bot.course.desk.announcement import Announced
from bot.course.inputs import Asked
from bot.course.messages import Button, Label, Message, Simple
from bot.service.delivery import Sent
from bot.store.learners import Address
from bot.store.outbox import Outgoing
from bot.store.reader import Reader
from bot.store.writer import Writer
from bot.view.pages import View
from tests.botapi import BotApi, Person
from tests.channels.telegram.conftest import NOON

URL = "https://example.org/join?a=1&b=2"
BODY = Announced(text="A **new** course", language="en", link=("Join & see", URL))
ANNOUNCED = Message(
    body=BODY, buttons=((Button(label=Label.CONTINUE, does=Asked(menu="continue")),),)
)


def outgoing(message: Message, **changes: Any) -> Outgoing:
    return Outgoing(
        id=1, token="abcdefgh_-12", to=Address(channel="telegram", address="7"), learner_id="l1",
        language="en", pictures=True, message=message, attempts=1, unknowns=0, created_at=NOON,
        replaces=None, **changes,
    )  # fmt: skip


async def test_words_with_formatting_and_two_buttons(
    channel: TelegramChannel, anna: Person, telegram: BotApi
) -> None:
    assert isinstance(await channel.deliver(outgoing(ANNOUNCED)), Sent)
    assert anna.last.content.body.html == "A <b>new</b> course"
    link, way_on = anna.last.buttons
    assert (link.text, link.url, link.data) == ("Join & see", URL, None)
    assert (way_on.text, way_on.data) == ("Continue", "1:abcdefgh_-12:0")
    telegram.check(refusals=True)


async def test_only_announcements_are_paid_for(
    api: Api, view: View, writer: Writer, reader: Reader, anna: Person, telegram: BotApi,
    channel: TelegramChannel,
) -> None:  # fmt: skip
    async def none(*_: object) -> None:
        return None

    paying = TelegramChannel(api, view, writer, reader, none, paid_broadcasts=True)
    reply = Message(body=Simple(what="help"))
    for each, message, repeatable in (
        (paying, ANNOUNCED, False), (paying, reply, True), (channel, ANNOUNCED, False),
    ):  # fmt: skip
        await each.deliver(outgoing(message, repeatable=repeatable))
    paid = [call.params.get("allow_paid_broadcast") for call in telegram.calls.of("sendMessage")]
    assert paid == ["true", None, None]
    telegram.check(refusals=True)
