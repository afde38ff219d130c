"""Announcements while the process is killed again and again, at the ordinary rate, on a clock that
runs many times as fast as the machine's (see haste.py).

Whatever happens, everybody gets it once, barring a lost answer; and the report is what Telegram saw.
"""

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.course.facts import EnrolmentBegan
from bot.service.window import LEAST
from bot.store import facts, learners
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.botapi import BotApi, Person
from tests.crash.haste import HastyBot, served_in_haste
from tests.crash.kept import rows
from tests.crash.learners import PATIENCE
from tests.crash.process import OF_A_KILL, until
from tests.store.somebody import learner

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]

OLHA, IVAN = 1, 2
TEAM = f"{OLHA},{IVAN}"
FIRST = 10_000
PEOPLE = 5_000
FEWER = 1_500
KILLS = 20
TO_THE_END = 200.0
"""Seconds that the whole of it may take, on a busy machine."""
MOST_UNKNOWN = 3 * LEAST
"""After one kill: what was under way, also where the window has grown a little."""
SEED = 4
WORDS = "On Monday the second course begins."


# --- The people -------------------------------------------------------------------------


async def crowd(telegram: BotApi, bot: HastyBot, count: int) -> None:
    """People inside the course, of whom Telegram knows that they have begun with the bot."""
    now = bot.dial.now
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


async def announced(telegram: BotApi, bot: HastyBot, people: int) -> None:
    """Olha writes it, and Ivan confirms it."""
    olha, ivan = telegram.person(OLHA), telegram.person(IVAN)
    await olha.send_text("/desk")
    await press(olha, "Announcements")
    await press(olha, "New announcement")
    await press(olha, "English")
    await olha.reads("Write the announcement", PATIENCE)
    await olha.send_text(WORDS)
    await press(olha, f"Send to {people}+ people")
    await state_is(bot, "asked")
    await ivan.send_text("/desk")
    await press(ivan, "Announcements")
    await press(ivan, "Announcement 1")
    await press(ivan, f"Send to {people}+ people")
    await state_is(bot, "sending")


async def state_is(bot: HastyBot, *states: str) -> None:
    def reached() -> bool:
        return rows(bot.database, "SELECT state FROM announcements") in [[(s,)] for s in states]

    await until(reached, within=TO_THE_END if "done" in states else PATIENCE)


@asynccontextmanager
async def under_way(folder: Path, people: int) -> AsyncIterator[tuple[BotApi, HastyBot]]:
    """The first have got it."""
    async with served_in_haste(folder, ADMIN_IDS=TEAM) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        await bot.start()
        for who in (OLHA, IVAN):
            person = telegram.person(who, "en")
            await person.start("short")
            await press(person, "I agree")
            await person.reads("You have agreed", PATIENCE)
        assert await bot.stop() == 0
        await crowd(telegram, bot, people)
        await bot.start()
        await announced(telegram, bot, people)
        await until(lambda: arrived(telegram).total() > 0, within=PATIENCE)
        yield telegram, bot


# --- What must be true in the end -------------------------------------------------------

OPEN = (
    "SELECT (SELECT count(*) FROM announcements WHERE ended_at IS NULL),"
    " (SELECT count(*) FROM outbox WHERE status IN ('pending', 'claimed'))"
)
"""Announcements that have not had their end, and messages that have not left."""


def arrived(telegram: BotApi) -> Counter[int]:
    """How often each chat got it."""
    return Counter(
        call.chat_id
        for call in telegram.calls.deliveries()
        if call.chat_id is not None and call.chat_id >= FIRST
    )


def ledger(bot: HastyBot, status: str) -> set[int]:
    sql = (
        "SELECT a.address FROM recipients r JOIN addresses a ON a.learner_id = r.learner_id"
        " WHERE r.status = ?"
    )
    return {int(address) for (address,) in rows(bot.database, sql, status)}


async def the_end(telegram: BotApi, bot: HastyBot, people: int, kills: int, said: str) -> set[int]:
    """Stops the bot and compares what Telegram saw, the ledger and the report. Who was left out."""
    await until(lambda: rows(bot.database, OPEN) == [(0, 0)], within=PATIENCE)
    await telegram.person(OLHA).reads(said, PATIENCE)
    assert await bot.stop() == 0
    got = arrived(telegram)
    sent, unknown, skipped = (ledger(bot, each) for each in ("sent", "unknown", "skipped"))
    everybody = set(range(FIRST, FIRST + people))
    assert set(got.values()) == {1}
    assert sent <= set(got) <= sent | unknown
    assert sent | unknown | skipped == everybody
    assert len(sent) + len(unknown) + len(skipped) == people
    assert len(unknown) <= kills * MOST_UNKNOWN
    report = next(m for m in reversed(telegram.person(OLHA).received) if said in m.text)
    told = {name: int(n) for name, n in re.findall(r"• ([a-z ]+): (\d+)", report.text)}
    assert told == {
        name: len(who)
        for name, who in (("sent", sent), ("not known", unknown), ("left out", skipped))
        if who
    }
    telegram.check()
    assert "Traceback" not in bot.words
    return skipped


async def dies(bot: HastyBot, within: float, chance: random.Random) -> None:
    """At a random moment within so many seconds; and lives again."""
    await asyncio.sleep(chance.uniform(0.0, within))
    await bot.kill()
    await bot.start()


# --- Deaths -----------------------------------------------------------------------------


async def test_everybody_once_and_the_report_is_what_telegram_saw(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    async with under_way(tmp_path, PEOPLE) as (telegram, bot):
        began = bot.dial.now
        for _ in range(KILLS):
            await dies(bot, 0.3, chance)
        await state_is(bot, "sending")
        await state_is(bot, "done")
        assert bot.dial.now - began > timedelta(seconds=PEOPLE / 30)
        assert await the_end(telegram, bot, PEOPLE, KILLS, "Finished") == set()


async def test_killed_at_every_press_it_is_as_if_nothing_had_happened(tmp_path: Path) -> None:
    """Paused, resumed, paused again, resumed, stopped: each press counts, and counts once; and
    nothing leaves while it is paused.
    """
    chance = random.Random(SEED)
    async with under_way(tmp_path, FEWER) as (telegram, bot):
        olha = telegram.person(OLHA)
        for _ in range(2):
            await press(olha, "Pause sending")
            await dies(bot, 0.1, chance)
            await state_is(bot, "paused")
            await asyncio.sleep(0.3)
            before = arrived(telegram)
            await dies(bot, 0.3, chance)
            assert arrived(telegram) == before
            await press(olha, "Go on sending")
            await dies(bot, 0.1, chance)
            await state_is(bot, "sending")
            await until(lambda least=before: arrived(telegram) > least, within=PATIENCE)  # type: ignore[misc]
        await press(olha, "Stop for good")
        await dies(bot, 0.1, chance)
        await state_is(bot, "cancelled")
        assert await the_end(telegram, bot, FEWER, 7, "Cancelled")


async def test_killed_when_its_time_is_over(tmp_path: Path) -> None:
    """What has not left after a day is left out, however often the process dies on that day."""
    chance = random.Random(SEED)
    async with under_way(tmp_path, FEWER) as (telegram, bot):
        await dies(bot, 0.3, chance)
        bot.dial.jump(timedelta(hours=24))
        for _ in range(3):
            await dies(bot, 0.05, chance)
        await state_is(bot, "done")
        assert await the_end(telegram, bot, FEWER, 4, "too late")
