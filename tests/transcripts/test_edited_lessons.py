"""Lessons are edited and the bot is started again: those inside go on in what they began."""

from dataclasses import replace
from pathlib import Path

from bot.content.reading import Lessons, read_lessons
from bot.course.model import Passage, Say
from bot.service.received import Typed
from tests.transcripts.chat import Chat
from tests.view.interface import telegram

WAY = ["/start bus", "I agree", "Start the course", "Continue", "1", "Continue", "2", "Continue"]
OLD, NEW = "What we leave undone is a decision, too.", "Silence decides, too."


async def test_the_old_release_for_those_inside_and_the_new_one_for_others(tmp_path: Path) -> None:
    lessons = read_lessons(Path(__file__).parent / "lessons")
    chat = Chat(database=tmp_path / "epizod.db", lessons=lessons, language="en")
    await walk(chat, WAY[:5])
    chat.restart(edited(lessons))
    assert await walk(chat, WAY[5:]) == OLD
    await walk(chat, ["/forget", "Erase my data"])
    assert await walk(chat, WAY) == NEW


async def walk(chat: Chat, lines: list[str]) -> str:
    """What is said last."""
    said = ""
    for line in lines:
        shown = await chat.happens(Typed(text=line))
        said = telegram(shown[-1].page.text).formatted.text
    return said


def edited(lessons: Lessons) -> Lessons:
    """The same course with another last message in its first episode."""
    course = lessons.courses["bus"]
    [module] = course.modules
    first, second = module.episodes
    last = Say(id="close", words={"en": Passage(text=NEW)})
    first = replace(first, steps=(*first.steps[:-1], last))
    changed = replace(course, modules=(replace(module, episodes=(first, second)),))
    return replace(lessons, courses={"bus": changed})
