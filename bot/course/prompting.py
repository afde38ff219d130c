"""The one message of a day that nobody asked for, and the timer that wakes it.

    a turn ──► the next moment with something due ──► timer ──► still so? ──► Prompted
                                                        └─ no: the timer is set anew

The decision is made when the timer fires: what has been done meanwhile is not asked for.
"""

from dataclasses import replace
from datetime import date

from bot.course import agenda, review
from bot.course.facts import PromptMade
from bot.course.inputs import (
    Action,
    ActivityOpened,
    Asked,
    CourseOpened,
    PlanOpened,
    PutOff,
    Switch,
    Switched,
)
from bot.course.learner import Enrolment
from bot.course.messages import Button, Due, Keyboard, Label, Message, Prompted, Simple
from bot.course.model import REVIEW, Test
from bot.course.scene import CONTINUE, Scene
from bot.course.turn import Timer, Turn
from bot.course.way import stale


def planned(scene: Scene, turn: Turn) -> Turn:
    """The turn with its timer for the next prompt, if that has changed."""
    if turn.learner is None or turn.learner.consented_at is None:
        return turn
    wake = agenda.next_wake(replace(scene, learner=turn.learner))
    if wake == turn.learner.wake_at:
        return turn
    learner = replace(turn.learner, wake_at=wake)
    return replace(turn, learner=learner, timers=(*turn.timers, Timer(kind="prompt", due=wake)))


def woken(scene: Scene) -> Turn:
    """The prompt of today, if this is the moment for it and something is due."""
    scene = scene.with_learner(wake_at=None)
    today = scene.today
    items = agenda.due(scene, today) if agenda.may_prompt(scene) else ()
    if not items:
        return Turn(learner=scene.learner)
    items = tuple(_counted(scene, each, today) for each in items)
    for each in items:
        scene = _noted(scene, each, today, alone=len(items) == 1)
    scene = scene.with_learner(prompted_on=today)
    body = Prompted(items=items)
    made = PromptMade(on=today, items=tuple(f"{each.what}:{each.about}" for each in items))
    closes = scene.window.closes(today)
    message = Message(body=body, buttons=_keys(scene, items), until=closes)
    return scene.says(message, facts=(made,))


def _counted(scene: Scene, due: Due, today: date) -> Due:
    """With what the words need: days of absence, questions to review, the plan."""
    learner = scene.learner
    if due.what == "plan":
        return replace(due, text=next(p.text for p in learner.plans if p.id == due.about))
    if due.what == "review":
        cards = learner.enrolments[due.course].cards
        return replace(due, count=min(review.A_DAY, len(review.due(cards, today))))
    if due.what in ("reminder", "last-reminder"):
        seen = learner.active_at or learner.enrolments[due.course].started_at
        return replace(due, count=(today - scene.window.day(seen)).days)
    return due


def _noted(scene: Scene, due: Due, today: date, *, alone: bool) -> Scene:
    """Nothing is brought up twice, and a prompt for nothing but review that nobody answers counts."""
    learner = scene.learner
    if due.what == "survey":
        return _reminded_of(scene, learner.surveys[due.course], ("reminder",))
    enrolment = learner.enrolments[due.course]
    match due.what:
        case "activity":
            invited = replace(enrolment, invited=due.about, invited_at=scene.now)
            return _kept(scene, invited)
        case "reminder" | "last-reminder":
            return scene.with_learner(reminded=learner.reminded + 1, reminded_on=today)
        case "questionnaire" | "follow-up":
            return _kept(scene, replace(enrolment, asked=(*enrolment.asked, due.about)))
        case "review":
            return scene.with_learner(ignored=learner.ignored + alone)
        case "plan":
            plans = (replace(p, asked=True) if p.id == due.about else p for p in learner.plans)
            return scene.with_learner(plans=tuple(plans))


def taken_back(scene: Scene, prompted: Prompted) -> Turn:
    """The prompt never left: what it held is due again, on another day."""
    for due in prompted.items:
        scene = _unnoted(scene, due, alone=len(prompted.items) == 1)
    return planned(scene, Turn(learner=scene.learner))


