"""The routes of the desk in a browser: who asks, whether they may, and what they get.

    throttle ─► cookie ─► (a form: from our page? its key?) ─► one transaction ─► page
                  └ none: how to sign in

The rights are looked up in the transaction in which something is shown or done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web.desk import render
from bot.channels.web.desk.door import Door
from bot.channels.web.desk.form import Form, TooLarge, form_of, from_our_page
from bot.channels.web.desk.noted import note
from bot.channels.web.desk.places import PLACES
from bot.channels.web.desk.problem import problem
from bot.channels.web.desk.reception import Reception
from bot.channels.web.desk.session import is_key
from bot.channels.web.desk.visit import (
    Answer,
    Elsewhere,
    Erased,
    Given,
    Later,
    Missing,
    Place,
    Shown,
    SignedOut,
    Visit,
)
from bot.channels.web.disposition import disposition
from bot.i18n import Words
from bot.service.desk.sitting import sit
from bot.service.documents import Document
from bot.store import learners, sessions
from bot.store.writer import Tx

COST_OF_DOING = 3.0

Refused: TypeAlias = int
"""The status of a page that says why not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebDesk:
    """`wake` wakes the senders after something was done."""

    reception: Reception
    wake: Callable[[], None]
    places: Sequence[Place] = PLACES

    def routes(self) -> list[Route]:
        served = [self._route(place) for place in self.places]
        files = Route("/desk/files/{name}", self.file, methods=["GET"])
        nothing = self.reception.guarded(self.nothing, _cost)
        rest = Route("/desk/{rest:path}", nothing, methods=["GET", "POST"])
        return [files, *Door(reception=self.reception).routes(), *served, rest]

    async def nothing(self, request: Request) -> Response:
        return problem(404, await self._words(request))

    async def _words(self, request: Request) -> Words:
        """In the language of the session, where there is one."""
        token, now = self.reception.cookie.of(request) or "", self.reception.clock()
        found = await self.reception.writer.run(
            lambda tx: sessions.find(tx, token, now, seen=False)
        )
        return self.reception.view.words[found.language] if found else self.reception.words(request)

    async def file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in render.FILES:
            return problem(404, self.reception.words(request))
        headers = {"cache-control": "no-cache"}
        return Response(render.file(name), media_type=render.FILES[name], headers=headers)

    def _route(self, place: Place) -> Route:
        methods = [*(["GET"] if place.shows else []), *(["POST"] if place.does else [])]

        async def serve(request: Request) -> Response:
            return await self._serve(place, request)

        return Route(place.path, self.reception.guarded(serve, _cost), methods=methods)

    async def _serve(self, place: Place, request: Request) -> Response:
        doing, words = request.method == "POST", self.reception.words(request)
        token = self.reception.cookie.of(request)
        if token is None:
            return self._unknown(request)
        if doing and not from_our_page(request, self.reception.address):
            return problem(403, words)
        if place.takes is not None and doing and (refused := await self._expects(place, token)):
            return problem(refused, words)
        try:
            form = await form_of(request, place.takes) if doing else Form()
        except TooLarge:
            return problem(413, await self._words(request))
        visit, answer = await self.reception.writer.run(
            lambda tx: self._visit(tx, place, request, token, form)
        )
        if isinstance(answer, int):
            return problem(answer, visit.t if visit else words)
        assert visit is not None
        if doing:
            self.wake()
        return await self._response(answer, visit, request)

    async def _expects(self, place: Place, token: str) -> Refused | None:
        """Why no file is taken from here: of what strangers send not a byte is read."""

        def job(tx: Tx) -> Refused | None:
            now = self.reception.clock()
            session = sessions.find(tx, token, now)
            if session is None:
                return 401
            rights = sit(tx, session.learner_id, self.reception.administrators, now).rights
            return None if place.power is None or rights.may(place.power) else 404

        return await self.reception.writer.run(job)

    def _visit(
        self, tx: Tx, place: Place, request: Request, token: str, form: Form
    ) -> tuple[Visit | None, Answer | Refused]:
        """The one transaction of a request."""
        now = self.reception.clock()
        session = sessions.find(tx, token, now, seen=not place.watched)
        learner = learners.state(tx, session.learner_id) if session else None
        if session is None or learner is None:
            return None, 401
        sitting = sit(
            tx, session.learner_id, self.reception.administrators, now,
            self.reception.second_person_from,
        )  # fmt: skip
        visit = Visit(
            sitting=sitting, session=session, token=token, named=request.path_params,
            query=dict(request.query_params), form=form, zone=learner.zone,
            view=self.reception.view, reader=self.reception.reader,
            document_of=self.reception.document_of, reports=self.reception.reports,
        )  # fmt: skip
        doing = request.method == "POST"
        if doing and not is_key(token, form.text("key")):
            return visit, 403
        if sitting.rights.role is None or (
            place.power is not None and not sitting.rights.may(place.power)
        ):
            return visit, 404
        act = place.does if doing else place.shows
        assert act is not None
        answer = act(visit)
        note(place, visit, answer, doing=doing)
        return visit, answer

    async def _response(self, answer: Answer, visit: Visit, request: Request) -> Response:
        match answer:
            case Shown():
                return render.page(answer, visit, request.url.path)
            case Elsewhere():
                return see_other(answer)
            case Given(document=document):
                return given(document)
            case Later(make=make):
                return await self._response(await make(), visit, request)
            case Missing():
                return problem(404, visit.t)
            case SignedOut():
                return self._out()
            case Erased(then=then):
                await self.reception.writer.truncate_log()
                return see_other(then)
            case _:
                assert_never(answer)

    def _unknown(self, request: Request) -> Response:
        """No cookie: perhaps only because a link from elsewhere led here, and browsers then keep it."""
        words = self.reception.words(request)
        if request.method == "GET" and request.headers.get("sec-fetch-site") == "cross-site":
            path = request.url.path
            return render.plain_page("arrived", words, path=path)
        return problem(401, words)

    def _out(self) -> Response:
        response = see_other(Elsewhere(path="/desk/enter", said="left"))
        self.reception.cookie.take(response)
        return response


def _cost(request: Request) -> float:
    return COST_OF_DOING if request.method == "POST" else 1.0


def see_other(to: Elsewhere) -> Response:
    """So that a reload does nothing twice."""
    path = f"{to.path}{'&' if '?' in to.path else '?'}said={to.said}" if to.said else to.path
    return RedirectResponse(path, status_code=303, headers=render.HEADERS)


def given(document: Document) -> Response:
    headers = {**render.HEADERS, "content-disposition": disposition(document)}
    return Response(document.content, media_type=document.media_type, headers=headers)
