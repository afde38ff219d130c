"""HTTP to the Bot API over aiohttp, as python-telegram-bot's `BaseRequest` allows.

It tells apart what httpx's request class does not: `NotSent` is raised only if the request cannot
have taken effect, so that trying again repeats nothing.
"""

from functools import cache
from http import HTTPStatus
from typing import Any, NoReturn

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData


class NotSent(NetworkError):
    """The Bot API never took the request: no connection, an error of its own, or one of a gateway."""


class TooLarge(NetworkError):
    """A file is larger than it was said to be."""


DOWNLOAD_SECONDS = 60.0


class AiohttpRequest(BaseRequest):
    """One session, opened when first used. `read_timeout` is the default for an answer, in seconds."""

    def __init__(self, *, connections: int, read_timeout: float = 20.0) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing: the session belongs to the loop in which it is first used."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        total = self._read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        timeout = _timeout(total)
        try:
            async with self._open().request(
                method, url, data=_body(request_data), timeout=timeout
            ) as response:
                content = await response.read()
                status = response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            _raise(error)
        if status == HTTPStatus.GATEWAY_TIMEOUT:
            raise TimedOut("the server's gateway had no answer in time")
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or _is_from_a_gateway(status, content):
            raise NotSent(f"server error {status}")
        return status, content

    async def download(self, url: str, most: int) -> bytes:
        """A file of at most so many bytes. Nothing takes effect by it; every error is `NotSent`."""
        content = b""
        try:
            async with self._open().get(url, timeout=_timeout(DOWNLOAD_SECONDS)) as response:
                if response.status != HTTPStatus.OK:
                    raise NotSent(f"no file ({response.status})")
                async for part in response.content.iter_chunked(2**16):
                    content += part
                    if len(content) > most:
                        raise TooLarge("more bytes than were promised")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NotSent(f"no file ({type(error).__name__})") from None
        return content

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


@cache
def _timeout(total: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=total, sock_connect=5.0)


def _is_from_a_gateway(status: int, content: bytes) -> bool:
    """An error page of something that stands before the Bot API, which speaks JSON."""
    return status >= HTTPStatus.BAD_REQUEST and not content.startswith(b"{")


def _raise(error: Exception) -> NoReturn:
    """The error in Telegram's terms, without the address, which holds the token."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        raise NotSent(f"no connection ({type(error).__name__})") from None
    if isinstance(error, TimeoutError):
        raise TimedOut("no answer in time") from None
    raise NetworkError(f"connection broken ({type(error).__name__})") from None


def _body(request_data: RequestData | None) -> aiohttp.Payload | None:
    """As JSON where no file goes with it, which costs a third of a form."""
    if request_data is None:
        return None
    if not request_data.contains_files:
        return aiohttp.BytesPayload(request_data.json_payload, content_type="application/json")
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form()
