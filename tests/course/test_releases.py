"""What a learner began with stays as it was, whatever is offered afterwards."""

from dataclasses import replace

from bot.course.facts import EnrolmentBegan
from bot.course.messages import CourseCard, CourseList, Label, Said, Simple
from bot.course.shelf import Shelf
from tests.course.courses import ROADS, course, episode, module, say
from tests.course.talk import Talk, agreed, at, begun
from tests.course.ways import walk_stop

EDITED = course("roads", module("m1", episode("other", say("anew"))))
BOTH = Shelf(offered={"roads": "r2"}, releases={"r1": ROADS, "r2": EDITED})
WITHDRAWN = Shelf(offered={}, releases={"r1": ROADS})


def after_the_edit(talk: Talk, shelf: Shelf = BOTH) -> Talk:
    return replace(talk, shelf=shelf)


def test_somebody_inside_goes_on_in_the_release_they_began() -> None:
    talk = begun()
    talk.press(Label.CONTINUE)
    talk = after_the_edit(talk)
    talk.answer(1)
    talk.press(Label.CONTINUE)
    talk.answer(2)
    talk.press(Label.CONTINUE)
    assert talk.body() == Said(release="r1", at=at("stop", "close"), opens=False)
    talk.press(Label.FINISH)
    talk.press(Label.NEXT)
    assert talk.enrolment.release == "r1"
    assert talk.answers == [("move", (1,), None), ("who", (2,), True)]


def test_somebody_new_gets_the_new_release() -> None:
    talk = after_the_edit(agreed())
    talk.ask("continue")
    assert talk.body() == CourseCard(course="roads", release="r2")
    turn = talk.press(Label.START)
    assert turn.facts == (EnrolmentBegan(course="roads", release="r2"),)
    assert talk.body() == Said(release="r2", at=at("other", "anew"), opens=True)


def test_an_invitation_shown_before_the_edit_begins_the_new_release() -> None:
    talk = agreed()
    start = talk.button(Label.START)
    talk = after_the_edit(talk)
    talk.take(start)
    assert talk.enrolment.release == "r2"


def test_a_course_that_is_withdrawn_is_finished_by_those_inside() -> None:
    talk = after_the_edit(begun(), WITHDRAWN)
    walk_stop(talk)
    talk.press(Label.NEXT)
    talk.start("roads")
    assert talk.enrolment.walk is not None
    assert talk.enrolment.walk.activity == "wheel"


def test_a_withdrawn_course_leaves_those_inside_a_way_on_from_the_list() -> None:
    talk = after_the_edit(begun(), WITHDRAWN)
    talk.ask("courses")
    assert (talk.body(), talk.labels) == (Simple(what="no-course"), [[Label.CONTINUE]])
    talk.press(Label.CONTINUE)
    assert isinstance(talk.body(), Said)


def test_a_course_that_came_later_is_offered_beside_the_one_begun() -> None:
    desk = course("desk", module("m1", episode("form", say("hello"))))
    shelf = Shelf(
        offered={"roads": "r2", "desk": "d1"}, releases={"r1": ROADS, "r2": EDITED, "d1": desk}
    )
    talk = after_the_edit(begun(), shelf)
    talk.ask("courses")
    assert talk.body() == CourseList(courses=("roads", "desk"))
