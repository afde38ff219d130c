"""Everything beside the courses: arriving, consent, settings, leaving.

unknown ── any input ──► Welcome ── ConsentGiven ──► learner
                           │  nothing more for 24 hours
                           ▼
                        forgotten
"""

from dataclasses import replace
from datetime import timedelta

from bot.course import activities, certificates, feedback, plans, settings, way
from bot.course.desk.team import fingerprint
from bot.course.inputs import (
    ActivityOpened,
    Arrived,
    Asked,
    ConsentDeclined,
    ConsentGiven,
    ForgetDecided,
    Input,
    LanguageChosen,
    UnknownButton,
)  # fmt: skip
from bot.course.messages import (
    Button,
    Keyboard,
    Label,
    Message,
    Note,
    ProgressShown,
    Simple,
    Welcome,
)  # fmt: skip
from bot.course.model import Episode
from bot.course.scene import CONTINUE, Scene
from bot.course.settings import LANGUAGES
from bot.course.timing import HOME_HOLIDAYS, Rhythm
from bot.course.turn import Timer, Turn

FORGET_UNCONSENTED = timedelta(hours=24)
"""How long a person who has not agreed is remembered, so that the question can be asked again."""

FRESH_TURNS = 3
"""Turns after which the question whether to erase everything is stale."""

_agree = Button(label=Label.AGREE, does=ConsentGiven())
_not_now = Button(label=Label.NOT_NOW, does=ConsentDeclined())
_read_more = Button(label=Label.READ_MORE, does=Asked(menu="privacy"))


def _ask(label: Label, menu: str) -> Button:
    return Button(label=label, does=Asked(menu=menu))  # type: ignore[arg-type]


# --- Before consent ---------------------------------------------------------------------


def before_consent(scene: Scene, event: Input) -> Turn:
    """Whatever comes, the question is asked; only language and what the link leads to are kept."""
    first = scene.learner.turn == 1
    timer = Timer(kind="forget-unconsented", due=scene.now + FORGET_UNCONSENTED)
    if not scene.shelf.newest(scene.learner.invited_to or ""):
        scene = scene.with_learner(invited_to=None)
    match event:
        case ConsentGiven():
            return _consented(scene)
        case ConsentDeclined():
            turn = scene.answers(Simple(what="declined"), ((_agree,), (_read_more,)), in_place=True)
        case Asked(menu="privacy" | "help" as menu):
            turn = scene.answers(Simple(what=menu), ((_agree,), (_not_now,)))
        case Asked(menu="export" | "forget" as menu):
            turn = asked(scene, menu)
        case ForgetDecided():
            turn = forget_decided(scene, event)
        case LanguageChosen(language=language):
            turn = _welcome(scene.with_learner(language=language), in_place=True)
        case Arrived(group=str(group)):
            turn = _welcome(scene.with_learner(invited_group=group))
        case Arrived(invitation=str(token)):
            turn = _welcome(scene.with_learner(invited_team=fingerprint(token)))
        case Arrived(course=course):
            invited = course if scene.shelf.newest(course or "") else scene.learner.invited_to
            turn = _welcome(scene.with_learner(invited_to=invited))
        case UnknownButton():
            turn = _welcome(scene, Note.UNKNOWN_BUTTON)
        case _:
            turn = _welcome(scene)
    return replace(turn, timers=(timer,)) if first and turn.learner else turn


def _welcome(scene: Scene, note: Note | None = None, *, in_place: bool = False) -> Turn:
    buttons = ((_agree,), (_read_more, _not_now), *LANGUAGES)
    learner = scene.learner
    body = Welcome(
        course=learner.invited_to, group=learner.invited_group is not None,
        team=learner.invited_team is not None,
    )  # fmt: skip
    return scene.answers(body, buttons, note=note, in_place=in_place)


def _consented(scene: Scene) -> Turn:
    """The question becomes a record of the answer; then the course, or the list of courses."""
    invited, asked_in = scene.learner.invited_to, scene.origin
    rhythm = Rhythm(holidays=HOME_HOLIDAYS.get(scene.learner.zone))
    scene = scene.with_learner(
        consented_at=scene.now,
        invited_to=None,
        invited_group=None,
        invited_team=None,
        rhythm=rhythm,
    )
    scene = replace(scene, origin=None)
    turn = way.open_course(scene, invited) if invited else way.open_first(scene)
    if asked_in is None:
        return turn
    settled = Message(body=Simple(what="agreed"), replaces=asked_in)
    return replace(turn, messages=(settled, *turn.messages))


# --- Commands ---------------------------------------------------------------------------


def arrived(scene: Scene, course: str | None) -> Turn:
    inside = {*scene.learner.enrolments, *scene.learner.surveys}
    if course and (scene.shelf.newest(course) or course in inside):
        return way.open_course(scene, course)
    return way.go_on(scene, Note.BACK if scene.learner.enrolment else None)