def _unnoted(scene: Scene, due: Due, *, alone: bool) -> Scene:
    learner = scene.learner
    enrolment = learner.enrolments.get(due.course)
    if due.what == "survey":
        survey = learner.surveys.get(due.course)
        return _reminded_of(scene, survey, ()) if survey else scene
    if enrolment is None:
        return scene
    match due.what:
        case "activity" if enrolment.invited == due.about:
            return _kept(scene, replace(enrolment, invited=None, invited_at=None))
        case "activity":
            return scene
        case "reminder" | "last-reminder":
            return scene.with_learner(reminded=max(0, learner.reminded - 1), reminded_on=None)
        case "questionnaire" | "follow-up":
            asked = tuple(each for each in enrolment.asked if each != due.about)
            return _kept(scene, replace(enrolment, asked=asked))
        case "review":
            return scene.with_learner(ignored=max(0, learner.ignored - alone))
        case "plan":
            plans = (replace(p, asked=False) if p.id == due.about else p for p in learner.plans)
            return scene.with_learner(plans=tuple(plans))


def _reminded_of(scene: Scene, survey: Enrolment, asked: tuple[str, ...]) -> Scene:
    surveys = {**scene.learner.surveys, survey.course: replace(survey, asked=asked)}
    return scene.with_learner(surveys=surveys)


def _kept(scene: Scene, enrolment: Enrolment) -> Scene:
    enrolments = {**scene.learner.enrolments, enrolment.course: enrolment}
    return scene.with_learner(enrolments=enrolments)


def _keys(scene: Scene, items: tuple[Due, ...]) -> Keyboard:
    """A button for each thing, then what is less: one press ends things of this kind."""
    later = [
        Button(label=Label.LATER, does=PutOff(course=each.course, activity=each.about))
        for each in items
        if each.what == "follow-up"
    ]
    if len(items) > 1:
        less = Button(label=Label.PROMPTS, does=Asked(menu="prompts"))
    elif what := _SWITCHES.get(items[0].what):
        less = Button(label=Label.NO_MORE, does=Switched(what=what, on=False))
    else:
        return ((_opens(scene, items[0]),),)
    return (*((_opens(scene, each),) for each in items), *((each,) for each in (*later, less)))


_SWITCHES: dict[str, Switch] = {
    "reminder": "reminders",
    "survey": "reminders",
    "follow-up": "follow_ups",
    "review": "reviews",
}


def _opens(scene: Scene, due: Due) -> Button:
    def does(label: Label, action: Action) -> Button:
        return Button(label=label, does=action)

    match due.what:
        case "activity":
            activity = scene.shelf.releases[due.release].find(due.about)
            label = Label.TEST if isinstance(activity, Test) else Label.NEXT
            return does(label, ActivityOpened(course=due.course, activity=due.about))
        case "questionnaire":
            opened = ActivityOpened(course=due.course, activity=due.about)
            return does(Label.QUESTIONNAIRE, opened)
        case "follow-up":
            opened = ActivityOpened(course=due.course, activity=due.about)
            return does(Label.FOLLOW_UP, opened)
        case "review":
            return does(Label.REVIEW, ActivityOpened(course=due.course, activity=REVIEW))
        case "plan":
            return does(Label.PLAN_CHECK, PlanOpened(plan=due.about))
        case "reminder" | "last-reminder":
            return does(Label.CONTINUE, CourseOpened(course=due.course))
        case "survey":
            return does(Label.SURVEY, CourseOpened(course=due.course))


def put_off(scene: Scene, later: PutOff) -> Turn:
    """The follow-up comes again on the next open day, if it still makes sense then; not today."""
    enrolment = scene.learner.enrolments.get(later.course)
    if enrolment is None or later.activity in enrolment.attempts:
        return stale(scene)
    asked = tuple(each for each in enrolment.asked if each != later.activity)
    today = scene.today
    prompted_on = max(today, agenda.prompted_on(scene.learner, today) or today)
    scene = _kept(scene, replace(enrolment, asked=asked)).with_learner(prompted_on=prompted_on)
    return scene.answers(Simple(what="put-off"), CONTINUE)
