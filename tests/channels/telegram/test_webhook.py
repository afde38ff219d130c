"""Telegram calls us: with the secret only, and 200 only when the update is on the disk."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.channels.telegram import webhook
from bot.channels.telegram.api import Api
from bot.channels.telegram.gate import Gate, TokenRefused
from bot.channels.web import server as web
from bot.service.intake import Intake
from bot.service.turns import Turns
from bot.store.writer import StoreUnavailable, Writer
from bot.view.pages import View
from tests.botapi import BotApi, HttpError, Person, Redelivered, Settings
from tests.channels.telegram.conftest import NOON
from tests.program.waiting import until

SECRET = "the-Secret_of_this_house"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def address(api: Api, writer: Writer, view: View) -> AsyncIterator[str]:
    """Where our webhook listens."""
    intake = Intake(writer, Turns(view=view), {}, lambda: NOON, lambda: None)
    gate = Gate(api, intake, lambda: 0.0)

    async def healthy() -> None:
        return

    listening = socket.create_server(("127.0.0.1", 0))
    server = web.server(web.application([webhook.route(gate, SECRET)], healthy))
    serving = asyncio.create_task(server.serve([listening]))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await serving


async def call(address: str, body: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {HEADER: secret}
    async with (
        aiohttp.ClientSession() as client,
        client.post(address + webhook.PATH, data=body, headers=headers) as answer,
    ):
        return answer.status


async def kept(writer: Writer) -> list[Any]:
    rows = await writer.run(lambda tx: tx.execute("SELECT body FROM inbox ORDER BY id").fetchall())
    return [json.loads(row["body"]) for row in rows]


def update(number: int = 1, **more: Any) -> bytes:
    return json.dumps({"update_id": number, **more}).encode()


async def test_an_update_is_kept_once(address: str, writer: Writer) -> None:
    assert [await call(address, update()) for _ in range(3)] == [200, 200, 200]
    assert await asyncio.gather(*(call(address, update(2)) for _ in range(9))) == [200] * 9
    assert await kept(writer) == [{"update_id": 1}, {"update_id": 2}]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "ключ"])
async def test_nothing_gets_in_without_the_secret(
    secret: str | None, address: str, writer: Writer
) -> None:
    assert await call(address, update(), secret) == 403
    assert await kept(writer) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b'{"no": "id"}',
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b"\xff",
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_refused(body: bytes, address: str, writer: Writer) -> None:
    assert await call(address, body) == 400
    assert await kept(writer) == []


async def test_a_body_larger_than_any_update_is_refused(address: str, writer: Writer) -> None:
    assert await call(address, update(text="x" * webhook.LARGEST_BODY)) == 413
    assert await kept(writer) == []


@pytest.mark.parametrize("depth", [50, 400, 900, 990, 5000])
async def test_deep_nesting_is_kept_or_refused(depth: int, address: str) -> None:
    body = b'{"update_id": 1, "deep": ' + b"[" * depth + b"]" * depth + b"}"
    assert await call(address, body) in {200, 400}


async def test_half_a_character_is_kept(address: str, writer: Writer) -> None:
    assert await call(address, b'{"update_id": 1, "message": {"text": "\\ud800"}}') == 200
    assert await kept(writer) == [{"update_id": 1, "message": {"text": "\ud800"}}]


async def test_a_store_that_is_down_makes_telegram_ask_again(
    address: str, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_: object) -> None:
        raise StoreUnavailable("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(writer, "run", full)
        assert await call(address, update()) == 503
    assert await kept(writer) == []
    assert await call(address, update()) == 200
    assert await kept(writer) == [{"update_id": 1}]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_only_a_post_is_heard(method: str, address: str) -> None:
    async with (
        aiohttp.ClientSession() as client,
        client.request(method, address + webhook.PATH, headers={HEADER: SECRET}) as answer,
    ):
        assert answer.status == 405


async def test_telegram_s_own_calls(
    telegram: BotApi, api: Api, address: str, writer: Writer, anna: Person
) -> None:
    """Announced, called with the secret, called again: kept once, and presses answered."""
    announcing = asyncio.create_task(webhook.announce(api, address + "/", SECRET))
    await until(lambda: telegram.dispatch.webhook.url)
    telegram.faults.add(Redelivered(), times=2)
    await anna.send_text("hello")
    await api.call("sendMessage", chat_id=7, text="Press!")
    press = await anna.forge("1:abcdefgh:0")
    await anna.settled()
    announcing.cancel()
    first, second = await kept(writer)
    assert first["message"]["text"] == "hello"
    assert second["callback_query"]["id"] == press.query_id
    assert telegram.dispatch.webhook.url == address + webhook.PATH
    telegram.check(refusals=True)


async def test_an_address_that_telegram_does_not_take_at_once_is_announced_again(
    telegram: BotApi, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "AGAIN_SECONDS", 0.05)
    telegram.faults.add(HttpError(), method="setWebhook", times=2)
    announcing = asyncio.create_task(webhook.announce(api, "http://127.0.0.1:9", SECRET))
    await until(lambda: telegram.dispatch.webhook.url)
    announcing.cancel()
    assert len(telegram.calls.of("setWebhook")) == 3


async def test_a_refused_token_is_the_end() -> None:
    async with BotApi(Settings(token="1:right")) as telegram:
        api = Api("1:wrong", telegram.url)
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(webhook.announce(api, "http://127.0.0.1:9", SECRET), 5)
        await api.close()
