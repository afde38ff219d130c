"""Stretches of the way through the course `weeks`, walked without a mistake."""

from bot.course.messages import Label
from bot.course.model import Course, Limits
from bot.course.shelf import Shelf
from tests.course.courses import WITH_WEEKS, weeks
from tests.course.talk import Talk
from tests.course.ways import take_test


def bare(**changes: object) -> Shelf:
    """The course without anything beside its way, but for `changes`."""
    nothing: dict[str, object] = {
        "before": None, "after": None, "follow_ups": (), "reminders": (), "review_days": 0,
        "certificate": None,
    }  # fmt: skip
    return weeks(**{**nothing, **changes})


def limited(limits: Limits) -> Shelf:
    return bare(limits=limits)


def started(shelf: Shelf = WITH_WEEKS, *, daily: bool = False) -> Talk:
    """Somebody at the only question of the first episode, at 11 in Kyiv on Monday 2 March."""
    talk = Talk(shelf=shelf)
    talk.start("weeks")
    talk.press(Label.AGREE)
    talk.press(Label.DAILY if daily else Label.START)
    if course(shelf).before:
        talk.press(Label.LEAVE)
    return talk


def course(shelf: Shelf) -> Course:
    found = shelf.offer("weeks")
    assert found is not None
    return found


def walk_one(talk: Talk) -> None:
    talk.answer(2)
    talk.press(Label.FINISH)


def walk_two(talk: Talk) -> None:
    talk.press(Label.NEXT)
    talk.press(Label.CONTINUE)
    talk.answer(2)
    talk.press(Label.FINISH)


def take_check(talk: Talk) -> None:
    talk.press(Label.TEST)
    take_test(talk, 2, 2)


def walk_three(talk: Talk) -> None:
    talk.press(Label.NEXT)
    talk.answer(2)
    talk.press(Label.FINISH)


def after_one(shelf: Shelf = WITH_WEEKS, *, daily: bool = False) -> Talk:
    talk = started(shelf, daily=daily)
    walk_one(talk)
    return talk


def finished(shelf: Shelf = WITH_WEEKS) -> Talk:
    """Somebody who has completed the course in one go, on Monday 2 March."""
    talk = after_one(shelf)
    walk_two(talk)
    take_check(talk)
    walk_three(talk)
    assert talk.enrolment.completed_at == talk.now
    return talk
