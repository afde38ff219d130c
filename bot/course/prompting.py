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
        scene = _noted(scene, each, today)
    scene = scene.with_learner(prompted_on=today)
    body = Prompted(items=items)
    made = PromptMade(on=today, items=tuple(f"{each.what}:{each.about}" for each in items))
    return scene.says(Message(body=body, buttons=_keys(scene, items)), facts=(made,))


def _counted(scene: Scene, due: Due, today: date) -> Due:
    """With what the words need: days of absence, questions to review, the plan."""
    learner = scene.learner
    if due.what == "plan":
        return replace(due, text=next(p.text for p in learner.plans if p.id == due.about))
    if due.what == "review":
        cards = learner.enrolments[due.course].cards
        return replace(due, count=min(review.A_DAY, len(review.due(cards, today))))
    if due.what in ("reminder", "last-reminder") and learner.active_at:
        active = scene.window.day(learner.active_at)
        return replace(due, count=(today - active).days)
    return due


def _noted(scene: Scene, due: Due, today: date) -> Scene:
    """Nothing is brought up twice, and what nobody answers ends by itself."""
    learner = scene.learner
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
            return scene.with_learner(ignored=learner.ignored + 1)
        case "plan":
            plans = (replace(p, asked=True) if p.id == due.about else p for p in learner.plans)
            return scene.with_learner(plans=tuple(plans))


def _kept(scene: Scene, enrolment: Enrolment) -> Scene:
    enrolments = {**scene.learner.enrolments, enrolment.course: enrolment}
    return scene.with_learner(enrolments=enrolments)


def _keys(scene: Scene, items: tuple[Due, ...]) -> Keyboard:
    """A button for each thing, then one press that ends things of this kind."""
    keys: list[tuple[Button, ...]] = [(_opens(scene, each),) for each in items]
    for each in items:
        if each.what == "follow-up":
            put_off = PutOff(course=each.course, activity=each.about)
            keys.append((Button(label=Label.LATER, does=put_off),))
        if what := _SWITCHES.get(each.what):
            off = Button(label=Label.NO_MORE, does=Switched(what=what, on=False))
            keys.append((off,))
    return tuple(keys)


_SWITCHES: dict[str, Switch] = {
    "reminder": "reminders",
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
            return does(Label.CONTINUE, Asked(menu="continue"))


def put_off(scene: Scene, later: PutOff) -> Turn:
    """The follow-up comes again on the next open day, if it still makes sense then."""
    enrolment = scene.learner.enrolments.get(later.course)
    if enrolment is None or later.activity in enrolment.attempts:
        return stale(scene)
    asked = tuple(each for each in enrolment.asked if each != later.activity)
    scene = _kept(scene, replace(enrolment, asked=asked))
    return scene.answers(Simple(what="put-off"), CONTINUE, in_place=True)
