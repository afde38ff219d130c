"""The network and Telegram at their worst: nothing is lost, and repeats are bounded."""

from pathlib import Path

import pytest

from tests.botapi import (
    CutJson,
    FloodWait,
    Hang,
    HttpError,
    Malformed,
    NotJson,
    Redelivered,
    Reordered,
    ResetAfter,
    ResetBefore,
    RestartedIds,
)
from tests.crash.kept import Kept, put_aside
from tests.crash.learners import walked
from tests.crash.process import repeats, served

pytestmark = pytest.mark.crash

PEOPLE = (1, 2)

CERTAIN = [HttpError(), ResetBefore(), Hang(seconds=0.1), FloodWait(retry_after=1)]
"""The call did not take effect."""

DOUBTFUL = [ResetAfter(), CutJson(), Hang(seconds=0.1, delivered=True)]
"""The call took effect, and the bot does not hear of it."""

OF_UPDATES = [
    (Redelivered(),),
    (Reordered(),),
    (NotJson(),),
    tuple(
        Malformed(kind=kind) for kind in ("missing", "types", "unknown", "empty", "scalar", "no_id")
    ),
]


@pytest.mark.parametrize("fault", CERTAIN, ids=repr)
async def test_calls_that_fail_for_certain_are_repeated_unseen(
    fault: HttpError | ResetBefore | Hang | FloodWait, tmp_path: Path, undisturbed: Kept
) -> None:
    async with served(tmp_path) as (telegram, bot):
        await bot.start(doom=("never", 1))
        telegram.faults.random(fault, seed=3, rate=0.08)
        assert await walked(telegram, bot, *PEOPLE) == dict.fromkeys(PEOPLE, undisturbed)
        assert any(call.fault for call in telegram.calls)
        assert repeats(telegram) == {}
        telegram.check()


@pytest.mark.parametrize("fault", DOUBTFUL, ids=repr)
async def test_calls_of_doubtful_end_are_repeated_at_most_once_each(
    fault: ResetAfter | CutJson | Hang, tmp_path: Path, undisturbed: Kept
) -> None:
    async with served(tmp_path) as (telegram, bot):
        await bot.start(doom=("never", 1))
        telegram.faults.random(fault, seed=3, rate=0.08)
        assert await walked(telegram, bot, *PEOPLE) == dict.fromkeys(PEOPLE, undisturbed)
        doubtful = [call for call in telegram.calls.deliveries() if call.fault]
        assert doubtful
        assert sum(repeats(telegram).values()) <= len(doubtful)
        telegram.check()


@pytest.mark.parametrize("faults", OF_UPDATES, ids=lambda faults: type(faults[0]).__name__)
async def test_updates_that_come_twice_or_wrong_or_out_of_order(
    faults: tuple[Redelivered | Reordered | Malformed | NotJson, ...],
    tmp_path: Path,
    undisturbed: Kept,
) -> None:
    async with served(tmp_path) as (telegram, bot):
        await bot.start(doom=("never", 1))
        telegram.faults.random(*faults, seed=3, rate=0.1 if NotJson() in faults else 0.4)
        assert await walked(telegram, bot, *PEOPLE) == dict.fromkeys(PEOPLE, undisturbed)
        assert repeats(telegram) == {}
        assert bool(put_aside(bot.database)) == isinstance(faults[0], Malformed)
        telegram.check()


async def test_update_ids_that_start_anew(tmp_path: Path, undisturbed: Kept) -> None:
    async with served(tmp_path) as (telegram, bot):
        await bot.start(doom=("never", 1))
        telegram.faults.add(RestartedIds(seed=1), skip=5)
        telegram.faults.add(RestartedIds(seed=2), skip=10)
        assert await walked(telegram, bot, *PEOPLE) == dict.fromkeys(PEOPLE, undisturbed)
        ids = [update.update_id for update in telegram.updates.history]
        assert ids != sorted(ids)
        assert max(ids) - min(ids) > len(ids)
        telegram.check()


async def test_a_storm_of_429(tmp_path: Path, undisturbed: Kept) -> None:
    async with served(tmp_path) as (telegram, bot):
        await bot.start(doom=("never", 1))
        for method in ("sendMessage", "editMessageText"):
            telegram.faults.add(FloodWait(everybody=True), method=method, times=2, skip=4)
        assert await walked(telegram, bot, *PEOPLE) == dict.fromkeys(PEOPLE, undisturbed)
        assert repeats(telegram) == {}
        telegram.check()


async def test_a_press_whose_answer_is_lost_is_answered_again(tmp_path: Path) -> None:
    async with served(tmp_path) as (telegram, bot):
        await bot.start()
        anna = telegram.person(1, "en")
        await anna.start("short")
        await anna.reads("your data")
        telegram.faults.add(ResetBefore(), method="answerCallbackQuery", times=2)
        press = await anna.press("I agree")
        await anna.wait_for(lambda: press.answered_at, 10.0, "the answer to the press")
        telegram.check(refusals=True)
