"""Pages that are made when somebody first asks for one of them."""

import asyncio
import threading
from collections.abc import Sequence

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.on_demand import OnDemand
from bot.channels.web.server import application


class Pages:
    """`made`: the threads in which they were made. `broken`: how often that fails at first."""

    def __init__(self, broken: int = 0) -> None:
        self.made: list[threading.Thread] = []
        self.broken = broken

    def __call__(self) -> Sequence[BaseRoute]:
        self.made.append(threading.current_thread())
        if len(self.made) <= self.broken:
            raise OSError
        return [Route("/desk", self.page), Route("/desk/{name}", self.page)]

    async def page(self, request: Request) -> Response:
        return PlainTextResponse(request.path_params.get("name", "front"))


async def healthy() -> None:
    pass


def asking(pages: Pages) -> httpx2.AsyncClient:
    app = application([OnDemand("/desk", pages)], healthy)
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1")


async def test_they_are_made_once_and_elsewhere_for_all_who_ask() -> None:
    pages = Pages()
    async with asking(pages) as ask:
        assert not pages.made
        answers = await asyncio.gather(ask.get("/desk"), ask.get("/desk/a"), ask.get("/desk/b"))
        assert [(await ask.get("/desk/c")).text, *(each.text for each in answers)] == [
            "c", "front", "a", "b",
        ]  # fmt: skip
    assert len(pages.made) == 1
    assert pages.made[0] is not threading.current_thread()


@pytest.mark.parametrize("path", ["/", "/desks", "/des", "/healthz"])
async def test_who_asks_for_something_else_does_not_make_them(path: str) -> None:
    pages = Pages()
    async with asking(pages) as ask:
        await ask.get(path)
    assert not pages.made


async def test_what_they_do_not_have_is_refused_as_anywhere() -> None:
    async with asking(Pages()) as ask:
        for path in ("/desk/a/b", "/desk/", "/desk/a/"):
            assert (await ask.get(path)).status_code == 404
        assert (await ask.post("/desk")).status_code == 405


async def test_who_asks_after_it_failed_gets_them() -> None:
    async with asking(Pages(broken=1)) as ask:
        assert [(await ask.get("/desk")).status_code for _ in range(2)] == [500, 200]
