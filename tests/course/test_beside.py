"""Beside the way: rereading and the questionnaire after an episode never disturb it."""

from bot.course.facts import Answered
from bot.course.inputs import ActivityOpened
from bot.course.messages import AsideEnded, Label, Note, Questioned, Said, Simple, UpNext
from tests.course.courses import only, say
from tests.course.talk import Talk, at, begun, does
from tests.course.ways import walk_stop, walk_to_the_end


def in_the_second_episode() -> Talk:
    talk = begun()
    walk_stop(talk)
    talk.press(Label.NEXT)
    talk.answer(1)
    return talk


def test_rereading_is_chosen_from_what_is_finished() -> None:
    talk = in_the_second_episode()
    talk.ask("reread")
    assert talk.body() == Simple(what="reread")
    assert does(talk.shown[-1][1])[0] == ActivityOpened(course="roads", activity="stop")
    assert talk.labels == [[Label.EPISODE], [Label.CONTINUE]]


def test_with_nothing_finished_the_way_is_shown() -> None:
    talk = begun()
    talk.ask("reread")
    assert talk.body() == Said(release="r1", at=at("stop", "hook"), opens=True)


def test_rereading_leaves_the_way_as_it_was() -> None:
    talk = in_the_second_episode()
    walk = talk.enrolment.walk
    talk.ask("reread")
    talk.press(Label.EPISODE)
    assert talk.body() == Said(release="r1", at=at("stop", "hook", attempt=2), opens=True)
    walk_stop(talk)
    assert talk.body() == AsideEnded(course="roads", release="r1", activity="stop")
    talk.press(Label.CONTINUE)
    body = talk.question()
    assert (body.at, body.marked) == (at("wheel", "parts"), (1,))
    assert talk.enrolment.walk == walk
    assert talk.enrolment.finished == ("stop",)


def test_answers_of_a_second_reading_are_kept_after_the_first() -> None:
    talk = in_the_second_episode()
    talk.ask("reread")
    talk.press(Label.EPISODE)
    talk.press(Label.CONTINUE)
    talk.answer(2)
    talk.press(Label.CONTINUE)
    talk.answer(1)
    told = [(f.step, f.attempt, f.response) for f in talk.facts if isinstance(f, Answered)]
    assert told == [("move", 1, (1,)), ("who", 1, (2,)), ("move", 2, (2,)), ("who", 2, (1,))]


def test_leaving_a_second_reading_for_the_way() -> None:
    talk = in_the_second_episode()
    on_the_way = talk.button(Label.ANSWER, 2)
    talk.ask("reread")
    talk.press(Label.EPISODE)
    talk.take(on_the_way)
    body = talk.question()
    assert (body.at, body.marked) == (at("wheel", "parts"), (1, 3))
    assert talk.enrolment.aside is None


def test_after_the_course_every_episode_can_be_read_again() -> None:
    talk = begun()
    walk_to_the_end(talk)
    talk.ask("reread")
    assert talk.labels == [[Label.EPISODE]] * 3 + [[Label.CONTINUE]]
    talk.press(Label.EPISODE, 3)
    assert talk.body() == Said(release="r1", at=at("queue", "counter", attempt=2), opens=True)


def test_the_questionnaire_is_offered_and_keeps_what_it_is_about() -> None:
    talk = begun()
    walk_stop(talk)
    talk.press(Label.RATE)
    useful = at("after", "useful")
    assert talk.body() == Questioned(release="r1", at=useful, opens=True, number=1, of=2)
    talk.rate(6)
    talk.write("The umbrella!")
    assert talk.body() == AsideEnded(course="roads", release="r1", activity="after")
    assert talk.note() == Note.SAVED
    kept = [f for f in talk.facts if isinstance(f, Answered)][-2:]
    assert [(f.step, f.response, f.about) for f in kept] == [
        ("useful", (6,), "stop"),
        ("say", "The umbrella!", "stop"),
    ]
    talk.press(Label.CONTINUE)
    assert talk.body() == UpNext(
        course="roads", release="r1", finished=("stop",), next="wheel", zone="Europe/Kyiv"
    )


def test_every_question_of_the_questionnaire_can_be_skipped() -> None:
    talk = begun()
    walk_stop(talk)
    talk.press(Label.RATE)
    talk.press(Label.SKIP)
    talk.press(Label.SKIP)
    assert isinstance(talk.body(), AsideEnded)
    assert not any(isinstance(f, Answered) and f.activity == "after" for f in talk.facts)


def test_the_questionnaire_need_not_be_opened_or_finished() -> None:
    talk = begun()
    walk_stop(talk)
    talk.press(Label.RATE)
    talk.rate(3)
    talk.press(Label.NEXT)
    body = talk.question()
    assert body.at == at("wheel", "parts")


def test_a_second_opinion_is_a_second_answer() -> None:
    talk = begun()
    walk_stop(talk)
    talk.press(Label.RATE)
    talk.rate(3)
    talk.press(Label.RATE)
    talk.rate(7)
    rated = [f for f in talk.facts if isinstance(f, Answered) and f.step == "useful"]
    assert [(f.attempt, f.response) for f in rated] == [(1, (3,)), (2, (7,))]


def test_the_questionnaire_about_nothing_is_not_opened() -> None:
    talk = begun()
    for about in (None, "stop", "nonsense"):
        talk.take(ActivityOpened(course="roads", activity="after", about=about))
        assert talk.note() == Note.STALE


def test_a_course_without_a_questionnaire_offers_none() -> None:
    talk = begun(only(say("one")))
    talk.press(Label.FINISH)
    assert talk.labels == [[Label.PLAN], [Label.PROGRESS], [Label.COURSES]]
