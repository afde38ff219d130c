"""Telegram's side of the house without the rest: a strict Bot API, the store, a small course."""

import warnings
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.telegram.api import Api
from bot.channels.telegram.send import TelegramChannel
from bot.content.reading import Lessons, read_lessons
from bot.service import library
from bot.service.documents import Document
from bot.service.export import FILE_NAME
from bot.store.reader import Reader
from bot.store.writer import Writer
from bot.view.page import Attachment
from bot.view.pages import View
from tests.botapi import BotApi, Limits, Person, Settings
from tests.content.small_course import good_files, write
from tests.view.interface import WORDS

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _raw_calls_on_purpose() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Please use 'Bot")
        yield


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with BotApi(Settings(limits=Limits(enforced=False), webhook_retry=0.02)) as server:
        yield server


@pytest.fixture
async def api(telegram: BotApi) -> AsyncIterator[Api]:
    api = Api(telegram.token, telegram.url)
    yield api
    await api.close()


@pytest.fixture(scope="session")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Lessons:
    lessons = read_lessons(write(good_files(), tmp_path_factory.mktemp("lessons")))
    assert not lessons.problems
    return lessons


@pytest.fixture
async def view(writer: Writer, lessons: Lessons) -> View:
    shelf = await writer.run(lambda tx: library.shelf(tx, lessons, NOON))
    return View(words=WORDS, shelf=shelf)


@pytest.fixture
async def reader(writer: Writer, database: Path) -> AsyncIterator[Reader]:
    async with Reader(database) as reader:
        yield reader


@pytest.fixture
def channel(api: Api, view: View, writer: Writer, reader: Reader) -> TelegramChannel:
    async def document(learner_id: str, attached: Attachment, language: str) -> Document:
        content = b'{"learner": "%s"}' % learner_id.encode()
        name = FILE_NAME if attached.what == "export" else f"{attached.what}-{attached.about}"
        return Document(name=name, media_type="application/json", content=content)

    return TelegramChannel(api, view, writer, reader, document)


@pytest.fixture
async def anna(telegram: BotApi) -> Person:
    """Has pressed Start; the update is taken."""
    person = telegram.person(7, "uk", "Анна")
    await person.start()
    telegram.updates.drop()
    return person
