"""Clocks that jump, and the two nights of the year on which they do so by law.

The process goes by a clock that stands still until it is turned; then it does all that is due.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.store.times import to_ms
from tests.botapi import BotApi, Call, HttpError, Message, Person
from tests.crash.dial import Dial
from tests.crash.kept import rows, unfinished
from tests.crash.process import OF_A_KILL, Bot, served, until
from tests.torture.campaign import Trial, row
from tests.torture.crowd import walks_through
from tests.torture.oracle import repeated, same, took_effect

LESSONS = Path(__file__).parent / "lessons"
ZONES = {
    1: ("Kyiv", "Europe/Kyiv"),
    2: ("Lisbon", "Europe/Lisbon"),
    3: ("Azores", "Atlantic/Azores"),
}
"""A person, the name of their zone in the settings, and the zone."""
NIGHTS = (date(2026, 3, 29), date(2026, 10, 25))
"""Forward, and back. (On the night of 2027 it is Easter, a holiday in Portugal.)"""
MORNING, EVENING = time(9), time(21)
OPEN_EVERYWHERE = 13
"""An hour of UTC at which the bot may speak in each of the zones."""
NIGHT = datetime(2026, 3, 2, 23, tzinfo=UTC)
LOOKING = 90.0
"""Seconds in which the process does what is due, on a busy machine."""
TO_BEGIN = ("I agree", "Start the course", "Finish")
TO_CHOOSE_DAYS = ("Choose days and hour", "One episode each working day", "Sat", "Sun")


class Days:
    """People who take the episode of each day when they are told of it, and a clock."""

    def __init__(self, telegram: BotApi, bot: Bot, dial: Dial) -> None:
        self.telegram, self.bot, self.dial = telegram, bot, dial
        self.doom = ("never", 1, dial.file)
        self.told: set[int] = set()

    async def begin(self, people: Iterable[int]) -> None:
        """Each has taken the first episode, and wants one every day at nine."""
        await self.bot.start(doom=self.doom)
        for who in people:
            person = self.telegram.person(who, "en")
            await person.start("days")
            for label in TO_BEGIN:
                await press(person, label)
            await person.reads("You have finished 1 episode of 9", LOOKING)
            await person.send_text("/settings")
            page = await person.reads("Settings", LOOKING)
            for label in ("Change time zone", ZONES[who][0], *TO_CHOOSE_DAYS):
                await press(person, label, page)
            await person.wait_for(partial(_has, page, "✓ Sun"), LOOKING)

    async def at(self, moment: datetime) -> None:
        """The clock is turned, and everything is done that is due then."""
        self.dial.turn(moment, speed=0)
        await until(lambda: self._done(moment), within=LOOKING)

    def _done(self, moment: datetime) -> bool:
        ((due,),) = rows(
            self.bot.database, "SELECT count(*) FROM timers WHERE due_at <= ?", to_ms(moment)
        )
        return (
            due == 0 and unfinished(self.bot.database) == [] and not self.telegram.updates.pending
        )

    async def take_what_is_new(self) -> None:
        """Whoever has been told of an episode takes it."""
        for call in self.prompts():
            if call.number not in self.told:
                self.told.add(call.number)
                assert call.chat_id is not None
                person = self.telegram.person(call.chat_id)
                prompt = next(m for m in person.received if m.message_id == call.message_id)
                await press(person, "Next episode", prompt)
                await press(person, "Finish", await person.reads("opens at nine", LOOKING))
                await person.reads("is finished", LOOKING)
        await until(lambda: self._done(self.dial.now), within=LOOKING)

    def prompts(self) -> list[Call]:
        """The calls by which prompts reached people, as Telegram saw them."""
        posted = {
            (address, int(number))
            for address, number in rows(
                self.bot.database,
                "SELECT address, platform_id FROM outbox WHERE priority = 1 AND status = 'sent'",
            )
        }
        return [
            call
            for call in self.telegram.calls.deliveries()
            if (str(call.chat_id), call.message_id) in posted
        ]

    def local(self, call: Call) -> datetime:
        """What the person's clock showed when the message came."""
        assert call.chat_id is not None
        return self.dial.at(call.at).astimezone(ZoneInfo(ZONES[call.chat_id][1]))

    def days_of(self, who: int) -> dict[date, int]:
        """How many prompts came on which of their dates."""
        return Counter(self.local(call).date() for call in self.prompts() if call.chat_id == who)

    def check(self) -> None:
        for call in self.prompts():
            assert MORNING <= self.local(call).time() < EVENING, f"at {self.local(call)}"
        same(repeated(self.telegram), [], "repeated")
        same(rows(self.bot.database, "PRAGMA integrity_check"), [("ok",)], "the file")
        assert "Traceback" not in self.bot.words, self.bot.words
        self.telegram.check()


def _has(message: Message, label: str) -> bool:
    return any(button.text == label for button in message.buttons)


async def press(person: Person, label: str, on: Message | None = None) -> None:
    """The newest button that says so, or the one on this message, as soon as it is there."""

    def found() -> tuple[Message, str] | None:
        for message in reversed(person.received) if on is None else (on,):
            for button in message.buttons:
                if button.text.startswith(label) and button.data:
                    return message, button.data
        return None

    shown = await person.wait_for(found, LOOKING, f"[{label}]")
    assert shown is not None
    await person.press(shown[1], shown[0])


