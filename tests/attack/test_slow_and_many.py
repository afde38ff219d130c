"""Connections that take for ever, requests from one network without end, bodies without end."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram import webhook
from bot.channels.web import patience, throttle
from bot.channels.web.chat import LARGEST_BODY
from bot.channels.web.server import _Headers, server
from bot.channels.web.throttle import OF_A_NETWORK, PER_SECOND, Room, Throttle, network
from tests.attack.conftest import EVERYTHING, HERE, Whole
from tests.program.waiting import until

HEAD = b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
FIRST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
PATIENCE = 0.15
LARGE = b"x" * 20_000_000


async def read(request: Request) -> Response:
    return Response(await request.body())


async def large(_: Request) -> Response:
    return Response(LARGE)


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    for name in ("SILENT_SECONDS", "ARRIVING_SECONDS", "UNREAD_SECONDS"):
        monkeypatch.setattr(patience, name, PATIENCE)
    routes = [Route("/read", read, methods=["POST"]), Route("/large", large)]
    web = server(_Headers(Starlette(routes=routes)))
    web.config.port = 0
    serving = asyncio.create_task(web.serve())
    await until(lambda: web.started)
    yield web.servers[0].sockets[0].getsockname()[1]
    web.should_exit = True
    await serving


async def dripping(port: int, *whole: bytes, drips: bytes = b"x") -> bytes:
    """Says something whole, and then a byte at a time for as long as anybody listens."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    heard = bytearray()

    async def listen() -> None:
        try:
            while part := await reader.read(65536):
                heard.extend(part)
        except ConnectionError:
            return

    listening = asyncio.create_task(listen())
    for each in whole:
        writer.write(each)
        await asyncio.sleep(PATIENCE / 10)
    async with asyncio.timeout(5):
        while not listening.done():
            writer.write(drips)
            await asyncio.sleep(PATIENCE / 10)
    writer.transport.abort()
    return bytes(heard)


async def test_a_head_that_comes_a_byte_at_a_time(port: int) -> None:
    assert await dripping(port, b"GET / HTTP/1.1\r\nX: ") == b""


async def test_a_body_that_comes_a_byte_at_a_time(port: int) -> None:
    assert await dripping(port, HEAD) == b""


async def test_a_chunked_body_that_comes_a_byte_at_a_time(port: int) -> None:
    chunked = b"POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert await dripping(port, chunked, drips=b"1\r\nx\r\n") == b""


async def test_whoever_was_answered_once_is_not_trusted_with_the_next_head(port: int) -> None:
    heard = await dripping(port, FIRST, b"GET / HTTP/1.1\r\nX: ")
    assert heard.count(b"HTTP/1.1 404") == 1


async def test_an_answer_that_nobody_takes_is_thrown_away(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    await reader.readexactly(1000)
    await asyncio.sleep(3 * PATIENCE)
    came = 0
    with suppress(ConnectionError):
        while part := await asyncio.wait_for(reader.read(2**20), 5):
            came += len(part)
    assert came < len(LARGE) / 2
    writer.transport.abort()


async def test_whoever_speaks_in_time_is_answered_again_and_again(port: int) -> None:
    """Their time begins anew with each request."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(4):
        writer.write(FIRST[:10])
        await asyncio.sleep(PATIENCE / 2)
        writer.write(FIRST[10:])
        heard = await reader.readuntil(b"\r\n\r\nNot Found")
        assert heard.startswith(b"HTTP/1.1 404")
    writer.close()


@pytest.mark.parametrize(
    "smuggled",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: -5",
        b"Content-Length: 5, 6",
        b"Transfer-Encoding: chunked, identity",
        b"Content-Length : 5",
    ],
)
async def test_a_length_that_can_be_read_in_two_ways_smuggles_nothing(
    port: int, smuggled: bytes
) -> None:
    """What would be a second request of somebody else's, behind a server that read it otherwise."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    inner = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
    writer.write(b"POST /read HTTP/1.1\r\nHost: x\r\n" + smuggled + b"\r\n\r\n0\r\n\r\n" + inner)
    writer.write_eof()
    heard = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    assert heard.count(b"HTTP/1.1") == 1
    assert len(heard) < 10_000


# --- What one network may ask for -------------------------------------------------------


def asked_from(host: str) -> HTTPConnection:
    return HTTPConnection({"type": "http", "client": (host, 1), "headers": []})


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::"),
        ("a name", "a name"),
    ],
)
def test_whoever_has_one_address_of_ipv6_has_billions(host: str, counted: str) -> None:
    assert network(asked_from(host)) == counted


