"""HTTP in and out: bodies of every kind the Bot API takes, answers as it gives them."""

import json
import socket
import struct
from collections.abc import AsyncIterator, Container
from typing import Any

from aiohttp import BodyPartReader, web

from .errors import bad_request, misuse
from .params import Request, Upload

HTML_ERROR = (
    "<html>\r\n<head><title>{0} {1}</title></head>\r\n<body>\r\n<center><h1>{0} {1}</h1>"
    "</center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
REASONS = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


async def read_request(request: web.Request) -> Request:
    """Query string and body together, as the Bot API reads them."""
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    match request.content_type:
        case "application/json":
            values |= _object(await request.read())
        case "multipart/form-data":
            async for name, value in _parts(request):
                _once(name, values, uploads)
                if isinstance(value, Upload):
                    uploads[name] = value
                else:
                    values[name] = value
        case "application/x-www-form-urlencoded":
            for name, text in (await request.post()).items():
                _once(name, values, uploads)
                values[name] = text
        case _ if request.can_read_body and await request.read():
            raise misuse("unknown body", f"cannot read a body of {request.content_type}")
    return Request(values=values, uploads=uploads)


def _object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        value = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("expected a JSON object in the body")
    return value


async def _parts(request: web.Request) -> AsyncIterator[tuple[str, str | Upload]]:
    """Part by part: `post` would leave a file open where the bot dies in the middle of one."""
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader), "nested multipart"
        name = part.name or ""
        if part.filename is None:
            yield name, await part.text()
            continue
        content_type = part.headers.get("Content-Type", "application/octet-stream")
        content = bytes(await part.read())
        yield name, Upload(name=part.filename or "file", content=content, content_type=content_type)


def _once(name: str, *given: Container[str]) -> None:
    if any(name in each for each in given):
        raise misuse("parameter twice", f'parameter "{name}" is given twice')


def json_answer(body: dict[str, Any], status: int = 200) -> web.Response:
    headers = {}
    if wait := body.get("parameters", {}).get("retry_after"):
        headers["Retry-After"] = str(wait)
    data = json.dumps(body).encode()
    return web.Response(body=data, status=status, content_type="application/json", headers=headers)


def html_answer(status: int) -> web.Response:
    text = HTML_ERROR.format(status, REASONS.get(status, "Error"))
    return web.Response(text=text, status=status, content_type="text/html")


def cut_answer(body: dict[str, Any]) -> web.Response:
    data = json.dumps(body).encode()
    return web.Response(body=data[: max(len(data) // 2, 1)], content_type="application/json")


def reset(request: web.Request) -> web.Response:
    """The peer sees ECONNRESET; the response it returns goes nowhere."""
    if request.transport is not None:
        raw = request.transport.get_extra_info("socket")
        if raw is not None:
            linger = struct.pack("ii", 1, 0)
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        request.transport.abort()
    return web.Response(status=500)
