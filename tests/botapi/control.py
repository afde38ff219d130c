"""The fake driven over HTTP, for tests that run it as a separate process.

POST /control/act        {"person": 7, "do": "press", "args": ["Continue"]}
GET  /control/chat/7     the chat as the person sees it
POST /control/fault      {"fault": "HttpError", "with": {"status": 502}, "method": "sendMessage"}
POST /control/set        {"latency": 0.05}
GET  /control/report     violations, counts, the largest one-second window, duplicates
"""

from typing import TYPE_CHECKING, Any

from aiohttp import web

from . import faults
from .messages import Message

if TYPE_CHECKING:
    from .server import BotApi

ACTS = {
    "start",
    "send_text",
    "send",
    "edit_text",
    "press",
    "forge",
    "block",
    "unblock",
    "deactivate",
    "settled",
    "reads",
}
FAULTS = {kind.__name__: kind for kind in faults.Fault.__args__}


class Control:
    def __init__(self, server: "BotApi") -> None:
        self.server = server

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/control/act", self.act)
        app.router.add_get("/control/chat/{user_id}", self.chat)
        app.router.add_post("/control/fault", self.fault)
        app.router.add_post("/control/set", self.set)
        app.router.add_get("/control/report", self.report)

    async def act(self, request: web.Request) -> web.Response:
        """200 with what the act gave, or 409 with why the person cannot do that."""
        wish = await request.json()
        person = self.server.person(int(wish["person"]), wish.get("language", "uk"))
        if wish["do"] not in ACTS:
            return web.json_response({"error": f"unknown act {wish['do']!r}"}, status=400)
        try:
            result = await getattr(person, wish["do"])(*wish.get("args", ()))
        except (AssertionError, TimeoutError) as error:
            return web.json_response({"error": str(error)}, status=409)
        return web.json_response({"result": _plain(result)})

    async def chat(self, request: web.Request) -> web.Response:
        person = self.server.person(int(request.match_info["user_id"]))
        return web.json_response({"messages": _plain(person.messages)})

    async def fault(self, request: web.Request) -> web.Response:
        wish = await request.json()
        fault = FAULTS[wish["fault"]](**wish.get("with", {}))
        if "rate" in wish:
            seed, rate = wish.get("seed", 0), wish["rate"]
            self.server.faults.random(fault, seed=seed, rate=rate, methods=wish.get("methods", ()))
        else:
            names = ("method", "chat_id", "times", "skip")
            self.server.faults.add(fault, **{n: wish[n] for n in names if n in wish})
        return web.json_response({})

    async def set(self, request: web.Request) -> web.Response:
        self.server.latency = float((await request.json())["latency"])
        return web.json_response({})

    async def report(self, request: web.Request) -> web.Response:
        calls = self.server.calls
        counts: dict[str, int] = {}
        for call in calls:
            counts[call.method] = counts.get(call.method, 0) + 1
        return web.json_response(
            {
                "violations": [str(violation) for violation in self.server.violations],
                "calls": counts,
                "delivered": len(calls.deliveries()),
                "largest_second": calls.largest_window(1.0),
                "duplicates": len(calls.duplicates()),
                "pending_updates": len(self.server.updates.pending),
            }
        )


def _plain(value: Any) -> Any:
    match value:
        case Message():
            return {
                "message_id": value.message_id,
                "by_bot": value.by_bot,
                "text": value.text,
                "html": value.html,
                "photo": value.photo is not None,
                "keyboard": [[{"text": b.text, "data": b.data} for b in r] for r in value.keyboard],
                "edits": len(value.edits),
            }
        case list():
            return [_plain(item) for item in value]
        case _:
            return None
