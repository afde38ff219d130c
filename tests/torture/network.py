"""The network and Telegram at their worst: nothing is lost, and repeats are bounded."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import aiohttp

from bot.channels.telegram.request import AiohttpRequest
from tests.botapi import (
    BotApi,
    CutJson,
    FloodWait,
    Hang,
    HttpError,
    ResetAfter,
    ResetBefore,
)
from tests.botapi.faults import CallFault
from tests.crash.doomed import live
from tests.crash.process import Bot, served
from tests.torture.campaign import Trial, row
from tests.torture.crowd import PATIENCE, walks_through
from tests.torture.oracle import agree, repeated, same

NONE_REPEATED = "nothing lost, nothing repeated"
ONE_REPEATED = (
    "nothing lost; a message may come once more for each time its answer was lost on the way"
)
ONLY_ONE = "only one process may receive a bot's updates"
MORE_PATIENCE = 250.0
"""Seconds in which an answer must come after trouble that itself takes a minute."""
GIVEN_UP = 30.0
"""Seconds until a message that hangs is sent again."""
SENDS = ("sendMessage", "sendPhoto", "editMessageText", "editMessageCaption")


async def _faulty(
    trial: Trial, *faults: CallFault, rate: float, methods: tuple[str, ...] = ()
) -> tuple[int, int]:
    """A share `rate` of the calls meets a fault, at most twice in a row: how many did, and how many
    messages were repeated.
    """
    async with served(trial.folder) as (telegram, bot):
        telegram.forgive("unanswered press")
        telegram.faults.random(
            *faults, seed=trial.seed, rate=rate, methods=methods, in_a_row=trial.times(1, 2)
        )
        people = await walks_through(telegram, bot, trial.times(2, 25), _lives(trial, bot))
        agree(telegram, bot, people, trial.undisturbed)
        met = [call for call in telegram.calls if call.fault]
        again = repeated(telegram)
        assert met, "no call met a fault"
        assert all(first.fault for first, _ in again), again
        return len(met), len(again)


async def _lives(trial: Trial, bot: Bot) -> None:
    await bot.start(doom=("never", 1))
    await asyncio.sleep(trial.times(0, 20))


@row(fault="HTTP 500, 502 and 503 with a page of HTML", promised=NONE_REPEATED)
async def server_errors(trial: Trial) -> str:
    errors = [HttpError(status=status) for status in (500, 502, 503)]
    met, again = await _faulty(trial, *errors, rate=0.1)
    assert again == 0
    return f"{met} calls met it: nothing lost, nothing repeated"


@row(fault="the connection is reset before a call is taken", promised=NONE_REPEATED)
async def reset_before(trial: Trial) -> str:
    met, again = await _faulty(trial, ResetBefore(), rate=0.1)
    assert again == 0
    return f"{met} calls met it: nothing lost, nothing repeated"


@row(fault="the connection is reset after a call was taken", promised=ONE_REPEATED)
async def reset_after(trial: Trial) -> str:
    met, again = await _faulty(trial, ResetAfter(), rate=0.1)
    return f"{met} calls met it: nothing lost, {again} messages repeated"


@row(fault="half of the JSON, and the end of the connection", promised=ONE_REPEATED)
async def cut_json(trial: Trial) -> str:
    met, again = await _faulty(trial, CutJson(), rate=0.1)
    return f"{met} calls met it: nothing lost, {again} messages repeated"


@row(fault="connections that hang, before and after delivery, then end", promised=ONE_REPEATED)
async def hanging(trial: Trial) -> str:
    faults = Hang(seconds=0.2), Hang(seconds=0.2, delivered=True)
    met, again = await _faulty(trial, *faults, rate=0.1)
    return f"{met} calls met it: nothing lost, {again} messages repeated"


@row(
    fault="a message hangs for an hour",
    promised="it is given up in half a minute and sent again; others are not kept waiting",
)
async def hanging_for_an_hour(trial: Trial) -> str:
    """In the short run the process gives up ten times sooner."""
    async with served(trial.folder) as (telegram, bot):
        if not trial.long:
            bot.life = live_impatiently
        await bot.start(doom=("never", 1))
        telegram.faults.add(Hang(), method="sendMessage", chat_id=1)
        anna, bohdan = telegram.person(1, "en"), telegram.person(2, "en")
        await anna.start("short")
        await bohdan.start("short")
        await bohdan.reads("your data", PATIENCE)
        same(len(anna.news), 0, "messages to whom it hangs, before the other's")
        await anna.reads("your data", PATIENCE)
        assert await bot.stop() == 0
        same(repeated(telegram), [], "repeated")
        telegram.check()
        first, again = telegram.calls.of("sendMessage", chat_id=1)
        others = telegram.calls.of("sendMessage", chat_id=2)[0]
        took = again.at - first.at
    assert others.at - first.at < took / 2, "others were kept waiting"
    assert took < GIVEN_UP or not trial.long, f"{took:.1f} s"
    return f"sent again after {took:.0f} s; others waited for nothing"


def live_impatiently(folder: Path, environment: Mapping[str, str], doom_: Sequence[str]) -> None:
    """As `live`, waiting two seconds for an answer."""
    AiohttpRequest.__init__.__kwdefaults__ = {"read_timeout": 2.0}
    live(folder, environment, doom_)


@row(
    fault="Telegram is gone for a minute: every connection is reset",
    promised="everybody goes on when it is back; nothing lost, nothing repeated",
)
async def gone_for_a_minute(trial: Trial) -> str:
    async with served(trial.folder) as (telegram, bot):
        telegram.forgive("unanswered press")

        async def fate() -> None:
            await bot.start(doom=("never", 1))
            await asyncio.sleep(1.0)
            telegram.faults.add(ResetBefore(), times=10**9)
            await asyncio.sleep(trial.times(1, 60))
            telegram.faults.clear()

        people = await walks_through(telegram, bot, trial.times(2, 5), fate(), MORE_PATIENCE)
        agree(telegram, bot, people, trial.undisturbed)
        same(repeated(telegram), [], "repeated")
        met = sum(call.fault is not None for call in telegram.calls)
    return f"{met} calls met it; {len(people)} people went on, nothing lost, nothing repeated"


@row(
    fault="storms of 429, for one chat and for everybody",
    promised="nothing is sent while Telegram asks to wait; no message lost or repeated",
)
async def storms_of_429(trial: Trial) -> str:
    """The server itself finds fault with whatever is sent too early."""
    storms = FloodWait(retry_after=1), FloodWait(retry_after=1, everybody=True)
    met, again = await _faulty(trial, *storms, rate=trial.times(4, 2) / 100, methods=SENDS)
    assert again == 0
    return f"{met} times asked to wait, obeyed each time; nothing lost, nothing repeated"


@row(fault="all of these at once", promised=ONE_REPEATED)
async def everything_at_once(trial: Trial) -> str:
    certain = HttpError(), ResetBefore(), Hang(seconds=0.2), FloodWait(retry_after=1)
    doubtful = ResetAfter(), CutJson(), Hang(seconds=0.2, delivered=True)
    met, again = await _faulty(trial, *certain, *doubtful, rate=0.1)
    return f"{met} calls met one: nothing lost, {again} messages repeated"


@row(
    fault="409: another process polls with the same token, then goes",
    promised="said in the log; goes on when the other has gone; nothing lost or repeated",
)
async def two_pollers(trial: Trial) -> str:
    async with served(trial.folder) as (telegram, bot):
        telegram.forgive("two pollers", "unanswered press")

        async def fate() -> None:
            await bot.start(doom=("never", 1))
            for number in range(trial.times(1, 4)):
                await _poll_until(telegram, partial(_has_said, bot, number + 1))

        people = await walks_through(telegram, bot, trial.times(2, 10), fate(), MORE_PATIENCE)
        agree(telegram, bot, people, trial.undisturbed)
        same(repeated(telegram), [], "repeated")
        conflicts = [call for call in telegram.calls.of("getUpdates") if call.status == 409]
        return f"{len(conflicts)} conflicts while {len(people)} people walked: nothing lost"


def _has_said(bot: Bot, times: int) -> bool:
    return bot.words.count(ONLY_ONE) >= times


async def _poll_until(telegram: BotApi, heard: Callable[[], bool]) -> None:
    """As another copy of the bot would; it confirms nothing, which would be to take updates away."""
    address = f"{telegram.url}/bot{telegram.token}/getUpdates"
    async with aiohttp.ClientSession() as rival, asyncio.timeout(PATIENCE):
        while not heard():
            async with rival.post(address, json={"timeout": 1}) as answer:
                await answer.read()
