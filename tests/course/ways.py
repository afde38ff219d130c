"""Stretches of the way through the course `roads`, walked without a mistake."""

from bot.course.messages import Label
from tests.course.talk import Talk


def walk_stop(talk: Talk) -> None:
    """From its first message to the end of the first episode."""
    talk.press(Label.CONTINUE)
    talk.answer(1)
    talk.press(Label.CONTINUE)
    talk.answer(2)
    talk.press(Label.CONTINUE)
    talk.press(Label.FINISH)


def walk_wheel(talk: Talk) -> None:
    """From between the episodes to the end of the second."""
    talk.press(Label.NEXT)
    talk.answer(1, 3)
    talk.press(Label.SUBMIT)
    talk.press(Label.CONTINUE)
    talk.rate(4)
    talk.write("The counter at eight")
    talk.press(Label.FINISH)


def walk_queue(talk: Talk) -> None:
    talk.press(Label.NEXT)
    talk.press(Label.CONTINUE)
    talk.answer(2)
    talk.press(Label.FINISH)


def take_test(talk: Talk, *answers: int) -> None:
    """Two questions, from the button that opens the test to its result."""
    talk.answer(answers[0])
    talk.press(Label.CONTINUE)
    talk.answer(answers[1])
    talk.press(Label.FINISH)


def walk_to_the_test(talk: Talk) -> None:
    walk_stop(talk)
    walk_wheel(talk)


def walk_to_the_end(talk: Talk) -> None:
    walk_to_the_test(talk)
    talk.press(Label.TEST)
    take_test(talk, 2, 2)
    walk_queue(talk)
    talk.press(Label.TEST)
    take_test(talk, 2, 2)
