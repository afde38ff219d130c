"""What every address of the desk needs: the store, the time, the cookie, and how much is too much."""

import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response

from bot import fault
from bot.channels.web.desk.form import TooLarge
from bot.channels.web.desk.problem import problem
from bot.channels.web.desk.session import Cookie
from bot.channels.web.language import accepted, wished
from bot.channels.web.throttle import Throttle, network
from bot.course.desk.announcement import SECOND_PERSON_FROM
from bot.i18n import Words
from bot.service.documents import DocumentOf
from bot.service.reports import Reports
from bot.store.reader import Reader
from bot.store.writer import StoreUnavailable, Writer
from bot.view.pages import View

log = logging.getLogger(__name__)

Serve: TypeAlias = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """`throttle` counts by network address, which is written down nowhere; `address` is our own."""

    writer: Writer
    reader: Reader
    document_of: DocumentOf
    reports: Reports
    view: View
    administrators: Collection[str]
    clock: Callable[[], datetime]
    throttle: Throttle
    cookie: Cookie
    address: str
    second_person_from: int = SECOND_PERSON_FROM

    def words(self, request: Request) -> Words:
        """For somebody whom we do not know."""
        return self.view.words[wished(request) or accepted(request)]

    def guarded(self, serve: Serve, cost: Callable[[Request], float]) -> Serve:
        """Too many requests wait. Whatever breaks is said in words, and in the log without anybody's."""

        async def guarded(request: Request) -> Response:
            t = self.words(request)
            if not self.throttle.allows(network(request), cost(request)):
                return problem(429, t)
            try:
                return await serve(request)
            except TooLarge:
                return problem(413, t)
            except StoreUnavailable:
                return problem(503, t)
            except Exception as error:
                log.error("a page of the desk: %s", fault.where(error))
                return problem(500, t)

        return guarded
