"""Follow-ups: asked days after something ended, once each, one on a day, and only while it makes sense."""

from dataclasses import replace

import pytest

from bot.course.facts import Answered
from bot.course.inputs import ActivityOpened, Paused, PutOff, Switched
from bot.course.messages import (
    AsideEnded,
    Due,
    Label,
    Note,
    Prompted,
    Questioned,
    Said,
    Simple,
)
from bot.course.model import FollowUp
from bot.course.shelf import Shelf
from tests.course.courses import TWO_COURSES, WEEKS, WITH_WEEKS, follow_up, quiz, rate, write
from tests.course.talk import Talk, at
from tests.course.weeks import after_one, bare, finished, walk_two


def asked_later(*ids: str, **changes: object) -> Shelf:
    """The course with only these of its follow-ups."""
    return bare(follow_ups=tuple(each for each in WEEKS.follow_ups if each.id in ids), **changes)


def asks(*follow_ups: FollowUp) -> Shelf:
    return bare(follow_ups=follow_ups)


def after_the_course(activity: str) -> Talk:
    """Somebody to whom the follow-up has just been offered."""
    talk = finished(asked_later(activity))
    talk.sleep(days=120)
    return talk


def begun_from_the_prompt() -> Talk:
    """At the first step of the questions after 30 days."""
    talk = finished(asked_later("used-d30"))
    talk.sleep(days=30)
    talk.press(Label.FOLLOW_UP)
    return talk


def test_two_days_after_the_episode() -> None:
    assert after_one(asked_later("one-d2")).sleep(days=30) == [
        ("Wed 04 Mar 09:00", ("follow-up one-d2",))
    ]


def test_the_prompt_as_a_whole() -> None:
    talk = after_one(asked_later("one-d2"))
    talk.sleep(days=2)
    due = Due(what="follow-up", course="weeks", release="w1", about="one-d2")
    assert talk.body() == Prompted(items=(due,))
    assert talk.labels == [[Label.FOLLOW_UP], [Label.LATER], [Label.NO_MORE]]


def test_seven_thirty_and_ninety_days_after_the_test_and_the_course() -> None:
    talk = finished(asked_later("check-d7", "used-d30", "left-d90"))
    assert talk.sleep(days=365) == [
        ("Mon 09 Mar 09:00", ("follow-up check-d7",)),
        ("Wed 01 Apr 09:00", ("follow-up used-d30",)),
        ("Mon 01 Jun 09:00", ("follow-up left-d90",)),
    ]


def test_before_the_end_of_what_it_is_about_nothing_is_asked() -> None:
    talk = after_one(asked_later("check-d7", "used-d30", "left-d90"))
    assert talk.sleep(days=365) == []


def test_one_a_day_even_when_several_are_due() -> None:
    same = [follow_up(f"f{n}", quiz(f"q{n}"), days=7) for n in range(3)]
    assert finished(asks(*same)).sleep(days=60) == [
        ("Mon 09 Mar 09:00", ("follow-up f0",)),
        ("Tue 10 Mar 09:00", ("follow-up f1",)),
        ("Wed 11 Mar 09:00", ("follow-up f2",)),
    ]


@pytest.mark.parametrize(
    ("after", "paused", "comes"),
    [(2, 16, True), (2, 17, False), (7, 21, True), (7, 22, False), (30, 60, True), (30, 61, False),
     (90, 120, True), (90, 122, False)],
)  # fmt: skip
def test_a_question_that_waited_too_long_is_not_asked(after: int, paused: int, comes: bool) -> None:
    """14 days, or as long as it came after the event, 30 at most. All on days that are open."""
    talk = finished(asks(follow_up("late", quiz("q"), days=after)))
    talk.take(Paused(days=paused))
    talk.take(replace_days(talk))
    assert bool(talk.sleep(days=400)) == comes


def replace_days(talk: Talk) -> ActivityOpened:
    """Every day of the week is open, so that the calendar does not matter here."""
    assert talk.learner is not None
    talk.learner = replace(
        talk.learner, rhythm=replace(talk.learner.rhythm, days=(1, 2, 3, 4, 5, 6, 7))
    )
    return ActivityOpened(course="weeks", activity="nonsense")


