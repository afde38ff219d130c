"""Who gets in at the chat page's routes, with what, and what every answer carries."""

import json
import re
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from bot.channels.web.chat import LARGEST_BODY
from bot.channels.web.visitor import COOKIE
from bot.course.engine import LONGEST_TEXT
from tests.channels.conftest import Stage
from tests.channels.scripts import enter
from tests.channels.talkers import Browser

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEXT = "/chat/text"


def fresh(**body: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), **body}


async def answer(
    browser: Browser, path: str = TEXT, body: Any = None, **how: Any
) -> tuple[int, str]:
    how = how or {"json": body}
    async with browser.client.post(browser.address + path, **how) as got:
        return got.status, await got.text()


async def known(stage: Stage, browser: Browser) -> bool:
    """Whether anything of this browser was taken: the first thing that is makes it known."""
    await stage.epizod.idle()
    return (
        stage.epizod.count("SELECT count(*) FROM addresses WHERE address = ?", browser.visitor) > 0
    )


# --- Who is there -----------------------------------------------------------------------


async def test_the_cookie_keeps_to_itself(stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    async with browser.client.get(browser.address + "/") as page:
        cookie = page.headers["set-cookie"]
    assert re.fullmatch(
        COOKIE
        + r"=[0-9a-f]{32}\.[0-9a-f]{64}; HttpOnly; Max-Age=31536000; Path=/; SameSite=strict",
        cookie,
    )


async def test_a_browser_keeps_its_address(stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    before = browser.visitor
    await browser.get("/")
    assert browser.visitor == before


FORGED = {
    "no signature": "{address}",
    "empty signature": "{address}.",
    "zeros": "{address}.0000000000000000000000000000000000000000000000000000000000000000",
    "another address": "00000000000000000000000000000000.{signature}",
    "something more": "{address}.{signature}x",
    "turned round": "{signature}.{address}",
    "twice": "{address}.{address}.{signature}",
    "empty": "",
    "no ASCII": "é",
    "long": "{address}{address}{address}.{signature}{signature}{signature}",
}


@pytest.mark.parametrize("kind", FORGED)
async def test_a_forged_cookie_is_no_cookie(kind: str, stage: Stage) -> None:
    talker = await stage.on_the_web()
    await enter(talker, "en")
    address, _, signature = next(iter(talker.browser.client.cookie_jar)).value.partition(".")
    forged = FORGED[kind].format(address=address, signature=signature)
    headers = {"Cookie": f"{COOKIE}={forged}"}
    place = talker.browser.address
    async with aiohttp.ClientSession(headers=headers) as thief:
        async with thief.get(place + "/chat/events") as got:
            assert got.status == 401
        async with thief.get(place + "/chat/export") as got:
            assert got.status == 401
        async with thief.post(place + TEXT, json=fresh(text="hello")) as got:
            assert got.status == 401
        async with thief.get(place + "/") as got:
            assert got.status == 200
            assert address not in got.headers["set-cookie"]


# --- What gets in -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost", "", "file://"],
)
async def test_another_site_s_page_gets_nothing_in(origin: str, stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    status, _ = await answer(browser, json=fresh(text="hello"), headers={"Origin": origin})
    assert status == 403
    assert not await known(stage, browser)


async def test_our_own_page_gets_in(stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    headers = {"Origin": browser.address}
    assert (await answer(browser, json=fresh(text="hello"), headers=headers))[0] == 202
    assert await known(stage, browser)


@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", ""],
)
async def test_a_form_gets_nothing_in(kind: str, stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    body = f'{{"id": "{uuid4()}", "text": "hello"}}'
    status, _ = await answer(browser, data=body.encode(), headers={"Content-Type": kind})
    assert status == 403
    assert not await known(stage, browser)


GOOD = {"id": "a-good-id-1"}
BAD: dict[str, tuple[str, Any]] = {
    "no id": (TEXT, {"text": "x"}),
    "short id": (TEXT, {"id": "1234567", "text": "x"}),
    "long id": (TEXT, {"id": "x" * 65, "text": "x"}),
    "id of another type": (TEXT, {"id": 12345678, "text": "x"}),
    "no text": (TEXT, GOOD),
    "empty text": (TEXT, GOOD | {"text": ""}),
    "long text": (TEXT, GOOD | {"text": "x" * (LONGEST_TEXT + 1)}),
    "text of another type": (TEXT, GOOD | {"text": ["x"]}),
    "something more": (TEXT, GOOD | {"text": "x", "address": "0" * 32}),
    "a list": (TEXT, []),
    "large": (TEXT, GOOD | {"text": "x", "more": "x" * LARGEST_BODY}),
    "no token": ("/chat/press", GOOD | {"index": 0}),
    "long token": ("/chat/press", GOOD | {"token": "x" * 25, "index": 0}),
    "no index": ("/chat/press", GOOD | {"token": "x"}),
    "index below": ("/chat/press", GOOD | {"token": "x", "index": -1}),
    "index above": ("/chat/press", GOOD | {"token": "x", "index": 100}),
    "long zone": ("/chat/start", GOOD | {"zone": "x" * 65}),
    "long course": ("/chat/start", GOOD | {"course": "x" * 41}),
}


@pytest.mark.parametrize("what", BAD)
async def test_what_the_page_would_not_send_is_refused_in_words(what: str, stage: Stage) -> None:
    browser, english = (await stage.on_the_web("uk")).browser, (await stage.on_the_web()).browser
    status, said = await answer(browser, *BAD[what])
    assert status == 422
    assert json.loads(said)["error"] != json.loads((await answer(english, *BAD[what]))[1])["error"]
    assert not await known(stage, browser)


@pytest.mark.parametrize(
    "body", [b"", b"null", b"{", b"\xff", b'{"id": "12345678", "text": "\\ud800"}', b"[" * 9000]
)
async def test_what_is_no_json_is_refused(body: bytes, stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    headers = {"Content-Type": "application/json"}
    assert (await answer(browser, data=body, headers=headers))[0] == 422
    assert not await known(stage, browser)


@pytest.mark.parametrize(
    "text", ["x" * LONGEST_TEXT, "😀" * LONGEST_TEXT, "a\x00b", "\u202e\u2066\x1b[31m"]
)
async def test_any_text_of_a_fit_length_gets_in(text: str, stage: Stage) -> None:
    talker = await stage.on_the_web()
    await enter(talker, "en")
    await talker.say(text)
    assert talker.seen


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "/etc/localtime", "", "\x00"])
async def test_a_zone_that_there_is_not_hurts_nobody(zone: str, stage: Stage) -> None:
    talker = await stage.on_the_web()
    talker.browser.events.clear()
    assert (
        await talker.browser.post("/chat/start", zone=zone, language="pt-BR", course="small") == 202
    )
    await talker.look()
    assert talker.seen


async def test_what_comes_twice_takes_effect_once(stage: Stage) -> None:
    talker = await stage.on_the_web()
    await enter(talker, "en")
    talker.browser.events.clear()
    said = fresh(text="hello")
    assert [(await answer(talker.browser, TEXT, said))[0] for _ in range(3)] == [202] * 3
    await talker.look()
    assert [event["type"] for event in talker.browser.events] == ["said", "message"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/chat/start", "/chat/press", TEXT])
async def test_only_a_post_says_something(method: str, path: str, stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    async with browser.client.request(method, browser.address + path) as got:
        assert got.status == 405


# --- What every answer carries ----------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/healthz",
        "/static/chat.js",
        "/static/chat.css",
        "/chat/export",
        "/nowhere",
        "/pictures/x.png",
    ],
)
async def test_every_answer_forbids_what_the_page_does_not_need(path: str, stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    async with browser.client.get(browser.address + path) as got:
        policy = dict(
            each.strip().split(" ", 1) for each in got.headers["content-security-policy"].split(";")
        )
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "server" not in got.headers
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in str(policy)


@pytest.mark.parametrize(
    "start", ["", "?start=pp", '?start="><script>alert(1)</script>', "?start=%00%ff"]
)
async def test_the_page_needs_nothing_inline(start: str, stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    page = (await browser.get("/" + start)).decode()
    scripts = re.findall(r"<script\b[^>]*>", page)
    assert all("src=" in each or 'type="application/json"' in each for each in scripts), scripts
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("uk-UA,uk;q=0.9,en;q=0.8", "uk"), ("fr, pt-BR;q=0.5", "pt"), ("de", "en"), ("", "en"), (";;,,", "en")],
)  # fmt: skip
async def test_the_page_speaks_the_browser_s_language(
    accepted: str, language: str, stage: Stage
) -> None:
    browser = (await stage.on_the_web()).browser
    headers = {"Accept-Language": accepted}
    async with browser.client.get(browser.address + "/", headers=headers) as got:
        assert f'<html lang="{language}">' in await got.text()
