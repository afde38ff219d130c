"""Backups made and restored while everything else goes on; and what was erased stays erased."""

import asyncio
import random
import time
from pathlib import Path

from tests.botapi import BotApi, FloodWait
from tests.crash.kept import FACTS, Kept, facts, rows
from tests.crash.learners import Walker, left_behind
from tests.crash.process import OF_A_KILL, Bot, served, until
from tests.torture.campaign import Trial, row
from tests.torture.crowd import FIRST, PATIENCE, walks_through
from tests.torture.oracle import FILES, agree, bytes_of, repeated, same

ERASED = 7_007_001
WAITING = "SELECT count(*) FROM outbox WHERE status IN ('pending', 'claimed')"


@row(
    fault="backups while people walk and the process is killed",
    promised="each backup is whole and sound, and holds one moment; nobody is disturbed",
)
async def backed_up_under_load(trial: Trial) -> str:
    draw = random.Random(trial.seed)
    made: list[Path] = []

    async def fate(bot: Bot) -> None:
        await bot.start(doom=("never", 1))
        for number in range(trial.times(2, 40)):
            await asyncio.sleep(draw.uniform(0.0, 0.4))
            made.append(await _back_up(bot, trial.folder / f"{number}.db"))
            if number % 4 == 1:
                await bot.kill()
                await bot.start(doom=("never", 1))

    async with served(trial.folder) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        people = await walks_through(telegram, bot, trial.times(3, 12), fate(bot))
        agree(telegram, bot, people, trial.undisturbed)
        moments = sum(_is_sound(copy, people, trial.undisturbed) for copy in made)
    return f"{len(made)} backups, {moments} people in them in the middle of the course: all sound"


async def _back_up(bot: Bot, copy: Path) -> Path:
    code, said = await bot.obeys("backup", copy)
    assert code == 0, said
    return copy


def _is_sound(copy: Path, people: list[int], undisturbed: Kept) -> int:
    """How many people it shows half-way. Whatever is in it is the beginning of their walk."""
    same(rows(copy, "PRAGMA integrity_check"), [("ok",)], "the backup")
    same(rows(copy, "PRAGMA foreign_key_check"), [], "the backup")
    half_way = 0
    for who in people:
        kept = facts(copy, who)
        for table, found in _unfinished(kept).items():
            whole = _unfinished(undisturbed)[table]
            same(found, whole[: len(found)], f"{table} of {who} in a backup")
        half_way += bool(kept["enrolments"]) and kept["completions"] != undisturbed["completions"]
    return half_way


def _unfinished(kept: Kept) -> Kept:
    """Without whether the course is over, which comes to be true."""
    return {**kept, "enrolments": [each[:-1] for each in kept["enrolments"]]}


@row(
    fault="the disk is lost again and again, and the last backup restored (--moved)",
    promised="everybody goes on where they were; nothing lost, nothing repeated",
)
async def restored_after_a_loss(trial: Trial) -> str:
    """The backup is made of the file of a process that has just been stopped."""
    draw = random.Random(trial.seed)
    losses = trial.times(2, 40)

    async def fate(bot: Bot) -> None:
        await bot.start(doom=("never", 1))
        for number in range(losses):
            await asyncio.sleep(draw.uniform(0.0, 0.5))
            await bot.stop()
            copy = await _back_up(bot, trial.folder / f"{number}.db")
            _lose(bot)
            code, said = await bot.obeys("restore", copy, "--moved")
            assert code == 0, said
            await bot.start(doom=("never", 1))

    async with served(trial.folder) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        people = await walks_through(telegram, bot, trial.times(2, 12), fate(bot))
        agree(telegram, bot, people, trial.undisturbed)
        same(repeated(telegram), [], "repeated")
    return f"{losses} losses while {len(people)} people walked: everybody went on where they were"


def _lose(bot: Bot) -> None:
    for suffix in FILES:
        bot.database.with_name(bot.database.name + suffix).unlink(missing_ok=True)


