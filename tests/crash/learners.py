"""Learners who walk through the short course by buttons, whatever happens to the bot meanwhile."""

import asyncio
import tempfile
from collections.abc import Coroutine, Sequence
from functools import cache
from pathlib import Path

from tests.botapi import BotApi, Message, Person
from tests.crash.kept import Kept, facts, put_aside, unfinished
from tests.crash.process import OF_A_KILL, Bot, repeats, served, until

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

    def __init__(self, person: Person, patience: float = PATIENCE) -> None:
        """`patience`: seconds to wait for each answer."""
        self.person = person
        self.patience = patience
        self.acted: set[str | None] = set()

    async def walk(self, way: tuple[str, ...] = WALK) -> None:
        await self.person.start("short")
        for act in way:
            await self.act(act)
        await self.person.reads("You have finished the course", self.patience)

    async def act(self, act: str) -> None:
        if act.startswith("“"):
            await self.person.wait_for(
                self.asked_for_words, self.patience, "a question to write on"
            )
            await self.person.send_text(act.strip("“”"))
            return
        found = await self.person.wait_for(lambda: self.found(act), self.patience, f"[{act}]")
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
    waits. What each leaves behind."""
    async with asyncio.TaskGroup() as together:
        if fate is not None:
            together.create_task(fate)
        for each in people:
            together.create_task(Walker(telegram.person(each, "en")).walk())
    await idle(telegram, bot)
    assert await bot.stop() == 0, bot.words
    assert unfinished(bot.database) == []
    return {each: left_behind(telegram, bot, each) for each in people}


async def idle(telegram: BotApi, bot: Bot, patience: float = PATIENCE) -> None:
    """Until everything that came has taken effect, and everything that was to go has gone."""
    await until(lambda: not telegram.updates.pending and unfinished(bot.database) == [], patience)


def left_behind(telegram: BotApi, bot: Bot, who: int) -> Kept:
    """The facts about a learner, and what they were told, one message after the other."""
    return {**facts(bot.database, who), "told": told(telegram, who)}


def told(telegram: BotApi, who: int) -> list[tuple[str]]:
    """Messages as they were sent; one that was repeated counts once."""
    seen = dict.fromkeys(
        call.fingerprint[2] for call in telegram.calls.deliveries(who) if call.fingerprint
    )
    return [(content.body.text,) for content in seen]


async def undisturbed_walk(folder: Path) -> Kept:
    """What the short course leaves behind when nothing goes wrong."""
    async with served(folder) as (telegram, bot):
        await bot.start(doom=("never", 1))
        kept = await walked(telegram, bot, ANNA)
        telegram.check(refusals=True)
        assert put_aside(bot.database) == 0
        assert repeats(telegram) == {}
        return kept[ANNA]


@cache
def undisturbed_once() -> Kept:
    """The same for everybody who asks in this process. Not to be called inside a running loop."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(undisturbed_walk(Path(folder)))


async def killed_at(step: str, passings: Sequence[int], folder: Path, undisturbed: Kept) -> int:
    """One life for each of the passings of the step at which it ends, and one that is not cut short.

    Nothing is lost, and each death repeats one message at most. How many were repeated.
    """
    async with served(folder) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        lives = bot.meets((step, passing) for passing in passings)
        kept = await walked(telegram, bot, ANNA, fate=lives)
        assert kept == {ANNA: undisturbed}, f"{step} {passings}: {kept}"
        assert bot.deaths == len(passings)
        repeated = sum(repeats(telegram, ANNA).values())
        assert repeated <= len(passings), f"{step} {passings}: {repeated} repeated"
        telegram.check(refusals=True, ignoring=["query is too old", "not modified"])
        assert "Traceback" not in bot.words
        return repeated
