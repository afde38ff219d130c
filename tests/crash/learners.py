"""Learners who walk through the short course by buttons, whatever happens to the bot meanwhile."""

import asyncio
from collections.abc import Coroutine

from tests.botapi import BotApi, Message, Person
from tests.crash.kept import Kept, facts, unfinished
from tests.crash.process import Bot

ANNA = 7

PATIENCE = 30.0
"""Seconds to wait for the bot, which may be dead and starting."""

WALK = (
    "I agree",
    "Start the course",
    "Continue",
    "Continue",
    "Answer 1",
    "Try again",
    "Answer 2",
    "Continue",
    "Finish",
    "Rate this episode",
    "4",
    "“The queue was my street.”",
    "Continue",
    "Next",
    "Continue",
    "Answer 2",
    "Continue",
    "Answer 1",
    "Answer 2",
    "Submit",
    "Continue",
    "“Come in, please.”",
    "Start the test",
    "Answer 1",
    "Continue",
    "Answer 1",
    "Finish",
)
"""Labels of buttons (or how they begin), and “words” to write."""


class Walker:
    """Acts on every state of a message once: a repeated message is seen and left alone."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.acted: set[str | None] = set()

    async def walk(self, way: tuple[str, ...] = WALK) -> None:
        await self.person.start("short")
        for act in way:
            await self.act(act)
        await self.person.reads("You have finished the course", PATIENCE)

    async def act(self, act: str) -> None:
        if act.startswith("“"):
            await self.person.wait_for(self.asked_for_words, PATIENCE, "a question to write on")
            await self.person.send_text(act.strip("“”"))
            return
        found = await self.person.wait_for(lambda: self.found(act), PATIENCE, f"[{act}]")
        assert found is not None
        message, data = found
        self.acted.update(button.data for button in message.buttons)
        await self.person.press(data, message)

    def found(self, label: str) -> tuple[Message, str] | None:
        for message in reversed(self.person.news):
            for button in message.buttons:
                if button.text.startswith(label) and button.data and button.data not in self.acted:
                    return message, button.data
        return None

    def asked_for_words(self) -> bool:
        return any("Write your answer" in message.text for message in self.person.news)


async def walked(
    telegram: BotApi, bot: Bot, *people: int, fate: Coroutine[None, None, None] | None = None
) -> dict[int, Kept]:
    """All of them walk at once while the bot meets its `fate`; then it is stopped, and nothing
    waits. What is kept of each."""
    async with asyncio.TaskGroup() as together:
        if fate is not None:
            together.create_task(fate)
        for each in people:
            together.create_task(Walker(telegram.person(each, "en")).walk())
    await asyncio.sleep(0.2)
    assert await bot.stop() == 0, bot.words
    assert unfinished(bot.database) == []
    return {each: facts(bot.database, each) for each in people}
