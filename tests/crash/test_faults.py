"""What the table of the fault campaign (tests/torture) does not look at."""

from pathlib import Path

import pytest

from tests.botapi import ResetBefore
from tests.crash.process import served

pytestmark = pytest.mark.crash


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
