"""The engine: one pure function from what is known and what happened to what follows.

    advance(shelf, learner, event, now) ──► Turn(learner, facts, messages, timers)

Knows no database, clock, network, language catalogue or channel.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, assert_never

from bot.course import (
    activities,
    answering,
    certificates,
    feedback,
    lobby,
    plans,
    prompting,
    settings,
    surveys,
    way,
)
from bot.course.desk import DeskAction
from bot.course.groups import MembershipAction
from bot.course.inputs import (
    ActivityOpened,
    Arrived,
    Asked,
    ConsentDeclined,
    ConsentGiven,
    CourseOpened,
    DaysChosen,
    DayToggled,
    DraftDecided,
    Enrolled,
    FeedbackBegun,
    ForgetDecided,
    HolidaysChosen,
    HourChosen,
    Input,
    LanguageChosen,
    LeftAside,
    NameDecided,
    OptionChosen,
    OptionsSubmitted,
    Paused,
    PicturesChosen,
    PlanBegun,
    PlanDated,
    PlanOpened,
    PlanReported,
    Press,
    PutOff,
    Rated,
    Skipped,
    StarterChosen,
    Switched,
    TextEdited,
    TextReceived,
    TimerFired,
    TriedAgain,
    UnknownButton,
    UnknownCommand,
    Unreadable,
    UnreadableReceived,
    WentOn,
    ZoneChosen,
)  # fmt: skip
from bot.course.learner import Draft, LastPress, Learner
from bot.course.messages import Note, Prompted, Simple, SimpleKind
from bot.course.model import Choose, Rate, Say, Write
from bot.course.scene import CONTINUE, Scene
from bot.course.shelf import Shelf
from bot.course.turn import Turn
from bot.course.wishes import WishAction

DOUBLE_PRESS = timedelta(seconds=3)
"""The same button pressed again within this time is the same press."""

LONGEST_TEXT = 4096
"""Characters of a learner's text that are taken as one."""


def advance(shelf: Shelf, learner: Learner, event: Input, now: datetime) -> Turn:
    """What follows from `event`. Total: any input in any state gets a turn, and none a dead end."""
    changes: dict[str, Any] = {"turn": learner.turn + 1}
    if isinstance(event, TimerFired):
        return _timer_fired(Scene(shelf=shelf, learner=replace(learner, **changes), now=now), event)
    if surveys.is_echo(learner.last_press, event, now, DOUBLE_PRESS):
        return Turn(learner=learner)
    changes["draft"], origin = None, None
    if isinstance(event, Press):
        if is_double(learner.last_press, event, now):
            return Turn(learner=learner)
        changes["last_press"] = LastPress(on=event.on, index=event.index, at=now)
        origin, event = event.on, event.does
    if learner.consented_at is not None:
        changes |= {"active_at": now, "reminded": 0, "reminded_on": None}
    scene = Scene(shelf=shelf, learner=replace(learner, **changes), now=now, origin=origin)
    if learner.consented_at is None:
        return prompting.planned(scene, lobby.before_consent(scene, event))
    turn = surveys.planned(scene, learner, _consented(scene, learner.draft, event))
    return prompting.planned(scene, turn)


def take_back(shelf: Shelf, learner: Learner, prompted: Prompted, now: datetime) -> Turn:
    """What follows when a prompt could not be sent on its day."""
    learner = replace(learner, turn=learner.turn + 1)
    return prompting.taken_back(Scene(shelf=shelf, learner=learner, now=now), prompted)


def is_double(last: LastPress | None, press: Press, now: datetime) -> bool:
    return (
        last is not None
        and (last.on, last.index) == (press.on, press.index)
        and timedelta() <= now - last.at < DOUBLE_PRESS
    )


def _timer_fired(scene: Scene, fired: TimerFired) -> Turn:
    consented = scene.learner.consented_at is not None
    match fired.timer:
        case "forget-unconsented":
            return Turn(learner=scene.learner if consented else None)
        case "prompt":
            return prompting.planned(scene, prompting.woken(scene))
        case "survey":
            return prompting.planned(scene, surveys.expired(scene))
        case _:
            assert_never(fired.timer)


