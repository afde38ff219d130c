"""If-then plans: what a learner will do at work, and the day on which the bot asks what became of it.

begun ─► words ─► kept, to be asked about in a week ─► another day
                          │ the day has come
                          ▼
      asked ─► done | dropped         what helped, what held back
            └► partly | not yet ─► another day
"""

from dataclasses import replace
from datetime import timedelta

from bot.course import way
from bot.course.facts import Fact, PlanMade, PlanMoved, PlanTold
from bot.course.inputs import (
    PlanBegun,
    PlanDated,
    PlanOpened,
    PlanReported,
    PlanResult,
    StarterChosen,
)
from bot.course.learner import Draft, Plan
from bot.course.messages import (
    Button,
    Keyboard,
    Label,
    Message,
    Note,
    PlanAsked,
    PlanLine,
    PlanList,
    PlanShown,
    Simple,
)
from bot.course.model import Module, wording
from bot.course.scene import CONTINUE, Scene
from bot.course.turn import Turn

FIRST_DAYS = 7
"""Days after which the bot asks, unless another day is chosen."""

DAYS = (1, 3, 7, 14, 30)
MOST = 50
"""Plans that are kept; the oldest go first."""
LISTED = 10
"""Plans in the list: the newest."""

RESULTS: tuple[PlanResult, ...] = ("done", "partly", "not-yet", "dropped")


def begun(scene: Scene, plan: PlanBegun) -> Turn:
    module = _module(scene, plan.course, plan.module)
    enrolment = scene.learner.enrolments.get(plan.course)
    if module is None or enrolment is None:
        return way.stale(scene)
    about = f"{plan.course}/{plan.module}"
    draft = Draft(text=None, turn=scene.learner.turn, purpose="plan", about=about)
    scene = scene.with_learner(draft=draft)
    body = PlanAsked(course=plan.course, release=enrolment.release, module=plan.module)
    starters: Keyboard = tuple(
        (
            Button(
                label=Label.STARTER,
                does=StarterChosen(course=plan.course, module=plan.module, starter=number),
            ),
        )
        for number in range(1, len(module.starters) + 1)
    )
    return scene.answers(body, (*starters, *CONTINUE))


def _module(scene: Scene, course_id: str, module_id: str) -> Module | None:
    enrolment = scene.learner.enrolments.get(course_id)
    modules = scene.course(enrolment).modules if enrolment else ()
    return next((each for each in modules if each.id == module_id), None)


def starter_chosen(scene: Scene, chosen: StarterChosen) -> Turn:
    module = _module(scene, chosen.course, chosen.module)
    if module is None or not 1 <= chosen.starter <= len(module.starters):
        return way.stale(scene)
    course = scene.course(scene.learner.enrolments[chosen.course])
    starter = module.starters[chosen.starter - 1]
    text, _ = wording(starter, scene.learner.language, course.source_language)
    return made(scene, f"{chosen.course}/{chosen.module}", text)


def made(scene: Scene, about: str, text: str) -> Turn:
    """The plan is kept at once; the day may still be changed."""
    course, _, module = about.partition("/")
    if _module(scene, course, module) is None:
        return way.stale(scene)
    plan = Plan(
        id=f"p{scene.learner.turn}", course=course, module=module, text=text, made_on=scene.today,
        due_on=scene.today + timedelta(days=FIRST_DAYS),
    )  # fmt: skip
    fact = PlanMade(plan=plan.id, course=course, module=module, text=plan.text, due_on=plan.due_on)
    scene = scene.with_learner(plans=(*scene.learner.plans, plan)[-MOST:])
    return _shown(scene, plan, PlanShown(text=text, due_on=plan.due_on, step="kept"), fact)


def _shown(
    scene: Scene, plan: Plan, body: PlanShown, *facts: Fact, note: Note | None = None
) -> Turn:
    """In the message whose button was pressed, with other days to choose if the plan is still open."""
    days = tuple(
        Button(label=Label.PLAN_IN, does=PlanDated(plan=plan.id, days=each)) for each in DAYS
    )
    keys = (days[:2], days[2:], *CONTINUE) if plan.open else CONTINUE
    message = Message(body=body, buttons=keys, replaces=scene.origin, note=note)
    return scene.says(message, facts=facts)


