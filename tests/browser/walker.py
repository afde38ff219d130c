"""Somebody who finishes the shipped course by pressing buttons and reading what they say.

In episodes they try one answer after the other until one is right. In tests they know the answers
from the lessons, but for the very first attempt, in which everything goes wrong. Voluntary
questions they leave out, unless they have something to `say`: then they answer every one of them.
"""

from collections import defaultdict
from collections.abc import AsyncIterator
from functools import cache

from bot.course.messages import Label
from bot.course.model import Test
from bot.view.markup import WEB, render
from tests.browser.chat import Chat, Seen
from tests.channels.spoken import words
from tests.view.interface import WebText, shipped

MOST_PRESSES = 500
USEFUL = "6"
ONWARD = (
    Label.AGREE, Label.START, Label.SKIP, Label.TRY_AGAIN, Label.NEXT, Label.TEST, Label.TEST_AGAIN,
    Label.CONTINUE, Label.FINISH,
)  # fmt: skip
"""What is pressed where there is a choice, the first of these."""


class Walker:
    def __init__(self, chat: Chat, say: str | None = None) -> None:
        self.chat = chat
        self._say = say
        self._marked: dict[str, int] = defaultdict(int)
        self._tried: dict[str, int] = defaultdict(int)
        self._rated = False
        self._failed = False

    async def steps(self, *until: Label) -> AsyncIterator[Seen]:
        """Every message on the way, up to the one with just these buttons, or the end of the course."""
        last = [self.chat.name(label) for label in until]
        seen = await self.chat.ready()
        for _ in range(MOST_PRESSES):
            yield seen
            if seen.keys == last or self.chat.name(Label.PROGRESS) in seen.keys:
                return
            seen = await self._onward(seen)
        raise AssertionError(f"not finished after {MOST_PRESSES} presses: {seen}")

    async def _onward(self, seen: Seen) -> Seen:
        skip, submit = self.chat.name(Label.SKIP), self.chat.name(Label.SUBMIT)
        if self._say is None or skip not in seen.keys:
            return await self.chat.press(self._choice(seen))
        options = seen.keys[: seen.keys.index(submit if submit in seen.keys else skip)]
        if not options:
            return await self.chat.ask(self._say)
        self._marked[seen.id] += 1
        if submit not in seen.keys:
            return await self.chat.press(options[-1])
        return await self.chat.press([options[0], options[-1], submit][self._marked[seen.id] - 1])

    def _choice(self, seen: Seen) -> str:
        if self.chat.answer(1) in seen.keys:
            return self.chat.answer(self._answer(seen))
        if USEFUL in seen.keys:
            return USEFUL
        rate = self.chat.name(Label.RATE)
        if rate in seen.keys and not self._rated:
            self._rated = True
            return rate
        self._failed |= self.chat.name(Label.TEST_AGAIN) in seen.keys
        leave = () if self._say is not None else (Label.LEAVE,)
        names = [self.chat.name(label) for label in (*leave, *ONWARD)]
        return min((key for key in seen.keys if key in names), key=names.index)

    def _answer(self, seen: Seen) -> int:
        """The number of the answer to press in a question that is open."""
        question = " / ".join(map(words, seen.options))
        right = answers_of_tests(self.chat.language).get(question)
        if right is None:
            self._tried[question] += 1
            return self._tried[question]
        return right if self._failed else 1 + right % 3


@cache
def answers_of_tests(language: str) -> dict[str, int]:
    """The right answer to each question of the module tests, by the words of its options."""
    lessons, _ = shipped()
    tests = (each for course in lessons.courses.values() for each in course.line)
    return {
        " / ".join(_plain(option.text) for option in step.words[language].options): min(step.right)
        for test in tests
        if isinstance(test, Test)
        for step in test.bank
        if step.right
    }


def _plain(markdown: str) -> str:
    return words(WebText(render(markdown, WEB)).text)
