"""Nobody who is loud, or says nothing at all, keeps the others out."""

import asyncio
import resource
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette

from bot.channels.web import patience
from bot.channels.web.patience import PatientProtocol, most_connections
from bot.channels.web.server import server
from bot.channels.web.throttle import BURST, PER_SECOND, Throttle
from tests.program.waiting import until


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_and_then_a_rate_for_each_browser() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    assert [throttle.allows("loud") for _ in range(int(BURST) + 1)] == [True] * int(BURST) + [False]
    assert throttle.allows("quiet")
    clock.now = 1.0
    allowed = [throttle.allows("loud") for _ in range(int(PER_SECOND) + 1)]
    assert allowed == [True] * int(PER_SECOND) + [False]


def test_an_export_costs_more_than_a_press() -> None:
    throttle = Throttle(Clock())
    assert [throttle.allows("loud", BURST / 3) for _ in range(4)] == [True, True, True, False]


def test_connections_leave_files_for_the_store_and_for_telegram() -> None:
    assert 0 < most_connections() <= resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(patience, "SILENT_SECONDS", 0.2)
    web = server(Starlette())
    web.config.port = 0
    serving = asyncio.create_task(web.serve())
    await until(lambda: web.started)
    yield web.servers[0].sockets[0].getsockname()[1]
    web.should_exit = True
    await serving


async def answer(port: int, said: bytes) -> bytes:
    """What the server says until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said)
    try:
        return await asyncio.wait_for(reader.read(), 3)
    finally:
        writer.close()


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n"])
async def test_who_says_nothing_whole_is_not_waited_for(port: int, said: bytes) -> None:
    assert await answer(port, said) == b""


async def test_who_speaks_is_answered(port: int) -> None:
    request = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert (await answer(port, request)).startswith(b"HTTP/1.1 404")


async def test_one_too_many_is_turned_away(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PatientProtocol, "most", 0)
    request = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert await answer(port, request) == b""
