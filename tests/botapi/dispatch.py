"""One call from wire to wire, with everything that can go wrong on the way.

request ──► token ──► body ──► fault? ──► Telegram ──► answer (late, cut, or not at all)
"""

import asyncio
from typing import Any

from aiohttp import web

from . import editing, sending, talking
from .errors import TWO_POLLERS, ApiError, conflict, too_many_requests
from .faults import (
    CallFault,
    Conflict,
    CutJson,
    FloodWait,
    Hang,
    HttpError,
    ResetAfter,
    ResetBefore,
    Slow,
)
from .log import Call
from .messages import Message
from .methods import METHODS
from .params import Params, Request, Spec, read
from .polling import GET_UPDATES, Polling
from .telegram import Telegram
from .webhook import DELETE_WEBHOOK, SET_WEBHOOK, Webhook
from .wire import cut_answer, html_answer, json_answer, read_request, reset

REGISTERED = (editing, sending, talking)
RECEIVING: dict[str, tuple[str, Spec]] = {
    "getupdates": ("getUpdates", GET_UPDATES),
    "setwebhook": ("setWebhook", SET_WEBHOOK),
    "deletewebhook": ("deleteWebhook", DELETE_WEBHOOK),
    "getwebhookinfo": ("getWebhookInfo", {}),
}


class Dispatch:
    """Logs every call with the right token, and ends its log entry however it ends."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.polling = Polling(telegram)
        self.webhook = Webhook(telegram)
        self.latency = telegram.settings.latency

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.telegram.settings.token:
            return json_answer(ApiError(401, "Unauthorized").body(), 401)
        name = request.match_info["method"].lower()
        proper = proper_name(name) or request.match_info["method"]
        try:
            wanted = await read_request(request)
        except ApiError as error:
            call = self.telegram.begin(proper, {})
            self.telegram.failed(call, error)
            self.telegram.end(call)
            return json_answer(error.body(), error.code)
        call = self.telegram.begin(proper, dict(wanted.values))
        try:
            return await self.answer(request, name, wanted, call)
        finally:
            self.telegram.end(call)

    async def answer(
        self, request: web.Request, name: str, wanted: Request, call: Call
    ) -> web.StreamResponse:
        fault = self.telegram.faults.for_call(call.method, call.chat_id)
        call.fault = None if fault is None else type(fault).__name__
        if (early := await self.before(fault, request, call)) is not None:
            return early
        body = await self.outcome(name, wanted, call, fault)
        if delay := self.latency + (fault.seconds if isinstance(fault, Slow) else 0.0):
            await asyncio.sleep(delay)
        return await self.after(fault, request, call, body)

    async def before(
        self, fault: CallFault | None, request: web.Request, call: Call
    ) -> web.StreamResponse | None:
        """Faults that strike before anything takes effect."""
        match fault:
            case HttpError(status=status):
                call.status = status
                return html_answer(status)
            case ResetBefore():
                return reset(request)
            case Hang(seconds=seconds, delivered=False):
                await asyncio.sleep(seconds)
                return reset(request)
            case _:
                return None

    async def after(
        self, fault: CallFault | None, request: web.Request, call: Call, body: Any
    ) -> web.StreamResponse:
        """Faults that strike when it is done, and the ordinary answer."""
        match fault:
            case ResetAfter():
                call.status = 0
                return reset(request)
            case Hang(seconds=seconds):
                call.status = 0
                await asyncio.sleep(seconds)
                return reset(request)
            case CutJson() if call.status == 200:
                return cut_answer(body)
            case _:
                pass
        if isinstance(body, bytes):
            return web.Response(body=body, content_type="application/json")
        return json_answer(body, call.status)

    async def outcome(self, name: str, wanted: Request, call: Call, fault: CallFault | None) -> Any:
        try:
            match fault:
                case FloodWait(retry_after=seconds, everybody=everybody):
                    self.refuse(call, seconds, everybody=everybody)
                case Conflict():
                    raise conflict(TWO_POLLERS)
                case _:
                    pass
            result = await self.run(name, wanted, call, fault)
        except ApiError as error:
            self.telegram.failed(call, error)
            return error.body()
        call.status = 200
        return result if isinstance(result, bytes) else {"ok": True, "result": result}

    def refuse(self, call: Call, seconds: int, *, everybody: bool) -> None:
        if call.chat_id is not None:
            self.telegram.flood.check_waits(call.chat_id, self.telegram.clock())
        scope = None if everybody else call.chat_id
        if everybody or scope is not None:
            raise self.telegram.flood.refuse(scope, self.telegram.clock(), seconds)
        raise too_many_requests(seconds)

    async def run(self, name: str, wanted: Request, call: Call, fault: CallFault | None) -> Any:
        if name in RECEIVING:
            return await self.receive(name, read(RECEIVING[name][1], wanted, call.method))
        method = METHODS.get(name)
        if method is None:
            self.telegram.blame("unknown method", call.method)
            raise ApiError(404, "Not Found: method not found")
        params = read(method.spec, wanted, method.name)
        lost = isinstance(fault, ResetAfter | CutJson | Hang)
        self.telegram.losing_answer = lost
        result = method.handler(self.telegram, params)
        call.delivered = True
        if isinstance(result, Message):
            call.message_id = result.message_id
            content = result.content
            call.fingerprint = (result.chat.chat_id, result.chat.turn, content)
            return result.json()
        return result

    async def receive(self, name: str, params: Params) -> Any:
        match name:
            case "getupdates":
                return await self.polling.get_updates(params, webhook=bool(self.webhook.url))
            case "setwebhook":
                if params.get("url"):
                    self.polling.end("terminated by setWebhook request")
                return await self.webhook.set(params)
            case "deletewebhook":
                return await self.webhook.delete(params)
            case _:
                return self.webhook.info()


def proper_name(name: str) -> str | None:
    """As the documentation spells it; Telegram takes any case."""
    if name in RECEIVING:
        return RECEIVING[name][0]
    return METHODS[name].name if name in METHODS else None
