"""Beginning and ending activities: episodes and tests strictly in order, other things beside them.

enrol ──► the first episode ──► … ──► a test ──► passed ──► … ──► the course is completed
                                        └─ not passed ──► another draw, as often as wanted
"""

from dataclasses import replace

from bot.course import agenda, review, surveys, way
from bot.course.facts import (
    ActivityCompleted,
    CourseCompleted,
    EnrolmentBegan,
    Fact,
    Sort,
    TestTaken,
)
from bot.course.inputs import ActivityOpened, Enrolled
from bot.course.learner import Enrolment
from bot.course.messages import AsideEnded, Label, Message, Note, Simple, TestResult, UpNext
from bot.course.model import REVIEW, Choose, Episode, FollowUp, Questionnaire, Review, Test
from bot.course.scene import CONTINUE, Scene
from bot.course.settings import chosen
from bot.course.turn import Turn
from bot.course.walking import Path, begin


def enrol(scene: Scene, enrolled: Enrolled) -> Turn:
    """Pins the newest release and begins at once. Twice is once."""
    course_id = enrolled.course
    course = scene.shelf.offer(course_id)
    if course_id in scene.learner.enrolments or course is None:
        return way.open_course(scene, course_id)
    if course.survey:
        return surveys.begun(scene, course_id)
    if enrolled.days is not None:
        scene = scene.with_learner(rhythm=chosen(scene.learner, enrolled.days))
    release = scene.shelf.offered[course_id]
    enrolment = Enrolment(course=course_id, release=release, started_at=scene.now)
    began = EnrolmentBegan(course=course_id, release=release)
    scene = scene.enrolled(enrolment)
    turn = (
        _begin_aside(scene, enrolment, course.before)
        if course.before
        else _begin(scene, enrolment, course.line[0].id)
    )
    return replace(turn, facts=(began, *turn.facts))


def open_activity(scene: Scene, opened: ActivityOpened) -> Turn:
    """Begins what is next, resumes what is under way, rereads what is finished; in order only."""
    enrolment = scene.learner.enrolments.get(opened.course)
    if enrolment and opened.activity == REVIEW:
        return open_review(scene, enrolment)
    activity = scene.course(enrolment).find(opened.activity) if enrolment else None
    if enrolment is None or activity is None:
        return way.stale(scene)
    enrolment = way.set_aside(scene.course(enrolment), enrolment)
    scene = scene.enrolled(enrolment)
    following = way.next_in_line(scene.course(enrolment), enrolment)
    match activity:
        case Questionnaire() | FollowUp() if _is_asked(scene, enrolment, activity, opened):
            return _begin_aside(scene, enrolment, activity, opened.about)
        case Questionnaire() | FollowUp():
            return way.stale(scene)
        case Episode() if activity.id in enrolment.finished:
            return _begin_aside(scene, enrolment, activity)
        case _ if enrolment.walk and enrolment.walk.activity == activity.id:
            return way.go_on(scene)
        case _ if following and following.id == activity.id:
            return _begin(scene, enrolment, activity.id)
        case Test() if activity.id in enrolment.finished:
            return way.stale(scene)
        case _:
            return way.stale(scene, Note.LOCKED)


def _is_asked(
    scene: Scene, enrolment: Enrolment, activity: Questionnaire | FollowUp, opened: ActivityOpened
) -> bool:
    """Whether the moment for it has come: each is answered once, the one about an episode for each."""
    course = scene.course(enrolment)
    if activity == course.after_episode:
        return opened.about in enrolment.finished
    if activity.id in enrolment.attempts:
        return activity.id in enrolment.left
    return activity.id in enrolment.asked or (
        activity == course.after and enrolment.completed_at is not None
    )


def open_review(scene: Scene, enrolment: Enrolment) -> Turn:
    """What is due, else what would come next; a few questions at a time, for as long as one likes."""
    cards = enrolment.cards
    asks = review.due(cards, scene.today) or review.soonest(cards, scene.today)
    if not asks:
        return scene.answers(Simple(what="no-review"), CONTINUE)
    asks = asks[: review.A_DAY]
    enrolment = way.set_aside(scene.course(enrolment), enrolment)
    enrolment, attempt = _count(enrolment, REVIEW)
    activity = scene.course(enrolment).review(asks)
    walk = begin(activity, attempt, scene.learner.seed, asks=asks)
    scene = scene.enrolled(replace(enrolment, aside=walk)).with_learner(ignored=0)
    return scene.says(way.here(scene))


def _begin(scene: Scene, enrolment: Enrolment, activity_id: str) -> Turn:
    activity = scene.course(enrolment).activity(activity_id)
    enrolment, attempt = _count(enrolment, activity_id)
    walk = begin(activity, attempt, scene.learner.seed)
    scene = scene.enrolled(replace(enrolment, walk=walk, aside=None))
    return scene.says(way.here(scene))


