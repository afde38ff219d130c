"""A store that does not answer: nothing is promised, and nobody is told more than they need."""

import time
from collections.abc import Iterable
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot import i18n
from bot.app import LOCALES, now
from bot.channels.web import server as web
from bot.channels.web.chat import ChatPage
from bot.channels.web.send import Hub
from bot.channels.web.throttle import Throttle
from bot.channels.web.visitor import Visitors
from bot.course.shelf import Shelf
from bot.service.intake import Intake
from bot.service.turns import Turns
from bot.store.reader import Reader, Row
from bot.store.writer import StoreUnavailable, Writer
from bot.view.page import Attachment
from bot.view.pages import View

SAID = {"id": "a-good-id-1", "text": "hello"}


class Broken(Writer):
    def __init__(self) -> None:
        pass

    async def run(self, job: Any) -> Any:
        raise StoreUnavailable("disk full: /secret/path")


class BrokenReader(Reader):
    def __init__(self) -> None:
        pass

    async def all(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
        raise StoreUnavailable("disk full: /secret/path")


@pytest.fixture
def browser() -> TestClient:
    words = i18n.load(LOCALES)
    writer = Broken()
    turns = Turns(view=View(words=words, shelf=Shelf(offered={}, releases={})))
    intake = Intake(writer, turns, {}, now, lambda: None)

    async def nothing(_: str, __: Attachment, ___: str) -> None:
        return None

    page = ChatPage(
        visitors=Visitors("secret", secure=True), intake=intake, reader=BrokenReader(), hub=Hub(),
        words=words, throttle=Throttle(time.monotonic), networks=Throttle(time.monotonic), clock=now,
        document_of=nothing,
    )  # fmt: skip

    async def healthy() -> None:
        await writer.run(None)

    app = web.application(page.routes(), healthy)
    return TestClient(app, base_url="https://testserver", raise_server_exceptions=False)


def test_the_page_is_there_and_its_cookie_is_for_https_only(browser: TestClient) -> None:
    got = browser.get("/")
    assert got.status_code == 200
    assert "Secure" in got.headers["set-cookie"]


def test_what_could_not_be_kept_is_not_promised(browser: TestClient) -> None:
    browser.get("/")
    got = browser.post("/chat/text", json=SAID)
    assert got.status_code == 503
    assert "secret" not in got.text


@pytest.mark.parametrize("path", ["/chat/export", "/pictures/x.png", "/readyz"])
def test_the_reason_is_for_the_operator_only(path: str, browser: TestClient) -> None:
    browser.get("/")
    got = browser.get(path)
    assert got.status_code == 503
    assert "secret" not in got.text


def test_without_a_cookie_the_page_is_to_be_reloaded(browser: TestClient) -> None:
    said = {}
    for language in ("en", "uk", "pt"):
        got = browser.post("/chat/text", json=SAID, headers={"Accept-Language": language})
        assert got.status_code == 401
        said[got.json()["error"]] = language
    assert list(said.values()) == ["en", "uk", "pt"]
