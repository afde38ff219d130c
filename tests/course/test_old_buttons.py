"""Old, foreign and double presses: every button works or says in words why it does not."""

from datetime import timedelta

import pytest

from bot.course.inputs import (
    Action,
    ActivityOpened,
    CourseOpened,
    Enrolled,
    OptionChosen,
    OptionsSubmitted,
    Point,
    Rated,
    Skipped,
    TriedAgain,
    UnknownButton,
    WentOn,
)
from bot.course.messages import CourseCard, CourseList, Label, Note, Said, UpNext
from bot.course.turn import Turn
from tests.course.courses import TWO_COURSES
from tests.course.talk import Talk, agreed, at, begun
from tests.course.ways import walk_stop

HOOK = at("stop", "hook")


def test_the_same_press_within_three_seconds_is_the_same_press() -> None:
    talk = begun()
    press = talk.button(Label.CONTINUE)
    talk.take(press)
    kept = talk.learner
    assert talk.take(press, after=timedelta(seconds=2.9)) == Turn(learner=kept)


def test_the_same_press_later_is_an_old_button() -> None:
    talk = begun()
    press = talk.button(Label.CONTINUE)
    talk.take(press)
    talk.take(press, after=timedelta(seconds=3))
    assert talk.note() == Note.STALE
    assert talk.enrolment.walk is not None
    assert talk.enrolment.walk.step == "move"


def test_two_buttons_in_quick_succession_are_two_presses() -> None:
    talk = begun()
    walk_stop(talk)
    talk.press(Label.NEXT)
    first, third = talk.button(Label.ANSWER, 1), talk.button(Label.ANSWER, 3)
    for press in (first, third):
        talk.take(press, after=timedelta(milliseconds=300))
    assert talk.enrolment.walk is not None
    assert talk.enrolment.walk.marked == (1, 3)


def test_a_clock_that_was_set_back_does_not_make_a_press_double() -> None:
    talk = begun()
    walk_stop(talk)
    talk.press(Label.NEXT)
    mark = talk.button(Label.ANSWER, 1)
    talk.take(mark)
    talk.take(mark, after=timedelta(hours=-1))
    assert talk.enrolment.walk is not None
    assert talk.enrolment.walk.marked == ()


def test_two_devices_press_the_same_answer() -> None:
    talk = begun()
    talk.press(Label.CONTINUE)
    press = talk.button(Label.ANSWER, 1)
    talk.take(press)
    talk.take(press, after=timedelta(minutes=1))
    assert talk.answers == [("move", (1,), None)]


NOWHERE: list[Point] = [
    at("stop", "close"),
    at("stop", "nonsense"),
    at("nonsense", "hook"),
    at("stop", "hook", attempt=2),
    at("stop", "hook", course="desk"),
    at("stop", "hook", course="nonsense"),
]


@pytest.mark.parametrize("point", NOWHERE, ids=str)
def test_a_point_where_nobody_stands_shows_where_the_learner_is(point: Point) -> None:
    actions: list[Action] = [
        WentOn(at=point),
        WentOn(at=point, deeper=True),
        OptionChosen(at=point, option=1),
        OptionsSubmitted(at=point),
        TriedAgain(at=point),
        Rated(at=point, value=3),
        Skipped(at=point),
    ]
    for action in actions:
        talk = begun()
        turn = talk.take(action)
        assert turn.facts == ()
        [message] = turn.messages
        assert (message.note, message.body) == (
            Note.STALE,
            Said(release="r1", at=HOOK, opens=True),
        )


@pytest.mark.parametrize(
    "action",
    [
        OptionChosen(at=HOOK, option=1), OptionsSubmitted(at=HOOK), TriedAgain(at=HOOK),
        Rated(at=HOOK, value=1), Skipped(at=HOOK),
    ],
    ids=lambda action: action.kind,
)  # fmt: skip
def test_an_action_that_does_not_fit_the_step_changes_nothing(action: Action) -> None:
    talk = begun()
    assert talk.take(action).facts == ()
    assert talk.note() == Note.STALE


@pytest.mark.parametrize("option", [-1, 0, 3, 10**9])
def test_an_option_that_is_none_changes_nothing(option: int) -> None:
    talk = begun()
    talk.press(Label.CONTINUE)
    talk.take(OptionChosen(at=at("stop", "move"), option=option))
    assert talk.note() == Note.STALE
    assert talk.answers == []


def test_a_point_beyond_the_scale_changes_nothing() -> None:
    talk = begun()
    walk_stop(talk)
    talk.press(Label.RATE)
    talk.take(Rated(at=at("after", "useful"), value=8))
    assert talk.note() == Note.STALE
    assert "useful" not in [step for step, _, _ in talk.answers]


def test_a_question_cannot_be_passed_by_going_on() -> None:
    talk = begun()
    talk.press(Label.CONTINUE)
    talk.take(WentOn(at=at("stop", "move")))
    assert talk.note() == Note.STALE
    assert talk.enrolment.walk is not None
    assert talk.enrolment.walk.step == "move"


@pytest.mark.parametrize("activity", ["nonsense", ""])
def test_an_activity_that_does_not_exist(activity: str) -> None:
    talk = begun()
    talk.take(ActivityOpened(course="roads", activity=activity))
    assert talk.note() == Note.STALE


def test_an_unknown_button_says_so_wherever_one_is() -> None:
    talk = begun()
    talk.take(UnknownButton())
    assert (talk.note(), talk.body()) == (
        Note.UNKNOWN_BUTTON,
        Said(release="r1", at=HOOK, opens=True),
    )
    walk_stop(talk)
    talk.take(UnknownButton())
    assert talk.note() == Note.UNKNOWN_BUTTON
    assert talk.body() == UpNext(
        course="roads", release="r1", finished=("stop",), next="wheel", zone="Europe/Kyiv"
    )


def test_an_unknown_button_says_so_before_any_course() -> None:
    talk = agreed()
    talk.take(UnknownButton())
    assert (talk.note(), talk.body()) == (
        Note.UNKNOWN_BUTTON,
        CourseCard(course="roads", release="r1"),
    )
    talk = agreed(TWO_COURSES)
    talk.take(UnknownButton())
    assert (talk.note(), talk.body()) == (
        Note.UNKNOWN_BUTTON,
        CourseList(courses=("roads", "desk")),
    )


def test_the_button_of_a_course_that_is_gone_shows_the_others() -> None:
    talk = agreed(TWO_COURSES)
    for action in (CourseOpened(course="gone"), Enrolled(course="gone")):
        talk.take(action)
        assert (talk.note(), talk.body()) == (
            Note.STALE,
            CourseList(courses=("roads", "desk")),
        )


def test_a_settled_question_answers_in_the_message_that_was_pressed() -> None:
    talk: Talk = begun()
    talk.press(Label.CONTINUE)
    first = talk.button(Label.ANSWER, 2)
    talk.ask("continue")
    [message] = talk.take(first).messages
    assert message.replaces == first.on
