"""The shipped course from the first word to the last, by buttons, in each language."""

import time
import pytest

from bot.course.messages import Label
from tests.browser.chat import Chat, Seen, Visit
from tests.browser.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("uk", 320), ("pt", 320)])
async def test_the_whole_course(visit: Visit, language: str, width: int) -> None:
    began=time.monotonic()
    chat = await visit(language=language, size=(width, 780))
    n = 0
    async for seen in Walker(chat).steps():
        n += 1
        if seen.wide: print(seen)
    print(language, n, time.monotonic() - began)
    print(seen)
    assert 0
