"""Delivery to a webhook: in order for each chat, again until 2xx, with the secret."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from tests.botapi import BotApi, Person, Redelivered, Settings
from tests.botapi.conftest import FAST, Raw


@dataclass(slots=True)
class Hook:
    """A bot's end of a webhook; `failures` of its next answers are 500."""

    url: str = ""
    secrets: list[str | None] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    failures: int = 0

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.failures > 0:
            self.failures -= 1
            return web.Response(status=500)
        self.texts.append((await request.json())["message"]["text"])
        return web.Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield hook
    await runner.cleanup()


async def test_delivers_until_it_is_taken(api: Raw, anna: Person, hook: Hook) -> None:
    await api("setWebhook", url=f"{hook.url}/hook", secret_token="s-1")
    hook.failures = 2
    for text in "abc":
        await anna.send_text(text)
    await anna.settled()
    assert (hook.texts, hook.secrets) == (["a", "b", "c"], ["s-1"] * 5)
    info = (await api("getWebhookInfo"))["result"]
    assert (info["pending_update_count"], info["last_error_message"]) == (
        0,
        "Wrong response from the webhook: 500 Internal Server Error",
    )


async def test_delivers_twice_when_told_to(
    api: Raw, anna: Person, hook: Hook, server: BotApi
) -> None:
    await api("setWebhook", url=f"{hook.url}/hook")
    server.faults.add(Redelivered())
    await anna.send_text("a")
    await anna.settled()
    assert hook.texts == ["a", "a"]


async def test_a_public_address_needs_a_route(hook: Hook) -> None:
    route = {"https://bot.example": hook.url}
    settings = Settings(webhook_route=route, limits=FAST.limits)
    async with BotApi(settings) as server, aiohttp.ClientSession() as session:
        api = Raw(server=server, session=session)
        assert await api.says("setWebhook", url="https://bot.example/hook") == "ok"
        person = server.person(7)
        await person.start()
        await person.settled()
        assert hook.texts == ["/start"]
        assert await api.says("setWebhook", url="http://other.example/hook") == (
            "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
        )
        assert (await api.says("setWebhook", url="https://other.example/hook")).startswith(
            "Bad Request: bad webhook: Failed to resolve host"
        )
        said = await api.says("setWebhook", url=f"{hook.url}/hook", secret_token="!")
        assert said == "Bad Request: secret token contains unallowed characters"
