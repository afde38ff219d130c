"""A message leaves in the form that Telegram takes, and what became of it is a value."""

import asyncio
from dataclasses import replace
from typing import Any, Literal

import pytest
from telegram.error import TimedOut

from bot.channels.telegram.api import Api
from bot.channels.telegram.request import AiohttpRequest, NotSent
from bot.channels.telegram.send import TelegramChannel
from bot.course.inputs import Asked, Point
from bot.course.messages import (
    Button,
    CertificateShown,
    FeedbackOffered,
    Label,
    Message,
    Said,
    Simple,
)
from bot.course.model import Say
from bot.service.delivery import (
    Delivery,
    NotDelivered,
    Refused,
    RetryAfter,
    Sent,
    Unknown,
    Unreachable,
)  # fmt: skip
from bot.service.documents import Document
from bot.store import uploads
from bot.store.learners import Address
from bot.store.outbox import Outgoing, Posted
from bot.store.reader import Reader
from bot.store.writer import StoreUnavailable, Writer
from bot.view.page import Attachment
from bot.view.pages import View
from tests.botapi import (
    BotApi,
    CutJson,
    FloodWait,
    Group,
    Hang,
    HttpError,
    Person,
    ResetAfter,
    ResetBefore,
)
from tests.channels.spoken import button, sentence, words
from tests.channels.telegram.conftest import NOON
from tests.content.small_course import PNG

HELP = Message(body=Simple(what="help"))
PRIVACY = Message(body=Simple(what="privacy"))
EXPORT = Message(body=Simple(what="export"))
PRIVATE_ONLY = Message(body=Simple(what="private-only"))
KEYS = (
    (Button(label=Label.CONTINUE, does=Asked(menu="continue")),),
    (
        Button(label=Label.PROGRESS, does=Asked(menu="progress")),
        Button(label=Label.COURSES, does=Asked(menu="courses")),
    ),
)  # fmt: skip


def outgoing(message: Message, to: str = "7", **changes: Any) -> Outgoing:
    ordinary = Outgoing(
        id=1, token="abcdefgh_-12", to=Address(channel="telegram", address=to), learner_id="l1",
        language="en", pictures=True, message=message, attempts=1, unknowns=0,
        created_at=NOON, replaces=None,
    )  # fmt: skip
    return replace(ordinary, **changes)


def pictured(view: View) -> Message:
    """The step of the small course that has a picture."""
    release = view.shelf.offered["small"]
    episode = view.shelf.releases[release].episodes[0]
    step = next(s for s in episode.steps if isinstance(s, Say) and s.words["en"].picture)
    at = Point(course="small", activity=episode.id, attempt=1, step=step.id)
    return Message(body=Said(release=release, at=at, opens=False), buttons=KEYS)


def posted(delivery: Delivery) -> Posted:
    assert isinstance(delivery, Sent), delivery
    return delivery.posted


async def test_a_text_with_its_buttons(
    telegram: BotApi, channel: TelegramChannel, anna: Person
) -> None:
    sent = posted(await channel.deliver(outgoing(replace(HELP, buttons=KEYS))))
    assert sent == Posted(id=str(anna.last.message_id), form="text")
    assert words(anna.last.text) == sentence("help")
    assert anna.last.html.startswith("<b>")
    assert "\n• /export – " in anna.last.text
    assert [[(b.text, b.data) for b in row] for row in anna.last.keyboard] == [
        [(button(Label.CONTINUE), "1:abcdefgh_-12:0")],
        [(button(Label.PROGRESS), "1:abcdefgh_-12:1"), (button(Label.COURSES), "1:abcdefgh_-12:2")],
    ]
    telegram.check(refusals=True)


async def test_an_answer_is_a_reply_to_their_own_message_while_it_is_there(
    telegram: BotApi, channel: TelegramChannel, anna: Person
) -> None:
    asked = await anna.send_text("Why?")
    answer = outgoing(replace(HELP, answers=str(asked.message_id)))
    posted(await channel.deliver(answer))
    await anna.delete(asked)
    posted(await channel.deliver(answer))
    posted(await channel.deliver(outgoing(replace(HELP, answers="say-1-of-a-browser"))))
    assert [each.reply_to for each in anna.received[-3:]] == [asked.message_id, None, None]
    telegram.check(refusals=True)


