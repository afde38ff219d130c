"""Where a learner is on the way through a course, and the way on from there.

Nothing here can end in a dead end: `here` finds a message with a way on from every state.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.course import surveys
from bot.course.inputs import ActivityOpened, Asked, CourseOpened, Enrolled, PlanBegun
from bot.course.learner import Enrolment
from bot.course.messages import (
    Button,
    CourseCard,
    CourseList,
    Keyboard,
    Label,
    Message,
    Note,
    Simple,
    UpNext,
)
from bot.course.model import Course, Episode, Test
from bot.course.scene import CONTINUE, Scene
from bot.course.timing import WORKING_DAYS
from bot.course.turn import Turn

COURSES: Keyboard = ((Button(label=Label.COURSES, does=Asked(menu="courses")),),)


def next_in_line(course: Course, enrolment: Enrolment) -> Episode | Test | None:
    return next((each for each in course.line if each.id not in enrolment.finished), None)


def courses(scene: Scene, note: Note | None = None) -> Turn:
    offered = tuple(scene.shelf.offered)
    keys = tuple(
        (Button(label=Label.COURSE, does=CourseOpened(course=course)),) for course in offered
    )
    back = CONTINUE if scene.learner.enrolment else ()
    if not offered:
        return scene.answers(Simple(what="no-course"), back, note=note)
    return scene.answers(CourseList(courses=offered), (*keys, *back), note=note)


def open_course(scene: Scene, course: str, note: Note | None = None) -> Turn:
    """The way on for those inside; the card of the course, or survey, for everybody else."""
    if course in scene.learner.enrolments:
        return go_on(scene.with_learner(current=course, asking=None), note=note)
    if surveys.is_one(scene, course):
        return surveys.opened(scene, course, note)
    if course not in scene.shelf.offered:
        return courses(scene, note or Note.STALE)
    card = CourseCard(course=course, release=scene.shelf.offered[course])
    own_pace = Button(label=Label.START, does=Enrolled(course=course))
    daily = Button(label=Label.DAILY, does=Enrolled(course=course, days=WORKING_DAYS))
    rhythm = Button(label=Label.RHYTHM, does=Asked(menu="rhythm"))
    keys = ((own_pace,), (daily,), (rhythm,)) if not scene.learner.rhythm.days else ((own_pace,),)
    return scene.answers(card, (*keys, *COURSES), note=note)


def open_first(scene: Scene, note: Note | None = None) -> Turn:
    """For those who are in no course yet: the only course, or the list."""
    offered = tuple(scene.shelf.offered)
    return open_course(scene, offered[0], note) if len(offered) == 1 else courses(scene, note)


def go_on(scene: Scene, note: Note | None = None) -> Turn:
    """Back to the way, exactly where it was left; what was open beside it is closed.

    What stands before a course is not beside the way but its beginning. A survey goes on until it
    is put away.
    """
    if scene.learner.asking:
        return scene.says(replace(here(scene), note=note))
    enrolment = scene.learner.enrolment
    if enrolment is None:
        return open_first(scene, note)
    enrolment = set_aside(scene.course(enrolment), enrolment)
    scene = scene.enrolled(enrolment)
    return scene.says(replace(here(scene), note=note))


def set_aside(course: Course, enrolment: Enrolment) -> Enrolment:
    """Without what was open beside the way. What can be done only once is kept where it was left."""
    aside = enrolment.aside
    if aside is None or is_at_the_door(course, enrolment):
        return enrolment
    once = {each.id for each in (course.after, *course.follow_ups) if each}
    left = {**enrolment.left, aside.activity: aside} if aside.activity in once else enrolment.left
    return replace(enrolment, aside=None, left=left)


def is_at_the_door(course: Course, enrolment: Enrolment) -> bool:
    """Whether the learner is in what stands before the course."""
    aside, before = enrolment.aside, course.before
    begun = enrolment.finished or enrolment.walk
    return not begun and bool(aside and before and aside.activity == before.id)


def here(scene: Scene) -> Message:
    """The message that shows where the learner is, with a way on."""
    if front := scene.front():
        return front.shown()
    enrolment = scene.learner.enrolment
    if enrolment is None:
        return Message(body=Simple(what="no-course"), buttons=COURSES)
    return up_next(scene, enrolment)


def stale(scene: Scene, note: Note = Note.STALE) -> Turn:
    """An old button says why it does nothing any more, and shows where the learner is."""
    if scene.learner.enrolment is None and not scene.learner.asking:
        return open_first(scene, note)
    return scene.says(replace(here(scene), note=note))


def up_next(
    scene: Scene, enrolment: Enrolment, done: str | None = None, *, completed: bool = False
) -> Message:
    course = scene.course(enrolment)
    following = next_in_line(course, enrolment)
    body = UpNext(
        course=enrolment.course, release=enrolment.release, finished=enrolment.finished,
        next=following.id if following else None, done=done, completed=completed,
        comes_at=_comes_at(scene) if done and following else None, zone=scene.learner.zone,
    )  # fmt: skip
    return Message(body=body, buttons=onward(course, enrolment, done))


def _comes_at(scene: Scene) -> datetime | None:
    """When the rhythm brings what comes next: never before the next day."""
    if not scene.learner.rhythm.days:
        return None
    window = scene.window
    day = next(window.days(scene.today + timedelta(days=1)), None)
    return window.opens(day) if day else None


def onward(course: Course, enrolment: Enrolment, done: str | None = None) -> Keyboard:
    following = next_in_line(course, enrolment)
    if following:
        label = Label.TEST if isinstance(following, Test) else Label.NEXT
        return ((opens(label, course.id, following.id),), *_besides(course, done))
    progress = Button(label=Label.PROGRESS, does=Asked(menu="progress"))
    return (*_at_the_end(course, enrolment), *_besides(course, done), (progress,), *COURSES)


def _at_the_end(course: Course, enrolment: Enrolment) -> Keyboard:
    keys: list[tuple[Button, ...]] = []
    if course.after and (
        course.after.id not in enrolment.attempts or course.after.id in enrolment.left
    ):
        keys.append((opens(Label.QUESTIONNAIRE, course.id, course.after.id),))
    if course.certificate:
        keys.append((Button(label=Label.CERTIFICATE, does=Asked(menu="certificate")),))
    return tuple(keys)


def _besides(course: Course, done: str | None) -> Keyboard:
    """What may be done about something that has just ended: a plan after a module, a rating."""
    keys: list[tuple[Button, ...]] = []
    module = next((each for each in course.modules if each.line[-1].id == done), None)
    if module:
        begun = PlanBegun(course=course.id, module=module.id)
        keys.append((Button(label=Label.PLAN, does=begun),))
    if done and course.after_episode and isinstance(course.find(done), Episode):
        about = ActivityOpened(course=course.id, activity=course.after_episode.id, about=done)
        keys.append((Button(label=Label.RATE, does=about),))
    return tuple(keys)


def opens(label: Label, course: str, activity: str) -> Button:
    return Button(label=label, does=ActivityOpened(course=course, activity=activity))
