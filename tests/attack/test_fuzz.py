"""Random input for everything that reads what strangers write: nothing but an answer ever comes of it.

`make fuzz` runs these for minutes, `make test` for a moment.
"""

import json
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.types import ASGIApp

from bot import i18n
from bot.channels.telegram.entities import marked
from bot.channels.telegram.receive import file_of, needed, read, whose
from bot.channels.web import receive as web
from bot.channels.web import server
from bot.channels.web.desk import upload
from bot.channels.web.desk.form import Form, TooLarge, form_of, from_our_page
from bot.channels.web.desk.session import Cookie
from bot.channels.web.language import accepted, wished
from bot.channels.web.privacy import route
from bot.channels.web.throttle import network
from bot.channels.web.visitor import Visitors
from bot.content.yaml_text import read_yaml
from bot.course.name import NotPrintable, printable_name
from bot.service.commands import command
from bot.service.received import Received
from bot.view.formatting import formatted
from bot.view.markup import TELEGRAM, WEB, render
from tests.attack.conftest import read_one
from tests.botapi.html import parse
from tests.content.test_mutations import assert_good_or_reported
from tests.service.house import words

calm = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
few = settings(calm, max_examples=settings().max_examples // 3)
"""For what is read in milliseconds, not in microseconds."""

# --- Lessons ----------------------------------------------------------------------------

PIECES = st.sampled_from([
    "---\n", "***\n", "## Question {#a .quiz}\n\n", "## Say {#b .write}\n\n", "{#c .d30}\n", "- [ ] one\n",
    "- [x] two\n", "  > reply\n", "![alt](queue.png)\n\n", "![](../../x.png)", "[a](https://b.c)",
    "[a](javascript:x)", "**b**", "*i*", "`c`", "```\n", "<b>", "<!--", "-->", "\n", "\n\n", "    ", "\t",
    "> ", "1. ", "|a|b|\n", "&amp;", "&#x202e;", "\\", "{#a .quiz .several about=x}", "title: ", "{", "}",
    "](", "[[", "~~", "http://a.b", "\u202e", "\u0301", "\ufeff", "\x00", "𝒳", "٣", "---", "===\n",
])  # fmt: skip
MARKDOWN = st.lists(PIECES | st.text(max_size=12), max_size=40).map("".join)
YAML = st.lists(
    st.sampled_from([
        "a: ", "- ", "? ", ": ", "&a ", "*a ", "!!x ", "<<: ", "[", "]", "{", "}", "'", '"', "|\n", ">\n",
        "#", "%", "@", "`", "\n", "  ", "\t", "0x1", "1e999", "2025-99-99", "~", "null", "yes", ",",
    ]) | st.text(max_size=6), max_size=40,
).map("".join)  # fmt: skip


@few
@given(MARKDOWN, st.booleans())
def test_fuzz_a_lesson(text: str, fronted: bool) -> None:
    front = "---\ntitle: One\nobjective: x\nminutes: 4\n---\n" if fronted else ""
    assert_good_or_reported(read_one(front + text))


@calm
@given(YAML)
def test_fuzz_yaml(text: str) -> None:
    told: list[tuple[int, str]] = []
    tree = read_yaml(text, 1, lambda line, message: told.append((line, message)))
    assert (tree is None) == bool(told)
    assert all(line >= 1 and message.isprintable() for line, message in told)


# --- Words of people --------------------------------------------------------------------


@calm
@given(MARKDOWN)
def test_fuzz_formatted_words(text: str) -> None:
    shown = render(formatted(text), TELEGRAM)
    parse(shown)
    assert "<script" not in render(formatted(text), WEB).lower()


@calm
@given(
    st.text(max_size=60),
    st.lists(
        st.fixed_dictionaries(
            {
                "type": st.sampled_from(["bold", "italic", "text_link", "code", "x"]),
                "offset": st.integers(-9, 99) | st.none(), "length": st.integers(-9, 99),
            },
            optional={"url": st.sampled_from(["https://a.b", "javascript:x", "https://a b<>\\"])},
        ),
        max_size=12,
    ),
)  # fmt: skip
def test_fuzz_entities(text: str, entities: list[dict[str, Any]]) -> None:
    """Formatting that Telegram would tell of a text; of a false one, too, comes text."""
    found = marked(text, entities)
    if found is not None:
        parse(render(formatted(found), TELEGRAM))


@calm
@given(st.text() | MARKDOWN)
def test_fuzz_names_and_commands(text: str) -> None:
    name = printable_name(text)
    assert isinstance(name, NotPrintable) or printable_name(name) == name
    command(text)
    command(f"/start {text}")
    command(f"/{text}")


# --- Updates ----------------------------------------------------------------------------

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
NAMED = st.sampled_from([
    "message", "edited_message", "callback_query", "my_chat_member", "chat", "from", "id", "type", "text",
    "entities", "data", "new_chat_member", "status", "photo", "document", "file_id", "file_size",
    "mime_type", "file_name", "reply_to_message", "message_id", "language_code", "is_bot", "offered",
    "handle", "media_type", "size", "name", "pinned_message", "voice", "update_id", "url", "offset",
])  # fmt: skip
TYPICAL = ANY | st.sampled_from(
    ["private", "group", "member", "kicked", "1:AAAAAAAA:0", "bold", 7, -7]
)
LIKE = st.recursive(
    TYPICAL,
    lambda inner: st.dictionaries(NAMED, inner, max_size=6) | st.lists(inner, max_size=2),
    max_leaves=25,
)
MESSAGE = st.fixed_dictionaries(
    {"chat": st.fixed_dictionaries({"id": st.just(7) | ANY, "type": st.just("private") | ANY})},
    optional=dict.fromkeys(("text", "from", "photo", "document", "entities", "voice", "x"), LIKE),
)
UPDATES = st.fixed_dictionaries({"update_id": st.just(1)}, optional={"message": MESSAGE}) | LIKE


@few
@given(UPDATES)
def test_fuzz_an_update(update: Any) -> None:
    """Before it is kept nothing breaks; what is kept can be read, or is refused as a whole."""
    assert isinstance(whose(update), str)
    described, kept = file_of(update), needed(update)
    if described is not None:
        json.dumps(described[1])
    try:
        heard = read(json.dumps(kept))
    except ValueError:
        return
    assert heard is None or isinstance(heard, Received)


@calm
@given(
    LIKE | st.fixed_dictionaries({"address": st.just("a")}, optional={"text": ANY, "press": LIKE})
)
def test_fuzz_what_lies_in_the_inbox_of_the_page(event: Any) -> None:
    try:
        web.read(json.dumps(event))
    except ValueError:
        return


# --- The web ----------------------------------------------------------------------------

HEADERS = st.sampled_from([
    "cookie", "accept-language", "host", "origin", "content-type", "last-event-id", "forwarded",
    "x-forwarded-for", "sec-fetch-site", "authorization", "range", "if-none-match", "content-length",
])  # fmt: skip
LATIN = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=40)
VALUES = LATIN | st.sampled_from([
    "epizod=" + "0" * 32 + "." + "0" * 64, "desk=x", "uk;q=0.9,*;q=0", "en-" * 200, "bytes=0-,0-,0-",
    "application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "null",
])  # fmt: skip


