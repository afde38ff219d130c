"""Surveys: opened by a link, answered once, question by question, and then over."""

from dataclasses import replace
from datetime import date, timedelta

from bot.course.facts import EnrolmentBegan, SurveyEnded, SurveyOpened
from bot.course.inputs import CourseOpened, Enrolled, LeftAside, UnknownButton
from bot.course.learner import Learner
from bot.course.messages import (
    CourseCard,
    CourseList,
    Label,
    Note,
    Questioned,
    Said,
    SurveyClosed,
)
from bot.course.shelf import Shelf
from bot.store.codec import LEARNER, dump
from tests.course.courses import OPEN_PULSE, PULSE, ROADS, WITH_OPEN_PULSE, WITH_PULSE
from tests.course.talk import Talk, at, begun

CARD = CourseCard(course="pulse", release="p1")
SEEN = SurveyOpened(survey="pulse", release="p1")


def invited(shelf: Shelf = WITH_PULSE) -> Talk:
    """Somebody in no course, at the card of the survey."""
    talk = Talk(shelf=shelf)
    talk.start("pulse")
    talk.press(Label.AGREE)
    return talk


def asked(shelf: Shelf = WITH_PULSE) -> Talk:
    talk = invited(shelf)
    talk.press(Label.BEGIN)
    return talk


def closed(why: str) -> SurveyClosed:
    return SurveyClosed(course="pulse", release="p1", why=why)  # type: ignore[arg-type]


def until(day: date) -> Shelf:
    assert PULSE.survey is not None
    course = replace(PULSE, survey=replace(PULSE.survey, until=day))
    return replace(WITH_PULSE, releases={"r1": ROADS, "p1": course})


def somebody(talk: Talk) -> Learner:
    assert talk.learner is not None
    return talk.learner


def wait(talk: Talk, *, days: float) -> None:
    """The timer that ends surveys fires when it is due."""
    until = talk.now + timedelta(days=days)
    while "survey" in talk.pending and talk.pending["survey"][0] <= until:
        due, fired = talk.pending["survey"]
        turn = talk.take(fired, after=max(due - talk.now, timedelta()))
        assert turn.messages == ()
    talk.now = max(until, talk.now)


# --- To it ------------------------------------------------------------------------------


def test_the_link_leads_to_the_card_and_into_no_course() -> None:
    talk = invited()
    assert talk.body() == CARD
    assert talk.labels == [[Label.BEGIN], [Label.NOT_NOW]]
    assert talk.facts == [SEEN]
    assert somebody(talk).enrolments == {}


def test_it_stands_in_no_list_of_courses() -> None:
    shelf = replace(WITH_PULSE, offered={"roads": "r1", "again": "r1"})
    talk = invited(shelf)
    talk.ask("courses")
    assert talk.body() == CourseList(courses=("roads", "again"))


def test_whoever_is_in_a_course_answers_beside_it() -> None:
    talk = begun(WITH_PULSE)
    before = talk.enrolment
    talk.take(CourseOpened(course="pulse"))
    talk.press(Label.BEGIN)
    talk.rate(4)
    assert talk.question().at == at("asked", "used", course="pulse")
    talk.ask("continue")
    assert talk.question().at == at("asked", "used", course="pulse")
    talk.answer(2)
    talk.write("No time")
    assert talk.body() == closed("thanks")
    assert talk.enrolment == before
    talk.press(Label.CONTINUE)
    assert talk.body() == Said(release="r1", at=at("stop", "hook"), opens=True)


def test_it_begins_no_course() -> None:
    talk = asked()
    assert not [fact for fact in talk.facts if isinstance(fact, EnrolmentBegan)]
    assert talk.facts == [SEEN, SEEN]
    talk.ask("progress")
    assert talk.body() == CourseCard(course="roads", release="r1")


# --- Through it -------------------------------------------------------------------------


def test_each_question_can_be_skipped_or_left_for_later() -> None:
    talk = asked()
    assert talk.question() == Questioned(
        release="p1", at=at("asked", "sure", course="pulse"), opens=True, number=1, of=3
    )
    assert talk.labels == [[Label.POINT] * 5, [Label.SKIP, Label.LATER]]
    talk.press(Label.SKIP)
    assert talk.labels == [[Label.ANSWER], [Label.ANSWER], [Label.SKIP, Label.LATER]]
    talk.press(Label.SKIP)
    assert talk.labels == [[Label.SKIP, Label.LATER]]
    talk.press(Label.SKIP)
    assert talk.body() == closed("thanks")
    assert talk.facts[-1] == SurveyEnded(
        survey="pulse", anonymous=True, answered=False, unlinked={}
    )


def test_an_answer_shows_to_whom_the_next_question_applies() -> None:
    talk = asked()
    talk.rate(4)
    talk.answer(1)
    assert talk.question().at.step == "how"
    talk.answer(1, 3)
    assert talk.question().marked == (1, 3)
    talk.press(Label.SUBMIT)
    assert talk.question().at.step == "why"