async def test_the_reader_s_language(channel: TelegramChannel, anna: Person) -> None:
    await channel.deliver(outgoing(replace(PRIVACY, buttons=KEYS), language="uk"))
    assert words(anna.last.text) == sentence("privacy", "uk")
    assert anna.last.buttons[0].text == button(Label.CONTINUE, "uk")


async def test_an_edit_in_place(telegram: BotApi, channel: TelegramChannel, anna: Person) -> None:
    first = posted(await channel.deliver(outgoing(replace(HELP, buttons=KEYS))))
    second = posted(await channel.deliver(outgoing(PRIVACY, replaces=first)))
    assert second == first
    [shown] = anna.received
    assert words(shown.text) == sentence("privacy")
    assert shown.keyboard == ()
    telegram.check(refusals=True)


async def test_an_edit_that_changes_nothing_is_done(
    telegram: BotApi, channel: TelegramChannel, anna: Person
) -> None:
    first = posted(await channel.deliver(outgoing(HELP)))
    assert posted(await channel.deliver(outgoing(HELP, replaces=first))) == first
    assert len(anna.received) == 1
    telegram.check()


async def test_a_message_that_is_gone_is_sent_anew(
    telegram: BotApi, channel: TelegramChannel, anna: Person
) -> None:
    first = posted(await channel.deliver(outgoing(HELP)))
    await anna.delete(anna.last)
    second = posted(await channel.deliver(outgoing(PRIVACY, replaces=first)))
    assert second.id != first.id
    assert [words(message.text) for message in anna.received] == [sentence("privacy")]
    telegram.check()


@pytest.mark.parametrize("then", ["text to picture", "picture to text"])
async def test_what_cannot_take_the_other_form_is_sent_anew(
    then: str, telegram: BotApi, channel: TelegramChannel, view: View, anna: Person
) -> None:
    before, after = (HELP, pictured(view)) if then == "text to picture" else (pictured(view), HELP)
    first = posted(await channel.deliver(outgoing(before)))
    second = posted(await channel.deliver(outgoing(after, replaces=first)))
    assert second.id != first.id
    assert len(anna.received) == 2
    telegram.check(refusals=True)


async def test_a_caption_is_edited_in_place(
    telegram: BotApi, channel: TelegramChannel, view: View, anna: Person
) -> None:
    first = posted(await channel.deliver(outgoing(pictured(view))))
    second = posted(await channel.deliver(outgoing(pictured(view), replaces=first, language="uk")))
    assert second == first == Posted(id=str(anna.last.message_id), form="photo")
    assert anna.last.text.startswith("Черга довга")
    assert anna.last.photo == PNG
    telegram.check(refusals=True)


async def test_a_picture_is_uploaded_once(
    telegram: BotApi, channel: TelegramChannel, view: View, anna: Person
) -> None:
    for _ in range(3):
        await channel.deliver(outgoing(pictured(view)))
    assert [message.photo for message in anna.received] == [PNG] * 3
    assert "A long queue at a counter at eight in the morning" in anna.last.text
    handles = [call.params.get("photo") for call in telegram.calls.of("sendPhoto")]
    assert handles[0] is None or "attach" in handles[0]
    assert handles[1] == handles[2]
    assert handles[1] in telegram.telegram.files.by_id
    telegram.check(refusals=True)


def album(telegram: BotApi) -> str:
    """Handles are kept for each bot: another bot would not know them."""
    return "telegram/" + telegram.token.partition(":")[0]


async def test_a_handle_that_telegram_does_not_know_is_replaced(
    telegram: BotApi, channel: TelegramChannel, view: View, writer: Writer, anna: Person
) -> None:
    await channel.deliver(outgoing(pictured(view)))
    [sha256] = await writer.run(
        lambda tx: [r["sha256"] for r in tx.execute("SELECT * FROM uploads")]
    )
    await writer.run(lambda tx: uploads.put(tx, album(telegram), sha256, "of-another-bot"))
    await channel.deliver(outgoing(pictured(view)))
    assert [message.photo for message in anna.received] == [PNG] * 2
    kept = await writer.run(lambda tx: uploads.handle(tx, album(telegram), sha256))
    assert kept in telegram.telegram.files.by_id


async def test_text_only(channel: TelegramChannel, view: View, anna: Person) -> None:
    sent = posted(await channel.deliver(outgoing(pictured(view), pictures=False)))
    assert sent.form == "text"
    assert anna.last.photo is None
    assert "A long queue at a counter at eight in the morning" in anna.last.text


