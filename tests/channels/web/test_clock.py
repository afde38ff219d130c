"""Moving the clock ahead: on this machine's own chat page, and nowhere else."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from starlette.requests import Request

from bot.channels.web.this_machine import from_this_machine
from bot.settings import Settings
from tests.botapi import BotApi
from tests.channels.conftest import Stage
from tests.channels.talkers import Browser, OnTheWeb
from tests.content.small_course import good_files, write
from tests.program.epizod import Epizod

pytestmark = pytest.mark.asyncio(loop_scope="session")

CLOCK = "/chat/clock"
PANEL = "clock"
PUBLIC = {"PUBLIC_URL": "https://epizod.example", "WEBHOOK_SECRET": "a-secret"}
A_MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def local(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Epizod]:
    """Somebody's own machine: no token, no public address, on 127.0.0.1."""
    folder = tmp_path_factory.mktemp("local")
    lessons = write(good_files(), folder / "lessons")
    async with Epizod(folder, LESSONS_DIR=str(lessons)) as epizod:
        yield epizod


@pytest_asyncio.fixture(loop_scope="session")
async def browser(local: Epizod) -> AsyncIterator[Browser]:
    browser = Browser(local.address, "en")
    await browser.open()
    yield browser
    await browser.close()


async def ask(browser: Browser, **headers: str) -> tuple[int, dict[str, Any]]:
    async with browser.client.get(browser.address + CLOCK, headers=headers) as got:
        return got.status, await got.json() if got.status == 200 else {}


async def move(browser: Browser, by: object = "hour", **headers: str) -> tuple[int, dict[str, Any]]:
    url = browser.address + CLOCK
    async with browser.client.post(url, json={"by": by}, headers=headers) as got:
        return got.status, await got.json() if got.status == 200 else {}


async def hour(browser: Browser) -> datetime:
    """How late it is there."""
    status, told = await ask(browser)
    assert status == 200
    return datetime.fromisoformat(told["now"])


async def has_panel(address: str, **headers: str) -> bool:
    async with aiohttp.ClientSession() as client, client.get(address + "/", headers=headers) as got:
        assert got.status == 200
        return PANEL in await got.text()


# --- Where it is ------------------------------------------------------------------------


def settings(**changed: str) -> Settings:
    return Settings.model_validate(changed)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
async def test_this_machine_alone_previews(host: str) -> None:
    assert settings(host=host).previews


@pytest.mark.parametrize(
    "changed",
    [
        {"bot_token": "1:x"},
        {"bot_token": "1:x", "web_chat": "1"},
        {"public_url": "https://epizod.example", "webhook_secret": "x"},
        *({"host": host} for host in ("0.0.0.0", "::", "192.168.1.2", "epizod.example", "127.0.0.1.x")),
    ],
    ids=str,
)  # fmt: skip
async def test_any_other_way_of_running_does_not(changed: dict[str, str]) -> None:
    assert not settings(**changed).previews


async def test_the_page_of_this_machine_has_the_panel(local: Epizod) -> None:
    assert await has_panel(local.address)


@pytest.mark.parametrize("changed", [PUBLIC, {"HOST": "0.0.0.0"}], ids=["public", "everywhere"])
async def test_elsewhere_there_is_no_clock(changed: dict[str, str], tmp_path: Path) -> None:
    async with Epizod(tmp_path, **changed) as epizod:
        await no_clock(epizod.address)


async def test_beside_telegram_there_is_no_clock(stage: Stage) -> None:
    await no_clock(stage.epizod.address)


async def no_clock(address: str) -> None:
    """Nothing at the address of the clock, and nothing of it on the page."""
    assert not await has_panel(address)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        async with client.get(address + "/") as page:
            cookie = page.headers["set-cookie"].partition(";")[0]
        origin = {"Cookie": cookie, "Origin": address}
        async with client.get(address + CLOCK, headers=origin) as got:
            assert got.status == 404
        async with client.post(address + CLOCK, json={"by": "week"}, headers=origin) as got:
            assert got.status == 404


# --- Who gets in ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8080",
        "localhost.",
        "[::2]",
        "a@localhost",
    ],
)
async def test_a_name_from_elsewhere_finds_nothing(host: str, browser: Browser) -> None:
    """DNS rebinding: a page of that name has the same origin as we, but another name."""
    before = await hour(browser)
    foreign = {"Host": host, "Origin": f"http://{host}"}
    assert (await ask(browser, **foreign))[0] == 404
    assert (await move(browser, **foreign))[0] == 404
    assert not await has_panel(browser.address, Host=host)
    assert await hour(browser) - before < A_MINUTE


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "file://"]
)
async def test_a_page_from_elsewhere_moves_nothing(origin: str, browser: Browser) -> None:
    before = await hour(browser)
    assert (await move(browser, Origin=origin))[0] == 403
    assert await hour(browser) - before < A_MINUTE


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", ""])
async def test_a_form_from_elsewhere_moves_nothing(kind: str, browser: Browser) -> None:
    headers = {"Content-Type": kind}
    async with browser.client.post(
        browser.address + CLOCK, data=b'{"by": "week"}', headers=headers
    ) as got:
        assert got.status == 403


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
async def test_nobody_gets_in_through_another_server(header: str, browser: Browser) -> None:
    for whose in ("203.0.113.7", "127.0.0.1"):
        assert (await ask(browser, **{header: whose}))[0] == 404
        assert (await move(browser, **{header: whose}))[0] == 404
        assert not await has_panel(browser.address, **{header: whose})


