"""The web server: health for the operator, the chat page where it is wanted, Telegram's webhook."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.health import probes
from bot.channels.web.patience import PatientProtocol, most_connections
from bot.store.writer import StoreUnavailable

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}


class _Headers:
    """Every answer carries the security headers, its own before ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                ours = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                extra = [each for each in ours if each[0] not in own]
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        app = _AMBIGUOUS if _is_ambiguous(scope) else self._app
        await app(scope, receive, with_headers)


_AMBIGUOUS = Response(status_code=400, headers={"connection": "close"})


def _is_ambiguous(scope: Scope) -> bool:
    """Whether a server in front of this one may see the end of the request elsewhere (RFC 9112, 6.1)."""
    names = {name for name, _ in scope["headers"]} if scope["type"] == "http" else set()
    return b"content-length" in names and b"transfer-encoding" in names


def application(routes: Sequence[BaseRoute], check: Callable[[], Awaitable[None]]) -> ASGIApp:
    """`check` raises when this process cannot do its work."""

    async def unavailable(_: Request, __: Exception) -> Response:
        return JSONResponse({}, status_code=503)

    app = Starlette(
        routes=[*probes(check), *routes],
        exception_handlers={StoreUnavailable: unavailable},
    )
    app.router.redirect_slashes = False
    return _Headers(app)


class Server(uvicorn.Server):
    """Leaves signals to the program that runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def server(app: ASGIApp, believed: str = "127.0.0.1") -> Server:
    """A server that logs nothing and does not wait long for open pages when it stops.

    `believed`: the servers in front of it, by address or network, that say who is asking.
    """
    PatientProtocol.most = most_connections()
    config = uvicorn.Config(
        app, http=PatientProtocol, ws="none", log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=1, lifespan="off", forwarded_allow_ips=believed,
    )  # fmt: skip
    return Server(config)