@asynccontextmanager
async def days(folder: Path, begin: datetime) -> AsyncIterator[Days]:
    dial = Dial(file=folder / "clock.dial")
    dial.turn(begin, speed=0)
    async with served(folder, LESSONS_DIR=str(LESSONS)) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        yield Days(telegram, bot, dial)


# --- Nights -----------------------------------------------------------------------------


@row(
    fault="the nights on which the clocks are put forward and back, in Kyiv, Lisbon and the Azores",
    promised="one prompt on every local date, at nine by the clock on the wall",
)
async def daylight_saving(trial: Trial) -> str:
    folders = [trial.folder / str(night) for night in NIGHTS]
    for folder in folders:
        folder.mkdir()
    tasks = [_night(trial, *each) for each in zip(folders, NIGHTS, strict=True)]
    prompts = sum(await asyncio.gather(*tasks))
    return f"{len(NIGHTS)} nights, {len(ZONES)} zones: {prompts} prompts, one on each date, at nine"


async def _night(trial: Trial, folder: Path, night: date) -> int:
    """From the day before it until some days after it, hour by hour (or all quarters of an hour);
    in the long run the process is killed on the way.
    """
    draw = random.Random(trial.seed)
    after = trial.times(1, 4)
    begin = datetime.combine(night - timedelta(days=1), time(18), UTC)
    end = datetime.combine(night + timedelta(days=after), time(13), UTC)
    step = timedelta(minutes=trial.times(60, 15))
    async with days(folder, begin) as walked:
        await walked.begin(ZONES)
        moment = begin
        while (moment := moment + step) <= end:
            await walked.at(moment)
            await walked.take_what_is_new()
            if trial.long and draw.random() < 0.05:
                await walked.bot.kill()
                await walked.bot.start(doom=walked.doom)
        assert await walked.bot.stop() == 0
        expected = {night + timedelta(days=each): 1 for each in range(after + 1)}
        for who, (place, _) in ZONES.items():
            same(walked.days_of(who), expected, f"prompts in {place}")
        same({walked.local(call).time() for call in walked.prompts()}, {MORNING}, "hours")
        walked.check()
        return len(walked.prompts())


# --- Jumps ------------------------------------------------------------------------------


@row(
    fault="the clock jumps hours forward and back, again and again, also across midnight",
    promised="one prompt on every local date, none at night",
)
async def jumps_of_hours(trial: Trial) -> str:
    draw = random.Random(trial.seed)
    first, count = date(2026, 6, 16), trial.times(2, 7)
    async with days(trial.folder, datetime.combine(first, time(12), UTC)) as walked:
        await walked.begin(ZONES)
        jumps = 0
        for on in (first + timedelta(days=each) for each in range(1, count + 1)):
            midnight = datetime.combine(on, time(), UTC)
            early = [draw.randint(-4, 5) for _ in range(trial.times(2, 6))]
            late = [draw.randint(-4, 24) for _ in range(trial.times(5, 20))]
            for hour in (*early, OPEN_EVERYWHERE, *late):
                await walked.at(midnight + timedelta(hours=hour, minutes=draw.randint(0, 59)))
                await walked.take_what_is_new()
                jumps += 1
        assert await walked.bot.stop() == 0
        expected = {first + timedelta(days=each): 1 for each in range(1, count + 1)}
        for who, (place, _) in ZONES.items():
            same(walked.days_of(who), expected, f"prompts in {place}")
        walked.check()
    return f"{jumps} jumps on {count} days in {len(ZONES)} zones: one prompt on each date"


@row(
    fault="the clock jumps three days forward while updates wait, on the disk or with Telegram",
    promised="nothing lost, each update takes effect once",
)
async def jumps_of_days(trial: Trial) -> str:
    """At night, so that no prompt comes between the steps of the walk."""
    dial = Dial(file=trial.folder / "clock.dial")
    dial.turn(NIGHT)
    passings = range(2, 31) if trial.long else (3, 12)

    def lives() -> Iterator[tuple[object, ...]]:
        for number in passings:
            yield ("kept" if number % 2 else "in-inbox-transaction", number, dial.file)
            dial.jump(timedelta(days=3))

    async with served(trial.folder) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        last = ("never", 1, dial.file)
        people = await walks_through(telegram, bot, 1, bot.meets(lives(), last))
        took_effect(telegram, bot, people, trial.undisturbed)
    return f"{len(passings)} times: nothing lost, each took effect once"


@row(
    fault="the clock jumps three days forward before what was taken could be confirmed",
    promised="Telegram delivers it again, and it takes no effect again",
)
async def jump_before_confirming(trial: Trial) -> str:
    dial = Dial(file=trial.folder / "clock.dial")
    dial.turn(NIGHT)
    life = ("never", 1, dial.file)
    async with served(trial.folder) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        await bot.start(doom=life)
        anna = telegram.person(1, "en")
        await anna.start("short")
        await anna.reads("your data", LOOKING)
        await anna.settled()
        telegram.faults.add(HttpError(), method="getUpdates", times=1000)
        await anna.send_text("Is there coffee?")
        await until(lambda: anna.news != [] and unfinished(bot.database) == [], LOOKING)
        await bot.kill()
        said = len(telegram.calls.deliveries())
        assert telegram.updates.pending, "it was confirmed"
        dial.jump(timedelta(days=3))
        await bot.start(doom=life)
        await asyncio.sleep(1.0)
        telegram.faults.clear()
        await anna.settled(LOOKING)
        assert await bot.stop() == 0
        same(len(telegram.calls.deliveries()), said, "messages")
        same(unfinished(bot.database), [], "unfinished")
    return "delivered again, and nothing came of it"
