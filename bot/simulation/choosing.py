"""What a learner does about the message in front of them: press, type, or put the phone away."""

from dataclasses import dataclass
from random import Random

from bot.course.inputs import CourseOpened, DayToggled, HourChosen, Paused, Switched
from bot.course.messages import (
    AsideEnded,
    Button,
    CourseCard,
    CourseList,
    Label,
    Message,
    NameShown,
    PlanAsked,
    PlanShown,
    Questioned,
    Said,
    SettingsShown,
    Simple,
    TestResult,
    UpNext,
    Welcome,
)
from bot.course.model import Course
from bot.course.timing import WORKING_DAYS
from bot.simulation import sentences
from bot.simulation.answering import Choice, answer, doing, on, onward
from bot.simulation.habits import Role

DEEPER = 0.3
READS_AGAIN = 0.3
RATES = 0.3
ANOTHER_DAY = 0.4
MORE = 0.3
WRITES = 0.6
CERTIFICATE = 0.7
PAUSE_DAYS = 14
MOST_FAILURES = 3


@dataclass(slots=True, kw_only=True)
class Mood:
    """What one visit is for."""

    wants: int = 0
    """Episodes and tests still to be finished."""
    failures: int = 0
    seeks_pause: bool = False
    seeks_silence: bool = False


def choose(role: Role, course: Course, random: Random, mood: Mood, message: Message) -> Choice:  # noqa: PLR0912
    """Presses only what stands on the message."""
    keys = [button for row in message.buttons for button in row]
    habit = role.habit
    match message.body:
        case Welcome():
            return on(keys, Label.AGREE if habit.agrees else Label.NOT_NOW)
        case CourseList():
            return doing(keys, CourseOpened(course=course.id))
        case CourseCard():
            return _enrol(role, keys)
        case SettingsShown() as body:
            return _settings(role, mood, body, keys)
        case Said():
            deeper = on(keys, Label.DEEPER) if random.random() < DEEPER else None
            return deeper if deeper is not None else onward(keys)
        case Questioned() as body:
            return answer(role, course, random, body, keys)
        case UpNext() as body:
            return _between(role, random, mood, keys, ended=body.done is not None)
        case TestResult(passed=False):
            mood.failures += 1
            if mood.failures >= MOST_FAILURES:
                return None
            again = on(keys, Label.EPISODE) if random.random() < READS_AGAIN else None
            return again if again is not None else on(keys, Label.TEST_AGAIN)
        case TestResult():
            return _between(role, random, mood, keys, ended=True)
        case PlanAsked():
            return on(keys, Label.STARTER) if random.random() < 0.5 else _text(role, "plan")
        case PlanShown(step="asked"):
            results = [n for n, key in enumerate(keys) if key.label == Label.RESULT]
            return random.choice(results)
        case PlanShown(step="told") if random.random() < WRITES:
            return _text(role, "note")
        case PlanShown(step="kept") if random.random() < ANOTHER_DAY:
            days = [n for n, key in enumerate(keys) if key.label == Label.PLAN_IN]
            return random.choice(days)
        case AsideEnded() if random.random() < MORE * habit.reviews:
            more = on(keys, Label.MORE)
            return more if more is not None else _resting(mood, keys)
        case NameShown():
            return on(keys, Label.NAME_RIGHT)
        case Simple(what="name-asked"):
            return sentences.NAME[role.language]
        case _:
            return _resting(mood, keys)


def _resting(mood: Mood, keys: list[Button]) -> int | None:
    return on(keys, Label.CONTINUE) if mood.wants > 0 else None


def _next(mood: Mood, keys: list[Button]) -> int | None:
    if mood.wants <= 0:
        return None
    following = on(keys, Label.NEXT)
    return following if following is not None else on(keys, Label.TEST)


def _text(role: Role, what: str) -> str:
    words = {"plan": sentences.PLAN, "note": sentences.NOTE}[what]
    return words[role.language]


def _enrol(role: Role, keys: list[Button]) -> int | None:
    """The proposed rhythm at once; another one by way of the settings, first."""
    proposed = role.days == WORKING_DAYS and role.hour is None
    wished = Label.DAILY if proposed else Label.RHYTHM if role.days else Label.START
    found = on(keys, wished)
    return found if found is not None else on(keys, Label.START)


def _settings(role: Role, mood: Mood, body: SettingsShown, keys: list[Button]) -> int | None:
    if mood.seeks_pause:
        if body.page == "pause":
            mood.seeks_pause = False
            return doing(keys, Paused(days=PAUSE_DAYS))
        return on(keys, Label.PAUSE)
    if mood.seeks_silence and body.page == "prompts":
        off = (
            n for n, key in enumerate(keys) if isinstance(key.does, Switched) and not key.does.on
        )
        return next(off, None)
    if body.page == "hours" and role.hour is not None:
        return doing(keys, HourChosen(hour=role.hour))
    if body.page == "rhythm" and role.days:
        if differing := sorted({*role.days} ^ {*body.rhythm.days}):
            return doing(keys, DayToggled(day=differing[0]))
        if role.hour not in (None, body.rhythm.hour):
            return on(keys, Label.HOURS)
    return _resting(mood, keys)


def _between(
    role: Role, random: Random, mood: Mood, keys: list[Button], *, ended: bool
) -> int | None:
    """Right after something has ended, perhaps what may be done about it; then what comes next."""
    habit = role.habit
    if ended:
        chances = {
            Label.RATE: RATES * (habit.questionnaires > 0),
            Label.PLAN: habit.plans,
            Label.QUESTIONNAIRE: habit.questionnaires / 2,
            Label.CERTIFICATE: CERTIFICATE,
        }
        for label, chance in chances.items():
            found = on(keys, label)
            if found is not None and random.random() < chance:
                return found
    return _next(mood, keys)
