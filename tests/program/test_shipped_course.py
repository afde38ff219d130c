"""The shipped course on Telegram, by buttons alone, from /start to its end, in each language."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.course.messages import Label
from tests.botapi import BotApi, Limits, Settings
from tests.channels.spoken import button, words
from tests.program.epizod import Epizod
from tests.program.walker import Walker
from tests.view.interface import shipped

FAST = Settings(limits=Limits(enforced=False))
HEAVIEST = 150_000
"""Bytes of a picture."""


async def test_it_can_be_walked_to_its_end_in_each_language(tmp_path: Path) -> None:
    course = shipped()[0].courses["pp"]
    async with BotApi(FAST) as telegram:
        settings = {"BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        async with Epizod(tmp_path, **settings) as epizod:
            walkers = [
                Walker(telegram.person(number, language), language, epizod)
                for number, language in enumerate(("en", "uk", "pt"), 7)
            ]
            await asyncio.gather(*(walker.walk("pp") for walker in walkers))
            for walker in walkers:
                await _has_seen_it_all(walker, len(course.episodes), len(course.modules))
            ended, _ = await epizod.stop()
    assert ended.code == 0
    assert "ERROR" not in ended.err
    telegram.check(refusals=True)
    assert not telegram.calls.duplicates()


async def _has_seen_it_all(walker: Walker, episodes: int, tests: int) -> None:
    person = walker.person
    pictures = [message.photo for message in person.received if message.photo]
    assert len(set(pictures)) >= episodes
    assert max(map(len, pictures)) < HEAVIEST
    assert walker.tests >= tests
    await person.send_text("/progress")
    await walker.settle()
    assert button(Label.REREAD, walker.language) in [each.text for each in person.last.buttons]
    await person.send_text("/export")
    await walker.settle()
    assert person.last.document is not None
    document = json.loads(person.last.document)
    [enrolment] = document["enrolments"]
    assert enrolment["completed_at"]
    assert len(enrolment["episodes_completed"]) == episodes


async def test_pictures_are_uploaded_once_for_all(tmp_path: Path) -> None:
    async with BotApi(FAST) as telegram:
        settings = {"BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        async with Epizod(tmp_path, **settings) as epizod:
            for number in (7, 8):
                walker = Walker(telegram.person(number, "en"), "en", epizod)
                await walker.person.start("pp")
                for label in (Label.AGREE, Label.START, Label.LEAVE):
                    await walker.person.reads("")
                    await walker.settle()
                    await walker.person.press(button(label))
                await walker.settle()
                assert "7:40" in words(walker.person.last.text)
    photos = [call.params.get("photo", "") for call in telegram.calls.of("sendPhoto")]
    assert len(photos) == 2
    assert photos[0] != photos[1]
    assert photos[1] in telegram.telegram.files.by_id


@pytest.mark.parametrize("language", ["en", "uk", "pt"])
def test_there_is_nothing_to_fall_back_to(language: str) -> None:
    """Every step of the shipped course exists in every language."""
    course = shipped()[0].courses["pp"]
    beside = filter(None, (course.before, course.after, course.after_episode))
    activities = [*course.line, *beside, *course.follow_ups]
    steps = [
        step for each in activities for step in (each.bank if each.kind == "test" else each.steps)
    ]
    assert [step.id for step in steps if language not in step.words] == []