@row(
    fault="kill -9 while a backup is made, and while one is restored",
    promised="a backup is whole or not there; the database is the old one or the restored one",
)
async def killed_while_copying(trial: Trial) -> str:
    draw = random.Random(trial.seed)
    kills = trial.times(4, 120)
    made = restored = 0
    async with served(trial.folder) as (telegram, bot):
        await bot.start(doom=("never", 1))
        await Walker(telegram.person(FIRST, "en"), PATIENCE).walk()
        await bot.stop()
        began = time.monotonic()
        whole = await _back_up(bot, trial.folder / "whole.db")
        took = time.monotonic() - began
        for number in range(kills):
            copy = trial.folder / f"{number}.db"
            command = ("backup", copy) if number % 2 else ("restore", whole, "--moved")
            await _killed(bot, draw.uniform(0.0, 1.5 * took), *command)
            same(left_behind(telegram, bot, FIRST), trial.undisturbed, "what is kept")
            same(rows(bot.database, "PRAGMA integrity_check"), [("ok",)], "the file")
            if copy.exists():
                same(_is_sound(copy, [FIRST], trial.undisturbed), 0, "half-way in the backup")
                made += 1
            restored = len([*trial.folder.glob("epizod.db.before-restore-*[0-9]Z")])
        await bot.start(doom=("never", 1))
        assert await bot.stop() == 0
    return f"{kills} kills: {made} backups whole, the others not there; {restored} restored"


async def _killed(bot: Bot, after: float, *command: object) -> None:
    process = bot.command(*command)
    await asyncio.sleep(after)
    process.kill()
    await until(lambda: not process.is_alive(), within=10.0)


@row(
    fault="somebody is erased, then an older backup is restored",
    promised="they stay erased, to the last byte; nobody is written to twice",
)
async def erased_and_restored(trial: Trial) -> str:
    async with served(trial.folder) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        erased = range(ERASED, ERASED + trial.times(1, 25))
        await bot.start(doom=("never", 1))
        await asyncio.gather(
            *(Walker(telegram.person(who, "en"), PATIENCE).walk() for who in (FIRST, *erased))
        )
        await _back_up_while_a_message_waits(telegram, bot, trial.folder / "before.db")
        for who in erased:
            await _forget(telegram, who)
        assert await bot.stop() == 0
        said = len(telegram.calls.deliveries())
        code, words = await bot.obeys("restore", trial.folder / "before.db")
        assert (code, f"they were erased since: {len(erased)}." in words) == (0, True), words
        await bot.start(doom=("never", 1))
        await until(lambda: rows(bot.database, WAITING) == [(0,)], PATIENCE)
        await asyncio.sleep(0.3)
        assert await bot.stop() == 0
        same(len(telegram.calls.deliveries()), said, "messages")
        undisturbed = {name: trial.undisturbed[name] for name in FACTS}
        same(facts(bot.database, FIRST), undisturbed, "what is kept of the others")
        same(rows(bot.database, "SELECT count(*) FROM learners"), [(1,)], "learners")
        kept = [who for who in erased if str(who).encode() in bytes_of(bot)]
        same(kept, [], "erased and still there")
    return f"{len(erased)} erased again by the restore, to the last byte; nothing was sent"


async def _back_up_while_a_message_waits(telegram: BotApi, bot: Bot, copy: Path) -> None:
    """It goes out after the backup was made."""
    storm = FloodWait(retry_after=1)
    telegram.faults.add(storm, method="sendMessage", chat_id=FIRST, times=1000)
    person = telegram.person(FIRST)
    await person.send_text("/help")
    await until(lambda: any(call.status == 429 for call in telegram.calls), PATIENCE)
    same(rows(await _back_up(bot, copy), WAITING), [(1,)], "messages that wait")
    telegram.faults.clear()
    await person.reads("/help", PATIENCE)


async def _forget(telegram: BotApi, who: int) -> None:
    person = telegram.person(who)
    await person.send_text("/forget")
    await person.reads("Erase everything?", PATIENCE)
    await person.press("Erase my data")
    await person.settled(PATIENCE)
