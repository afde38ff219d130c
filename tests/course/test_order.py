"""Episodes and tests come in one order, and a learner comes back to where they were."""

import pytest

from bot.course.facts import ActivityCompleted, CourseCompleted, EnrolmentBegan, TestTaken
from bot.course.inputs import ActivityOpened, Arrived, Asked, Enrolled, Input
from bot.course.messages import (
    CourseList,
    Label,
    Note,
    ProgressShown,
    Said,
    Simple,
    TestResult,
    UpNext,
)
from bot.course.shelf import Shelf
from tests.course.courses import TWO_COURSES
from tests.course.talk import Talk, agreed, at, begun
from tests.course.ways import take_test, walk_queue, walk_stop, walk_to_the_end, walk_to_the_test


def standing(talk: Talk) -> tuple[str, str] | None:
    walk = talk.enrolment.walk
    return (walk.activity, walk.step) if walk else None


def test_starting_a_course_shows_its_first_message() -> None:
    talk = agreed()
    turn = talk.press(Label.START)
    assert turn.facts == (EnrolmentBegan(course="roads", release="r1"),)
    assert talk.body() == Said(release="r1", at=at("stop", "hook"), opens=True)
    assert talk.labels == [[Label.CONTINUE]]
    assert talk.enrolment.started_at == talk.now


def test_starting_twice_is_starting_once() -> None:
    talk = begun()
    talk.press(Label.CONTINUE)
    turn = talk.press(Label.START)
    assert turn.facts == ()
    assert standing(talk) == ("stop", "move")


def test_the_way_from_the_first_message_to_the_end() -> None:
    talk = begun()
    walk_stop(talk)
    assert talk.body() == UpNext(
        course="roads", release="r1", finished=("stop",), next="wheel", done="stop",
        zone="Europe/Kyiv",
    )  # fmt: skip
    assert talk.labels == [[Label.NEXT], [Label.RATE]]
    talk = begun()
    walk_to_the_end(talk)
    assert [f for f in talk.facts if not hasattr(f, "step")] == [
        EnrolmentBegan(course="roads", release="r1"),
        ActivityCompleted(course="roads", activity="stop", sort="episode"),
        ActivityCompleted(course="roads", activity="wheel", sort="episode"),
        TestTaken(course="roads", test="test-m1", attempt=1, right=2, asked=2, passed=True),
        ActivityCompleted(course="roads", activity="test-m1", sort="test"),
        ActivityCompleted(course="roads", activity="queue", sort="episode"),
        TestTaken(course="roads", test="test-m2", attempt=1, right=2, asked=2, passed=True),
        ActivityCompleted(course="roads", activity="test-m2", sort="test"),
        CourseCompleted(course="roads"),
    ]
    assert talk.enrolment.completed_at == talk.now


def test_the_last_test_shows_its_result_and_then_the_end_of_the_course() -> None:
    talk = begun()
    walk_to_the_end(talk)
    everything = ("stop", "wheel", "test-m1", "queue", "test-m2")
    assert [message.body for _, message in talk.shown[-2:]] == [
        TestResult(course="roads", release="r1", test="test-m2", right=2, asked=2, passed=True),
        UpNext(
            course="roads", release="r1", finished=everything, next=None, done="test-m2",
            completed=True, zone="Europe/Kyiv",
        ),
    ]  # fmt: skip
    assert talk.labels == [[Label.PLAN], [Label.PROGRESS], [Label.COURSES]]


@pytest.mark.parametrize("event", [Asked(menu="continue"), Arrived(), Arrived(course="roads")])
def test_coming_back_shows_the_very_step(event: Input) -> None:
    talk = begun()
    talk.press(Label.CONTINUE)
    left = talk.body()
    talk.ask("help")
    talk.take(event)
    assert talk.body() == left
    assert standing(talk) == ("stop", "move")


def test_coming_back_between_two_episodes_shows_what_is_next() -> None:
    talk = begun()
    walk_stop(talk)
    talk.start()
    assert talk.note() == Note.BACK
    assert talk.body() == UpNext(
        course="roads", release="r1", finished=("stop",), next="wheel", zone="Europe/Kyiv"
    )


@pytest.mark.parametrize("activity", ["wheel", "test-m1", "queue", "test-m2"])
def test_what_is_still_to_come_stays_closed(activity: str) -> None:
    talk = begun()
    talk.take(ActivityOpened(course="roads", activity=activity))
    assert talk.note() == Note.LOCKED
    assert talk.body() == Said(release="r1", at=at("stop", "hook"), opens=True)
    assert standing(talk) == ("stop", "hook")


def test_the_button_of_the_episode_under_way_resumes_it() -> None:
    talk = begun()
    walk_stop(talk)
    talk.press(Label.NEXT)
    talk.answer(1, 3)
    talk.press(Label.SUBMIT)
    left = talk.body()
    talk.press(Label.NEXT)
    assert talk.body() == left
    assert talk.enrolment.attempts == {"stop": 1, "wheel": 1}


def test_progress_in_the_middle_and_at_the_end() -> None:
    talk = begun()
    began = talk.now
    walk_stop(talk)
    talk.press(Label.NEXT)
    talk.ask("progress")
    assert talk.body() == ProgressShown(
        course="roads", release="r1", finished=("stop",), walking="wheel", started_at=began,
        completed_at=None, zone="Europe/Kyiv",
    )  # fmt: skip
    assert talk.labels == [[Label.CONTINUE], [Label.REREAD], [Label.COURSES]]
    talk = begun()
    walk_to_the_end(talk)
    ended = talk.now
    talk.ask("progress")
    body = talk.body()
    assert isinstance(body, ProgressShown)
    assert body.completed_at == ended
    assert talk.labels == [[Label.REREAD], [Label.COURSES]]


def test_completion_is_a_fact_only_once() -> None:
    talk = begun()
    walk_to_the_test(talk)
    opened = talk.button(Label.TEST)
    talk.take(opened)
    take_test(talk, 2, 2)
    walk_queue(talk)
    talk.press(Label.TEST)
    take_test(talk, 2, 2)
    said = len(talk.facts)
    for episode in ("stop", "wheel", "queue"):
        talk.take(ActivityOpened(course="roads", activity=episode))
    talk.take(opened)
    talk.take(Enrolled(course="roads"))
    assert talk.facts[said:] == []


def test_two_courses_are_walked_side_by_side() -> None:
    talk = begun(TWO_COURSES)
    talk.press(Label.CONTINUE)
    talk.start("desk")
    talk.press(Label.START)
    talk.press(Label.FINISH)
    talk.ask("courses")
    assert talk.body() == CourseList(courses=("roads", "desk"))
    talk.press(Label.COURSE, 1)
    assert standing(talk) == ("stop", "move")


def test_where_there_is_no_course_the_bot_says_so() -> None:
    talk = agreed(Shelf(offered={}, releases={}))
    assert talk.body() == Simple(what="no-course")
