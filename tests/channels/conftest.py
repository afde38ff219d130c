"""One real process with both channels, a strict Telegram, and people who come to it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count

import aiohttp
import pytest
import pytest_asyncio

from tests.botapi import BotApi, Limits, Settings
from tests.channels.talkers import Browser, OnTelegram, OnTheWeb
from tests.content.small_course import good_files, write
from tests.program.epizod import LESSONS, Epizod

ADMINISTRATOR = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    telegram: BotApi
    epizod: Epizod
    numbers: Iterator[int] = field(default_factory=lambda: count(1000))
    browsers: list[Browser] = field(default_factory=list)
    refusals: set[str] = field(default_factory=set)
    """What Telegram may answer in this test beside "done"."""

    async def on_telegram(self, language: str = "en") -> OnTelegram:
        """Somebody new."""
        number = next(self.numbers)
        person = self.telegram.person(number, language, f"Person-{number}")
        return OnTelegram(self.telegram, self.epizod, person)

    async def at_the_desk(self) -> OnTelegram:
        """The administrator of ADMIN_IDS."""
        person = self.telegram.person(ADMINISTRATOR, "en", "Administrator")
        return OnTelegram(self.telegram, self.epizod, person)

    async def on_the_web(self, language: str = "en") -> OnTheWeb:
        """Somebody new, with the page open."""
        browser = Browser(self.epizod.address, language)
        self.browsers.append(browser)
        await browser.open()
        return OnTheWeb(browser, self.epizod)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    folder = tmp_path_factory.mktemp("house")
    lessons = write(good_files(), folder / "lessons")
    shutil.copytree(LESSONS / "pp", lessons / "pp")
    limits = Limits(enforced=False)
    async with BotApi(Settings(limits=limits, answer_within=3.0)) as telegram:
        settings = {
            "BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "WEB_CHAT": "1",
            "ADMIN_IDS": str(ADMINISTRATOR),
        }  # fmt: skip
        async with Epizod(folder, **settings, LESSONS_DIR=str(lessons)) as epizod:
            yield Stage(telegram=telegram, epizod=epizod)


async def heard(house: Stage) -> None:
    """Until the bot asks Telegram for updates: while tests ran in another loop it had no answer,
    perhaps for minutes, and the longest pause before it tries again is half a minute."""
    polling, address = house.telegram.dispatch.polling, house.epizod.address
    async with asyncio.timeout(90), aiohttp.ClientSession() as client:
        while polling.waiting is None:
            async with client.get(address + "/readyz") as answer:
                if answer.status == HTTPStatus.OK:
                    return
            await asyncio.sleep(0.05)


@pytest_asyncio.fixture(loop_scope="session")
async def stage(house: Stage) -> AsyncIterator[Stage]:
    """The house with nobody in it yet. Afterwards: the bot broke no rule, and said nothing it must not."""
    await heard(house)
    before, calls = len(house.epizod.log), len(house.telegram.calls)
    house.refusals.clear()
    house.refusals.add("not modified")
    yield house
    for browser in house.browsers:
        await browser.close()
    house.browsers.clear()
    house.telegram.check()
    refused = house.telegram.calls.refused(ignoring=house.refusals)
    assert [call for call in refused if call.number >= calls] == []
    log = house.epizod.log[before:]
    assert "Traceback" not in log
    assert "ERROR" not in log
    assert house.telegram.token not in log
