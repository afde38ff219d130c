"""setWebhook, and the delivery of updates to it.

Updates of one chat go one after another, different chats side by side up to
`max_connections`; whatever is not answered 2xx is sent again. Only addresses on this machine
are ever called: a public origin needs a `webhook_route`.
"""

import asyncio
import contextlib
import json
import re
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from .errors import bad_request, misuse
from .faults import HungUp, Malformed, NotJson, Redelivered, RestartedIds, UpdateFault
from .params import Params, Spec, array, boolean, file, integer, string
from .polling import allowed
from .telegram import Telegram
from .updates import Update

SET_WEBHOOK: Spec = {
    "url": string,
    "certificate": file,
    "ip_address": string,
    "max_connections": integer,
    "allowed_updates": array,
    "drop_pending_updates": boolean,
    "secret_token": string,
}
DELETE_WEBHOOK: Spec = {"drop_pending_updates": boolean}
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PORTS = {None, 80, 88, 443, 8443}


class Webhook:
    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.last_error: tuple[int, str] | None = None
        self.deliveries: list[tuple[float, int, int]] = []
        self.busy: set[int | None] = set()
        self.running: asyncio.Task[None] | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    async def set(self, params: Params) -> bool:
        if not params.get("url"):
            return await self.delete(params)
        url = params["url"]
        self.check(url)
        secret = params.get("secret_token", "")
        if "secret_token" in params and not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        connections = params.get("max_connections", 40)
        if not 1 <= connections <= 100:
            raise misuse("out of range", "max_connections must be 1 to 100")
        if "allowed_updates" in params:
            self.telegram.updates.allowed = allowed(params["allowed_updates"])
        await self.stop()
        self.url, self.secret, self.max_connections = url, secret, connections
        if params.get("drop_pending_updates"):
            self.telegram.updates.drop()
        self.running = asyncio.create_task(self.run())
        return True

    def check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.hostname in LOOPBACK:
            return
        if parts.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if parts.port not in PORTS:
            raise bad_request(
                "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
            )
        if self.local(url) is None:
            raise bad_request("bad webhook: Failed to resolve host: Name or service not known")

    def local(self, url: str) -> str | None:
        """The address on this machine that stands for a public one."""
        parts = urlsplit(url)
        if parts.hostname in LOOPBACK:
            return url
        origin = f"{parts.scheme}://{parts.netloc}"
        route = self.telegram.settings.webhook_route.get(origin)
        return None if route is None else route.rstrip("/") + url.removeprefix(origin)

    async def delete(self, params: Params) -> bool:
        await self.stop()
        self.url = ""
        if params.get("drop_pending_updates"):
            self.telegram.updates.drop()
        return True

    async def stop(self) -> None:
        tasks = [*self.tasks, *([self.running] if self.running is not None else [])]
        self.running = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.busy.clear()

    def info(self) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.telegram.updates.pending),
        }
        if self.url:
            answer["max_connections"] = self.max_connections
            answer["ip_address"] = "127.0.0.1"
        if self.last_error is not None:
            answer["last_error_date"], answer["last_error_message"] = self.last_error
        return answer

    async def run(self) -> None:
        updates = self.telegram.updates
        async with aiohttp.ClientSession() as session:
            while True:
                updates.arrived.clear()
                for update in updates.pending:
                    if len(self.busy) >= self.max_connections:
                        break
                    if update.chat_id not in self.busy:
                        self.busy.add(update.chat_id)
                        self.start(session, update)
                await updates.arrived.wait()

    def start(self, session: aiohttp.ClientSession, update: Update) -> None:
        task = asyncio.create_task(self.deliver(session, update))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def deliver(self, session: aiohttp.ClientSession, update: Update) -> None:
        fault = self.prepare()
        body = json.dumps(update.body).encode()
        if isinstance(fault, NotJson):
            await self.post(session, fault.body, update)
        if isinstance(fault, HungUp):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(fault.seconds):
                    await self.post(session, body, update)
        delay = self.telegram.settings.webhook_retry
        while not await self.post(session, body, update):
            await asyncio.sleep(delay)
            delay = min(delay * 2, 60.0)
        if isinstance(fault, Redelivered):
            await self.post(session, body, update)
        self.telegram.updates.accept(update)
        self.busy.discard(update.chat_id)
        self.telegram.updates.arrived.set()

    def prepare(self) -> UpdateFault | None:
        fault = self.telegram.faults.for_updates()
        match fault:
            case Malformed(kind=kind):
                self.telegram.updates.spoil(kind)
            case RestartedIds(seed=seed):
                self.telegram.updates.restart = seed
            case _:
                pass
        return fault

    async def post(self, session: aiohttp.ClientSession, body: bytes, update: Update) -> bool:
        """Whether the bot took it."""
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        update.handed_over += 1
        self.telegram.touch(update.chat_id)
        timeout = aiohttp.ClientTimeout(total=self.telegram.settings.webhook_timeout)
        status, reason = 0, "Connection failed"
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with session.post(
                self.local(self.url) or "", data=body, headers=headers, timeout=timeout
            ) as answer:
                status, reason = answer.status, answer.reason or ""
                self.check_reply(await answer.read())
        now = self.telegram.clock()
        self.deliveries.append((now, update.update_id, status))
        if 200 <= status <= 299:
            return True
        self.last_error = (int(now), f"Wrong response from the webhook: {status} {reason}")
        return False

    def check_reply(self, body: bytes) -> None:
        with contextlib.suppress(ValueError):
            answer = json.loads(body)
            if isinstance(answer, dict) and "method" in answer:
                self.telegram.blame("method in webhook reply", str(answer["method"]))
