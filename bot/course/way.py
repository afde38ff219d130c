"""The way through a course: episodes and tests strictly in order, other things beside it.

Nothing here can end in a dead end: `here` finds a message with a way on from every state.
"""

from dataclasses import replace

from bot.course.facts import (
    ActivityCompleted,
    Answered,
    CourseCompleted,
    EnrolmentBegan,
    Fact,
    TestTaken,
)  # fmt: skip
from bot.course.inputs import (
    ActivityOpened,
    Asked,
    CourseOpened,
    Enrolled,
    OptionChosen,
    OptionsSubmitted,
    Point,
    Rated,
    Skipped,
    TriedAgain,
)  # fmt: skip
from bot.course.learner import Enrolment
from bot.course.messages import (
    AsideEnded,
    Button,
    CourseCard,
    CourseList,
    Keyboard,
    Label,
    Message,
    Note,
    Simple,
    TestResult,
    UpNext,
)  # fmt: skip
from bot.course.model import Choose, Course, Episode, Questionnaire, Rate, Test, Write
from bot.course.scene import CONTINUE, Scene
from bot.course.turn import Turn
from bot.course.walking import Path, begin, is_right, steps_of

COURSES: Keyboard = ((Button(label=Label.COURSES, does=Asked(menu="courses")),),)


def next_in_line(course: Course, enrolment: Enrolment) -> Episode | Test | None:
    return next((each for each in course.line if each.id not in enrolment.finished), None)


# --- Courses ----------------------------------------------------------------------------


def courses(scene: Scene) -> Turn:
    offered = tuple(scene.shelf.offered)
    keys = tuple(
        (Button(label=Label.COURSE, does=CourseOpened(course=course)),) for course in offered
    )
    if not offered:
        return scene.answers(Simple(what="no-course"))
    return scene.answers(CourseList(courses=offered), keys)


def open_course(scene: Scene, course: str, note: Note | None = None) -> Turn:
    """The way on for those inside; the card of the course for everybody else."""
    if course in scene.learner.enrolments:
        return go_on(scene.with_learner(current=course), note=note)
    if course not in scene.shelf.offered:
        return courses(scene)
    start = Button(label=Label.START, does=Enrolled(course=course))
    card = CourseCard(course=course, release=scene.shelf.offered[course])
    return scene.answers(card, ((start,), *COURSES), note=note)


def open_first(scene: Scene, note: Note | None = None) -> Turn:
    """For those who are in no course yet: the only course, or the list."""
    offered = tuple(scene.shelf.offered)
    return open_course(scene, offered[0], note) if len(offered) == 1 else courses(scene)


def enrol(scene: Scene, course_id: str) -> Turn:
    """Pins the newest release and begins at once. Twice is once."""
    course = scene.shelf.offer(course_id)
    if course_id in scene.learner.enrolments or course is None:
        return open_course(scene, course_id)
    release = scene.shelf.offered[course_id]
    enrolment = Enrolment(course=course_id, release=release, started_at=scene.now)
    began = EnrolmentBegan(course=course_id, release=release)
    turn = _begin(scene.enrolled(enrolment), enrolment, course.line[0].id)
    return replace(turn, facts=(began, *turn.facts))


# --- Where the learner is ---------------------------------------------------------------


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
        return front[1].shown()
    enrolment = scene.learner.enrolment
    if enrolment is None:
        return Message(body=Simple(what="no-course"), buttons=COURSES)
    return _up_next(scene, enrolment)


def stale(scene: Scene, note: Note = Note.STALE) -> Turn:
    """An old button says why it does nothing any more, and shows where the learner is."""
    if scene.learner.enrolment is None:
        return open_first(scene, note)
    return scene.says(replace(here(scene), note=note))


def _up_next(
    scene: Scene, enrolment: Enrolment, done: str | None = None, *, completed: bool = False
) -> Message:
    course = scene.course(enrolment)
    following = next_in_line(course, enrolment)
    body = UpNext(
        course=enrolment.course, release=enrolment.release, finished=enrolment.finished,
        next=following.id if following else None, done=done, completed=completed,
    )  # fmt: skip
    return Message(body=body, buttons=_onward(course, enrolment, done))


def _onward(course: Course, enrolment: Enrolment, done: str | None = None) -> Keyboard:
    following = next_in_line(course, enrolment)
    if following:
        label = Label.TEST if isinstance(following, Test) else Label.NEXT
        onward: Keyboard = ((_open(label, course.id, following.id),),)
    else:
        onward = ((Button(label=Label.PROGRESS, does=Asked(menu="progress")),), *COURSES)
    if done and course.after_episode and isinstance(course.activity(done), Episode):
        about = ActivityOpened(course=course.id, activity=course.after_episode.id, about=done)
        return (*onward, (Button(label=Label.RATE, does=about),))
    return onward


