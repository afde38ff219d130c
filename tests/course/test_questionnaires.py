"""The questionnaires before and after a course: voluntary, once, and never in the way."""

from bot.course.facts import Answered, EnrolmentBegan
from bot.course.inputs import ActivityOpened, LeftAside
from bot.course.messages import AsideEnded, Label, Note, Questioned, UpNext
from tests.course.courses import WEEKS
from tests.course.talk import Talk, at
from tests.course.weeks import bare, finished

ASKED = bare(before=WEEKS.before, after=WEEKS.after)


def at_the_door() -> Talk:
    talk = Talk(shelf=ASKED)
    talk.start("weeks")
    talk.press(Label.AGREE)
    talk.press(Label.START)
    return talk


def at_the_first_episode(talk: Talk) -> bool:
    return talk.question().at == at("one", "fact", course="weeks")


# --- Before -----------------------------------------------------------------------------


def test_who_starts_is_asked_first() -> None:
    talk = at_the_door()
    know = at("before", "know", course="weeks")
    assert talk.body() == Questioned(release="w1", at=know, opens=True, number=1, of=4)
    assert talk.labels == [[Label.POINT] * 5, [Label.SKIP], [Label.LEAVE]]
    assert talk.facts == [EnrolmentBegan(course="weeks", release="w1")]


def test_it_gives_way_to_the_first_episode() -> None:
    talk = at_the_door()
    talk.rate(2)
    talk.write("To see more")
    talk.answer(3)
    talk.rate(5)
    assert at_the_first_episode(talk)
    assert talk.answers == [("know", (2,), None), ("hope", "To see more", None),
                            ("role", (3,), None), ("time", (5,), None)]  # fmt: skip
    assert talk.enrolment.finished == ()


def test_leaving_it_gives_way_too() -> None:
    talk = at_the_door()
    talk.press(Label.LEAVE)
    assert at_the_first_episode(talk)


def test_every_question_can_be_skipped() -> None:
    talk = at_the_door()
    for _ in range(4):
        talk.press(Label.SKIP)
    assert at_the_first_episode(talk)
    assert not any(isinstance(fact, Answered) for fact in talk.facts)


def test_coming_back_shows_the_very_question() -> None:
    talk = at_the_door()
    talk.rate(2)
    left = talk.body()
    talk.ask("help")
    talk.press(Label.CONTINUE)
    assert talk.body() == left


def test_it_is_not_opened_again() -> None:
    talk = at_the_door()
    talk.press(Label.LEAVE)
    talk.take(ActivityOpened(course="weeks", activity="before"))
    assert talk.note() == Note.STALE
    assert at_the_first_episode(talk)


def test_who_opens_the_first_episode_has_left_it() -> None:
    talk = at_the_door()
    leave = talk.button(Label.LEAVE)
    talk.take(ActivityOpened(course="weeks", activity="one"))
    assert at_the_first_episode(talk)
    talk.take(leave)
    assert talk.note() == Note.STALE
    assert at_the_first_episode(talk)


# --- After ------------------------------------------------------------------------------


def test_it_is_offered_at_the_end() -> None:
    talk = finished(ASKED)
    body = talk.body()
    assert isinstance(body, UpNext)
    assert body.completed
    assert talk.labels == [[Label.QUESTIONNAIRE], [Label.PLAN], [Label.PROGRESS], [Label.COURSES]]
    talk.press(Label.QUESTIONNAIRE)
    talk.rate(4)
    talk.write("A lot")
    assert talk.body() == AsideEnded(course="weeks", release="w1", activity="after")
    assert talk.answers[-2:] == [("got", (4,), None), ("told", "A lot", None)]


def test_it_is_offered_once_more_the_day_after() -> None:
    talk = finished(ASKED)
    assert talk.sleep(days=60) == [("Tue 03 Mar 09:00", ("questionnaire after",))]
    assert talk.labels == [[Label.QUESTIONNAIRE]]
    talk.press(Label.QUESTIONNAIRE)
    assert talk.question().at.activity == "after"


def test_who_opened_it_is_not_asked_again() -> None:
    talk = finished(ASKED)
    talk.press(Label.QUESTIONNAIRE)
    assert talk.sleep(days=60) == []


def test_left_half_done_it_goes_on_where_it_was_left() -> None:
    talk = finished(ASKED)
    talk.press(Label.QUESTIONNAIRE)
    left = talk.body()
    talk.ask("continue")
    assert [Label.QUESTIONNAIRE] in talk.labels
    talk.press(Label.QUESTIONNAIRE)
    assert talk.body() == left
    talk.rate(4)
    talk.write("A lot")
    talk.press(Label.CONTINUE)
    assert [Label.QUESTIONNAIRE] not in talk.labels


def test_it_is_not_opened_before_the_end_nor_twice() -> None:
    talk = at_the_door()
    talk.press(Label.LEAVE)
    talk.take(ActivityOpened(course="weeks", activity="after"))
    assert talk.note() == Note.STALE
    talk = finished(ASKED)
    again = talk.button(Label.QUESTIONNAIRE)
    talk.take(again)
    talk.rate(4)
    talk.write("A lot")
    talk.take(again)
    assert talk.note() == Note.STALE


def test_a_questionnaire_that_is_not_open_cannot_be_left() -> None:
    talk = finished(ASKED)
    talk.take(LeftAside(at=at("after", "got", course="weeks")))
    assert talk.note() == Note.STALE
