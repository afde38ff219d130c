"""What a coordinator encloses: fetched only when the desk has asked for it, sent once, then by its handle."""

import time
from hashlib import sha256
from typing import Any

import pytest

from bot.channels.telegram.api import Api
from bot.channels.telegram.fetch import MOST_TRIES, Fetcher
from bot.channels.telegram.gate import Gate
from bot.channels.telegram.receive import read
from bot.channels.telegram.send import TelegramChannel
from bot.course.desk.announcement import (
    Announced,
    AnnouncementShown,
    Enclosure,
    EnclosureAsked,
    Refusal,
)
from bot.course.desk.labels import DeskLabel
from bot.course.inputs import Offered, UnreadableReceived
from bot.course.messages import Message
from bot.course.model import Picture
from bot.service.desk import enclosing
from bot.service.intake import Intake
from bot.service.received import Typed
from bot.store import files
from bot.store.reader import Reader
from bot.store.writer import Tx, Writer
from tests.botapi import BotApi, HttpError, Person
from tests.channels.telegram.test_announced import outgoing
from tests.content.small_course import PNG
from tests.service.announcing import (
    IVAN,
    OLHA,
    TEXT,
    announcer,
    at_the_desk,
    draft,
    learners,
    sent_out,
    shown,
    tap,
)
from tests.service.house import Talk

PDF = b"%PDF-1.7 " + b"x" * 200
PDF_TYPE = "application/pdf"


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    return await at_the_desk(writer)


@pytest.fixture
def fetcher(talk: Talk, api: Api) -> Fetcher:
    return Fetcher(api, talk.writer, talk.clock, lambda: None, talk.turns.desk.administrators)


def lies_at(telegram: BotApi, content: bytes) -> str:
    """The handle of a file that Telegram has."""
    return telegram.telegram.files.add("document", content, "x").file_id


def offered(handle: str, media_type: str = "image/png", size: int = 500, name: str = "") -> Any:
    file = Offered(handle=handle, media_type=media_type, size=size, name=name)
    return UnreadableReceived(what="file", offered=file)


async def begun(talk: Talk) -> None:
    await draft(talk)
    await tap(talk, DeskLabel.ENCLOSE)


async def fetched(talk: Talk, fetcher: Fetcher) -> int:
    waiting = await talk.writer.run(files.to_fetch)
    for each in waiting:
        await fetcher.fetch(each)
    return len(waiting)


async def last(talk: Talk) -> AnnouncementShown:
    body = (await shown(talk, OLHA))[-1].body
    assert isinstance(body, AnnouncementShown)
    return body


async def test_a_picture_is_described_fetched_and_sent(
    talk: Talk, telegram: BotApi, fetcher: Fetcher
) -> None:
    (who,) = await learners(talk, 1)
    await begun(talk)
    (asked,) = await talk(offered(lies_at(telegram, PNG)), OLHA)
    assert asked.body == EnclosureAsked(describing=True)
    (coming,) = await talk(Typed(text="A  queue at a counter"), OLHA)
    assert isinstance(coming.body, AnnouncementShown)
    assert (coming.body.coming, coming.body.details.picture) == (True, None)
    await tap(talk, DeskLabel.SEND_TO)
    assert (await last(talk)).refused == "file-coming"
    assert await fetched(talk, fetcher) == 1
    body = await last(talk)
    picture = Picture(
        sha256=sha256(PNG).hexdigest(), media_type="image/png", width=body.details.picture.width,  # type: ignore[union-attr]
        height=body.details.picture.height, description="A queue at a counter",  # type: ignore[union-attr]
    )  # fmt: skip
    assert (body.coming, body.details.picture) == (False, picture)
    await tap(talk, DeskLabel.SEND_TO)
    await sent_out(talk, announcer(talk))
    (got,) = [m.body for m in await shown(talk, who) if isinstance(m.body, Announced)]
    assert got == Announced(text=TEXT, language="en", picture=picture)


async def test_it_may_be_fetched_before_it_is_described(
    talk: Talk, telegram: BotApi, fetcher: Fetcher
) -> None:
    await begun(talk)
    await talk(offered(lies_at(telegram, PNG)), OLHA)
    await fetched(talk, fetcher)
    assert (await last(talk)).coming
    (done,) = await talk(Typed(text="A queue"), OLHA)
    assert isinstance(done.body, AnnouncementShown)
    assert done.body.details.picture is not None
    assert not done.body.coming


