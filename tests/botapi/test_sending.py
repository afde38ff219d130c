"""Sends and edits: what is taken, what is refused, and how the person sees it."""

import io
import struct
import zlib
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, Person
from tests.botapi.conftest import Raw
from tests.botapi.errors import NOT_MODIFIED, ApiError
from tests.botapi.files import MAX_PHOTO, Files
from tests.botapi.media import PIXEL
from tests.botapi.params import Upload


def png(width: int, height: int) -> bytes:
    """A picture of this size, all zeros."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes((width + 7) // 8)) * height)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


REFUSED_TEXTS: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "message text is empty"),
    ({}, "message text is empty"),
    ({"text": " \n "}, "text must be non-empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "👍" * 2049}, "message is too long"),
    ({"text": "x", "chat_id": 8}, "chat not found"),
    ({"text": "x", "chat_id": ""}, "chat_id is empty"),
    ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
    ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    (
        {"text": "<b>x", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    (
        {"text": "x", "reply_markup": inline({"text": "b", "callback_data": "ї" * 33})},
        "BUTTON_DATA_INVALID",
    ),
    (
        {"text": "x", "reply_markup": inline({"text": "b", "callback_data": ""})},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"text": "x", "reply_markup": inline({"callback_data": "d"})},
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        {"text": "x", "reply_markup": inline({"text": "b", "url": "http://localhost"})},
        "inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL",
    ),
    (
        {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 9}]},
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
    ),
]

MISUSES: list[tuple[dict[str, Any], str]] = [
    ({"text": "x", "parsemode": "HTML"}, "unknown parameter"),
    ({"text": 5}, "wrong type"),
    ({"text": "x", "disable_notification": "maybe"}, "wrong type"),
    ({"text": "x", "reply_markup": "{"}, "broken JSON"),
    ({"text": "x", "reply_markup": {"buttons": []}}, "unknown markup"),
    ({"text": "x", "reply_markup": inline({"text": " ", "callback_data": "d"})}, "empty button"),
    ({"text": "x", "reply_markup": inline({"text": "b", "data": "d"})}, "unknown field"),
    (
        {"text": "x", "reply_markup": inline(*[{"text": "b", "callback_data": "d"}] * 9)},
        "wide keyboard",
    ),
    ({"text": "x", "link_preview_options": {"disabled": True}}, "unknown field"),
    ({"text": "*x*", "parse_mode": "MarkdownV2"}, "not HTML"),
    ({"text": "a & b", "parse_mode": "HTML"}, "loose HTML"),
]


@pytest.mark.parametrize(("params", "refusal"), REFUSED_TEXTS)
async def test_refuses_in_telegrams_words(
    api: Raw, anna: Person, params: dict[str, Any], refusal: str
) -> None:
    said = await api.says("sendMessage", **({"chat_id": 7} | params))
    assert said == f"Bad Request: {refusal}"
    assert (anna.received, api.server.violations) == ([], [])


@pytest.mark.parametrize(("params", "rule"), MISUSES)
async def test_mistakes_of_the_bot_are_violations(
    api: Raw, anna: Person, params: dict[str, Any], rule: str
) -> None:
    answer = await api("sendMessage", chat_id=7, **params)
    assert answer["error_code"] == 400
    assert [violation.rule for violation in api.server.violations] == [rule]
    assert anna.received == []
    with pytest.raises(AssertionError, match=rule):
        api.server.check()


async def test_longest_texts_pass(api: Raw, anna: Person) -> None:
    assert await api.says("sendMessage", chat_id=7, text="👍" * 2048) == "ok"
    long = "<b>" + "&lt;" * 4096 + "</b>"
    assert await api.says("sendMessage", chat_id=7, text=long, parse_mode="html") == "ok"
    assert anna.last.html == long


async def test_wrong_token_and_unknown_method(
    api: Raw, server: BotApi, session: aiohttp.ClientSession
) -> None:
    async with session.get(f"{server.url}/bot1:bad/getMe") as answer:
        assert (answer.status, await answer.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )
    assert (await api("sendCarrierPigeon"))["error_code"] == 404
    assert [violation.rule for violation in server.violations] == ["unknown method"]


async def test_every_kind_of_body(api: Raw, anna: Person, session: aiohttp.ClientSession) -> None:
    address = api.address("SENDMESSAGE")
    fields = {"chat_id": "7", "text": "x", "disable_notification": "true"}
    with aiohttp.MultipartWriter("form-data") as multipart:
        for name, value in fields.items():
            multipart.append(value).set_content_disposition("form-data", name=name)
    for request in (
        session.get(address, params=fields),
        session.post(address, data=fields),
        session.post(address, json={"chat_id": 7, "text": "x", "disable_notification": True}),
        session.post(address, data=multipart),
    ):
        async with request as answer:
            assert (await answer.json())["ok"]
    assert [message.text for message in anna.received] == ["x"] * 4
    assert api.server.violations == []


async def test_refuses_who_cannot_be_reached(api: Raw, anna: Person, server: BotApi) -> None:
    await anna.block()
    said = await api.says("sendMessage", chat_id=7, text="x")
    assert said == "Forbidden: bot was blocked by the user"
    await anna.unblock()
    assert await api.says("sendMessage", chat_id=7, text="x") == "ok"
    await anna.deactivate()
    assert await api.says("sendMessage", chat_id=7, text="x") == "Forbidden: user is deactivated"
    server.person(9)
    said = await api.says("sendMessage", chat_id=9, text="x")
    assert said == "Forbidden: bot can't initiate conversation with a user"


async def test_photos(api: Raw, anna: Person, session: aiohttp.ClientSession) -> None:
    picture = png(1000, 500)

    async def upload(content: bytes, **fields: str) -> dict[str, Any]:
        form = aiohttp.FormData({"chat_id": "7", **fields})
        form.add_field("photo", io.BytesIO(content), filename="queue.png")
        async with session.post(api.address("sendPhoto"), data=form) as answer:
            body: dict[str, Any] = await answer.json()
            return body

    sizes = (await upload(picture, caption="<i>черга</i>", parse_mode="HTML"))["result"]["photo"]
    assert [(s["width"], s["height"]) for s in sizes] == [
        (90, 45),
        (320, 160),
        (800, 400),
        (1000, 500),
    ]
    assert await api.says("sendPhoto", chat_id=7, photo=sizes[-1]["file_id"]) == "ok"
    assert [(m.photo, m.html) for m in anna.received] == [
        (picture, "<i>черга</i>"),
        (picture, ""),
    ]
    path = (await api("getFile", file_id=sizes[0]["file_id"]))["result"]["file_path"]
    async with session.get(f"{api.server.base_file_url}{api.server.token}/{path}") as answer:
        assert await answer.read() == picture
    refusals = {
        b"not a picture": "IMAGE_PROCESS_FAILED",
        b"": "file must be non-empty",
        png(1, 21): "PHOTO_INVALID_DIMENSIONS",
    }
    for content, refusal in refusals.items():
        assert (await upload(content))["description"] == f"Bad Request: {refusal}"
    too_long = await upload(picture, caption="x" * 1025)
    assert too_long["description"] == "Bad Request: message caption is too long"
    said = await api.says("sendPhoto", chat_id=7, photo="AgACnope")
    assert said == "Bad Request: wrong file identifier/HTTP URL specified"
    said = await api.says("sendDocument", chat_id=7, document=sizes[-1]["file_id"])
    assert said == "Bad Request: type of file mismatch"


async def test_edits(api: Raw, anna: Person) -> None:
    keyboard = inline({"text": "Далі", "callback_data": "n"})
    sent = await api("sendMessage", chat_id=7, text="one", reply_markup=keyboard)
    target = {"chat_id": 7, "message_id": sent["result"]["message_id"]}
    same = await api.says("editMessageText", **target, text="one ", reply_markup=keyboard)
    assert same == f"Bad Request: {NOT_MODIFIED}"
    assert await api.says("editMessageText", **target, text="two", reply_markup=keyboard) == "ok"
    assert [b.text for b in anna.last.buttons] == ["Далі"]
    assert await api.says("editMessageText", **target, text="two") == "ok"
    assert (anna.last.text, anna.last.buttons) == ("two", ())
    assert [content.body.text for content in anna.last.edits] == ["one", "two"]
    said = await api.says("editMessageReplyMarkup", **target)
    assert said == f"Bad Request: {NOT_MODIFIED}"
    said = await api.says("editMessageCaption", **target, caption="x")
    assert said == "Bad Request: there is no caption in the message to edit"
    said = await api.says("editMessageText", chat_id=7, message_id=99, text="x")
    assert said == "Bad Request: message to edit not found"
    said = await api.says("editMessageText", chat_id=7, message_id=1, text="x")
    assert said == "Bad Request: message can't be edited"
    assert await api.says("deleteMessage", **target) == "ok"
    said = await api.says("deleteMessage", **target)
    assert said == "Bad Request: message to delete not found"
    assert anna.received == []


async def test_answers_a_press_once_and_in_time(api: Raw, anna: Person) -> None:
    keyboard = inline({"text": "Далі", "callback_data": "n"})
    await api("sendMessage", chat_id=7, text="one", reply_markup=keyboard)
    press = await anna.press("Далі")
    assert (
        await api.says("answerCallbackQuery", callback_query_id=press.query_id, text="ok") == "ok"
    )
    assert (press.toast, press.waited is not None) == ("ok", True)
    assert api.server.violations == []
    said = await api.says("answerCallbackQuery", callback_query_id=press.query_id)
    assert said == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
    await anna.press("n")
    await anna.wait_for(lambda: len(api.server.violations) == 2)
    assert [v.rule for v in api.server.violations] == ["answered twice", "unanswered press"]


async def test_a_small_picture_is_a_picture() -> None:
    assert png(1, 1)[:8] == PIXEL[:8]


def test_a_photo_has_a_largest_size() -> None:
    huge = Upload(name="x.png", content=bytes(MAX_PHOTO + 1), content_type="image/png")
    with pytest.raises(ApiError, match="file of size 10485761 bytes is too big for a photo"):
        Files(1).photo(huge)
