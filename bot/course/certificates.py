"""The way to a certificate: the course is completed, a name is given, looked at, and printed.

/certificate ─► what is missing
           └─► a name ─► shown ─► right: issued and sent │ wrong: another name
"""

from dataclasses import replace
from typing import Literal

from bot.course import way
from bot.course.facts import CertificateIssued
from bot.course.inputs import Asked, NameDecided
from bot.course.learner import Draft, Enrolment
from bot.course.messages import Button, CertificateShown, Keyboard, Label, NameShown, Simple
from bot.course.model import Localized
from bot.course.name import NotPrintable, printable_name
from bot.course.scene import CONTINUE, Scene
from bot.course.turn import Turn


def asked(scene: Scene) -> Turn:
    """The certificate of the course in front, or of the one completed last."""
    enrolment = _enrolment(scene)
    if enrolment is None:
        if scene.learner.enrolment is None:
            return way.go_on(scene)
        return scene.answers(Simple(what="no-certificate"), CONTINUE)
    if not enrolment.completed_at:
        return _shown(scene, enrolment, "missing")
    if enrolment.certified_as:
        return _given(scene, enrolment, enrolment.certified_as)
    return _name_asked(scene, enrolment)


def _enrolment(scene: Scene) -> Enrolment | None:
    mine = scene.learner.enrolments.values()
    offering = [each for each in mine if scene.course(each).certificate]
    completed = [each for each in offering if each.completed_at]
    current = [each for each in offering if each.course == scene.learner.current]
    in_front = [each for each in current if each in completed]
    return next(iter((*in_front, *completed, *current)), None)


def _name_asked(scene: Scene, enrolment: Enrolment) -> Turn:
    draft = Draft(text=None, turn=scene.learner.turn, purpose="name", about=enrolment.course)
    return scene.with_learner(draft=draft).answers(Simple(what="name-asked"), CONTINUE)


def _shown(
    scene: Scene, enrolment: Enrolment, shows: Literal["missing", "document", "badge"]
) -> Turn:
    body = CertificateShown(
        course=enrolment.course, release=enrolment.release, shows=shows, finished=enrolment.finished
    )
    keys: Keyboard = ()
    if shows == "document":
        keys = ((Button(label=Label.BADGE, does=Asked(menu="badge")),), _wrong(enrolment.course))
    return scene.answers(body, (*keys, *CONTINUE))


def badge(scene: Scene) -> Turn:
    enrolment = _enrolment(scene)
    if enrolment is None or not enrolment.certified_as:
        return asked(scene)
    return _shown(scene, enrolment, "badge")


def _wrong(course: str) -> tuple[Button, ...]:
    return (Button(label=Label.NAME_WRONG, does=NameDecided(course=course, right=False)),)


def named(scene: Scene, course: str, text: str) -> Turn:
    """The name as it will be printed, to be looked at first."""
    enrolment = scene.learner.enrolments.get(course)
    if enrolment is None or not enrolment.completed_at:
        return way.stale(scene)
    name = printable_name(text)
    words = name if isinstance(name, str) else None
    draft = Draft(text=words, turn=scene.learner.turn, purpose="name", about=course)
    scene = scene.with_learner(draft=draft)
    if isinstance(name, NotPrintable):
        return scene.answers(Simple(what="name-wrong"), CONTINUE)
    right = Button(label=Label.NAME_RIGHT, does=NameDecided(course=course, right=True))
    return scene.answers(NameShown(name=name), ((right,), _wrong(course), *CONTINUE))


def decided(scene: Scene, decision: NameDecided, draft: Draft | None) -> Turn:
    enrolment = scene.learner.enrolments.get(decision.course)
    if enrolment is None or not enrolment.completed_at:
        return way.stale(scene)
    name = _shown_in(scene, decision, draft)
    if not decision.right or not name:
        return _name_asked(scene, enrolment)
    return _given(scene, enrolment, name)


def _given(scene: Scene, enrolment: Enrolment, name: str) -> Turn:
    """In the language that the learner speaks today. The same twice is one certificate."""
    issued = _issued(scene, enrolment, name)
    enrolment = replace(enrolment, certified_as=name)
    turn = _shown(scene.enrolled(enrolment), enrolment, "document")
    return replace(turn, facts=(issued, *turn.facts))


def _shown_in(scene: Scene, decision: NameDecided, draft: Draft | None) -> str | None:
    """The name in the very message whose button was pressed."""
    if draft is None or (draft.purpose, draft.about) != ("name", decision.course):
        return None
    return None if scene.origin and scene.origin.turn != draft.turn else draft.text


def _issued(scene: Scene, enrolment: Enrolment, name: str) -> CertificateIssued:
    course = scene.course(enrolment)
    wanted = scene.learner.language
    language = wanted if wanted in course.languages else course.source_language
    terms = course.certificate
    assert enrolment.completed_at is not None

    def say(words: Localized) -> str:
        return words.get(language) or words[course.source_language]

    return CertificateIssued(
        course=course.id, release=enrolment.release, name=name, language=language,
        title=say(course.title),
        issuer=say(terms.issuer) if terms else None,
        hours=terms.hours if terms else None,
        credits=say(terms.credits) if terms and terms.credits else None,
        episodes=len(course.episodes), tests=len(course.line) - len(course.episodes),
        began_on=scene.window.day(enrolment.started_at),
        completed_on=scene.window.day(enrolment.completed_at), issued_on=scene.today,
    )  # fmt: skip
