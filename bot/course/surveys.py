"""Surveys: questionnaires that belong to no course, answered once.

    link ─► card ─► questions, one a message ─┬─► thanks
                      ▲          │            └─► seven days without a step, or the last day over
                      └─ later ◄─┘
                                              whatever was answered until then counts

What a learner has answered stays in their own state until the survey is over for them. Then it
leaves the state as one fact; of an anonymous survey, with nothing that says whose it was.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.course.facts import Fact, SurveyEnded, SurveyOpened
from bot.course.inputs import Asked, CourseOpened, Enrolled, UnknownButton
from bot.course.learner import Enrolment, LastPress, Learner
from bot.course.messages import Button, CourseCard, Keyboard, Label, Message, Note, SurveyClosed
from bot.course.model import Survey
from bot.course.scene import CONTINUE, Scene
from bot.course.turn import Timer, Turn
from bot.course.walking import begin

KEPT = timedelta(days=7)
"""For so long without a step a survey that is half done can be gone on with."""


def is_one(scene: Scene, course: str) -> bool:
    return course in scene.learner.surveys or course in scene.shelf.surveys


def opened(scene: Scene, survey: str, note: Note | None = None) -> Turn:
    """The way on for who is answering it; else its card, or in words why it cannot be answered."""
    learner = scene.learner
    if survey in learner.surveys:
        scene = scene.with_learner(asking=survey)
        front = scene.front()
        assert front is not None
        return scene.says(replace(front.shown(), note=note))
    release = scene.shelf.surveys[survey]
    seen = SurveyOpened(survey=survey, release=release)
    if survey in learner.surveyed:
        return scene.says(_closed(survey, release, "answered"))
    if _survey(scene, release).is_over(scene.today):
        return scene.says(_closed(survey, release, "over"), facts=(seen,))
    card = CourseCard(course=survey, release=release)
    start = Button(label=Label.BEGIN, does=Enrolled(course=survey))
    not_now = Button(label=Label.NOT_NOW, does=Asked(menu="continue"))
    message = Message(body=card, buttons=((start,), (not_now,)), note=note)
    return scene.says(message, facts=(seen,))


def begun(scene: Scene, survey: str) -> Turn:
    """Pins the newest release and asks the first question. Twice is once."""
    release = scene.shelf.surveys[survey]
    learner = scene.learner
    known = survey in learner.surveys or survey in learner.surveyed
    if known or _survey(scene, release).is_over(scene.today):
        return opened(scene, survey)
    walk = begin(_survey(scene, release).questions, 1, learner.seed)
    scene = scene.enrolled(
        Enrolment(
            course=survey, release=release, started_at=scene.now, touched_at=scene.now, walk=walk
        )
    )
    turn = opened(scene, survey)
    return replace(turn, facts=(SurveyOpened(survey=survey, release=release),))


def put_away(scene: Scene, enrolment: Enrolment) -> Turn:
    """Later: what was answered is kept, and the course comes back to the front."""
    scene = scene.with_learner(asking=None)
    message = _closed(enrolment.course, enrolment.release, "later")
    again = Button(label=Label.SURVEY, does=CourseOpened(course=enrolment.course))
    return scene.says(replace(message, buttons=((again,), *CONTINUE), replaces=scene.origin))


def ended(scene: Scene, enrolment: Enrolment) -> Turn:
    """Thanks. In an anonymous survey they take the place of its last question."""
    anonymous = _survey(scene, enrolment.release).anonymous
    scene, fact = _over(scene, enrolment, answered=True)
    message = _closed(enrolment.course, enrolment.release, "thanks")
    if anonymous:
        message = replace(message, replaces=scene.origin)
    return scene.says(message, facts=(fact,))


def expired(scene: Scene) -> Turn:
    """Ends what nobody has gone on with for too long, and what has had its last day. Says nothing."""
    facts: tuple[Fact, ...] = ()
    for enrolment in scene.learner.surveys.values():
        if _closes_at(scene, enrolment) <= scene.now:
            scene, fact = _over(scene, enrolment, answered=False)
            facts = (*facts, fact)
    return Turn(learner=scene.learner, facts=facts, timers=(_timer(scene, scene.learner),))


def _over(scene: Scene, enrolment: Enrolment, *, answered: bool) -> tuple[Scene, SurveyEnded]:
    """The learner without it. Whoever has answered nothing, and not come to its end, may begin anew."""
    survey, learner = enrolment.course, scene.learner
    told = enrolment.walk.told if enrolment.walk else {}
    anonymous = _survey(scene, enrolment.release).anonymous
    scene = scene.with_learner(
        surveys={name: each for name, each in learner.surveys.items() if name != survey},
        asking=None if learner.asking == survey else learner.asking,
        surveyed=(*learner.surveyed, survey) if answered or told else learner.surveyed,
        last_press=_without_answer(learner.last_press) if anonymous else learner.last_press,
    )
    return scene, SurveyEnded(
        survey=survey, anonymous=anonymous, answered=bool(told), unlinked=told if anonymous else {}
    )


def _without_answer(press: LastPress | None) -> LastPress | None:
    """Which button of a question was pressed is the answer."""
    return replace(press, index=None) if press else None


def is_echo(last: LastPress | None, event: object, now: datetime, within: timedelta) -> bool:
    """The second press of the button that has just ended an anonymous survey: no button any more."""
    just = last is not None and last.index is None and timedelta() <= now - last.at < within
    return just and isinstance(event, UnknownButton)


def _closed(
    survey: str, release: str, why: Literal["thanks", "later", "answered", "over"]
) -> Message:
    body = SurveyClosed(course=survey, release=release, why=why)
    keys: Keyboard = CONTINUE
    return Message(body=body, buttons=keys)


def _survey(scene: Scene, release: str) -> Survey:
    survey = scene.shelf.releases[release].survey
    assert survey is not None
    return survey


# --- Time -------------------------------------------------------------------------------


def planned(scene: Scene, before: Learner, turn: Turn) -> Turn:
    """The turn with the timer that ends what is not gone on with, if any survey has moved."""
    if turn.learner is None or turn.learner.surveys == before.surveys:
        return turn
    return replace(turn, timers=(*turn.timers, _timer(scene, turn.learner)))


def _timer(scene: Scene, learner: Learner) -> Timer:
    scene = replace(scene, learner=learner)
    due: Iterable[datetime] = (_closes_at(scene, each) for each in learner.surveys.values())
    return Timer(kind="survey", due=min(due, default=None))


def _closes_at(scene: Scene, enrolment: Enrolment) -> datetime:
    """Seven days after the last step, and in any case at the end of the survey's last day."""
    closes = (enrolment.touched_at or enrolment.started_at) + KEPT
    until = _survey(scene, enrolment.release).until
    if until is None:
        return closes
    midnight = datetime.combine(
        until + timedelta(days=1), time(), ZoneInfo(scene.learner.zone)
    ).astimezone(UTC)
    return min(closes, midnight)
