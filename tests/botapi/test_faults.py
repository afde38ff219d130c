"""Every fault does what it says, and the log tells what took effect."""

import asyncio
import json

import aiohttp
import pytest

from tests.botapi import (
    BotApi,
    Conflict,
    CutJson,
    Hang,
    HttpError,
    Malformed,
    NotJson,
    Person,
    Redelivered,
    Reordered,
    ResetAfter,
    ResetBefore,
    Slow,
)
from tests.botapi.conftest import Raw
from tests.botapi.faults import CallFault, Faults


async def test_a_gateway_error_is_html(
    api: Raw, anna: Person, session: aiohttp.ClientSession
) -> None:
    api.server.faults.add(HttpError(status=502), method="sendMessage")
    params = {"chat_id": 7, "text": "x"}
    async with session.post(api.address("sendMessage"), json=params) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
        assert "502 Bad Gateway" in await answer.text()
    assert await api.says("sendMessage", **params) == "ok"
    assert [call.status for call in api.server.calls.of("sendMessage")] == [502, 200]
    assert len(anna.received) == 1


@pytest.mark.parametrize(("fault", "delivered"), [(ResetBefore(), 0), (ResetAfter(), 1)])
async def test_resets(api: Raw, anna: Person, fault: CallFault, delivered: int) -> None:
    api.server.faults.add(fault, chat_id=7)
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("sendMessage", chat_id=7, text="x")
    assert len(anna.received) == delivered
    (call,) = api.server.calls.of("sendMessage")
    assert (call.delivered, call.fault) == (bool(delivered), type(fault).__name__)


@pytest.mark.parametrize("delivered", [True, False])
async def test_a_hang_gives_no_answer(api: Raw, anna: Person, delivered: bool) -> None:
    api.server.faults.add(Hang(delivered=delivered), method="sendMessage")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await api("sendMessage", chat_id=7, text="x")
    assert len(anna.received) == delivered


async def test_slow_and_cut(
    api: Raw, anna: Person, server: BotApi, session: aiohttp.ClientSession
) -> None:
    server.faults.add(Slow(seconds=0.1), method="sendMessage")
    await api("sendMessage", chat_id=7, text="x")
    (call,) = server.calls.of("sendMessage")
    assert call.ended is not None
    assert call.ended - call.at >= 0.1
    server.faults.add(CutJson(), method="sendMessage")
    params = {"chat_id": 7, "text": "x"}
    async with session.post(api.address("sendMessage"), json=params) as answer:
        assert answer.status == 200
        with pytest.raises(json.JSONDecodeError):
            json.loads(await answer.read())
    assert len(anna.received) == 2
    server.faults.add(Conflict(), method="getUpdates")
    assert (await api("getUpdates"))["error_code"] == 409


async def test_bad_batches(api: Raw, anna: Person, server: BotApi) -> None:
    for text in "abc":
        await anna.send_text(text)

    async def batch() -> list[object]:
        updates = (await api("getUpdates"))["result"]
        return [u.get("message", {}).get("text") if isinstance(u, dict) else u for u in updates]

    server.faults.add(Reordered(seed=1))
    server.faults.add(Redelivered())
    server.faults.add(Malformed(kind="scalar"))
    server.faults.add(Malformed(kind="unknown"))
    assert sorted(map(str, await batch())) == ["a", "b", "c"]
    assert (await batch())[-6:] == ["a", "b", "c"] * 2
    assert await batch() == ["not an update", "a", "b", "c"]
    assert await batch() == ["a", "b", "c", None]
    server.faults.add(NotJson())
    async with api.session.get(api.address("getUpdates")) as answer:
        assert answer.status == 200
        with pytest.raises(ValueError, match="decode"):
            json.loads(await answer.read())
    assert await batch() == ["a", "b", "c", None]


async def test_finds_duplicates_but_not_answers_to_new_acts(
    api: Raw, anna: Person, server: BotApi
) -> None:
    for _ in range(2):
        await anna.send_text("again")
        await api("sendMessage", chat_id=7, text="x")
    assert server.calls.duplicates() == []
    await api("sendMessage", chat_id=7, text="x")
    assert [[call.message_id for call in group] for group in server.calls.duplicates()] == [[5, 6]]


def test_chaos_is_the_same_whatever_the_interleaving() -> None:
    def drawn(order: list[int]) -> dict[int, list[bool]]:
        faults = Faults()
        faults.random(HttpError(), ResetAfter(), seed=5, rate=0.3, methods=["sendMessage"])
        hits: dict[int, list[bool]] = {1: [], 2: []}
        for chat in order:
            hits[chat].append(faults.for_call("sendMessage", chat) is not None)
        assert faults.for_call("getMe", None) is None
        return hits

    one = drawn([1] * 100 + [2] * 100)
    assert one == drawn([1, 2] * 100)
    assert 10 < sum(one[1]) < 50
