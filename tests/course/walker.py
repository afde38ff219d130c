"""Somebody who finishes a course by pressing buttons, whatever state they are found in.

Presses what leads on, and learns from every verdict: a wrong combination is not tried again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, combinations

from bot.course.facts import Answered, Fact
from bot.course.inputs import OptionChosen, OptionsSubmitted, Press
from bot.course.messages import AnyLabel, Button, Label, Questioned
from tests.course.talk import Talk, buttons

MOST_PRESSES = 500
ONWARD = (
    Label.AGREE, Label.START, Label.COURSE, Label.SKIP, Label.POINT, Label.TRY_AGAIN, Label.NEXT,
    Label.TEST, Label.TEST_AGAIN, Label.FINISH, Label.CONTINUE, Label.KEEP, Label.BACK,
    Label.DISCARD, Label.PROGRESS, Label.COURSES, Label.REREAD, Label.EPISODE,
)  # fmt: skip
"""What is pressed where there is a choice, the first of these."""


@dataclass(slots=True)
class Walker:
    talk: Talk
    wrong: set[tuple[str, tuple[int, ...]]] = field(default_factory=set)
    right: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def finish(self, course: str) -> int:
        """How many presses it took to complete the course."""
        for presses in range(MOST_PRESSES):
            learner = self.talk.learner
            assert learner is not None
            if course in learner.enrolments and learner.enrolments[course].completed_at:
                return presses
            self.learn(self.talk.take(self.choose(course)).facts)
        raise AssertionError(f"not finished after {MOST_PRESSES} presses")

    def learn(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            if isinstance(fact, Answered) and isinstance(fact.response, tuple):
                if fact.right is False:
                    self.wrong.add((fact.step, fact.response))
                else:
                    self.right[fact.step] = fact.response

    def choose(self, course: str) -> Press:
        """What to press next on the newest message that has buttons."""
        ref, message = next(each for each in reversed(self.talk.shown) if each[1].buttons)
        keys = buttons(ref, message)
        if isinstance(message.body, Questioned) and (press := self._answer(message.body, keys)):
            return press
        of_course = [k for k in keys if getattr(k[1].does, "course", course) == course]
        return min(of_course or keys, key=lambda key: _rank(key[1].label))[0]

    def _answer(self, body: Questioned, keys: list[tuple[Press, Button]]) -> Press | None:
        options = {b.does.option: press for press, b in keys if isinstance(b.does, OptionChosen)}
        submit = next((press for press, b in keys if isinstance(b.does, OptionsSubmitted)), None)
        if not options:
            return None
        wanted = self._guess(body.at.step, sorted(options), several=submit is not None)
        if submit is None:
            return options[wanted[0]]
        changes = set(wanted) ^ set(body.marked)
        return options[min(changes)] if changes else submit

    def _guess(self, step: str, options: list[int], *, several: bool) -> tuple[int, ...]:
        if step in self.right:
            return self.right[step]
        sizes = range(1, len(options) + 1 if several else 2)
        guesses = chain.from_iterable(combinations(options, size) for size in sizes)
        return next(guess for guess in guesses if (step, guess) not in self.wrong)


def _rank(label: AnyLabel) -> int:
    return ONWARD.index(label) if label in ONWARD else len(ONWARD)