def _open(label: Label, course: str, activity: str) -> Button:
    return Button(label=label, does=ActivityOpened(course=course, activity=activity))


# --- Activities -------------------------------------------------------------------------


def open_activity(scene: Scene, opened: ActivityOpened) -> Turn:
    """Begins what is next, resumes what is under way, rereads what is finished; in order only."""
    enrolment = scene.learner.enrolments.get(opened.course)
    activity = scene.course(enrolment).activity(opened.activity) if enrolment else None
    if enrolment is None or activity is None:
        return stale(scene)
    scene = scene.enrolled(replace(enrolment, aside=None))
    following = next_in_line(scene.course(enrolment), enrolment)
    match activity:
        case Questionnaire() if opened.about in enrolment.finished:
            return _begin_aside(scene, enrolment, activity, opened.about)
        case Episode() if activity.id in enrolment.finished:
            return _begin_aside(scene, enrolment, activity)
        case _ if enrolment.walk and enrolment.walk.activity == activity.id:
            return go_on(scene)
        case _ if following and following.id == activity.id:
            return _begin(scene, enrolment, activity.id)
        case Test() if activity.id in enrolment.finished:
            return stale(scene)
        case _:
            return stale(scene, Note.LOCKED)


def _begin(scene: Scene, enrolment: Enrolment, activity_id: str) -> Turn:
    activity = scene.course(enrolment).activity(activity_id)
    assert activity is not None
    enrolment, attempt = _count(enrolment, activity_id)
    walk = begin(activity, attempt, scene.learner.seed)
    scene = scene.enrolled(replace(enrolment, walk=walk, aside=None))
    return scene.says(here(scene))


def _begin_aside(
    scene: Scene, enrolment: Enrolment, activity: Episode | Questionnaire, about: str | None = None
) -> Turn:
    enrolment, attempt = _count(enrolment, activity.id)
    walk = begin(activity, attempt, scene.learner.seed, about)
    scene = scene.enrolled(replace(enrolment, aside=walk))
    return scene.says(here(scene))


def _count(enrolment: Enrolment, activity_id: str) -> tuple[Enrolment, int]:
    attempt = enrolment.attempts.get(activity_id, 0) + 1
    return replace(enrolment, attempts={**enrolment.attempts, activity_id: attempt}), attempt


# --- Steps ------------------------------------------------------------------------------


def went_on(scene: Scene, at: Point, *, deeper: bool) -> Turn:
    found = scene.find(at)
    if found is None or found[1].open:
        return stale(scene)
    return _advance(scene, *found, deeper=deeper)


def option_chosen(scene: Scene, chosen: OptionChosen) -> Turn:
    """An answer, or a mark where several options may be right."""
    found = scene.find(chosen.at)
    if found is None:
        return stale(scene)
    enrolment, path = found
    if not isinstance(path.step, Choose) or not 1 <= chosen.option <= path.step.options:
        return stale(scene)
    if path.step.several and path.open:
        return _marked(scene, enrolment, path, chosen.option)
    if path.open or path.may_retry():
        return _answered(scene, enrolment, path, (chosen.option,))
    return stale(scene)


def options_submitted(scene: Scene, submitted: OptionsSubmitted) -> Turn:
    found = scene.find(submitted.at)
    if found is None or not found[1].open:
        return stale(scene)
    enrolment, path = found
    if not path.walk.marked:
        return scene.says(replace(path.shown(), note=Note.NOT_AN_ANSWER, replaces=scene.origin))
    return _answered(scene, enrolment, path, path.walk.marked)


def options_typed(scene: Scene, enrolment: Enrolment, path: Path, options: tuple[int, ...]) -> Turn:
    """Numbers typed in place of pressing."""
    return _answered(scene, enrolment, path, tuple(sorted(set(options))))


def tried_again(scene: Scene, tried: TriedAgain) -> Turn:
    found = scene.find(tried.at)
    if found is None or not found[1].may_retry():
        return stale(scene)
    enrolment, path = found
    scene, path = _keep(scene, enrolment, path, replace(path.walk, retrying=True))
    return scene.says(replace(path.shown(), replaces=scene.origin))


def rated(scene: Scene, rating: Rated) -> Turn:
    found = scene.find(rating.at)
    if found is None or not isinstance(found[1].step, Rate):
        return stale(scene)
    enrolment, path = found
    step = path.step
    assert isinstance(step, Rate)
    if not step.low <= rating.value <= step.high:
        return scene.says(replace(path.shown(), note=Note.NOT_AN_ANSWER))
    return _told(scene, enrolment, path, (rating.value,))


def written(scene: Scene, enrolment: Enrolment, path: Path, text: str) -> Turn:
    return _told(scene, enrolment, path, text)


