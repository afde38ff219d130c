"""The clock of the local chat page: how late it is there, and moving it ahead.

This exists only where `Settings.previews` says so. Even there it answers only this machine, asked
for by a name of this machine: a page from elsewhere whose name was bound to our address finds
nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.web.chat import body_of, from_our_page
from bot.channels.web.receive import NAME
from bot.channels.web.this_machine import from_this_machine
from bot.channels.web.throttle import Throttle
from bot.channels.web.visitor import Visitors
from bot.service.preview import Preview
from bot.store import learners
from bot.store.learners import Address
from bot.store.writer import Writer

Step: TypeAlias = Literal["hour", "day", "week"]
STEPS: Mapping[Step, timedelta] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


class Move(BaseModel):
    model_config = ConfigDict(extra="forbid")
    by: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPanel:
    visitors: Visitors
    throttle: Throttle
    writer: Writer
    preview: Preview

    def routes(self) -> list[Route]:
        return [
            Route("/chat/clock", self.read, methods=["GET"]),
            Route("/chat/clock", self.move, methods=["POST"]),
        ]

    async def read(self, request: Request) -> Response:
        """The time of this house, and the time zone of the person who asks."""
        if not from_this_machine(request):
            return Response(status_code=404)
        address = self.visitors.of(request)
        if address is None:
            return Response(status_code=401)
        return await self._told(address)

    async def move(self, request: Request) -> Response:
        """Answers when the clock has arrived, and everything due on the way has been said."""
        if not from_this_machine(request):
            return Response(status_code=404)
        address = self.visitors.of(request)
        if address is None:
            return Response(status_code=401)
        if not from_our_page(request):
            return Response(status_code=403)
        if not self.throttle.allows(address):
            return Response(status_code=429)
        try:
            asked = Move.model_validate_json(await body_of(request))
        except ValidationError:
            return Response(status_code=422)
        await self.preview.move(STEPS[asked.by])
        return await self._told(address)

    async def _told(self, address: str) -> Response:
        whose = Address(channel=NAME, address=address)
        found = await self.writer.run(lambda tx: learners.find(tx, whose))
        told = {
            "now": self.preview.now().isoformat(timespec="milliseconds"),
            "zone": found.learner.zone if found else None,
        }
        return JSONResponse(told, headers={"cache-control": "no-store"})
