"""What a bot that serves on Telegram has loaded: all that a learner's turn needs, and no page, file or
figure that nobody has asked for.
"""

import re
from pathlib import Path

import aiohttp

from tests.botapi import BotApi, Limits, Settings
from tests.program.epizod import Epizod
from tests.program.life import executed
from tests.program.walker import Walker

UNASKED = {
    "holidays", "icalendar", "jinja2", "jwt", "prometheus_client", "pygal", "segno",
    "telegram.ext", "typst", "xlsxwriter", "bot.channels.web.certificates", "bot.channels.web.chat",
    "bot.channels.web.desk", "bot.channels.web.privacy", "bot.service.metrics", "bot.simulation",
}  # fmt: skip
PAGES = {
    "/privacy": ("bot.channels.web.privacy", 200),
    "/certificates/key": ("bot.channels.web.certificates", 200),
    "/desk/enter": ("bot.channels.web.desk.desk", 200),
    "/metrics": ("bot.service.metrics", 200),
}
SMALL = {"fsrs"}
"""Loaded within a few milliseconds."""
FAST = Settings(limits=Limits(enforced=False))


def loaded(epizod: Epizod) -> set[str]:
    """Every module so far: Python writes a line for each, where it is asked to."""
    return set(re.findall(r"^import time:.*\| +([\w.]+)$", epizod.log, re.MULTILINE))


def told(telegram: BotApi) -> dict[str, str]:
    return {
        "BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "PYTHONPROFILEIMPORTTIME": "1",
    }  # fmt: skip


async def test_at_rest_nothing_is_loaded_that_nobody_has_asked_for(tmp_path: Path) -> None:
    async with (
        BotApi(FAST) as telegram,
        Epizod(tmp_path, executed, **told(telegram)) as epizod,
        aiohttp.ClientSession(epizod.address) as browser,
    ):
        assert {"bot.app", "telegram", "markdown_it"} <= loaded(epizod)
        assert not loaded(epizod) & UNASKED
        for path, (module, status) in PAGES.items():
            assert module not in loaded(epizod)
            for _ in range(2):
                async with browser.get(path) as answer:
                    assert answer.status == status
            assert module in loaded(epizod)


async def test_no_step_of_a_course_waits_for_code(tmp_path: Path) -> None:
    async with BotApi(FAST) as telegram, Epizod(tmp_path, executed, **told(telegram)) as epizod:
        before = loaded(epizod)
        await Walker(telegram.person(7, "uk"), "uk", epizod).walk("pp")
        late = loaded(epizod) - before
    assert {each.partition(".")[0] for each in late} <= SMALL