def _consented(scene: Scene, draft: Draft | None, event: Input) -> Turn:  # noqa: PLR0912
    if isinstance(event, DeskAction | MembershipAction | WishAction):
        return way.stale(scene)
    match event:
        case Arrived(course=course):
            return lobby.arrived(scene, course)
        case Asked(menu=menu):
            return lobby.asked(scene, menu)
        case CourseOpened(course=course):
            return way.open_course(scene, course)
        case Enrolled():
            return activities.enrol(scene, event)
        case ActivityOpened():
            return activities.open_activity(scene, event)
        case WentOn(at=at, deeper=deeper):
            return answering.went_on(scene, at, deeper=deeper)
        case OptionChosen():
            return answering.option_chosen(scene, event)
        case OptionsSubmitted():
            return answering.options_submitted(scene, event)
        case TriedAgain():
            return answering.tried_again(scene, event)
        case Rated():
            return answering.rated(scene, event)
        case Skipped():
            return answering.skipped(scene, event)
        case TextReceived(text=text):
            return _text_received(scene, draft, text.strip(), event.message)
        case FeedbackBegun():
            return feedback.begun(scene, event)
        case DraftDecided(send=send):
            return feedback.decided(scene, draft, send)
        case LanguageChosen(language=language):
            return lobby.language_chosen(scene, language)
        case ZoneChosen(zone=zone):
            return settings.zone_chosen(scene, zone)
        case PicturesChosen(on=on):
            return settings.settings(scene.with_learner(pictures=on))
        case DaysChosen(days=days):
            return settings.days_chosen(scene, days)
        case DayToggled(day=day):
            return settings.day_toggled(scene, day)
        case HourChosen(hour=hour):
            return settings.hour_chosen(scene, hour)
        case HolidaysChosen(country=country):
            return settings.holidays_chosen(scene, country)
        case Paused(days=days):
            return settings.paused(scene, days)
        case Switched():
            return settings.switched(scene, event)
        case LeftAside(at=at):
            return answering.left_aside(scene, at)
        case PutOff():
            return prompting.put_off(scene, event)
        case PlanBegun():
            return plans.begun(scene, event)
        case StarterChosen():
            return plans.starter_chosen(scene, event)
        case PlanDated():
            return plans.dated(scene, event, draft)
        case PlanOpened():
            return plans.opened(scene, event)
        case PlanReported():
            return plans.reported(scene, event)
        case NameDecided():
            return certificates.decided(scene, event, draft)
        case ForgetDecided():
            return lobby.forget_decided(scene, event)
        case TextEdited():
            return scene.answers(Simple(what="edit-unseen"), CONTINUE)
        case UnreadableReceived(what=what):
            return _unread(scene, draft, what)
        case UnknownCommand():
            return scene.answers(Simple(what="unknown-command"), CONTINUE)
        case UnknownButton():
            return way.stale(scene, Note.UNKNOWN_BUTTON)
        case ConsentGiven() | ConsentDeclined():
            return way.stale(scene)
        case Press() | TimerFired():
            raise TypeError(event)
        case _:
            assert_never(event)


def _unread(scene: Scene, draft: Draft | None, what: Unreadable) -> Turn:
    """Words that were asked for may still come, in writing."""
    kept = draft if draft and draft.text is None else None
    said: Mapping[Unreadable, SimpleKind] = {"voice": "voice-unheard", "file": "file-unkept"}
    body = Simple(what=said.get(what, "unreadable"))
    return scene.with_learner(draft=kept).answers(body, CONTINUE)


def _text_received(scene: Scene, draft: Draft | None, text: str, message: str | None) -> Turn:
    """Free text is never an error: feedback that was asked for, an answer, or offered as feedback."""
    if len(text) > LONGEST_TEXT:
        scene = scene.with_learner(draft=draft)
        return scene.says(replace(way.here(scene), note=Note.TOO_LONG))
    if not text:
        return scene.answers(Simple(what="unreadable"), CONTINUE)
    if draft is not None and (draft.text is None or draft.purpose == "name"):
        return _expected(scene, draft, text, message)
    path = scene.front()
    if path is None or not path.open:
        return feedback.offered(scene, text, message)
    match path.step:
        case Write():
            return answering.written(scene, path, text)
        case Choose() as step if options := _numbers(text, 1, step.options, several=step.several):
            return answering.options_typed(scene, path, step, options)
        case Rate(low=low, high=high) if points := _numbers(text, low, high, several=False):
            return answering.rated(scene, Rated(at=path.at, value=points[0]))
        case Choose() | Rate() | Say():
            return feedback.offered(scene, text, message)


def _expected(scene: Scene, draft: Draft, text: str, message: str | None) -> Turn:
    """The words that were asked for."""
    match draft.purpose, draft.about:
        case "plan", str(about):
            return plans.made(scene, about, text)
        case "plan-note", str(about):
            return plans.noted(scene, about, text)
        case "name", str(about):
            return certificates.named(scene, about, text)
        case _:
            return feedback.given(scene, draft, text, message)


def _numbers(text: str, low: int, high: int, *, several: bool) -> tuple[int, ...]:
    """The numbers typed, if the text is nothing but numbers of this question."""
    if not re.fullmatch(r"[\s\d.,;]+", text):
        return ()
    numbers = tuple(int(digits) for digits in re.findall(r"[0-9]{1,3}", text))
    fits = all(low <= number <= high for number in numbers)
    return numbers if fits and (several or len(numbers) == 1) else ()
