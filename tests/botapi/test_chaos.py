"""A bot that does it right comes through chaos; one that does not is found out."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest

from tests.botapi import (
    BotApi,
    CutJson,
    Hang,
    HttpError,
    Malformed,
    NotJson,
    Redelivered,
    Reordered,
    ResetAfter,
    ResetBefore,
    RestartedIds,
)

NETWORK = (HttpError(), ResetBefore(), ResetAfter(), CutJson(), Hang(), Hang(delivered=True))
UPDATES = (
    Redelivered(),
    Reordered(),
    NotJson(),
    RestartedIds(seed=9),
    Malformed(kind="missing"),
    Malformed(kind="types"),
    Malformed(kind="unknown"),
    Malformed(kind="scalar"),
    Malformed(kind="no_id"),
)
BROKEN = (aiohttp.ClientError, TimeoutError, ValueError)


class Echo:
    """Repeats each text once; tries again until Telegram says yes. `dedupe`: by update id."""

    def __init__(self, server: BotApi, session: aiohttp.ClientSession, *, dedupe: bool) -> None:
        self.server = server
        self.session = session
        self.dedupe = dedupe
        self.done: set[int] = set()

    async def call(self, method: str, **params: Any) -> Any:
        """The result, or an exception that tells nothing of what took effect."""
        url = f"{self.server.url}/bot{self.server.token}/{method}"
        timeout = aiohttp.ClientTimeout(total=0.2)
        async with self.session.post(url, json=params, timeout=timeout) as answer:
            return (await answer.json())["result"]

    async def run(self) -> None:
        offset = 0
        while True:
            with contextlib.suppress(*BROKEN):
                for update in await self.call("getUpdates", offset=offset, limit=5):
                    if isinstance(update, dict) and "update_id" in update:
                        offset = update["update_id"] + 1
                        await self.take(update)
            await asyncio.sleep(0.002)

    async def take(self, update: dict[str, Any]) -> None:
        if self.dedupe and update["update_id"] in self.done:
            return
        self.done.add(update["update_id"])
        match update:
            case {"message": {"chat": {"id": chat_id}, "text": str(text)}}:
                await self.send(chat_id, text)
            case _:
                pass

    async def send(self, chat_id: int, text: str) -> None:
        while True:
            with contextlib.suppress(*BROKEN):
                await self.call("sendMessage", chat_id=chat_id, text=text)
                return


@pytest.fixture
async def echo(
    server: BotApi, session: aiohttp.ClientSession
) -> AsyncIterator[Callable[..., Echo]]:
    running: list[asyncio.Task[None]] = []

    def start(*, dedupe: bool = True) -> Echo:
        bot = Echo(server, session, dedupe=dedupe)
        running.append(asyncio.create_task(bot.run()))
        return bot

    yield start
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


@pytest.mark.parametrize("seed", range(4))
async def test_a_careful_bot_loses_nothing(
    server: BotApi, echo: Callable[..., Echo], seed: int
) -> None:
    server.faults.random(*NETWORK, seed=seed, rate=0.1)
    server.faults.random(*UPDATES, seed=seed, rate=0.2)
    people = [server.person(user_id) for user_id in range(1, 5)]
    echo()
    for number in range(5):
        for person in people:
            await person.send_text(f"text {number}")
    for person in people:
        await person.settled(20.0)
        said = {message.text for message in person.messages if not message.by_bot}
        assert {message.text for message in person.received} == said
    for calls in server.calls.duplicates():
        assert any(call.fault is not None for call in calls)
    assert any(call.fault is not None for call in server.calls)
    assert server.violations == []


async def test_a_careless_bot_is_found_out(server: BotApi, echo: Callable[..., Echo]) -> None:
    server.faults.add(Redelivered())
    person = server.person(7)
    await person.start()
    echo(dedupe=False)
    await person.settled()
    assert [len(calls) for calls in server.calls.duplicates()] == [2]
