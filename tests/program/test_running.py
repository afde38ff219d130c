"""Starting and stopping: without a token, with one, and with a Telegram that is not there."""

import asyncio
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from tests.botapi import BotApi, Settings
from tests.program.epizod import Epizod
from tests.program.life import executed

NOWHERE = "http://telegram.invalid"
QUICKLY = 5.0


async def get(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as client, client.get(url) as answer:
        return answer.status, await answer.text()


async def test_without_a_token_it_prints_the_address_of_the_chat_and_serves_it(
    tmp_path: Path,
) -> None:
    async with Epizod(tmp_path, executed) as epizod:
        assert epizod.ready.startswith("Epizod is ready: open http://127.0.0.1:")
        assert await get(epizod.address + "/healthz") == (200, '{"status":"ok"}')
        status, page = await get(epizod.address + "/")
        assert status == 200
        assert "<title>" in page
        ended, seconds = await epizod.stop()
    assert ended.code == 0
    assert seconds < QUICKLY


async def test_with_a_token_the_chat_page_is_not_there_unless_asked_for(tmp_path: Path) -> None:
    async with BotApi() as telegram:
        settings = {"BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        async with Epizod(tmp_path, **settings) as epizod:
            assert "healthz" in epizod.ready
            assert (await get(epizod.address + "/"))[0] == 404
            assert (await get(epizod.address + "/chat/events"))[0] == 404
            assert (await get(epizod.address + "/telegram/webhook"))[0] == 404
            assert (await get(epizod.address + "/healthz"))[0] == 200
            await epizod.stop()
        async with Epizod(tmp_path, **settings, WEB_CHAT="1") as epizod:
            assert (await get(epizod.address + "/"))[0] == 200


def spoil(database: Path, name: str) -> None:
    """The page on which the table or index begins."""
    with closing(sqlite3.connect(database)) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = store.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,))
        (page,) = found.fetchone()
        (size,) = store.execute("PRAGMA page_size").fetchone()
    content = bytearray(database.read_bytes())
    content[(page - 1) * size : page * size] = b"\xaa" * size
    database.write_bytes(content)


async def test_damage_that_a_page_meets_is_told_to_whoever_watches(tmp_path: Path) -> None:
    async with Epizod(tmp_path) as epizod:
        await epizod.stop()
    spoil(tmp_path / "epizod.db", "sqlite_autoindex_certificates_1")
    async with Epizod(tmp_path) as epizod:
        assert (await get(epizod.address + "/readyz"))[0] == 200
        assert (await get(epizod.address + "/certificates/ABCDEFGH"))[0] >= 500
        status, said = await get(epizod.address + "/readyz")
        assert status == 503
        assert "the store is damaged: restore a backup" in said


async def test_whoever_starts_it_is_told_when_it_serves(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0" + tmp_path.name)
        systemd.settimeout(QUICKLY)
        async with Epizod(tmp_path, NOTIFY_SOCKET="@" + tmp_path.name):
            assert await asyncio.to_thread(systemd.recv, 64) == b"READY=1"


async def test_it_serves_although_nobody_listens_who_was_to_be_told(tmp_path: Path) -> None:
    async with Epizod(tmp_path, NOTIFY_SOCKET=str(tmp_path / "user@1000.sock")) as epizod:
        assert (await get(epizod.address + "/healthz"))[0] == 200


@pytest.mark.parametrize(("believed", "refused"), [("", False), ("192.0.2.1", True)])
async def test_whom_it_believes_who_is_asking_is_a_setting(
    tmp_path: Path, believed: str, refused: bool
) -> None:
    """Behind a server that is not believed, or says nothing, everybody is one network."""
    (tmp_path / ".env").write_text(f"FORWARDED_ALLOW_IPS={believed}\n")
    async with Epizod(tmp_path) as epizod, aiohttp.ClientSession() as client:

        async def asked(number: int) -> int:
            someone = {"X-Forwarded-For": f"198.51.100.{number}"}
            page = epizod.address + "/certificates/none"
            async with client.get(page, headers=someone) as answer:
                return answer.status

        statuses = await asyncio.gather(*map(asked, range(250)))
    assert (429 in statuses) == refused


async def test_a_telegram_that_is_not_there_is_tried_again_and_again(tmp_path: Path) -> None:
    async with Epizod(tmp_path, BOT_TOKEN="1:x", TELEGRAM_API_URL=NOWHERE) as epizod:
        await asyncio.sleep(2.5)
        assert (await get(epizod.address + "/healthz"))[0] == 200
        assert epizod.process.poll() is None
        ended, seconds = await epizod.stop()
    assert ended.code == 0
    assert seconds < QUICKLY
    assert "no updates from Telegram" in ended.err
    assert "Traceback" not in ended.err


async def test_it_finds_a_telegram_that_comes_back(tmp_path: Path) -> None:
    async with BotApi() as telegram:
        port = telegram.port
    async with Epizod(
        tmp_path, BOT_TOKEN=telegram.token, TELEGRAM_API_URL=f"http://127.0.0.1:{port}"
    ):
        await asyncio.sleep(0.5)
        async with BotApi(port=port) as telegram:
            anna = telegram.person(7, "en", "Anna")
            await anna.start()
            await anna.reads("Before we start", within=15)
            telegram.check()


@pytest.mark.parametrize("by", ["polling", "webhook"])
async def test_a_token_that_telegram_refuses_ends_it_with_a_line(tmp_path: Path, by: str) -> None:
    webhook = {"PUBLIC_URL": "http://127.0.0.1:9", "WEBHOOK_SECRET": "s"} if by == "webhook" else {}
    async with BotApi(Settings(token="1:right")) as telegram:
        epizod = Epizod(
            tmp_path, BOT_TOKEN="1:wrong", TELEGRAM_API_URL=telegram.url, LOG_LEVEL="WARNING", **webhook
        )  # fmt: skip
        await epizod.launch()
        ended = await epizod.ended()
    assert ended.code == 2
    assert ended.err.splitlines()[-1].startswith("BOT_TOKEN")
    assert "Traceback" not in ended.err
    assert "wrong" not in ended.err


@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_quickly_in_the_middle_of_everything(
    tmp_path: Path, with_signal: int
) -> None:
    async with BotApi() as telegram:
        settings = {"BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "WEB_CHAT": "1"}
        cookies = aiohttp.CookieJar(unsafe=True)
        browser = aiohttp.ClientSession(cookie_jar=cookies)
        async with Epizod(tmp_path, executed, **settings) as epizod, browser:
            await (await browser.get(epizod.address + "/")).read()
            stream = await browser.get(epizod.address + "/chat/events")
            assert await stream.content.readline() == b'data: {"type":"ready"}\n'
            anna = telegram.person(7, "en", "Anna")
            await anna.start()
            ended, seconds = await epizod.stop(with_signal)
            stream.close()
        assert ended.code == 0
        assert seconds < QUICKLY
        assert "Traceback" not in ended.err
