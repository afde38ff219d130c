"""A Bot API server that the project has never seen: lenient, minimal, forgetful of nothing.

It knows eight methods and answers 404 to every other. getUpdates answers at once, also with
nothing, and gives every update at or above the offset each time it is asked.
"""

import json
import re
import time
from html import unescape
from types import TracebackType
from typing import Any, Self

from aiohttp import web

Shown = dict[str, Any]


class ForeignServer:
    """Any token will do. One person, number 5, is here."""

    def __init__(self, *, unknown: int = 404) -> None:
        self.unknown = unknown
        self.updates: list[dict[str, Any]] = []
        self.junk: list[Any] = []
        self.messages: dict[int, Shown] = {}
        self.asked: list[tuple[float, str]] = []
        self.answered: list[str] = []
        self.refused: list[str] = []

    def writes(self, text: str, language: str = "en") -> None:
        self._happens(message={"text": text, "from": self._person(language), **self._place()})

    def presses(self, label: str) -> None:
        """The button with these words on the newest message that has it."""
        for message in reversed(self.messages.values()):
            for button in (each for row in message["keys"] for each in row):
                if button["text"] == label:
                    self._happens(
                        callback_query={
                            "id": f"q{len(self.updates)}", "from": self._person("en"),
                            "data": button["callback_data"],
                        }
                    )  # fmt: skip
                    return
        raise AssertionError(f"no button {label!r}: {self.texts}")

    @property
    def texts(self) -> list[str]:
        """What is read on the screen."""
        return [unescape(re.sub("<[^>]*>", "", each["text"])) for each in self.messages.values()]

    def asked_for(self, method: str) -> list[float]:
        """When this method was called."""
        return [at for at, name in self.asked if name == method]

    @staticmethod
    def _person(language: str) -> dict[str, Any]:
        return {"id": 5, "is_bot": False, "first_name": "Quiet", "language_code": language}

    @staticmethod
    def _place() -> dict[str, Any]:
        return {"chat": {"id": 5, "type": "private"}, "date": int(time.time()), "message_id": 1}

    def _happens(self, **what: Any) -> None:
        self.updates.append({"update_id": len(self.updates) + 1, **what})

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        by_json = request.content_type == "application/json"
        wanted = {**request.query, **(await (request.json() if by_json else request.post()))}
        self.asked.append((time.monotonic(), method))
        match method:
            case "getMe":
                result: Any = {"id": 1, "is_bot": True, "first_name": "B", "username": "b_bot"}
            case "getUpdates":
                offset = int(str(wanted.get("offset", 0)))
                result = [each for each in self.updates if each["update_id"] >= offset] + self.junk
            case "sendMessage" | "sendPhoto":
                result = self._show(len(self.messages) + 1, wanted)
            case "editMessageText" | "editMessageCaption" | "editMessageReplyMarkup":
                result = self._show(int(str(wanted["message_id"])), wanted)
            case "answerCallbackQuery":
                self.answered.append(str(wanted["callback_query_id"]))
                result = True
            case _:
                self.refused.append(method)
                body = {"ok": False, "error_code": self.unknown, "description": "Not Found"}
                return web.json_response(body, status=self.unknown)
        return web.json_response({"ok": True, "result": result})

    def _show(self, number: int, wanted: dict[str, Any]) -> dict[str, Any]:
        assert int(str(wanted["chat_id"])) == 5
        markup = json.loads(str(wanted.get("reply_markup", "{}")))
        text = str(wanted.get("text", wanted.get("caption", "")))
        self.messages[number] = {"text": text, "keys": markup.get("inline_keyboard", [])}
        sent = {"message_id": number, "chat": {"id": 5, "type": "private"}, "date": 1}
        if "photo" in wanted:
            sent["photo"] = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
        return sent

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()
