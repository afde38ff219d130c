"""The fake as a real HTTP server on 127.0.0.1.

request ──► token ──► body ──► fault? ──► Telegram ──► answer (late, cut, or not at all)
"""

import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from aiohttp import web

from .control import Control
from .dispatch import Dispatch
from .errors import ApiError
from .faults import Faults
from .log import Calls, Violation
from .people import People, Person
from .profile import Profile
from .settings import Settings
from .telegram import Telegram
from .updates import Updates
from .view import Group
from .wire import json_answer

MAX_BODY = 60 * 2**20


class BotApi:
    """Telegram for one bot, in this process: `async with BotApi() as telegram: …`.

    Everything it accepts is what Telegram accepts, and everything a bot does wrong is in
    `violations` after it was answered. Nothing leaves this machine.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        port: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings or Settings()
        self.telegram = Telegram(self.settings, clock)
        self.dispatch = Dispatch(self.telegram)
        self.people = People(self.telegram)
        self.port = port
        self._runner: web.AppRunner | None = None

    @property
    def token(self) -> str:
        return self.settings.token

    @property
    def url(self) -> str:
        """For TELEGRAM_API_URL."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """For python-telegram-bot, which appends the token."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def latency(self) -> float:
        """Seconds added to every answer; may be changed at any time."""
        return self.dispatch.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self.dispatch.latency = seconds

    @property
    def violations(self) -> list[Violation]:
        return self.telegram.violations

    @property
    def calls(self) -> Calls:
        return self.telegram.calls

    @property
    def faults(self) -> Faults:
        return self.telegram.faults

    @property
    def updates(self) -> Updates:
        return self.telegram.updates

    @property
    def profile(self) -> Profile:
        return self.telegram.profile

    def person(
        self,
        user_id: int,
        language_code: str | None = "uk",
        first_name: str | None = None,
        username: str | None = None,
    ) -> Person:
        """The same person for the same id; details count the first time."""
        return self.people.person(user_id, language_code, first_name, username)

    def group(self, chat_id: int = -1001000000001, title: str = "Group") -> Group:
        """A group without the bot; `Person.add_bot(group)` brings it in."""
        return self.people.group(chat_id, title)

    def forgive(self, *rules: str) -> None:
        """From now on violations of these rules are kept apart, in `telegram.forgiven`."""
        for rule in rules:
            self.telegram.forgiven.setdefault(rule, [])

    def check(self, *, refusals: bool = False, ignoring: Iterable[str] = ()) -> None:
        """Raises AssertionError that lists what the bot did wrong so far. With `refusals`
        every error that Telegram answered counts, except descriptions with `ignoring`."""
        wrong = [str(violation) for violation in self.violations]
        if refusals:
            refused = self.calls.refused(ignoring=ignoring)
            wrong += [f"{call.method} → {call.description}" for call in refused]
        assert not wrong, "The bot broke rules of the Bot API:\n  " + "\n  ".join(wrong)

    async def start(self) -> Self:
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", "/file/bot{token}/{path:.+}", self._download)
        Control(self).add_routes(app)
        app.router.add_route("*", "/bot{token}/{method}", self.dispatch.handle)
        app.router.add_route("*", "/{anything:.*}", self._not_found)
        self._runner = web.AppRunner(
            app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def stop(self) -> None:
        """Ends every connection, also those that hang."""
        self.telegram.queries.close()
        await self.dispatch.webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def _not_found(self, request: web.Request) -> web.Response:
        return json_answer(ApiError(404, "Not Found").body(), 404)

    async def _download(self, request: web.Request) -> web.Response:
        stored = self.telegram.files.by_path.get(request.match_info["path"])
        if request.match_info["token"] != self.token or stored is None:
            return await self._not_found(request)
        return web.Response(body=stored.content)
