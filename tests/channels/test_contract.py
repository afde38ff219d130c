"""Telegram and the chat page say the same, word for word and button for button."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.course.messages import Label
from tests.channels import scripts
from tests.channels.conftest import Stage
from tests.channels.spoken import button
from tests.channels.talkers import Talker

pytestmark = pytest.mark.asyncio(loop_scope="session")

Script = Callable[[Talker, str], Awaitable[None]]
SCRIPTS: tuple[Script, ...] = (
    scripts.the_whole_first_episode,
    scripts.rating_an_episode_and_saying_something,
    scripts.settings,
    scripts.another_language_in_the_middle_of_a_question,
    scripts.feedback,
    scripts.words_out_of_the_blue,
    scripts.typing_instead_of_pressing,
    scripts.every_command,
    scripts.rereading,
    scripts.leaving_a_reread_episode,
    scripts.before_consent,
    scripts.a_double_press,
    scripts.an_old_button,
    scripts.being_forgotten,
)


async def same_in_both(stage: Stage, script: Script, language: str) -> list[Talker]:
    talkers: list[Talker] = [await stage.on_telegram(language), await stage.on_the_web(language)]
    for talker in talkers:
        await script(talker, language)
    there, here = (talker.story for talker in talkers)
    for number, (on_telegram, on_the_web) in enumerate(zip(there, here, strict=True), 1):
        assert on_telegram == on_the_web, f"after act {number}"
    return talkers


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.__name__)
async def test_both_channels_say_the_same(script: Script, language: str, stage: Stage) -> None:
    await same_in_both(stage, script, language)


async def test_a_language_that_the_course_lacks(stage: Stage) -> None:
    """Steps come whole in the course's own language, everything else in the reader's."""

    async def script(talker: Talker, language: str) -> None:
        await talker.start("small")
        await talker.press(button(Label.AGREE, language))
        await talker.press(button(Label.START, "en"))
        assert talker.seen[0].words.startswith("Who is missing from the room?")
        await talker.press(button(Label.CONTINUE, "en"))
        await talker.say("/progress")
        assert {button(Label.COURSES, each) for each in ("en", "pt")} & set(talker.seen[0].labels)

    await same_in_both(stage, script, "pt")


@pytest.mark.parametrize("language", ["en", "uk", "pt"])
async def test_the_first_episode_of_the_shipped_course(language: str, stage: Stage) -> None:
    """By the first button each time, to its end."""

    async def script(talker: Talker, language: str) -> None:
        await talker.start("pp")
        await talker.press(button(Label.AGREE, language))
        await talker.press(button(Label.START, language))
        for _ in range(40):
            if button(Label.NEXT, language) in talker.seen[-1].labels:
                return
            await talker.press(talker.seen[-1].labels[0])
        raise AssertionError(talker.seen)

    one, _ = await same_in_both(stage, script, language)
    assert any(screen.picture for seen in one.story for screen in seen)


async def test_the_export_is_the_same_document(stage: Stage) -> None:
    one, other = await same_in_both(stage, scripts.the_export, "uk")
    on_telegram, on_the_web = await one.download(), await other.download()
    assert on_telegram.keys() == on_the_web.keys()
    assert on_the_web["chat"]
    assert not on_telegram["chat"]
    for part in ("enrolments", "tests", "answers", "feedback", "timers"):
        assert _timeless(on_telegram[part]) == _timeless(on_the_web[part])
    assert on_telegram["learner"].keys() == on_the_web["learner"].keys()


def _timeless(value: Any) -> Any:
    match value:
        case dict():
            return {
                k: _timeless(v)
                for k, v in value.items()
                if not k.endswith("_at") and k not in ("thread", "code", "message")
            }
        case list():
            return [_timeless(each) for each in value]
        case _:
            return value
