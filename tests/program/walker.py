"""Somebody who walks a course on Telegram by buttons alone and learns from what the bot says.

Knows nothing of the lessons: tries answers one after the other, remembers every verdict, and takes
a test again until it is passed.
"""

import re
from dataclasses import dataclass, field

from bot.course.messages import Label
from tests.botapi import Button, Message, Person
from tests.channels.spoken import button, interface, words
from tests.program.epizod import Epizod

MOST_PRESSES = 600
ONWARD = (
    Label.AGREE, Label.START, Label.TRY_AGAIN, Label.NEXT, Label.TEST, Label.TEST_AGAIN, Label.CONTINUE,
    Label.FINISH, Label.SKIP,
)  # fmt: skip
"""What is pressed where there is a choice: the first of these."""


@dataclass(slots=True)
class Walker:
    person: Person
    language: str
    epizod: Epizod
    right: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, set[int]] = field(default_factory=dict)
    asked: tuple[str, int] | None = None
    """The question answered last, and with what."""
    presses: int = 0
    tests: int = 0
    """Attempts at module tests."""

    async def walk(self, course: str) -> None:
        """From /start to the end of the course."""
        await self.person.start(course)
        await self.settle()
        while not self._is_over():
            await self._press(self._choice(self.person.with_keyboard))
            self._learn(self.person.with_keyboard)
            if self.presses > MOST_PRESSES:
                raise AssertionError(f"no end:\n{self.person.transcript[-2000:]}")

    def _is_over(self) -> bool:
        return any(self._says(each, Label.PROGRESS) for each in self.person.with_keyboard.buttons)

    def _says(self, pressed: Button, label: Label) -> bool:
        return pressed.text in {button(label, self.language), button(label, "en")}

    def _choice(self, message: Message) -> Button:
        question = _question(message)
        answers = [each for each in message.buttons if self._is_answer(each)]
        if not answers:
            return min(message.buttons, key=self._rank)
        known = self.right.get(question)
        number = known or next(
            n for n in range(1, len(answers) + 1) if n not in self.wrong.get(question, set())
        )
        self.asked = (question, number)
        return answers[number - 1]

    def _rank(self, pressed: Button) -> int:
        return next((i for i, each in enumerate(ONWARD) if self._says(pressed, each)), len(ONWARD))

    def _is_answer(self, pressed: Button) -> bool:
        return any(
            pressed.text == interface("Answer {number}", language, number=n)
            for n in range(1, 10)
            for language in (self.language, "en")
        )

    def _learn(self, message: Message) -> None:
        """From the verdict under the question, if this was one that can be answered wrong."""
        if self.asked is None:
            return
        (question, number), self.asked = self.asked, None
        said = words(message.text)
        if f" {interface('Right.', self.language)} " in said:
            self.right[question] = number
        elif f" {interface('Not quite.', self.language)} " in said:
            self.wrong.setdefault(question, set()).add(number)
            assert len(self.wrong[question]) < len(question.split(" / ")), (
                f"nothing is right: {question}"
            )

    async def _press(self, pressed: Button) -> None:
        assert pressed.data is not None
        self.presses += 1
        starts = self._says(pressed, Label.TEST) or self._says(pressed, Label.TEST_AGAIN)
        self.tests += starts
        await self.person.forge(pressed.data, self.person.with_keyboard)
        await self.settle()

    async def settle(self) -> None:
        await self.person.wait_for(lambda: self.person.idle, within=20)
        await self.epizod.idle()


def _question(message: Message) -> str:
    """A question is known by its options: its number changes from draw to draw."""
    return " / ".join(re.findall(r"^\d\. (.+)$", message.text, re.MULTILINE))
