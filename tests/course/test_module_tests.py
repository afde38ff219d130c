"""Module tests: drawn from the bank, no second try at a question, passed at the mark."""

from itertools import pairwise

import pytest

from bot.course.facts import ActivityCompleted, TestTaken
from bot.course.inputs import TriedAgain
from bot.course.messages import Label, Note, TestResult, UpNext
from bot.course.shelf import Shelf
from bot.course.walking import steps_of
from tests.course.courses import course, episode, module, module_test, quiz, say
from tests.course.talk import Talk, begun
from tests.course.ways import take_test, walk_to_the_test

BANK = [quiz(f"q{n}") for n in range(1, 21)]


def drawn(attempt: int, *, seed: int = 7, bank: int = 20, draw: int = 10) -> list[str]:
    test = module_test("t", *BANK[:bank], draw=draw)
    return [step.id for step in steps_of(test, attempt, seed)]


def at_the_test() -> Talk:
    talk = begun()
    walk_to_the_test(talk)
    talk.press(Label.TEST)
    return talk


def test_a_draw_can_be_replayed_and_differs_between_learners() -> None:
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(1, seed=8)
    assert len(drawn(1)) == len(set(drawn(1))) == 10


@pytest.mark.parametrize(("bank", "draw"), [(20, 10), (20, 5), (10, 5), (5, 2), (4, 4), (3, 5)])
def test_no_question_comes_again_until_the_bank_is_used_up(bank: int, draw: int) -> None:
    lap = max(1, bank // draw)
    for first in (1, 1 + lap, 1 + 2 * lap):
        asked = [q for i in range(lap) for q in drawn(first + i, bank=bank, draw=draw)]
        assert len(asked) == len(set(asked)) == lap * min(draw, bank)


def test_every_attempt_is_a_new_draw() -> None:
    draws = [drawn(attempt) for attempt in range(1, 20)]
    assert all(one != following for one, following in pairwise(draws))


def test_what_is_drawn_is_asked_and_counted() -> None:
    talk = at_the_test()
    body = talk.question()
    assert (body.opens, body.number, body.of) == (True, 1, 2)
    talk.answer(1)
    talk.press(Label.CONTINUE)
    second = talk.question()
    assert (second.opens, second.number, second.of) == (False, 2, 2)
    assert {body.at.step, second.at.step} <= {"a1", "a2", "b1", "b2"}


def test_an_answer_in_a_test_stands() -> None:
    talk = at_the_test()
    other = talk.button(Label.ANSWER, 2)
    talk.answer(1)
    assert talk.labels == [[Label.CONTINUE]]
    talk.take(other)
    assert talk.note() == Note.STALE
    talk.take(TriedAgain(at=other.does.at))  # type: ignore[union-attr]
    talk.write("2")
    assert talk.answers[-1][1:] == ((1,), False)


def test_failing_points_to_the_episodes_of_what_was_missed() -> None:
    talk = at_the_test()
    missed = []
    for last in (False, True):
        body = talk.question()
        missed.append("stop" if body.at.step.startswith("a") else "wheel")
        talk.answer(1)
        talk.press(Label.FINISH if last else Label.CONTINUE)
    again = tuple(e for e in ("stop", "wheel") if e in missed)
    assert talk.body() == TestResult(
        course="roads", release="r1", test="test-m1", right=0, asked=2, passed=False, again=again
    )
    assert talk.labels == [[Label.TEST_AGAIN], *([Label.EPISODE] for _ in again)]
    assert talk.facts[-1] == TestTaken(
        course="roads", test="test-m1", attempt=1, right=0, asked=2, passed=False
    )


def test_after_failing_other_questions_come_and_the_course_goes_on_when_they_are_right() -> None:
    talk = at_the_test()
    take_test(talk, 1, 2)
    talk.press(Label.TEST_AGAIN)
    take_test(talk, 2, 2)
    asked = [step for step, _, _ in talk.answers if step[0] in "ab"]
    assert sorted(asked) == ["a1", "a2", "b1", "b2"]
    assert talk.facts[-2:] == [
        TestTaken(course="roads", test="test-m1", attempt=2, right=2, asked=2, passed=True),
        ActivityCompleted(course="roads", activity="test-m1", sort="test"),
    ]
    assert talk.labels == [[Label.NEXT], [Label.PLAN]]


def test_a_look_at_an_episode_does_not_lose_the_failed_test() -> None:
    talk = at_the_test()
    take_test(talk, 1, 1)
    talk.press(Label.EPISODE)
    talk.ask("continue")
    body = talk.body()
    assert isinstance(body, UpNext)
    assert body.next == "test-m1"
    assert talk.labels == [[Label.TEST]]


def test_a_test_under_way_is_resumed_and_not_drawn_anew() -> None:
    talk = at_the_test()
    talk.answer(2)
    talk.press(Label.CONTINUE)
    left = talk.body()
    talk.press(Label.TEST)
    assert talk.body() == left
    assert talk.enrolment.attempts["test-m1"] == 1


def test_a_passed_test_is_not_taken_again() -> None:
    talk = at_the_test()
    opened = talk.button(Label.TEST)
    take_test(talk, 2, 2)
    talk.take(opened)
    assert talk.note() == Note.STALE
    assert talk.enrolment.walk is None


@pytest.mark.parametrize(
    ("right", "asked", "mark", "passed"),
    [
        (7, 10, 70, True), (6, 10, 70, False), (4, 5, 70, True), (3, 5, 70, False),
        (2, 3, 66, True), (2, 3, 67, False), (0, 3, 0, True), (3, 3, 100, True),
        (2, 3, 100, False),
    ],
)  # fmt: skip
def test_the_pass_mark_is_enough_and_less_is_not(
    right: int, asked: int, mark: int, passed: bool
) -> None:
    test = module_test("t", *BANK[:asked], draw=asked, pass_mark=mark)
    release = course("short", module("m1", episode("e", say("hello")), test=test))
    talk = begun(Shelf(offered={"short": "s1"}, releases={"s1": release}))
    talk.press(Label.FINISH)
    talk.press(Label.TEST)
    for number in range(1, asked + 1):
        talk.answer(2 if number <= right else 1)
        talk.press(Label.FINISH if number == asked else Label.CONTINUE)
    [taken] = [fact for fact in talk.facts if isinstance(fact, TestTaken)]
    assert (taken.right, taken.asked, taken.passed) == (right, asked, passed)