async def test_new_browsers_do_not_make_new_room(
    whole: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cookie costs nothing, so that whoever throws it away each time is counted by their network."""
    page = next(each.endpoint.__self__ for each in whole.routes if each.path == "/")  # type: ignore[attr-defined]
    monkeypatch.setattr(throttle, "BURST", 3.0)
    narrow = replace(page, networks=Throttle(lambda: 0.0, OF_A_NETWORK))
    app = Starlette(routes=narrow.routes())
    told = []
    for _ in range(40):
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url=HERE) as fresh:
            told.append((await fresh.get("/")).status_code)
            told.append(
                (await fresh.post("/chat/text", json={"id": "x" * 8, "text": "x"})).status_code
            )
    assert told[:30] == [200, 202] * 15
    assert told[30:] == [429, 401] * 25
    assert OF_A_NETWORK * PER_SECOND >= 100, "a ministry has one address"


async def test_one_network_does_not_take_every_place() -> None:
    room = Room(2)
    room.enter("a")
    room.enter("a")
    assert (room.is_full("a"), room.is_full("b")) == (True, False)
    room.leave("a")
    assert not room.is_full("a")
    room.leave("a")
    assert not room._taken


async def test_pages_that_stay_open_are_counted_until_they_go(whole: Whole) -> None:
    page = next(each.endpoint.__self__ for each in whole.routes if each.path == "/")  # type: ignore[attr-defined]
    streams = [page._stream("0" * 32, "here", 0) for _ in range(3)]
    for each in streams:
        await anext(each)
    assert page.room._taken == {"here": 3}
    for each in streams:
        await each.aclose()
    assert page.room._taken == {}


def test_a_throttle_with_many_strangers_forgets_without_looking_at_all_each_time() -> None:
    moments = [0.0]
    bucket = Throttle(lambda: moments[0])
    for each in range(3 * throttle.REMEMBERED):
        moments[0] += 0.001
        bucket.allows(str(each))
    assert len(bucket._buckets) < 2 * throttle.REMEMBERED


# --- Bodies -----------------------------------------------------------------------------


async def endless(sent: list[int]) -> AsyncIterator[bytes]:
    for _ in range(100_000):
        sent.append(1)
        yield b" " * 10_000


SECRET = {"x-telegram-bot-api-secret-token": EVERYTHING["WEBHOOK_SECRET"]}
OURS = {"origin": HERE, "sec-fetch-site": "same-origin"}
JSON = {**OURS, "content-type": "application/json"}
FORM = {**OURS, "content-type": "application/x-www-form-urlencoded"}
MULTIPART = {**OURS, "content-type": "multipart/form-data; boundary=x"}
ASKED: dict[str, tuple[str, dict[str, str], int]] = {
    "the webhook": (webhook.PATH, SECRET, 413),
    "a text": ("/chat/text", JSON, 422),
    "a press": ("/chat/press", JSON, 422),
    "signing in": ("/desk/enter", FORM, 413),
    "signing in with a file": ("/desk/enter", MULTIPART, 413),
}


@pytest.mark.parametrize("whole", ["with Telegram"], indirect=True)
async def test_no_body_is_read_further_than_anybody_needs(whole: Whole) -> None:
    await whole.ask.get("/")
    for name, (path, headers, status) in ASKED.items():
        sent: list[int] = []
        answer = await asgi_post(whole, path, headers, lambda sent=sent: endless(sent))  # type: ignore[misc]
        assert answer == status, name
        assert len(sent) < 110, name


async def asgi_post(
    whole: Whole, path: str, headers: dict[str, str], body: Callable[[], AsyncIterator[bytes]]
) -> int:
    """As a server would hand it over, part by part."""
    cookie = "; ".join(f"{each.name}={each.value}" for each in whole.ask.cookies.jar)
    named = {**headers, "cookie": cookie, "host": HERE.removeprefix("http://")}
    parts, status = body(), 0

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": await anext(parts), "more_body": True}

    async def send(message: dict[str, object]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = int(str(message["status"]))

    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": [(a.encode(), b.encode()) for a, b in named.items()],
        "client": ("192.0.2.1", 1), "server": ("x", 80), "scheme": "http", "root_path": "",
        "http_version": "1.1",
    }  # fmt: skip
    serve: Callable[..., Awaitable[None]] = whole.app
    await serve(scope, receive, send)
    return status


@pytest.mark.parametrize("whole", ["with Telegram"], indirect=True)
async def test_a_compressed_body_is_never_unpacked(whole: Whole) -> None:
    """There is no bomb where nothing is unpacked: it is no JSON and no form."""
    await whole.ask.get("/")
    bomb = gzip.compress(b'{"id":"12345678","text":"' + b"x" * 1_000_000 + b'"}')
    assert len(bomb) < LARGEST_BODY
    packed = {"content-encoding": "gzip"}
    for path, headers, status in (
        (webhook.PATH, SECRET, 400), ("/chat/text", JSON, 422), ("/desk/enter", FORM, 422),
    ):  # fmt: skip
        answer = await whole.ask.post(path, content=bomb, headers={**headers, **packed})
        assert answer.status_code == status, path


@pytest.mark.parametrize("whole", ["with Telegram"], indirect=True)
async def test_a_length_that_is_a_lie_changes_nothing(whole: Whole) -> None:
    """What counts is what comes."""
    body = b'{"update_id": 1}'
    for length in ("1", "999999999999", "-1", "many"):
        headers = {**SECRET, "content-length": length}
        answer = await whole.ask.post(webhook.PATH, content=body, headers=headers)
        assert answer.status_code == 200


@pytest.mark.parametrize("whole", ["with Telegram"], indirect=True)
async def test_the_secret_is_compared_as_a_whole(whole: Whole) -> None:
    """Part of it, more than it, it in other letters, none: and in constant time (hmac)."""
    secret = EVERYTHING["WEBHOOK_SECRET"]
    tried = (
        secret[:-1],
        f"{secret}x",
        secret.upper(),
        f" {secret[1:]}",
        "",
        "é",
        "\x00",
        "x" * 60_000,
    )
    for each in tried:
        headers = {"x-telegram-bot-api-secret-token": each.encode()}
        answer = await whole.ask.post(webhook.PATH, json={"update_id": 1}, headers=headers)  # type: ignore[arg-type]
        assert (answer.status_code, answer.text) == (403, ""), each
    assert "hmac.compare_digest(given.encode(), secret.encode())" in _source()


def _source() -> str:
    return Path(webhook.__file__).read_text("utf-8")
