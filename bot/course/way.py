"""Where a learner is on the way through a course, and the way on from there.

Nothing here can end in a dead end: `here` finds a message with a way on from every state.
"""

from dataclasses import replace

from bot.course.inputs import ActivityOpened, Asked, CourseOpened, Enrolled
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
from bot.course.turn import Turn

COURSES: Keyboard = ((Button(label=Label.COURSES, does=Asked(menu="courses")),),)


def next_in_line(course: Course, enrolment: Enrolment) -> Episode | Test | None:
    return next((each for each in course.line if each.id not in enrolment.finished), None)


def courses(scene: Scene, note: Note | None = None) -> Turn:
    offered = tuple(scene.shelf.offered)
    keys = tuple(
        (Button(label=Label.COURSE, does=CourseOpened(course=course)),) for course in offered
    )
    if not offered:
        return scene.answers(
            Simple(what="no-course"), CONTINUE if scene.learner.enrolment else (), note=note
        )
    return scene.answers(CourseList(courses=offered), keys, note=note)


def open_course(scene: Scene, course: str, note: Note | None = None) -> Turn:
    """The way on for those inside; the card of the course for everybody else."""
    if course in scene.learner.enrolments:
        return go_on(scene.with_learner(current=course), note=note)
    if course not in scene.shelf.offered:
        return courses(scene, note or Note.STALE)
    start = Button(label=Label.START, does=Enrolled(course=course))
    card = CourseCard(course=course, release=scene.shelf.offered[course])
    return scene.answers(card, ((start,), *COURSES), note=note)


def open_first(scene: Scene, note: Note | None = None) -> Turn:
    """For those who are in no course yet: the only course, or the list."""
    offered = tuple(scene.shelf.offered)
    return open_course(scene, offered[0], note) if len(offered) == 1 else courses(scene, note)


def go_on(scene: Scene, note: Note | None = None) -> Turn:
    """Back to the way, exactly where it was left; what was open beside it is closed."""
    enrolment = scene.learner.enrolment
    if enrolment is None:
        return open_first(scene, note)
    scene = scene.enrolled(replace(enrolment, aside=None))
    return scene.says(replace(here(scene), note=note))


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
    if scene.learner.enrolment is None:
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
    )  # fmt: skip
    return Message(body=body, buttons=onward(course, enrolment, done))


def onward(course: Course, enrolment: Enrolment, done: str | None = None) -> Keyboard:
    following = next_in_line(course, enrolment)
    if following:
        label = Label.TEST if isinstance(following, Test) else Label.NEXT
        onward: Keyboard = ((opens(label, course.id, following.id),),)
    else:
        onward = ((Button(label=Label.PROGRESS, does=Asked(menu="progress")),), *COURSES)
    if done and course.after_episode and isinstance(course.find(done), Episode):
        about = ActivityOpened(course=course.id, activity=course.after_episode.id, about=done)
        return (*onward, (Button(label=Label.RATE, does=about),))
    return onward


def opens(label: Label, course: str, activity: str) -> Button:
    return Button(label=label, does=ActivityOpened(course=course, activity=activity))