def test_in_an_anonymous_one_no_message_shows_what_was_chosen() -> None:
    talk = asked()
    turn = talk.rate(4)
    shown, following = turn.messages
    assert isinstance(shown.body, Questioned)
    assert (shown.body.answer, shown.body.saved, shown.buttons) == (None, True, ())
    assert isinstance(following.body, Questioned)
    assert turn.facts == ()
    talk.answer(1)
    talk.answer(1, 3)
    last = talk.press(Label.SUBMIT).messages[0].body
    assert isinstance(last, Questioned)
    assert (last.answer, last.marked, last.saved) == (None, (), True)


def test_its_answers_leave_together_and_nothing_of_them_stays() -> None:
    talk = asked()
    talk.rate(4)
    talk.answer(1)
    talk.answer(3)
    talk.press(Label.SUBMIT)
    talk.write("We had a list")
    told: dict[str, tuple[int, ...] | str] = {
        "sure": (4,), "used": (1,), "how": (3,), "why": "We had a list",
    }  # fmt: skip
    assert talk.facts[2:] == [
        SurveyEnded(survey="pulse", anonymous=True, answered=True, unlinked=told)
    ]
    learner = somebody(talk)
    assert (learner.surveys, learner.asking, learner.surveyed) == ({}, None, ("pulse",))
    kept = dump(LEARNER, learner)
    assert [
        word for word in ("We had a list", "sure", '"used"', "how", "why") if word in kept
    ] == []


def test_which_button_was_pressed_last_is_not_kept() -> None:
    talk = asked()
    talk.rate(4)
    talk.answer(2)
    talk.press(Label.SKIP)
    press = somebody(talk).last_press
    assert press is not None
    assert press.index is None


def test_nor_when_the_last_answer_was_typed() -> None:
    talk = asked()
    talk.press(Label.SKIP)
    talk.answer(2)
    talk.write("No time")
    press = somebody(talk).last_press
    assert press is None or press.index is None


def test_thanks_take_the_place_of_its_last_question_and_a_second_press_says_nothing() -> None:
    talk = asked()
    talk.rate(4)
    talk.answer(2)
    press = talk.button(Label.SKIP)
    turn = talk.take(press)
    assert [(m.body, m.replaces) for m in turn.messages] == [(closed("thanks"), press.on)]
    again = talk.take(UnknownButton(), after=timedelta(seconds=1))
    assert (again.messages, again.learner) == ((), turn.learner)
    assert talk.take(UnknownButton()).messages


def test_in_an_open_one_each_answer_is_a_fact_and_is_shown() -> None:
    talk = asked(WITH_OPEN_PULSE)
    turn = talk.rate(4)
    shown = turn.messages[0].body
    assert isinstance(shown, Questioned)
    assert (shown.answer, shown.saved) == ((4,), False)
    talk.answer(2)
    talk.write("No time")
    assert talk.answers == [("sure", (4,), None), ("used", (2,), None), ("why", "No time", None)]
    assert talk.facts[-1] == SurveyEnded(
        survey="pulse", anonymous=False, answered=True, unlinked={}
    )
    assert talk.body() == closed("thanks")


def test_numbers_can_be_typed_and_other_words_are_feedback() -> None:
    talk = asked()
    talk.write("4")
    talk.write("2")
    assert talk.question().at.step == "why"
    talk = asked()
    talk.write("What is this?")
    assert not isinstance(talk.body(), Questioned)
    assert somebody(talk).surveys["pulse"].walk is not None


def test_the_language_can_change_on_the_way() -> None:
    talk = asked()
    talk.rate(4)
    talk.ask("language")
    talk.press(Label.LANGUAGE, nth=2)
    assert talk.note() == Note.LANGUAGE
    assert talk.question().at.step == "used"


# --- Once -------------------------------------------------------------------------------


def finished(shelf: Shelf = WITH_PULSE) -> Talk:
    talk = asked(shelf)
    talk.rate(4)
    talk.answer(2)
    talk.press(Label.SKIP)
    return talk


def test_nobody_answers_twice() -> None:
    talk = finished()
    facts = len(talk.facts)
    for event in (CourseOpened(course="pulse"), Enrolled(course="pulse")):
        talk.take(event)
        assert talk.body() == closed("answered")
        assert talk.labels == [[Label.CONTINUE]]
    assert talk.facts[facts:] == []


def test_old_buttons_of_it_say_where_one_is() -> None:
    talk = asked(WITH_OPEN_PULSE)
    old = talk.button(Label.POINT)
    talk.rate(4)
    talk.take(old)
    assert talk.note() == Note.STALE
    assert talk.question().at.step == "used"


def test_beginning_twice_is_once() -> None:
    talk = asked()
    talk.rate(4)
    talk.take(Enrolled(course="pulse"))
    assert talk.question().at.step == "used"


# --- Later ------------------------------------------------------------------------------