async def test_a_file_needs_no_description_and_keeps_a_name_that_says_what_it_is(
    talk: Talk, telegram: BotApi, fetcher: Fetcher
) -> None:
    await begun(talk)
    name = "../План\u202e<exe>.PDF"
    (coming,) = await talk(offered(lies_at(telegram, PDF), PDF_TYPE, len(PDF), name), OLHA)
    assert isinstance(coming.body, AnnouncementShown)
    await fetched(talk, fetcher)
    file = Enclosure(sha256=sha256(PDF).hexdigest(), name="Планexe.pdf")
    assert (await last(talk)).details.file == file
    message = await tap(talk, DeskLabel.ENCLOSE_DROP)
    assert isinstance(message.body, AnnouncementShown)
    assert message.body.details.file is None


REFUSED: list[tuple[str, int, Refusal]] = [
    ("image/gif", 500, "file-type"),
    ("video/mp4", 500, "file-type"),
    ("application/zip", 500, "file-type"),
    ("text/html", 500, "file-type"),
    ("image/jpeg", 5_000_001, "file-size"),
    (PDF_TYPE, 10_000_001, "file-size"),
    (PDF_TYPE, 0, "file-size"),
]


@pytest.mark.parametrize(("media_type", "size", "why"), REFUSED)
async def test_by_type_and_size_it_is_refused_before_a_byte_is_fetched(
    talk: Talk, telegram: BotApi, fetcher: Fetcher, media_type: str, size: int, why: Refusal
) -> None:
    await begun(talk)
    (again,) = await talk(offered("handle", media_type, size), OLHA)
    assert again.body == EnclosureAsked(refused=why)
    assert await fetched(talk, fetcher) == 0
    assert not telegram.calls.of("getFile")


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        (PDF_TYPE, PNG), ("image/png", PDF), ("image/jpeg", PNG), ("image/png", PNG[:40]),
        (PDF_TYPE, b"<html>"),
    ],
)  # fmt: skip
async def test_by_its_first_bytes_it_is_refused_again(
    talk: Talk, telegram: BotApi, fetcher: Fetcher, media_type: str, content: bytes
) -> None:
    await begun(talk)
    await talk(offered(lies_at(telegram, content), media_type), OLHA)
    await fetched(talk, fetcher)
    body = await last(talk)
    assert (body.refused, body.coming, body.details.picture, body.details.file) == (
        "file-wrong", False, None, None,
    )  # fmt: skip


async def test_a_learners_file_is_never_fetched(
    talk: Talk, telegram: BotApi, fetcher: Fetcher
) -> None:
    (who,) = await learners(talk, 1)
    (answer,) = await talk(offered(lies_at(telegram, PNG)), who)
    assert not isinstance(answer.body, EnclosureAsked)
    await draft(talk)
    await talk(offered(lies_at(telegram, PNG)), OLHA)
    assert await fetched(talk, fetcher) == 0


async def test_whoever_has_left_the_team_encloses_nothing(
    talk: Talk, telegram: BotApi, fetcher: Fetcher
) -> None:
    await talk(Typed(text="/desk"), IVAN)
    for label in (DeskLabel.ANNOUNCEMENTS, DeskLabel.ANNOUNCE, DeskLabel.ENCLOSE):
        await tap(talk, label, IVAN)
    await talk.writer.run(lambda tx: tx.execute("DELETE FROM roles").rowcount)
    await talk(offered(lies_at(telegram, PNG)), IVAN)
    assert await fetched(talk, fetcher) == 0


async def test_a_file_that_telegram_does_not_know_is_lost_and_that_is_said(
    talk: Talk, fetcher: Fetcher
) -> None:
    await begun(talk)
    await talk(offered("nowhere"), OLHA)
    await fetched(talk, fetcher)
    body = await last(talk)
    assert (body.refused, body.coming) == ("file-lost", False)


async def test_what_telegram_cannot_give_now_is_tried_a_few_times(
    talk: Talk, telegram: BotApi, fetcher: Fetcher
) -> None:
    await begun(talk)
    await talk(offered(lies_at(telegram, PDF), PDF_TYPE), OLHA)
    for _ in range(MOST_TRIES):
        telegram.faults.add(HttpError(status=502), method="getFile")
    for _ in range(MOST_TRIES - 1):
        assert await fetched(talk, fetcher) == 1
    assert (await last(talk)).coming
    await fetched(talk, fetcher)
    assert (await last(talk)).refused == "file-lost"
    assert await fetched(talk, fetcher) == 0


async def test_what_is_larger_than_promised_is_not_read_to_its_end(
    talk: Talk, telegram: BotApi, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosing, "LARGEST_PICTURE", 1000)
    monkeypatch.setattr(enclosing, "LARGEST_FILE", 1000)
    await begun(talk)
    await talk(offered(lies_at(telegram, PDF * 10), PDF_TYPE, 900), OLHA)
    await fetched(talk, fetcher)
    assert (await last(talk)).refused == "file-lost"