@pytest.mark.parametrize(
    ("client", "host", "ours"),
    [
        ("127.0.0.1", "127.0.0.1:8080", True),
        ("127.0.0.1", "localhost:8080", True),
        ("::1", "[::1]:8080", True),
        ("::1", "localhost", True),
        ("192.168.1.5", "127.0.0.1:8080", False),
        ("2001:db8::1", "localhost:8080", False),
        ("127.0.0.1", "192.168.1.2:8080", False),
        ("127.0.0.1", "", False),
        (None, "localhost", False),
    ],
)
async def test_both_the_name_and_the_client_are_of_this_machine(
    client: str | None, host: str, ours: bool
) -> None:
    scope = {
        "type": "http", "client": (client, 5000) if client else None,
        "headers": [(b"host", host.encode())] if host else [],
    }  # fmt: skip
    assert from_this_machine(Request(scope)) is ours


async def test_nobody_without_a_cookie(local: Epizod) -> None:
    async with aiohttp.ClientSession() as stranger:
        async with stranger.get(local.address + CLOCK) as got:
            assert got.status == 401
        async with stranger.post(local.address + CLOCK, json={"by": "week"}) as got:
            assert got.status == 401


@pytest.mark.parametrize("by", ["year", "", "-1", -3600, None, ["week"]])
async def test_there_are_three_steps_and_no_way_back(by: object, browser: Browser) -> None:
    assert (await move(browser, by))[0] == 422


# --- What it does -----------------------------------------------------------------------


@pytest.mark.parametrize(("by", "step"), [("hour", 3600), ("day", 86400), ("week", 604800)])
async def test_it_moves_by_a_step(by: str, step: int, browser: Browser) -> None:
    before = await hour(browser)
    status, told = await move(browser, by)
    assert status == 200
    passed = datetime.fromisoformat(told["now"]) - before
    assert timedelta() <= passed - timedelta(seconds=step) < A_MINUTE


async def test_it_tells_the_zone_of_the_person(browser: Browser, local: Epizod) -> None:
    assert (await ask(browser))[1]["zone"] is None
    talker = OnTheWeb(browser, local)
    await browser.post("/chat/start", zone="Atlantic/Azores", language="pt")
    await talker.look()
    assert (await ask(browser))[1]["zone"] == "Atlantic/Azores"


async def test_what_falls_due_has_happened_when_it_answers(browser: Browser, local: Epizod) -> None:
    """Who has not agreed is forgotten a day later."""
    talker = OnTheWeb(browser, local)
    await talker.start()
    known = "SELECT count(*) FROM addresses WHERE address = ?"
    assert local.count(known, browser.visitor) == 1
    await move(browser, "hour")
    assert local.count(known, browser.visitor) == 1
    await move(browser, "week")
    assert local.count(known, browser.visitor) == 0


async def test_the_clock_goes_on_after_a_restart(tmp_path: Path) -> None:
    """Nobody's history lies in the future."""
    async with Epizod(tmp_path) as epizod:
        browser = Browser(epizod.address, "en")
        await browser.open()
        await move(browser, "week")
        before = await hour(browser)
        await browser.close()
        await epizod.stop()
    async with Epizod(tmp_path) as epizod:
        browser = Browser(epizod.address, "en")
        await browser.open()
        assert timedelta() < await hour(browser) - before < A_MINUTE
        await OnTheWeb(browser, epizod).start()
        await browser.close()
        assert written(epizod) >= before


async def test_a_bot_with_a_token_keeps_the_real_time(tmp_path: Path) -> None:
    async with Epizod(tmp_path) as epizod:
        browser = Browser(epizod.address, "en")
        await browser.open()
        await move(browser, "week")
        await browser.close()
        await epizod.stop()
    async with (
        BotApi() as telegram,
        Epizod(
            tmp_path, BOT_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url, WEB_CHAT="1"
        ) as epizod,
    ):
        browser = Browser(epizod.address, "en")
        await browser.open()
        await OnTheWeb(browser, epizod).start()
        await browser.close()
        assert abs(written(epizod) - datetime.now(UTC)) < A_MINUTE
        assert "was moved ahead for a preview" in epizod.log


def written(epizod: Epizod) -> datetime:
    """When the newest event of the chat page was written."""
    with closing(sqlite3.connect(f"file:{epizod.database}?mode=ro", uri=True)) as store:
        [(ms,)] = store.execute("SELECT max(created_at) FROM chat_events")
    return datetime.fromtimestamp(ms / 1000, UTC)