def skipped(scene: Scene, skip: Skipped) -> Turn:
    found = scene.find(skip.at)
    if found is None or not isinstance(found[1].step, Rate | Write):
        return stale(scene)
    enrolment, path = found
    return _settled(scene, path, path.question(None, words=""), _advance(scene, enrolment, path))


def _marked(scene: Scene, enrolment: Enrolment, path: Path, option: int) -> Turn:
    marked = tuple(sorted(set(path.walk.marked) ^ {option}))
    scene, path = _keep(scene, enrolment, path, replace(path.walk, marked=marked))
    return scene.says(replace(path.shown(), replaces=scene.origin))


def _answered(scene: Scene, enrolment: Enrolment, path: Path, answer: tuple[int, ...]) -> Turn:
    assert isinstance(path.step, Choose)
    fact = _fact(enrolment, path, answer, is_right(path.step, answer))
    scene, path = _keep(scene, enrolment, path, path.answered(answer))
    return scene.says(replace(path.shown(), replaces=scene.origin), facts=(fact,))


def _told(scene: Scene, enrolment: Enrolment, path: Path, told: tuple[int, ...] | str) -> Turn:
    """An answer that is neither right nor wrong: kept, shown where it was asked, and gone on from."""
    turn = _advance(scene, enrolment, path)
    turn = replace(turn, facts=(_fact(enrolment, path, told, None), *turn.facts))
    if isinstance(told, str):
        first, *rest = turn.messages
        return replace(turn, messages=(replace(first, note=Note.SAVED), *rest))
    return _settled(scene, path, path.question(told), turn)


def _settled(scene: Scene, path: Path, shown: object, turn: Turn) -> Turn:
    """The question keeps its answer and loses its buttons; then comes what follows."""
    if scene.origin is None:
        return turn
    settled = Message(body=shown, replaces=scene.origin)  # type: ignore[arg-type]
    return replace(turn, messages=(settled, *turn.messages))


def _fact(
    enrolment: Enrolment, path: Path, response: tuple[int, ...] | str, right: bool | None
) -> Fact:
    return Answered(
        course=enrolment.course, release=enrolment.release, activity=path.activity.id,
        step=path.step.id, attempt=path.walk.attempt, response=response, right=right,
        about=path.walk.about,
    )  # fmt: skip


def _keep(scene: Scene, enrolment: Enrolment, path: Path, walk: object) -> tuple[Scene, Path]:
    """The scene and the path with the walk as it is now."""
    aside = enrolment.aside is path.walk
    changed = replace(enrolment, **{"aside" if aside else "walk": walk})  # type: ignore[arg-type]
    return scene.enrolled(changed), scene.path(changed, walk)  # type: ignore[arg-type]


# --- Going on and ending ----------------------------------------------------------------


def _advance(scene: Scene, enrolment: Enrolment, path: Path, *, deeper: bool = False) -> Turn:
    walk = path.moved(deeper=deeper)
    if walk is not None:
        scene, moved = _keep(scene, enrolment, path, walk)
        return scene.says(moved.shown())
    if enrolment.aside is path.walk:
        scene = scene.enrolled(replace(enrolment, aside=None))
        ended = AsideEnded(
            course=enrolment.course, release=enrolment.release, activity=path.activity.id
        )
        return scene.says(Message(body=ended, buttons=CONTINUE))
    if isinstance(path.activity, Test):
        return _test_ended(scene, enrolment, path, path.activity)
    return _finished(scene, replace(enrolment, walk=None), path.activity.id, "episode")


def _test_ended(scene: Scene, enrolment: Enrolment, path: Path, test: Test) -> Turn:
    right, asked = len(path.walk.right), len(path.steps)
    passed = right * 100 >= test.pass_mark * asked
    missed = {
        step.about for step in steps_of(test, path.walk.attempt, scene.learner.seed)
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
            (_open(Label.TEST_AGAIN, enrolment.course, test.id),),
            *((_open(Label.EPISODE, enrolment.course, each),) for each in again),
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


def _finished(scene: Scene, enrolment: Enrolment, activity: str, sort: str) -> Turn:
    """The activity is finished for good, and with the last one the course."""
    enrolment = replace(enrolment, finished=(*enrolment.finished, activity))
    facts: tuple[Fact, ...] = (
        ActivityCompleted(course=enrolment.course, activity=activity, sort=sort),  # type: ignore[arg-type]
    )
    completed = next_in_line(scene.course(enrolment), enrolment) is None
    if completed:
        enrolment = replace(enrolment, completed_at=scene.now)
        facts = (*facts, CourseCompleted(course=enrolment.course))
    scene = scene.enrolled(enrolment)
    return scene.says(_up_next(scene, enrolment, activity, completed=completed), facts=facts)
