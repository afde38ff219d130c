"""A server for each test, and a raw client that shows what came over the wire."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, Limits, Person, Settings

FAST = Settings(limits=Limits(enforced=False), answer_within=0.3, webhook_retry=0.02)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Calls the server without any library between."""

    server: BotApi
    session: aiohttp.ClientSession

    def address(self, method: str) -> str:
        return f"{self.server.url}/bot{self.server.token}/{method}"

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(self.address(method), json=params) as answer:
            body: dict[str, Any] = await answer.json()
            assert answer.status == body.get("error_code", 200)
            return body

    async def says(self, method: str, **params: Any) -> str:
        """The refusal, or "ok"."""
        body = await self(method, **params)
        return str(body.get("description", "ok"))


@pytest.fixture
async def server() -> AsyncIterator[BotApi]:
    async with BotApi(FAST) as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as client:
        yield client


@pytest.fixture
def api(server: BotApi, session: aiohttp.ClientSession) -> Raw:
    return Raw(server=server, session=session)


@pytest.fixture
async def anna(server: BotApi) -> Person:
    """Has pressed Start; the update is taken."""
    person = server.person(7, "uk", "Анна")
    await person.start()
    server.updates.drop()
    return person
