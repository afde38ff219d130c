"""What may happen in months: to the machine, and by the person."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias, assert_never

from bot.course.inputs import (
    Input,
    PlanBegun,
    PlanDated,
    PlanReported,
    TextReceived,
)
from tests.course.watched import Watched


@dataclass(frozen=True)
class Lived:
    """The machine runs."""

    hours: int


@dataclass(frozen=True)
class Failed:
    """The machine stands still; timers fire late, or after the next thing the person does."""

    minutes: int


@dataclass(frozen=True)
class Restarted:
    """From the store; and its clock was ahead for a moment, so that the timer fires too early."""


@dataclass(frozen=True)
class Lost:
    """The last prompt, or the one before it, could not be sent in its time; unless it was answered."""

    prompt: int


@dataclass(frozen=True)
class Walked:
    """Steps through what is open, or on the way through the course; option 2 is right."""

    steps: int
    option: int


@dataclass(frozen=True)
class Ended:
    """What is open, or what comes next, is walked to its end."""


@dataclass(frozen=True)
class Pressed:
    """A button of the last prompt, or of one before it."""

    prompt: int
    key: int


@dataclass(frozen=True)
class PlanMade:
    days: int


@dataclass(frozen=True)
class PlanTouched:
    """A plan is moved (`days`) or reported on."""

    nth: int
    days: int
    result: str | None


@dataclass(frozen=True)
class Did:
    event: Input


Happening: TypeAlias = (
    Lived | Failed | Restarted | Lost | Walked | Ended | Pressed | PlanMade | PlanTouched | Did
)  # fmt: skip


def happen(months: Watched, happening: Happening) -> None:
    match happening:
        case Lived(hours):
            months.live(timedelta(hours=hours))
        case Failed(minutes):
            months.fail(timedelta(minutes=minutes))
        case Restarted():
            months.restart()
            months.fire()
        case Lost(nth):
            lost = months.prompts[-nth] if len(months.prompts) >= nth else None
            if lost and lost.keys and lost.at not in months.answered:
                months.lose(lost)
        case Ended():
            months.end()
        case Walked(steps, option):
            months.walk_on(steps, option=option)
        case Pressed(prompt, key):
            pressed = months.prompts[-prompt] if len(months.prompts) >= prompt else None
            if pressed and key < len(pressed.keys):
                months.answered.add(pressed.at)
                months.do(pressed.keys[key])
        case PlanMade(days):
            course = months.learner.current or "months"
            months.do(PlanBegun(course=course, module="m1"))
            months.do(TextReceived(text="I will ask at the counter"))
            if months.learner.plans:
                months.do(PlanDated(plan=months.learner.plans[-1].id, days=days))
        case PlanTouched(nth, days, result):
            for plan in months.learner.plans[nth : nth + 1]:
                months.do(
                    PlanReported(plan=plan.id, result=result)  # type: ignore[arg-type]
                    if result
                    else PlanDated(plan=plan.id, days=days)
                )
        case Did(event):
            months.do(event)
        case _:
            assert_never(happening)
