"""The door of the desk: a link from the chat opens it once.

    /desk/enter#CODE ── the page takes the code from behind the #, which goes to no server ──► form
    the form ─► code used up ─► a new session under a new name ─► the front of the desk

Looking at the page uses nothing up, so that a preview of the link in a chat does no harm.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.desk.form import form_of, from_our_page
from bot.channels.web.desk.problem import problem
from bot.channels.web.desk.reception import Reception
from bot.channels.web.desk.render import HEADERS, plain_page
from bot.i18n import Words
from bot.service.desk.sitting import sit
from bot.store import sessions
from bot.store.writer import Tx

COST_OF_ENTERING = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    reception: Reception

    def routes(self) -> list[Route]:
        guarded = self.reception.guarded
        return [
            Route("/desk/enter", guarded(self.page, lambda _: 1.0), methods=["GET"]),
            Route("/desk/enter", guarded(self.enter, lambda _: COST_OF_ENTERING), methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        left = request.query_params.get("said") == "left"
        return _page(self.reception.words(request), left=left)

    async def enter(self, request: Request) -> Response:
        t = self.reception.words(request)
        if not from_our_page(request, self.reception.address):
            return problem(403, t)
        code = (await form_of(request)).text("code").strip()
        before = self.reception.cookie.of(request)
        token = await self.reception.writer.run(lambda tx: self._entered(tx, code, before))
        if token is None:
            return _page(t, wrong=True)
        response = Response(status_code=303, headers={**HEADERS, "location": "/desk?said=entered"})
        self.reception.cookie.give(response, token)
        return response

    def _entered(self, tx: Tx, code: str, before: str | None) -> str | None:
        """The token of the new session. Whatever session this browser had is over."""
        now = self.reception.clock()
        entered = sessions.enter(tx, code, now)
        if entered is None:
            return None
        token, session = entered
        sitting = sit(tx, session.learner_id, self.reception.administrators, now)
        if sitting.rights.role is None:
            sessions.end_all(tx, session.learner_id)
            return None
        if before is not None:
            sessions.end(tx, before)
        sitting.notes("signed in", "")
        return token


def _page(t: Words, *, left: bool = False, wrong: bool = False) -> Response:
    title = t("Sign in to the desk")
    return plain_page("enter", t, 422 if wrong else 200, title=title, left=left, wrong=wrong)