def request(headers: dict[str, str], query: str, body: bytes = b"") -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    return Request(
        {
            "type": "http", "method": "POST", "path": "/", "query_string": query.encode(),
            "headers": raw, "client": (headers.get("x-forwarded-for", ""), 1),
        },
        receive,
    )  # fmt: skip


@calm
@given(st.dictionaries(HEADERS, VALUES, max_size=8), st.text(max_size=40).map(quote))
def test_fuzz_headers(headers: dict[str, str], query: str) -> None:
    asked = request(headers, query)
    assert Visitors("secret", secure=True).of(asked) is None
    assert isinstance(Cookie(secure=False).of(asked), str | None)
    assert accepted(asked) in i18n.NAMES
    assert wished(asked) in (None, *i18n.NAMES)
    assert isinstance(network(asked), str)
    from_our_page(asked, "https://desk.example")


FORM = st.binary(max_size=200) | st.lists(
    st.sampled_from([b"a=b", b"&", b"%", b"%00", b"%ed%a0%80", b"%u0041", b"key=", b"=", b";", b"\xff"])
).map(b"".join)  # fmt: skip
PARTS = st.lists(
    st.sampled_from([
        b"--x", b"--x--", b"\r\n", b"\r\n\r\n", b'Content-Disposition: form-data; name="a"',
        b'Content-Disposition: form-data; name="f"; filename="../../x"', b"Content-Type: image/png",
        b"\x89PNG", b":", b'"', b"\xff",
    ]) | st.binary(max_size=30)
).map(b"".join)  # fmt: skip


@calm
@given(FORM | PARTS, VALUES)
async def test_fuzz_a_form(body: bytes, kind: str) -> None:
    for largest in (None, lambda name, media_type: 10):
        try:
            form = await form_of(request({"content-type": kind}, "", body), largest)
        except TooLarge:
            continue
        assert isinstance(form, Form)
        assert "\x00" not in "".join(each for values in form.fields.values() for each in values)
        assert form.file is None or len(form.file.content) <= 10


@calm
@given(PARTS)
async def test_fuzz_an_upload(body: bytes) -> None:
    async def stream() -> Any:
        for start in range(0, len(body), 7):
            yield body[start : start + 7]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upload, "LARGEST_HEAD", 60)
        try:
            await upload.read(stream(), "multipart/form-data; boundary=x", lambda *_: 10)
        except upload.Malformed:
            return


@cache
def privacy_page() -> ASGIApp:
    async def ready() -> None: ...

    return server.application([route(words())], ready)


@few
@given(st.text(max_size=30), st.sampled_from(["GET", "POST"]))
async def test_fuzz_an_address(path: str, method: str) -> None:
    transport = httpx2.ASGITransport(privacy_page())
    async with httpx2.AsyncClient(transport=transport, base_url="http://x") as ask:
        answer = await ask.request(method, f"/{quote(path, safe='/')}")
    assert answer.status_code in (200, 404, 405)
