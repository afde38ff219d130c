"""Updates by webhook: Telegram calls us, and we answer 200 only when the update is on the disk."""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.gate import Gate, TokenRefused, update_id
from bot.channels.telegram.receive import ALLOWED_UPDATES
from bot.store.writer import StoreUnavailable

PATH = "/telegram/webhook"
AGAIN_SECONDS = 30
LARGEST_BODY = 1_000_000
"""Bytes. Telegram's updates are far smaller."""

log = logging.getLogger(__name__)


async def announce(
    api: Api, public_url: str, secret: str, report: Callable[[str | None], None] = lambda _: None
) -> None:
    """Tells Telegram where we are, again and again until it has taken the address, then waits.

    `report` is told what is in the way, and None when nothing is.
    """
    report("Telegram has not taken the address of the webhook yet")
    while True:
        try:
            await api.call(
                "setWebhook", url=public_url.rstrip("/") + PATH, secret_token=secret,
                allowed_updates=list(ALLOWED_UPDATES),
            )  # fmt: skip
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            log.error("setWebhook: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)
        else:
            report(None)
            await asyncio.Event().wait()


def route(gate: Gate, secret: str) -> Route:
    """Takes an update only with the secret, compared in constant time."""

    async def receive(request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        if update_id(raw) is None:
            return Response(status_code=400)
        try:
            await gate.accept([raw])
        except StoreUnavailable:
            return Response(status_code=503)
        return Response(status_code=200)

    return Route(PATH, receive, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """The body, or None if it is larger than any update; reading stops there."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            return None
        parts.append(part)
    return b"".join(parts)