def _find(scene: Scene, plan_id: str) -> Plan | None:
    return next((each for each in scene.learner.plans if each.id == plan_id), None)


def _kept(scene: Scene, plan: Plan) -> Scene:
    plans = (plan if each.id == plan.id else each for each in scene.learner.plans)
    return scene.with_learner(plans=tuple(plans))


def dated(scene: Scene, date: PlanDated, draft: Draft | None) -> Turn:
    plan = _find(scene, date.plan)
    if plan is None or not plan.open or date.days not in DAYS:
        return scene.answers(Simple(what="plan-unknown"), CONTINUE)
    plan = replace(plan, due_on=scene.today + timedelta(days=date.days), asked=False)
    if draft is not None and draft.purpose == "plan-note":
        scene = scene.with_learner(draft=replace(draft, turn=scene.learner.turn))
    body = PlanShown(text=plan.text, due_on=plan.due_on, step="moved", result=plan.result)
    moved = PlanMoved(plan=plan.id, due_on=plan.due_on)
    return _shown(_kept(scene, plan), plan, body, moved)


def opened(scene: Scene, open_: PlanOpened) -> Turn:
    plan = _find(scene, open_.plan)
    if plan is None or not plan.open:
        return scene.answers(Simple(what="plan-unknown"), CONTINUE)
    keys: Keyboard = tuple(
        (Button(label=Label.RESULT, does=PlanReported(plan=plan.id, result=result)),)
        for result in RESULTS
    )
    body = PlanShown(text=plan.text, due_on=plan.due_on, step="asked")
    return scene.answers(body, keys)


def reported(scene: Scene, report: PlanReported) -> Turn:
    """What became of it; then the words of what helped or held back, for those who wish."""
    plan = _find(scene, report.plan)
    if plan is None or not plan.open or report.result not in RESULTS:
        return scene.answers(Simple(what="plan-unknown"), CONTINUE)
    plan = replace(plan, result=report.result, asked=True)
    draft = Draft(text=None, turn=scene.learner.turn, purpose="plan-note", about=plan.id)
    scene = _kept(scene, plan).with_learner(draft=draft)
    body = PlanShown(text=plan.text, due_on=plan.due_on, step="told", result=plan.result)
    return _shown(scene, plan, body, PlanTold(plan=plan.id, result=report.result))


def noted(scene: Scene, plan_id: str, text: str) -> Turn:
    plan = _find(scene, plan_id)
    if plan is None or plan.result is None:
        return scene.answers(Simple(what="plan-unknown"), CONTINUE)
    told = PlanTold(plan=plan.id, result=plan.result, note=text)
    body = PlanShown(text=plan.text, due_on=plan.due_on, step="noted", result=plan.result)
    return _shown(scene, plan, body, told, note=Note.SAVED)


def listed(scene: Scene) -> Turn:
    plans = scene.learner.plans[-LISTED:]
    if not plans:
        return scene.answers(Simple(what="no-plan"), (*_new(scene), *CONTINUE))
    lines = tuple(PlanLine(text=p.text, due_on=p.due_on, result=p.result) for p in plans)
    keys: Keyboard = tuple(
        (Button(label=Label.PLAN_CHECK, does=PlanOpened(plan=plan.id)),)
        for plan in plans
        if plan.open
    )
    return scene.answers(PlanList(plans=lines), (*keys, *_new(scene), *CONTINUE))


def _new(scene: Scene) -> Keyboard:
    """A plan for the module that was finished last."""
    enrolment = scene.learner.enrolment
    if enrolment is None:
        return ()
    modules = scene.course(enrolment).modules
    ended = [each for each in modules if each.line[-1].id in enrolment.finished]
    if not ended:
        return ()
    plan = PlanBegun(course=enrolment.course, module=ended[-1].id)
    return ((Button(label=Label.PLAN, does=plan),),)
