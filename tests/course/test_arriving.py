"""Before consent: whatever comes, the question is asked, and nothing else is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.course.inputs import (
    Arrived,
    Asked,
    Enrolled,
    Input,
    LanguageChosen,
    Menu,
    OptionChosen,
    TextReceived,
    UnknownButton,
    UnreadableReceived,
)
from bot.course.messages import (
    CourseCard,
    CourseList,
    Label,
    Message,
    Note,
    Simple,
    SimpleKind,
    Welcome,
)
from bot.course.turn import Timer, Turn
from tests.course.courses import SHELF, TWO_COURSES
from tests.course.talk import MONDAY, Talk, agreed, at, labels, newcomer

QUESTION = [
    [Label.AGREE],
    [Label.READ_MORE, Label.NOT_NOW],
    [Label.LANGUAGE, Label.LANGUAGE, Label.LANGUAGE],
]


def test_the_first_turn_as_a_whole() -> None:
    talk = Talk()
    turn = talk.take(Arrived(course="roads"), after=timedelta())
    [message] = turn.messages
    assert labels(message) == QUESTION
    assert turn == Turn(
        learner=replace(newcomer(), turn=1, invited_to="roads"),
        messages=(Message(body=Welcome(course="roads"), buttons=message.buttons),),
        timers=(Timer(kind="forget-unconsented", due=MONDAY + timedelta(hours=24)),),
    )


@pytest.mark.parametrize(
    "event",
    [
        Arrived(),
        Asked(menu="courses"),
        Asked(menu="feedback"),
        Enrolled(course="roads"),
        OptionChosen(at=at("stop", "move"), option=1),
        TextReceived(text="My name is Olena and my secret is safe with you"),
        UnreadableReceived(),
        UnknownButton(),
    ],
)
def test_whatever_comes_is_answered_by_the_question_and_not_kept(event: Input) -> None:
    talk = Talk()
    turn = talk.take(event)
    assert talk.body() == Welcome(course=None)
    assert talk.labels == QUESTION
    assert turn.learner == replace(newcomer(), turn=1)
    assert turn.facts == ()


@pytest.mark.parametrize(
    ("menu", "what", "expected"),
    [
        ("help", "help", [[Label.AGREE], [Label.NOT_NOW]]),
        ("privacy", "privacy", [[Label.AGREE], [Label.NOT_NOW]]),
        ("export", "export", [[Label.CONTINUE]]),
        ("forget", "forget-asked", [[Label.KEEP], [Label.FORGET]]),
    ],
)
def test_notices_and_rights_need_no_consent(
    menu: Menu, what: SimpleKind, expected: list[list[Label]]
) -> None:
    talk = Talk()
    turn = talk.ask(menu)
    assert (talk.body(), talk.labels) == (Simple(what=what), expected)
    assert turn.learner == replace(newcomer(), turn=1)
    assert [timer.kind for timer in turn.timers] == ["forget-unconsented"]


def test_being_forgotten_at_once_needs_no_consent() -> None:
    talk = Talk()
    talk.ask("forget")
    turn = talk.press(Label.FORGET)
    assert turn == Turn(learner=None, messages=(Message(body=Simple(what="forgotten")),))


def test_the_question_becomes_a_record_of_the_answer() -> None:
    talk = Talk()
    talk.start()
    question = talk.shown[-1][0]
    settled, card = talk.press(Label.AGREE).messages
    assert settled == Message(body=Simple(what="agreed"), replaces=question)
    assert (card.body, card.replaces) == (CourseCard(course="roads", release="r1"), None)


def test_a_button_from_before_being_forgotten_says_so() -> None:
    talk = Talk()
    talk.take(UnknownButton())
    assert (talk.note(), talk.body()) == (Note.UNKNOWN_BUTTON, Welcome(course=None))


def test_the_course_of_the_link_waits_through_language_and_notice() -> None:
    talk = Talk(shelf=TWO_COURSES)
    talk.start("desk")
    talk.take(LanguageChosen(language="uk"))
    assert talk.body() == Welcome(course="desk")
    talk.press(Label.READ_MORE)
    assert talk.body() == Simple(what="privacy")
    assert talk.labels == [[Label.AGREE], [Label.NOT_NOW]]
    talk.start()
    assert talk.body() == Welcome(course="desk")
    talk.press(Label.AGREE)
    assert talk.body() == CourseCard(course="desk", release="d1")
    assert talk.learner is not None
    assert (talk.learner.language, talk.learner.invited_to) == ("uk", None)
    assert talk.learner.consented_at == talk.now


def test_a_link_to_no_course_is_a_plain_arrival() -> None:
    talk = Talk(shelf=TWO_COURSES)
    talk.start("of-somebody-else")
    assert talk.body() == Welcome(course=None)
    talk.press(Label.AGREE)
    assert talk.body() == CourseList(courses=("roads", "desk"))


def test_a_course_that_was_withdrawn_before_the_answer_is_not_mentioned_again() -> None:
    talk = Talk(shelf=TWO_COURSES)
    talk.start("desk")
    talk.shelf = SHELF
    talk.start()
    assert talk.body() == Welcome(course=None)
    talk.press(Label.AGREE)
    assert (talk.body(), talk.note()) == (CourseCard(course="roads", release="r1"), None)


def test_where_there_is_one_course_its_card_comes_at_once() -> None:
    talk = agreed()
    assert talk.body() == CourseCard(course="roads", release="r1")
    assert talk.labels == [[Label.START], [Label.DAILY], [Label.RHYTHM], [Label.COURSES]]


def test_the_language_changes_in_the_very_message() -> None:
    talk = Talk()
    talk.start()
    [message] = talk.press(Label.LANGUAGE, 2).messages
    assert message.replaces == talk.shown[0][0]
    assert message.body == Welcome(course=None)


def test_not_now_is_taken_for_an_answer_and_can_be_changed() -> None:
    talk = Talk()
    talk.start()
    talk.press(Label.NOT_NOW)
    assert talk.body() == Simple(what="declined")
    assert talk.labels == [[Label.AGREE], [Label.READ_MORE]]
    talk.press(Label.AGREE)
    assert talk.body() == CourseCard(course="roads", release="r1")


def test_who_says_nothing_for_a_day_is_forgotten_without_a_word() -> None:
    talk = Talk()
    talk.start("roads")
    [(due, timer)] = talk.timers
    assert due == talk.now + timedelta(hours=24)
    assert talk.take(timer) == Turn(learner=None)


def test_a_word_before_consent_gives_no_more_time() -> None:
    talk = Talk()
    talk.start()
    [(due, timer)] = talk.timers
    talk.write("Hello?")
    assert talk.timers == [(due, timer)]
    assert talk.take(timer) == Turn(learner=None)


def test_a_timer_does_nothing_to_somebody_who_has_agreed() -> None:
    talk = agreed()
    kept = talk.learner
    assert kept is not None
    [(_, timer)] = talk.timers
    assert talk.take(timer) == Turn(learner=replace(kept, turn=kept.turn + 1))


def test_agreeing_twice_shows_where_one_is() -> None:
    talk = agreed()
    talk.press(Label.AGREE)
    assert talk.body() == CourseCard(course="roads", release="r1")
