"""A message becomes an event in the history of its browser, however often it is delivered."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import i18n
from bot.app import LOCALES, now
from bot.channels.web.send import Hub, WebChannel
from bot.course.desk.announcement import Announced
from bot.course.desk.front import LinkShown
from bot.course.desk.team import InvitationShown
from bot.course.learner import Learner
from bot.course.messages import FeedbackOffered, Message, Simple
from bot.course.shelf import Shelf
from bot.service.delivery import Refused, Sent
from bot.service.documents import Document
from bot.store import chat, learners, people
from bot.store.learners import Address
from bot.store.outbox import Outgoing
from bot.store.reader import Reader
from bot.store.writer import Tx, Writer
from bot.view.page import Attachment, Page
from bot.view.pages import View

BROWSER = Address(channel="web", address="0" * 32)


@pytest.fixture
async def writer(tmp_path: Path) -> AsyncIterator[Writer]:
    """One learner, with one browser."""
    async with Writer(tmp_path / "epizod.db") as writer:
        learner = Learner(seed=1, language="en", zone="UTC")
        await writer.run(lambda tx: learners.add(tx, "l1", BROWSER, learner, now()))
        yield writer


@pytest.fixture
async def reader(writer: Writer, tmp_path: Path) -> AsyncIterator[Reader]:
    async with Reader(tmp_path / "epizod.db") as reader:
        yield reader


@pytest.fixture
def channel(writer: Writer) -> WebChannel:
    view = View(words=i18n.load(LOCALES), shelf=Shelf(offered={}, releases={}))
    return WebChannel(view, writer, Hub(), now, chart)


async def chart(_: str, attached: Attachment, language: str) -> Document:
    return Document(name="c.png", media_type="image/png", content=b"", text=f"In {language}: *x*")


def outgoing(message: Message, learner_id: str | None = "l1") -> Outgoing:
    return Outgoing(
        id=7, token="abcdefgh_-12", to=BROWSER, learner_id=learner_id, language="en", pictures=True,
        message=message, attempts=1, unknowns=0, created_at=now(), replaces=None,
    )  # fmt: skip


async def history(reader: Reader) -> list[str]:
    events = await chat.since(reader, BROWSER.address, 0, now())
    return [f"{each.event['type']} {each.event.get('id', '')}".strip() for each in events]


async def test_a_message_keeps_its_id_when_it_is_delivered_again(
    channel: WebChannel, reader: Reader
) -> None:
    message = outgoing(Message(body=Simple(what="help")))
    first, second = await channel.deliver(message), await channel.deliver(message)
    assert isinstance(first, Sent)
    assert first == second
    assert len(set(await history(reader))) == 1


async def test_a_document_that_is_a_picture_is_seen_and_described(
    channel: WebChannel, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    attached = Attachment(what="report", about="funnel:a/b")
    page = Page(text="Title", language="en", attached=attached)
    monkeypatch.setattr(View, "page", lambda *_, **__: page)
    await channel.deliver(outgoing(Message(body=Simple(what="help"))))
    [event] = [each.event for each in await chat.since(reader, BROWSER.address, 0, now())]
    assert event["html"] == "<p>Title</p><p>In en: <em>x</em></p>"
    assert event["picture"] == {"url": "/chat/files/report/funnel%3Aa%2Fb?lang=en"}


async def test_what_was_under_way_to_an_erased_person_leaves_no_trace(
    channel: WebChannel, writer: Writer, reader: Reader
) -> None:
    await writer.run(lambda tx: learners.erase(tx, "l1"))
    await channel.deliver(outgoing(Message(body=FeedbackOffered(text="my own words"))))
    assert await history(reader) == []
    await channel.deliver(outgoing(Message(body=Simple(what="forgotten")), learner_id=None))
    assert [each.partition(" ")[0] for each in await history(reader)] == ["erased", "message"]


async def test_a_browser_that_was_unlinked_meanwhile_gets_nothing(
    channel: WebChannel, writer: Writer, reader: Reader
) -> None:
    """Also where its learner is still reached elsewhere, and somebody new has begun there."""

    def job(tx: Tx) -> None:
        tx.execute("INSERT INTO addresses VALUES ('telegram', '7', 'l1', 1)")
        people.unlink(tx, "l1", BROWSER, now())
        learners.add(tx, "l2", BROWSER, Learner(seed=1, language="en", zone="UTC"), now())

    await writer.run(job)
    became = await channel.deliver(outgoing(Message(body=FeedbackOffered(text="my own words"))))
    assert became == Refused(reason="over before it arrived")
    assert await history(reader) == []


async def test_a_button_that_leads_to_a_page_goes_with_it(
    channel: WebChannel, reader: Reader
) -> None:
    body = Announced(text="A **course**", language="en", link=("Join", "https://example.org/a"))
    await channel.deliver(outgoing(Message(body=body)))
    (told,) = await chat.since(reader, BROWSER.address, 0, now())
    assert told.event["html"] == "<p>A <strong>course</strong></p>"
    assert told.event["links"] == [{"label": "Join", "url": "https://example.org/a"}]


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (
            InvitationShown(role="viewer", token="SECRET", days=7, link="https://t.me/b?start=SECRET"),
            "it is not kept",
        ),
        (LinkShown(link="https://desk.example/desk/enter#SECRET", minutes=5), "shown here once"),
    ],
)  # fmt: skip
async def test_what_opens_a_door_does_not_stay_in_the_history(
    body: InvitationShown | LinkShown,
    left: str,
    channel: WebChannel,
    writer: Writer,
    reader: Reader,
) -> None:
    """A page gets to see it for a while; then it sees what is left, and then the bytes are gone."""
    await channel.deliver(outgoing(Message(body=body)))
    (shown,) = await chat.since(reader, BROWSER.address, 0, now())
    assert "SECRET" in shown.event["html"]
    assert chat.LATER not in shown.event

    over = now() + chat.SECRET_SHOWN
    (past,) = await chat.since(reader, BROWSER.address, 0, over)
    assert "SECRET" not in str(past)
    assert left in past.event["html"]

    await writer.run(lambda tx: chat.forget_expired(tx, over + timedelta(minutes=1)))
    kept = await reader.all("SELECT event FROM chat_events", ())
    assert "SECRET" not in "".join(row["event"] for row in kept)
    assert await chat.since(reader, BROWSER.address, 0, now()) == [past]