async def test_the_export_is_a_document(
    telegram: BotApi, channel: TelegramChannel, anna: Person
) -> None:
    sent = posted(await channel.deliver(outgoing(EXPORT, learner_id="learner-9")))
    assert sent.form == "document"
    assert anna.last.document == b'{"learner": "learner-9"}'
    assert anna.last.document_name == "epizod-export.json"
    assert words(anna.last.text) == sentence("export")
    telegram.check(refusals=True)


@pytest.mark.parametrize(
    ("shows", "name"), [("document", "certificate-small"), ("badge", "badge-small")]
)
async def test_a_certificate_is_a_document_of_the_course_it_is_for(
    shows: Literal["document", "badge"], name: str, telegram: BotApi, channel: TelegramChannel,
    view: View, anna: Person,
) -> None:  # fmt: skip
    body = CertificateShown(
        course="small", release=view.shelf.offered["small"], shows=shows, finished=()
    )
    sent = posted(await channel.deliver(outgoing(Message(body=body), learner_id="learner-9")))
    assert sent.form == "document"
    assert anna.last.document == b'{"learner": "learner-9"}'
    assert anna.last.document_name == name
    telegram.check(refusals=True)


@pytest.mark.parametrize(
    "text", ["x" * 4096, "😀" * 2048, "<b>&amp;" * 500, "_*[a](b)`~>#+-=|{}.!\\" * 9]
)
async def test_the_longest_words_of_a_person_come_back_whole_or_cut_but_in_one_message(
    text: str, telegram: BotApi, channel: TelegramChannel, anna: Person
) -> None:
    delivery = await channel.deliver(outgoing(Message(body=FeedbackOffered(text=text[:300]))))
    assert isinstance(delivery, Sent)
    assert text[:300] in anna.last.text
    telegram.check(refusals=True)


async def test_a_message_that_is_too_long_is_refused_and_named(
    channel: TelegramChannel, anna: Person
) -> None:
    delivery = await channel.deliver(outgoing(Message(body=FeedbackOffered(text="x" * 4096))))
    assert isinstance(delivery, Refused)
    assert "too long" in delivery.reason


async def test_blocked(channel: TelegramChannel, anna: Person) -> None:
    await anna.block()
    assert await channel.deliver(outgoing(HELP)) == Unreachable(status="blocked")


async def test_deactivated(channel: TelegramChannel, anna: Person) -> None:
    await anna.deactivate()
    assert await channel.deliver(outgoing(HELP)) == Unreachable(status="deactivated")


async def test_a_chat_that_is_not_there(channel: TelegramChannel) -> None:
    delivery = await channel.deliver(outgoing(HELP, to="404"))
    assert delivery == Unreachable(status="deactivated")


@pytest.mark.parametrize(
    ("fault", "expected", "arrives"),
    [
        (HttpError(status=502), NotDelivered, 0),
        (HttpError(status=500), NotDelivered, 0),
        (ResetBefore(), Unknown, 0),
        (ResetAfter(), Unknown, 1),
        (CutJson(), Unknown, 1),
    ],
)
async def test_what_went_wrong_on_the_way(
    fault: Any, expected: type, arrives: int, telegram: BotApi, channel: TelegramChannel, anna: Person
) -> None:  # fmt: skip
    telegram.faults.add(fault, method="sendMessage")
    assert isinstance(await channel.deliver(outgoing(HELP)), expected)
    assert len(anna.received) == arrives


@pytest.mark.parametrize("everybody", [False, True])
async def test_telegram_asks_to_wait(
    everybody: bool, telegram: BotApi, channel: TelegramChannel, anna: Person
) -> None:
    telegram.faults.add(FloodWait(retry_after=7, everybody=everybody), method="sendMessage")
    assert await channel.deliver(outgoing(HELP)) == RetryAfter(seconds=7)


async def nothing(_: str, __: Attachment, ___: str) -> None:
    return None


async def test_nobody_listening_is_certainly_not_delivered(
    view: View, writer: Writer, reader: Reader
) -> None:
    async with BotApi() as telegram:
        url = telegram.url
    api = Api("1:x", url)

    channel = TelegramChannel(api, view, writer, reader, nothing)
    delivery = await channel.deliver(outgoing(HELP))
    assert isinstance(delivery, NotDelivered)
    assert "1:x" not in delivery.reason
    await api.close()