def test_later_brings_it_again_on_the_next_open_day() -> None:
    talk = after_one(asked_later("one-d2"))
    talk.sleep(days=2)
    talk.press(Label.LATER)
    assert (talk.body(), talk.labels) == (Simple(what="put-off"), [[Label.CONTINUE]])
    assert talk.sleep(days=7) == [("Thu 05 Mar 09:00", ("follow-up one-d2",))]


def test_later_pressed_days_later_is_not_answered_by_the_question_at_once() -> None:
    talk = after_one(asked_later("one-d2"))
    talk.sleep(days=3)
    talk.press(Label.LATER)
    assert talk.sleep(hours=12) == []
    assert talk.sleep(days=7) == [("Fri 06 Mar 09:00", ("follow-up one-d2",))]


def test_later_after_the_answer_changes_nothing() -> None:
    talk = after_one(asked_later("one-d2"))
    talk.sleep(days=2)
    later = talk.button(Label.LATER)
    talk.press(Label.FOLLOW_UP)
    talk.answer(2)
    talk.press(Label.FINISH)
    talk.take(later)
    assert talk.note() == Note.STALE
    assert talk.sleep(days=30) == []


def test_one_press_stops_all_follow_ups() -> None:
    talk = after_one(asked_later("one-d2", "one-d7"))
    talk.sleep(days=2)
    assert Switched(what="follow_ups", on=False) == talk.button(Label.NO_MORE).does
    talk.press(Label.NO_MORE)
    assert talk.sleep(days=365) == []


def test_each_is_offered_once_whether_opened_or_not() -> None:
    assert len(after_one(asked_later("one-d2")).sleep(days=365)) == 1
    talk = after_one(asked_later("one-d2"))
    talk.sleep(days=2)
    talk.press(Label.FOLLOW_UP)
    assert talk.sleep(days=365) == []


def test_it_can_be_answered_long_after_it_was_offered_and_only_once() -> None:
    talk = after_one(asked_later("one-d2"))
    talk.sleep(days=100)
    opened = talk.button(Label.FOLLOW_UP)
    talk.take(opened)
    talk.answer(2)
    talk.press(Label.FINISH)
    assert talk.body() == AsideEnded(course="weeks", release="w1", activity="one-d2")
    talk.take(opened)
    assert talk.note() == Note.STALE


def test_it_cannot_be_opened_before_it_is_offered() -> None:
    talk = after_one(WITH_WEEKS)
    talk.take(ActivityOpened(course="weeks", activity="one-d2"))
    assert talk.note() == Note.STALE


def test_its_answer_is_explained_and_a_fact() -> None:
    talk = after_one(asked_later("one-d2"))
    talk.sleep(days=2)
    talk.press(Label.FOLLOW_UP)
    recall = at("one-d2", "recall", course="weeks")
    assert talk.body() == Questioned(release="w1", at=recall, opens=True, number=1, of=1, ago=2)
    turn = talk.answer(1)
    assert turn.facts == (
        Answered(
            course="weeks", release="w1", activity="one-d2", step="recall", attempt=1,
            response=(1,), right=False,
        ),
    )  # fmt: skip
    assert talk.labels == [[Label.FINISH], [Label.TRY_AGAIN]]


def test_a_drawn_question_stays_the_same_for_a_learner_and_differs_between_them() -> None:
    drawn = set()
    for seed in range(12):
        talk = after_one(asked_later("one-d7"))
        assert talk.learner is not None
        talk.learner = replace(talk.learner, seed=seed)
        talk.sleep(days=7)
        talk.press(Label.FOLLOW_UP)
        first = talk.question().at.step
        talk.ask("help")
        talk.answer(2)
        assert talk.question().at.step == first
        assert talk.labels == [[Label.FINISH]]
        drawn.add(first)
    assert drawn == {"case-a", "case-b"}


def test_the_branch_that_the_answer_leads_to() -> None:
    talk = begun_from_the_prompt()
    talk.answer(1)
    assert talk.question().at.step == "how"
    talk.press(Label.SKIP)
    assert talk.body() == Said(
        release="w1", at=at("used-d30", "thanks", course="weeks"), opens=False, ago=30
    )


