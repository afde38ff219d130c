"""Pages whose code is loaded when somebody first asks for one of them.

Most bots are never asked for most of them, and a process that has not loaded them is smaller and
starts sooner.
"""

import asyncio
from collections.abc import Callable, Sequence

from starlette.routing import BaseRoute, Match, Router
from starlette.types import Receive, Scope, Send


class OnDemand(BaseRoute):
    """Everything at and below `prefix`.

    `pages` is called once, in a thread: only who asks for them waits for their code.
    """

    def __init__(self, prefix: str, pages: Callable[[], Sequence[BaseRoute]]) -> None:
        self._prefix = prefix
        self._pages = pages
        self._router: Router | None = None
        self._loading = asyncio.Lock()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        inside = scope["type"] == "http" and f"{scope['path']}/".startswith(f"{self._prefix}/")
        return Match.FULL if inside else Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (await self.router())(scope, receive, send)

    async def router(self) -> Router:
        async with self._loading:
            if self._router is None:
                self._router = Router(await asyncio.to_thread(self._pages), redirect_slashes=False)
            return self._router