def asked(scene: Scene, menu: str) -> Turn:  # noqa: PLR0912
    match menu:
        case "courses":
            return way.courses(scene)
        case "continue":
            return way.go_on(scene)
        case "progress":
            return progress(scene)
        case "reread":
            return reread(scene)
        case "settings" | "zones" | "rhythm" | "hours" | "holidays" | "pause" | "prompts" as page:
            return settings.settings(scene, page)
        case "review":
            return review(scene)
        case "plans":
            return plans.listed(scene)
        case "certificate":
            return certificates.asked(scene)
        case "badge":
            return certificates.badge(scene)
        case "language":
            return scene.answers(Simple(what="languages"), LANGUAGES)
        case "feedback":
            return feedback.asked(scene)
        case "privacy":
            keys = ((_ask(Label.EXPORT, "export"), _ask(Label.FORGET, "forget")), *CONTINUE)
            return scene.answers(Simple(what="privacy"), keys)
        case "export":
            return scene.answers(Simple(what="export"), CONTINUE)
        case "forget":
            return forget(scene)
        case _:
            return help_(scene)


def help_(scene: Scene) -> Turn:
    keys = (
        *CONTINUE,
        (_ask(Label.PROGRESS, "progress"), _ask(Label.COURSES, "courses")),
        (_ask(Label.SETTINGS, "settings"), _ask(Label.FEEDBACK, "feedback")),
        (_ask(Label.PRIVACY, "privacy"), _ask(Label.LANGUAGES, "language")),
    )
    return scene.answers(Simple(what="help"), keys)


def progress(scene: Scene) -> Turn:
    enrolment = scene.learner.enrolment
    if enrolment is None:
        return way.open_first(scene)
    shown = ProgressShown(
        course=enrolment.course, release=enrolment.release, finished=enrolment.finished,
        walking=enrolment.walk.activity if enrolment.walk else None,
        started_at=enrolment.started_at, completed_at=enrolment.completed_at,
        zone=scene.learner.zone,
    )  # fmt: skip
    again = ((_ask(Label.REREAD, "reread"),),) if _episodes_done(scene) else ()
    onward = () if enrolment.completed_at else CONTINUE
    return scene.answers(shown, (*onward, *again, *way.COURSES))


def review(scene: Scene) -> Turn:
    """Of the course in front; if nothing of it can be reviewed, of another."""
    mine = [each for each in (scene.learner.enrolment, *scene.learner.enrolments.values()) if each]
    if not mine:
        return way.open_first(scene)
    return activities.open_review(scene, next((each for each in mine if each.cards), mine[0]))


def reread(scene: Scene) -> Turn:
    enrolment = scene.learner.enrolment
    episodes = _episodes_done(scene)
    if enrolment is None or not episodes:
        return way.go_on(scene)
    keys = tuple(
        (
            Button(
                label=Label.EPISODE,
                does=ActivityOpened(course=enrolment.course, activity=episode.id),
            ),
        )
        for episode in episodes
    )
    return scene.answers(Simple(what="reread"), (*keys, *CONTINUE))


def _episodes_done(scene: Scene) -> tuple[Episode, ...]:
    enrolment = scene.learner.enrolment
    if enrolment is None:
        return ()
    return tuple(e for e in scene.course(enrolment).episodes if e.id in enrolment.finished)


# --- Settings ---------------------------------------------------------------------------


def language_chosen(scene: Scene, language: str) -> Turn:
    """The settings change in place, and what was open shows itself again in the new language."""
    scene = scene.with_learner(language=language)
    turn = settings.settings(scene)
    if scene.front() is None:
        return turn
    again = replace(way.here(scene), note=Note.LANGUAGE)
    return replace(turn, messages=(*turn.messages, again))


# --- Leaving ----------------------------------------------------------------------------


def forget(scene: Scene) -> Turn:
    """Whoever has a certificate decides whether it can still be verified afterwards."""
    keep = Button(label=Label.KEEP, does=ForgetDecided(forget=False))
    erase = Button(label=Label.FORGET, does=ForgetDecided(forget=True))
    keys: Keyboard = ((keep,), (erase,))
    if any(each.certified_as for each in scene.learner.enrolments.values()):
        but_those = ForgetDecided(forget=True, keep_certificates=True)
        keys = (*keys, (Button(label=Label.FORGET_KEEPING, does=but_those),))
    return scene.answers(Simple(what="forget-asked"), keys)


def forget_decided(scene: Scene, decision: ForgetDecided) -> Turn:
    """Erases at once, unless the question was asked long ago: then it is asked again."""
    if not decision.forget:
        return scene.answers(Simple(what="kept"), CONTINUE, in_place=True)
    if scene.origin and scene.learner.turn - scene.origin.turn > FRESH_TURNS:
        return asked(scene, "forget")
    farewell = Message(body=Simple(what="forgotten"))
    keeps = decision.keep_certificates
    return Turn(learner=None, messages=(farewell,), keeps_certificates=keeps)
