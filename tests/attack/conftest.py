"""The desk with people at it (`house`), and the whole program inside this process (`whole`)."""

import asyncio
import warnings
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
import pytest
from hypothesis import settings
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot import app
from bot.channels.web import server, throttle
from bot.channels.web.on_demand import OnDemand
from bot.content.reading import Lessons, read_lessons
from bot.settings import Settings
from tests.channels.web.desk.conftest import house
from tests.content.small_course import good_files, write
from tests.program.epizod import quiet
from tests.service.house import ROOT

__all__ = ["house"]

HERE = "http://127.0.0.1:8080"
EVERYTHING = {
    "BOT_TOKEN": "123456:AAH", "TELEGRAM_API_URL": "http://127.0.0.1:9", "WEB_CHAT": "1",
    "PUBLIC_URL": HERE, "WEBHOOK_SECRET": "a-secret-for-the-webhook", "ADMIN_IDS": "7",
    "METRICS_TOKEN": "a-token-for-the-metrics-of-this-test",
}  # fmt: skip
settings.register_profile("fuzz", max_examples=5_000, deadline=None, print_blob=True)
LOCAL: dict[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What it serves. `ask` asks it as a browser that keeps cookies."""

    app: ASGIApp
    routes: Sequence[BaseRoute]
    ask: httpx2.AsyncClient


@pytest.fixture(params=["with Telegram", "on one's own machine"])
async def whole(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Whole]:
    """It is patient with whoever asks much, and nobody of Telegram is there."""
    made = EVERYTHING if request.param == "with Telegram" else LOCAL
    made = {**made, "LESSONS_DIR": str(ROOT / "tests" / "crash" / "lessons")}
    monkeypatch.setattr(throttle, "BURST", 1e9)
    for name, value in quiet(tmp_path, **made).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    routes: list[BaseRoute] = []
    apps: list[ASGIApp] = []
    application = server.application

    def noting(*arguments: object, **named: object) -> ASGIApp:
        made = application(*arguments, **named)  # type: ignore[arg-type]
        routes.extend(arguments[0])  # type: ignore[arg-type]
        apps.append(made)
        return made

    stops: list[Callable[[], None]] = []
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "add_signal_handler", lambda _, stop: stops.append(stop))
    monkeypatch.setattr(server, "application", noting)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Please use 'Bot")
        ready = asyncio.Event()
        running = asyncio.create_task(app.run(Settings(), lambda _: ready.set()))
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait([running, waiting], return_when=asyncio.FIRST_COMPLETED)
        assert ready.is_set(), running.exception()
        late = [await each.router() for each in routes if isinstance(each, OnDemand)]
        routes.extend(route for each in late for route in each.routes)
        transport = httpx2.ASGITransport(apps[0], raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url=HERE) as ask:
            yield Whole(app=apps[0], routes=routes, ask=ask)
        stops[0]()
        await running


def read_one(text: str) -> Lessons:
    """A good course in which this is one lesson."""
    with TemporaryDirectory() as folder:
        files = good_files() | {"small/01-queue/en.md": text.encode("utf-8", "surrogatepass")}
        return read_lessons(write(files, Path(folder)))
