"""The lessons of this repository, from the link to the end, by buttons alone, in every language."""

import asyncio
from pathlib import Path

import pytest

from bot.course.inputs import OptionChosen
from bot.course.messages import Message, Questioned, UpNext
from bot.course.model import Choose, Course
from bot.i18n import NAMES
from bot.service.received import Tapped, Typed
from tests.transcripts.chat import Chat
from tests.view.interface import shipped

MOST_PRESSES = 400


@pytest.mark.parametrize("language", NAMES)
def test_the_first_course_is_finished_by_buttons_alone(language: str, tmp_path: Path) -> None:
    lessons, _ = shipped()
    chat = Chat(database=tmp_path / "epizod.db", lessons=lessons, language=language)
    assert asyncio.run(finish(chat, lessons.courses["pp"])) == lessons.courses["pp"].line[-1].id


async def finish(chat: Chat, course: Course) -> str | None:
    """What was done last when the course came to its end."""
    [question] = await chat.happens(Typed(text=f"/start {course.id}"))
    newest = question
    for _ in range(MOST_PRESSES):
        shown = await chat.happens(
            Tapped(token=newest.token, index=_choice(newest.message, course))
        )
        newest = shown[-1]
        assert newest.page.language == chat.language
        if isinstance(newest.message.body, UpNext) and newest.message.body.completed:
            return newest.message.body.done
    raise AssertionError("there is no end")


def _choice(message: Message, course: Course) -> int:
    """The right answer to a question; otherwise the first button, which leads on."""
    actions = [button.does for row in message.buttons for button in row]
    if not isinstance(message.body, Questioned) or not isinstance(actions[0], OptionChosen):
        return 0
    at = message.body.at
    activity = course.activity(at.activity)
    assert activity is not None
    steps = activity.bank if activity.kind == "test" else activity.steps
    step = next(each for each in steps if each.id == at.step)
    assert isinstance(step, Choose)
    missing = sorted((step.right or {1}) - set(message.body.marked))
    return missing[0] - 1 if missing else step.options