def test_the_branch_that_the_answer_does_not_lead_to() -> None:
    talk = begun_from_the_prompt()
    talk.answer(2)
    assert talk.question().at.step == "why"
    talk.write("No time for it")
    assert talk.body() == Said(
        release="w1", at=at("used-d30", "thanks", course="weeks"), opens=False, ago=30
    )
    assert talk.answers[-2:] == [("used", (2,), None), ("why", "No time for it", None)]


def test_a_poll_keeps_its_answer_in_place_and_goes_on() -> None:
    talk = begun_from_the_prompt()
    question = talk.shown[-1][0]
    settled, following = talk.answer(1).messages
    used = at("used-d30", "used", course="weeks")
    assert settled.body == Questioned(
        release="w1", at=used, opens=True, number=1, of=2, answer=(1,), ago=30
    )
    assert (settled.replaces, settled.buttons) == (question, ())
    assert following.replaces is None


def test_no_more_than_the_most_can_be_marked() -> None:
    talk = begun_from_the_prompt()
    talk.answer(1)
    talk.answer(1, 2)
    talk.answer(3)
    assert (talk.note(), talk.question().marked) == (Note.TOO_MANY, (1, 2))
    talk.answer(1)
    talk.answer(3)
    talk.press(Label.SUBMIT)
    assert talk.answers[-1] == ("how", (2, 3), None)


def test_no_more_than_the_most_can_be_typed() -> None:
    talk = begun_from_the_prompt()
    talk.answer(1)
    talk.write("1 2 3")
    assert talk.note() == Note.TOO_MANY
    talk.write("1 3")
    assert talk.answers[-1] == ("how", (1, 3), None)


def test_an_optional_poll_can_be_skipped_and_says_so() -> None:
    talk = begun_from_the_prompt()
    talk.answer(1)
    settled, _ = talk.press(Label.SKIP).messages
    assert isinstance(settled.body, Questioned)
    assert (settled.body.skipped, settled.buttons) == (True, ())
    assert talk.answers[-1][0] == "used"


def test_a_long_one_can_be_left_where_it_begins() -> None:
    talk = begun_from_the_prompt()
    assert talk.labels == [[Label.ANSWER], [Label.ANSWER], [Label.LEAVE]]
    talk.press(Label.LEAVE)
    assert talk.enrolment.aside is None
    assert talk.sleep(days=365) == []


def test_a_short_one_has_a_way_out_too() -> None:
    short = follow_up("short", rate("a", 1, 5), write("b"), days=7)
    talk = finished(asks(short))
    talk.sleep(days=7)
    talk.press(Label.FOLLOW_UP)
    assert talk.labels == [[Label.POINT] * 5, [Label.LEAVE]]


def test_the_way_is_found_again_after_it() -> None:
    talk = after_one(asked_later("one-d2"))
    talk.press(Label.NEXT)
    left = talk.body()
    talk.sleep(days=2)
    talk.press(Label.FOLLOW_UP)
    talk.answer(2)
    talk.press(Label.FINISH)
    talk.press(Label.CONTINUE)
    assert talk.body() == left


def test_a_question_about_one_course_does_not_end_the_rhythm_of_another() -> None:
    both = asked_later("used-d30")
    shelf = Shelf(
        offered={**both.offered, "roads": "r1"},
        releases={**both.releases, **TWO_COURSES.releases},
    )
    talk = finished(both)
    talk.shelf = shelf
    talk.sleep(days=28)
    talk.start("roads")
    talk.press(Label.START)
    assert talk.learner is not None
    talk.sleep(days=2)
    talk.press(Label.FOLLOW_UP)
    assert talk.learner.current == "weeks"
    came = talk.sleep(days=30)
    assert ("reminder stop",) in [items for _, items in came]
    talk.press(Label.CONTINUE)
    assert talk.learner.current == "roads"


def test_put_off_of_something_unknown_is_harmless() -> None:
    talk = after_one(WITH_WEEKS)
    for course, activity in (("nonsense", "one-d2"), ("weeks", "nonsense"), ("weeks", "one")):
        talk.take(PutOff(course=course, activity=activity))
    walk_two(talk)
    assert talk.enrolment.finished == ("one", "two")
