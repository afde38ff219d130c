"""An announcement to very many, while the process is killed again and again.

The clock is the real one, with high rates: a fake one cannot be shared by two processes.
"""

import asyncio
import random
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.course.facts import EnrolmentBegan
from bot.store import facts, learners
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.botapi import BotApi, Person
from tests.crash.kept import rows
from tests.crash.learners import PATIENCE
from tests.crash.process import OF_A_KILL, Bot, served, until
from tests.store.somebody import learner

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]

OLHA, IVAN = 1, 2
TEAM = f"{OLHA},{IVAN}"
FIRST = 10_000
PEOPLE = 5_000
KILLS = 20
WINDOW = 8
SEED = 4
WORDS = "On Monday the second course begins."


async def crowd(telegram: BotApi, bot: Bot, count: int) -> None:
    """People inside the course, of whom Telegram knows that they have begun with the bot."""
    now = datetime.now(UTC)
    ((release,),) = rows(bot.database, "SELECT hash FROM releases")

    def fill(tx: Tx) -> None:
        for number in range(FIRST, FIRST + count):
            who = f"{number:016x}"
            address = Address(channel="telegram", address=str(number))
            learners.add(tx, who, address, learner(consented_at=now), now)
            facts.add(tx, who, "en", [EnrolmentBegan(course="short", release=release)], now)

    async with Writer(bot.database) as writer:
        await writer.run(fill)
    for number in range(FIRST, FIRST + count):
        telegram.person(number, "en").chat.started = True


async def press(person: Person, label: str) -> None:
    """The newest button that says so."""

    def find() -> str | None:
        for message in reversed(person.received):
            for button in message.buttons:
                if button.text.startswith(label) and button.data:
                    return button.data
        return None

    data = await person.wait_for(find, PATIENCE, f"[{label}]")
    assert data is not None
    await person.press(data)


async def agreed(telegram: BotApi, who: int) -> None:
    person = telegram.person(who, "en")
    await person.start("short")
    await press(person, "I agree")


async def announced(telegram: BotApi, bot: Bot, people: int) -> None:
    """Olha writes it, and Ivan confirms it where so many people need a second person."""
    olha = telegram.person(OLHA)
    await olha.send_text("/desk")
    await press(olha, "Announcements")
    await press(olha, "New announcement")
    await press(olha, "English")
    await olha.reads("Write the announcement", PATIENCE)
    await olha.send_text(WORDS)
    await press(olha, f"Send to {people}")
    if people < 500:
        return
    ivan = telegram.person(IVAN)
    await until(lambda: states(bot) == ["asked"], within=PATIENCE)
    await ivan.send_text("/desk")
    await press(ivan, "Announcements")
    await press(ivan, "Announcement 1")
    await press(ivan, f"Send to {people}")
    await until(lambda: states(bot) == ["sending"], within=PATIENCE)


def states(bot: Bot) -> list[str]:
    return [state for (state,) in rows(bot.database, "SELECT state FROM announcements")]


def ledger(bot: Bot) -> dict[str, int]:
    return dict(rows(bot.database, "SELECT status, count(*) FROM recipients GROUP BY status"))


def arrived(telegram: BotApi) -> Counter[int]:
    """How often each chat got it."""
    return Counter(
        call.chat_id
        for call in telegram.calls.deliveries()
        if call.chat_id is not None and call.chat_id >= FIRST
    )


async def made_ready(telegram: BotApi, bot: Bot, people: int) -> None:
    await bot.start()
    for who in (OLHA, IVAN):
        await agreed(telegram, who)
    agreed_there = "SELECT count(*) FROM learners WHERE agreed = 1"
    await until(lambda: rows(bot.database, agreed_there) == [(2,)], within=PATIENCE)
    assert await bot.stop() == 0
    await crowd(telegram, bot, people)
    await bot.start()
    await announced(telegram, bot, people)


async def test_everybody_once_and_the_report_is_what_telegram_saw(tmp_path: Path) -> None:
    async with served(tmp_path, ADMIN_IDS=TEAM) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        await made_ready(telegram, bot, PEOPLE)
        telegram.latency = 0.015
        moments = random.Random(SEED)
        for _ in range(KILLS):
            await asyncio.sleep(moments.uniform(0.0, 0.5))
            await bot.kill()
            await bot.start()
        assert states(bot) == ["sending"]
        await until(lambda: states(bot) == ["done"], within=PATIENCE)
        await telegram.person(OLHA).reads("Over", PATIENCE)
        assert await bot.stop() == 0

        got, outcomes = arrived(telegram), ledger(bot)
        unknown = {
            int(address)
            for (address,) in rows(
                bot.database,
                "SELECT a.address FROM recipients r JOIN addresses a ON a.learner_id = r.learner_id"
                " WHERE r.status = 'unknown'",
            )
        }
        everybody = set(range(FIRST, FIRST + PEOPLE))
        assert set(got.values()) == {1}
        assert everybody - unknown <= set(got) <= everybody
        assert len(unknown) <= KILLS * WINDOW
        assert outcomes == {"sent": PEOPLE - len(unknown), "unknown": len(unknown)}
        (report,) = [each for each in telegram.person(OLHA).received if "Over" in each.text]
        assert f"sent: {outcomes['sent']}" in report.text
        assert f"not known: {outcomes['unknown']}" in report.text
        told = {int(n) for n in re.findall(r": (\d+)", report.text)}
        assert sum(told) == PEOPLE
        telegram.check()
        assert "Traceback" not in bot.words


async def test_people_are_answered_as_fast_as_ever_meanwhile(tmp_path: Path) -> None:
    async with served(tmp_path, ADMIN_IDS=TEAM, RATE_PER_SECOND="100") as (telegram, bot):
        await made_ready(telegram, bot, 450)
        telegram.latency = 0.015
        await until(lambda: len(arrived(telegram)) > 50, within=PATIENCE)
        waits = []
        for number in range(FIRST + 440, FIRST + 450):
            person = telegram.person(number)
            began = asyncio.get_running_loop().time()
            await person.send_text("/help")
            await person.reads("/settings", PATIENCE)
            waits.append(asyncio.get_running_loop().time() - began)
        assert len(arrived(telegram)) < 450
        assert max(waits) < 1.0
        await until(lambda: states(bot) == ["done"], within=PATIENCE)