async def test_the_words_are_as_short_as_a_caption(
    talk: Talk, telegram: BotApi, fetcher: Fetcher
) -> None:
    await learners(talk, 1)
    await draft(talk, [(0, "x" * 851)])
    await tap(talk, DeskLabel.ENCLOSE)
    await talk(offered(lies_at(telegram, PDF), PDF_TYPE), OLHA)
    await fetched(talk, fetcher)
    await tap(talk, DeskLabel.SEND_TO)
    assert (await last(talk)).refused == "text-too-long"


# --- From the update, and to the learner ------------------------------------------------


def update(number: int, **message: Any) -> dict[str, Any]:
    chat = {"id": int(OLHA.address), "type": "private"}
    return {"update_id": number, "message": {"chat": chat, "from": chat, **message}}


PHOTO = [{"file_id": "small", "file_size": 9}, {"file_id": "large", "file_size": 90}]
DOCUMENT = {
    "file_id": "d", "file_size": 7, "mime_type": PDF_TYPE, "file_name": "a.pdf",
    "thumbnail": {"file_id": "t"},
}  # fmt: skip


async def test_where_a_file_lies_is_kept_only_if_it_was_asked_for(talk: Talk, api: Api) -> None:
    intake = Intake(talk.writer, talk.turns, {}, talk.clock, lambda: None)
    gate = Gate(
        api, intake, time.monotonic,
        lambda who: talk.writer.run(lambda tx: enclosing.is_asked(tx, who)),
    )  # fmt: skip

    async def heard() -> list[Offered | None]:
        sql = "SELECT body FROM inbox WHERE channel = 'telegram' ORDER BY id DESC LIMIT 3"
        rows = await talk.writer.run(lambda tx: [row["body"] for row in tx.execute(sql)])
        happenings = [each.happening for body in reversed(rows) if (each := read(body))]
        return [each.offered for each in happenings if isinstance(each, UnreadableReceived)]

    sent: list[dict[str, Any]] = [
        {"photo": PHOTO}, {"document": DOCUMENT}, {"document": {"file_id": "d"}},
    ]  # fmt: skip
    await draft(talk)
    await gate.accept([update(n, **each) for n, each in enumerate(sent, 1)])
    assert await heard() == [None, None, None]
    await tap(talk, DeskLabel.ENCLOSE)
    await gate.accept([update(n, **each) for n, each in enumerate(sent, 4)])
    assert await heard() == [
        Offered(handle="large", media_type="image/jpeg", size=90),
        Offered(handle="d", media_type=PDF_TYPE, size=7, name="a.pdf"),
        None,
    ]


async def test_a_file_is_uploaded_once_and_then_sent_by_its_handle(
    talk: Talk, telegram: BotApi, fetcher: Fetcher, api: Api, writer: Writer, reader: Reader,
    anna: Person, channel: TelegramChannel,
) -> None:  # fmt: skip
    file = Enclosure(sha256=sha256(PDF).hexdigest(), name="План.pdf")
    message = Message(body=Announced(text="A **plan**", language="en", file=file))
    for _ in range(2):
        await channel.deliver(outgoing(message, repeatable=False))
    uploaded, again = telegram.calls.of("sendDocument")
    assert "document" not in uploaded.params
    assert again.params["document"] in telegram.telegram.files.by_id
    assert anna.last.content.body.html == "A <b>plan</b>"
    telegram.check(refusals=True)


async def test_a_file_is_only_for_those_who_get_it(
    talk: Talk, telegram: BotApi, fetcher: Fetcher, reader: Reader
) -> None:
    inside, outside = await learners(talk, 2)
    await begun(talk)
    await talk(offered(lies_at(telegram, PDF), PDF_TYPE, len(PDF), "Plan.pdf"), OLHA)
    await fetched(talk, fetcher)

    def ids(tx: Tx) -> list[str]:
        rows = tx.execute(
            "SELECT learner_id FROM addresses WHERE address IN (?, ?, ?) ORDER BY address",
            (OLHA.address, inside.address, outside.address),
        )
        return [row["learner_id"] for row in rows]

    author, first, second = await talk.writer.run(ids)
    digest = sha256(PDF).hexdigest()
    assert [await files.is_for(reader, each, digest) for each in (author, first)] == [True, False]
    await tap(talk, DeskLabel.SEND_TO)
    await talk.writer.run(
        lambda tx: tx.execute("DELETE FROM recipients WHERE learner_id = ?", (second,)).rowcount
    )
    assert [await files.is_for(reader, each, digest) for each in (first, second)] == [True, False]
    assert await files.content(reader, digest) == (PDF_TYPE, PDF)
