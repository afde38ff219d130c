"""How a learner answers a question, and finds the buttons of a message."""

from random import Random

from bot.course.inputs import OptionChosen
from bot.course.messages import Button, Label, Questioned
from bot.course.model import Choose, Course
from bot.simulation import sentences
from bot.simulation.habits import Role

WRITES = 0.6

Choice = int | str | None
"""The number of a button, words, or nothing more for now."""


def onward(keys: list[Button]) -> int | None:
    further = on(keys, Label.CONTINUE)
    return further if further is not None else on(keys, Label.FINISH)


def doing(keys: list[Button], does: object) -> int | None:
    return next((n for n, key in enumerate(keys) if key.does == does), None)


def on(keys: list[Button], label: Label) -> int | None:
    return next((n for n, key in enumerate(keys) if key.label == label), None)


def answer(
    role: Role, course: Course, random: Random, body: Questioned, keys: list[Button]
) -> Choice:
    if body.answer is not None:
        again = on(keys, Label.TRY_AGAIN)
        return again if again is not None and random.random() < 0.7 else onward(keys)
    step = course.step(body.at.activity, body.at.step)
    points = [n for n, key in enumerate(keys) if key.label == Label.POINT]
    if points:
        return random.choice(points)
    if isinstance(step, Choose):
        return _options(role, random, body, step, keys)
    skip = on(keys, Label.SKIP)
    return sentences.ANSWER[role.language] if skip is None or random.random() < WRITES else skip


def _options(
    role: Role, random: Random, body: Questioned, step: Choose, keys: list[Button]
) -> int | None:
    """The right options as often as the learner is skilled; of several, one after the other."""
    skip = on(keys, Label.SKIP)
    if skip is not None and random.random() > WRITES:
        return skip
    everything = range(1, step.options + 1)
    if not step.several:
        knows = step.right is not None and random.random() < role.habit.skill
        option = min(step.right) if knows and step.right else random.choice(everything)
        return doing(keys, OptionChosen(at=body.at, option=option))
    wanted = step.right or frozenset({random.choice(everything)})
    if random.random() > role.habit.skill:
        wanted = wanted | {random.choice(everything)} if not step.most else wanted
    missing = sorted(wanted - {*body.marked})
    if missing and not (body.marked and step.right is None):
        return doing(keys, OptionChosen(at=body.at, option=missing[0]))
    return on(keys, Label.SUBMIT)
