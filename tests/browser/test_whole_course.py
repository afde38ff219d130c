"""The shipped course from the first word to the last, by buttons, in each language."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.course.messages import Label
from tests.browser import test_over_weeks as over_weeks
from tests.browser.chat import Chat, Seen, Visit
from tests.browser.walker import Walker
from tests.program.epizod import Epizod
from tests.view.interface import shipped

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ENGLISH = re.compile(
    r"\b(Answer \d|Your answer|Question \d|Right\.|Right answers|Not quite|Next:|Episode|Picture:"
    r"|You have|Module \d|Continue|Finish|Skip|Try again|Submit|Start the|Source:|The test|Thank you)\b"
)
"""Words of the interface that nobody who reads another language may meet."""
CYRILLIC = re.compile(r"[А-Яа-яЄєІіЇїҐґ]")
NAMES = ("English", "Українська", "Português", "Мова / Língua / Language")


def is_in(language: str, text: str) -> bool:
    """A cheap test of the language of a text; names of languages stand in their own."""
    if text in NAMES or text.isdigit():
        return True
    for name in NAMES:
        text = text.replace(name, "")
    if language == "uk":
        return CYRILLIC.search(text) is not None and ENGLISH.search(text) is None
    return CYRILLIC.search(text) is None and (language == "en" or ENGLISH.search(text) is None)


class Album:
    """Screenshots of the moments that a person would like to see, each once."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._taken: set[str] = set()

    async def look(self, seen: Seen) -> None:
        chat = self._chat
        moments = {
            "1-beginning": chat.name(Label.AGREE) in seen.keys,
            "2-picture": seen.picture is not None,
            "3-wrong-answer": chat.name(Label.TRY_AGAIN) in seen.keys,
            "4-test-failed": chat.name(Label.TEST_AGAIN) in seen.keys,
            "5-test-passed": chat.interface("You have passed the test.") in seen.text,
            "6-end": chat.name(Label.PROGRESS) in seen.keys,
        }
        for moment in (each for each, now in moments.items() if now and each not in self._taken):
            self._taken.add(moment)
            await chat.look(f"course-{chat.language}-{moment}")

    @property
    def complete(self) -> bool:
        return len(self._taken) == 6


@pytest.mark.timeout(300)
async def test_the_whole_course(visit: Visit, traveller: Epizod, tmp_path: Path) -> None:
    """Three people at the same time, each in another language and on another phone."""
    english = await visit(language="en", size=(390, 780))
    portuguese = await visit(language="pt", size=(360, 780))
    ukrainian = await visit(language="uk", size=(320, 780), at=traveller.address)
    await asyncio.gather(
        walk(english, Walker(english)),
        walk(portuguese, Walker(portuguese)),
        walk_and_stay(ukrainian, traveller, tmp_path),
    )


async def walk_and_stay(chat: Chat, house: Epizod, folder: Path) -> None:
    """With every voluntary question, and with all that follows the course."""
    walker = Walker(chat, "Відповідь одним рядком")
    await walk(chat, walker)
    await over_weeks.answer_what_is_asked_after_the_course(chat, walker)
    await over_weeks.get_the_certificate(chat, folder)
    await over_weeks.make_a_plan(chat)
    await over_weeks.be_asked_again(chat, walker, house)


async def walk(chat: Chat, walker: Walker) -> None:
    album, language = Album(chat), chat.language
    seen: Seen | None = None
    pictures = set()
    async for seen in walker.steps():
        assert seen.language == language, seen
        assert is_in(language, seen.text), seen
        assert all(is_in(language, key) for key in seen.keys), seen
        assert seen.wide == [], seen
        pictures.add(seen.picture)
        await album.look(seen)
    assert seen is not None
    assert (
        chat.interface("You have finished the course {title}.", title=title(language)) in seen.text
    )
    assert album.complete
    assert len(pictures - {None}) == 10
    await expect_finished(chat)


def title(language: str) -> str:
    lessons, _ = shipped()
    [course] = lessons.courses.values()
    return {"en": "“{}”", "uk": "«{}»", "pt": "«{}»"}[language].format(course.title[language])


async def expect_finished(chat: Chat) -> None:
    """Ten episodes and five tests are done, and nothing is to come."""
    seen = await chat.press(Label.PROGRESS)
    to_come, here = chat.interface("to come"), chat.interface("you are here")
    assert to_come not in seen.text
    assert here not in seen.text
    assert seen.text.count(f"– {chat.interface('done')}") == 15
    await chat.look(f"course-{chat.language}-7-progress")