async def test_no_answer_in_time_is_unknown(telegram: BotApi, anna: Person) -> None:
    telegram.faults.add(Hang(seconds=30))
    request = AiohttpRequest(connections=1, read_timeout=0.2)
    with pytest.raises(TimedOut) as raised:
        await request.post(f"{telegram.base_url}{telegram.token}/getMe")
    assert not isinstance(raised.value, NotSent)
    assert telegram.token not in str(raised.value)
    await request.shutdown()


async def test_in_a_group_it_says_that_it_works_in_private_and_leaves(
    telegram: BotApi, channel: TelegramChannel, anna: Person
) -> None:
    group = await joined(telegram, anna)
    delivery = await channel.deliver(
        outgoing(PRIVATE_ONLY, to=str(group.chat.chat_id), learner_id=None)
    )
    assert isinstance(delivery, Sent)
    assert words(group.last.text) == sentence("private-only")
    assert not group.has_bot
    telegram.check(refusals=True)


async def test_it_leaves_a_group_in_the_end_although_it_cannot_know_that_it_was_heard(
    telegram: BotApi, channel: TelegramChannel, anna: Person
) -> None:
    group = await joined(telegram, anna)
    telegram.faults.add(ResetAfter(), method="sendMessage")
    said = outgoing(PRIVATE_ONLY, to=str(group.chat.chat_id), learner_id=None)
    assert isinstance(await channel.deliver(said), Unknown)
    assert isinstance(await channel.deliver(said), Sent)
    assert not group.has_bot


async def test_it_does_not_leave_a_group_before_it_has_said_why(
    telegram: BotApi, channel: TelegramChannel, anna: Person
) -> None:
    group = await joined(telegram, anna)
    telegram.faults.add(FloodWait(retry_after=1), method="sendMessage")
    said = outgoing(PRIVATE_ONLY, to=str(group.chat.chat_id), learner_id=None)
    assert await channel.deliver(said) == RetryAfter(seconds=1)
    assert group.has_bot
    await asyncio.sleep(1)
    assert isinstance(await channel.deliver(said), Sent)
    assert not group.has_bot


async def joined(telegram: BotApi, anna: Person) -> Group:
    group = telegram.group()
    await anna.add_bot(group)
    return group


class BrokenStore(Writer):
    """Answers nothing: the disk is full."""

    def __init__(self) -> None:
        pass

    async def run(self, job: Any) -> Any:
        raise StoreUnavailable("disk full")


async def test_a_store_that_does_not_answer_is_certainly_not_delivered(
    telegram: BotApi, api: Api, view: View, reader: Reader, anna: Person
) -> None:
    async def unreadable(_: str, __: Attachment, ___: str) -> Document:
        raise StoreUnavailable("disk full")

    channel = TelegramChannel(api, view, BrokenStore(), reader, unreadable)
    assert isinstance(await channel.deliver(outgoing(pictured(view))), NotDelivered)
    assert isinstance(await channel.deliver(outgoing(EXPORT)), NotDelivered)
    assert anna.received == []


@pytest.mark.parametrize("length", [100, 3000])
async def test_a_document_that_is_a_picture_is_seen_and_described(
    length: int, telegram: BotApi, api: Api, view: View, writer: Writer, reader: Reader, anna: Person
) -> None:  # fmt: skip
    """As its caption where that fits, else in a message of its own, with the buttons."""

    async def chart(_: str, attached: Attachment, language: str) -> Document:
        assert (attached, language) == (Attachment(what="certificate", about="small"), "en")
        return Document(name="c.png", media_type="image/png", content=PNG, text="x" * length)

    channel = TelegramChannel(api, view, writer, reader, chart)
    body = CertificateShown(
        course="small", release=view.shelf.offered["small"], shows="document", finished=()
    )
    keys = ((Button(label=Label.CONTINUE, does=Asked(menu="continue")),),)
    sent = posted(await channel.deliver(outgoing(Message(body=body, buttons=keys))))
    first, last = anna.received[0], anna.last
    assert first.photo == PNG
    assert (sent.form == "photo") == (first is last)
    assert last.text.endswith("x" * length)
    assert [key.text for row in last.keyboard for key in row] == ["Continue"]
    telegram.check(refusals=True)


async def test_a_picture_whose_handle_could_not_be_kept_is_sent_all_the_same(
    telegram: BotApi, channel: TelegramChannel, view: View, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    def full(*_: object) -> None:
        raise StoreUnavailable("disk full")

    monkeypatch.setattr(uploads, "put", full)
    assert isinstance(await channel.deliver(outgoing(pictured(view))), Sent)
    assert anna.last.photo == PNG