def test_it_can_be_put_away_and_goes_on_where_it_was() -> None:
    talk = begun(WITH_PULSE)
    talk.take(CourseOpened(course="pulse"))
    talk.press(Label.BEGIN)
    talk.rate(4)
    talk.press(Label.LATER)
    assert talk.body() == closed("later")
    assert talk.labels == [[Label.SURVEY], [Label.CONTINUE]]
    talk.press(Label.CONTINUE)
    assert isinstance(talk.body(), Said)
    talk.start("pulse")
    assert talk.question().at.step == "used"
    talk.take(CourseOpened(course="roads"))
    assert isinstance(talk.body(), Said)
    talk.take(LeftAside(at=at("asked", "used", course="pulse")))
    talk.press(Label.SURVEY)
    talk.answer(2)
    talk.write("No time")
    assert talk.facts[-1] == SurveyEnded(
        survey="pulse", anonymous=True, answered=True,
        unlinked={"sure": (4,), "used": (2,), "why": "No time"},
    )  # fmt: skip


def test_three_days_later_it_is_asked_once_whether_to_go_on() -> None:
    talk = asked()
    talk.rate(4)
    came = talk.sleep(days=6)
    assert came == [("Thu 05 Mar 09:00", ("survey",))]
    assert talk.labels == [[Label.SURVEY], [Label.NO_MORE]]
    talk.press(Label.SURVEY)
    assert talk.question().at.step == "used"


def test_whoever_wants_no_reminders_gets_none() -> None:
    talk = asked()
    talk.rate(4)
    talk.sleep(days=6)
    talk.press(Label.NO_MORE)
    other = asked()
    learner = somebody(other)
    other.learner = replace(learner, rhythm=somebody(talk).rhythm)
    other.rate(4)
    assert other.sleep(days=30) == []


def test_after_seven_days_what_was_answered_counts_and_it_is_over() -> None:
    talk = asked()
    talk.rate(4)
    wait(talk, days=6.9)
    assert somebody(talk).surveys
    wait(talk, days=0.2)
    assert talk.facts[-1] == SurveyEnded(
        survey="pulse", anonymous=True, answered=True, unlinked={"sure": (4,)}
    )
    assert somebody(talk).surveys == {}
    talk.take(CourseOpened(course="pulse"))
    assert talk.body() == closed("answered")


def test_whoever_has_answered_nothing_by_then_may_begin_anew() -> None:
    talk = asked()
    talk.press(Label.SKIP)
    wait(talk, days=8)
    assert talk.facts[-1] == SurveyEnded(
        survey="pulse", anonymous=True, answered=False, unlinked={}
    )
    talk.start("pulse")
    assert talk.body() == CARD


def test_each_step_gives_seven_days_more() -> None:
    talk = asked()
    for _ in range(2):
        wait(talk, days=6)
        talk.press(Label.SKIP)
    wait(talk, days=6)
    assert talk.question().at.step == "why"
    assert somebody(talk).surveys


def test_two_surveys_end_each_in_its_own_time() -> None:
    shelf = replace(
        WITH_PULSE, surveys={"pulse": "p1", "other": "o1"},
        releases={**WITH_PULSE.releases, "o1": replace(OPEN_PULSE, id="other")},
    )  # fmt: skip
    talk = asked(shelf)
    talk.rate(4)
    wait(talk, days=3)
    talk.take(CourseOpened(course="other"))
    talk.press(Label.BEGIN)
    wait(talk, days=4.5)
    assert list(somebody(talk).surveys) == ["other"]
    assert talk.question().at.course == "other"
    wait(talk, days=3)
    assert somebody(talk).surveys == {}
    assert "survey" not in talk.pending


# --- Over -------------------------------------------------------------------------------

TUESDAY = date(2026, 3, 3)


def test_after_its_last_day_it_says_that_it_is_over() -> None:
    talk = Talk(shelf=until(TUESDAY))
    talk.now += timedelta(days=1, hours=12)
    talk.start("pulse")
    talk.press(Label.AGREE)
    assert talk.body() == CARD
    talk.now += timedelta(hours=2)
    talk.press(Label.BEGIN)
    assert talk.body() == closed("over")
    talk.start("pulse")
    assert talk.body() == closed("over")


def test_whoever_is_half_way_then_is_counted_with_what_they_have_answered() -> None:
    talk = asked(until(TUESDAY))
    talk.rate(4)
    press = talk.button(Label.SKIP)
    wait(talk, days=1.5)
    assert somebody(talk).surveys
    wait(talk, days=0.1)
    assert talk.facts[-1] == SurveyEnded(
        survey="pulse", anonymous=True, answered=True, unlinked={"sure": (4,)}
    )
    talk.take(press)
    assert talk.note() == Note.STALE
    assert not isinstance(talk.body(), Questioned)


def test_one_that_is_withdrawn_is_finished_by_those_inside() -> None:
    talk = asked()
    talk.shelf = replace(WITH_PULSE, surveys={})
    talk.rate(4)
    talk.answer(2)
    talk.write("No time")
    assert talk.body() == closed("thanks")
    talk.start("pulse")
    assert not isinstance(talk.body(), SurveyClosed)


def test_everything_about_courses_looks_past_it() -> None:
    talk = asked()
    for menu in ("review", "progress"):
        talk.ask(menu)
        assert talk.body() == CourseCard(course="roads", release="r1")
    talk.ask("continue")
    assert talk.question().at.step == "sure"