def _begin_aside(
    scene: Scene,
    enrolment: Enrolment,
    activity: Episode | Questionnaire | FollowUp,
    about: str | None = None,
) -> Turn:
    if half_done := enrolment.left.get(activity.id):
        left = {k: each for k, each in enrolment.left.items() if k != activity.id}
        scene = scene.enrolled(replace(enrolment, aside=half_done, left=left))
        return scene.says(way.here(scene))
    enrolment, attempt = _count(enrolment, activity.id)
    walk = begin(activity, attempt, scene.learner.seed, about)
    if isinstance(activity, FollowUp):
        walk = replace(walk, ago=_days_since(scene, enrolment, activity))
    scene = scene.enrolled(replace(enrolment, aside=walk))
    return scene.says(way.here(scene))


def _days_since(scene: Scene, enrolment: Enrolment, follow_up: FollowUp) -> int:
    after = follow_up.after
    ended = enrolment.finished_at.get(after) if after else enrolment.completed_at
    return (scene.today - scene.window.day(ended)).days if ended else follow_up.days


def _count(enrolment: Enrolment, activity_id: str) -> tuple[Enrolment, int]:
    attempt = enrolment.attempts.get(activity_id, 0) + 1
    return replace(enrolment, attempts={**enrolment.attempts, activity_id: attempt}), attempt


def move_on(scene: Scene, path: Path, *, deeper: bool = False) -> Turn:
    """The step to come, or what follows the end of the activity."""
    walk = path.moved(deeper=deeper)
    if walk is not None:
        scene, moved = scene.walked(path, walk)
        return scene.says(moved.shown())
    if path.survey:
        return surveys.ended(scene, path.enrolment)
    if path.aside:
        return aside_left(scene, path, ended=True)
    if isinstance(path.activity, Test):
        return _test_ended(scene, path, path.activity)
    return _finished(scene, replace(path.enrolment, walk=None), path.activity.id, "episode")


def aside_left(scene: Scene, path: Path, *, ended: bool = False) -> Turn:
    """Back on the way. What stands before a course gives way to its first episode."""
    enrolment = replace(path.enrolment, aside=None)
    course = scene.course(enrolment)
    scene = scene.enrolled(enrolment)
    if path.activity == course.before and not enrolment.finished and not enrolment.walk:
        return _begin(scene, enrolment, course.line[0].id)
    if not ended:
        return way.go_on(_back_to_the_way(scene))
    scene = _back_to_the_way(scene)
    over = AsideEnded(course=enrolment.course, release=enrolment.release, activity=path.activity.id)
    more = isinstance(path.activity, Review)
    keys = (*CONTINUE, *(((way.opens(Label.MORE, course.id, REVIEW),),) if more else ()))
    return scene.says(Message(body=over, buttons=keys))


def _back_to_the_way(scene: Scene) -> Scene:
    """The course to go on with in front, when something of a finished one has been answered."""
    onward = agenda.under_way(scene.learner)
    return scene.with_learner(current=onward.course) if onward else scene


def _test_ended(scene: Scene, path: Path, test: Test) -> Turn:
    enrolment = path.enrolment
    right, asked = len(path.walk.right), len(path.steps)
    passed = right * 100 >= test.pass_mark * asked
    missed = {
        step.about for step in path.steps
        if isinstance(step, Choose) and step.id not in path.walk.right
    }  # fmt: skip
    again = tuple(e.id for e in scene.course(enrolment).episodes if e.id in missed)
    taken = TestTaken(
        course=enrolment.course, test=test.id, attempt=path.walk.attempt,
        right=right, asked=asked, passed=passed,
    )  # fmt: skip
    enrolment = replace(enrolment, walk=None)
    result = TestResult(
        course=enrolment.course, release=enrolment.release, test=test.id,
        right=right, asked=asked, passed=passed, again=again,
    )  # fmt: skip
    if not passed:
        keys = (
            (way.opens(Label.TEST_AGAIN, enrolment.course, test.id),),
            *((way.opens(Label.EPISODE, enrolment.course, each),) for each in again),
        )
        scene = scene.enrolled(enrolment)
        return scene.says(Message(body=result, buttons=keys), facts=(taken,))
    turn = _finished(scene, enrolment, test.id, "test")
    last = turn.messages[-1]
    completed = isinstance(last.body, UpNext) and last.body.completed
    shown = (
        (Message(body=result), last) if completed else (Message(body=result, buttons=last.buttons),)
    )
    return replace(turn, facts=(taken, *turn.facts), messages=shown)


def _finished(scene: Scene, enrolment: Enrolment, activity: str, sort: Sort) -> Turn:
    """The activity is finished for good, and with the last one the course."""
    enrolment = replace(
        enrolment,
        finished=(*enrolment.finished, activity),
        finished_at={**enrolment.finished_at, activity: scene.now},
    )
    facts: tuple[Fact, ...] = (
        ActivityCompleted(course=enrolment.course, activity=activity, sort=sort),
    )
    completed = way.next_in_line(scene.course(enrolment), enrolment) is None
    if completed:
        enrolment = replace(enrolment, completed_at=scene.now)
        facts = (*facts, CourseCompleted(course=enrolment.course))
    scene = scene.enrolled(enrolment)
    return scene.says(way.up_next(scene, enrolment, activity, completed=completed), facts=facts)
