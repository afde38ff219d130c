"""Settings: language, place, pictures, and when the bot speaks: days, hour, holidays, a pause."""

from dataclasses import replace
from datetime import date, timedelta

from bot.course.inputs import (
    Asked,
    DaysChosen,
    DayToggled,
    HolidaysChosen,
    HourChosen,
    LanguageChosen,
    Menu,
    Paused,
    PicturesChosen,
    Switch,
    Switched,
    ZoneChosen,
)
from bot.course.learner import Learner
from bot.course.messages import Button, Keyboard, Label, Note, SettingsPage, SettingsShown
from bot.course.scene import CONTINUE, Scene
from bot.course.timing import HOLIDAYS, HOME_HOLIDAYS, HOURS, WORKING_DAYS, Rhythm
from bot.course.turn import Turn

WEEK = range(1, 8)
PAUSES = (3, 7, 14, 30)
"""Days for which nothing comes: a short absence, a week, a leave, a month."""

ZONES = (
    "Europe/Kyiv", "Europe/Lisbon", "Atlantic/Azores", "Atlantic/Madeira", "Europe/London",
    "Europe/Brussels", "Europe/Warsaw", "UTC",
)  # fmt: skip
LANGUAGES: Keyboard = (
    tuple(
        Button(label=Label.LANGUAGE, does=LanguageChosen(language=code))
        for code in ("en", "uk", "pt")
    ),
)
SWITCHES: tuple[Switch, ...] = ("reminders", "follow_ups", "reviews")


def chosen(learner: Learner, days: tuple[int, ...]) -> Rhythm:
    """The rhythm with these days, as far as they are days of a week."""
    return replace(learner.rhythm, days=tuple(sorted({day for day in days if day in WEEK})))


def settings(
    scene: Scene,
    page: SettingsPage = "settings",
    *,
    in_place: bool = True,
    note: Note | None = None,
) -> Turn:
    learner = scene.learner
    rhythm = learner.rhythm
    if rhythm.paused_until and rhythm.paused_until <= scene.today:
        rhythm = replace(rhythm, paused_until=None)
    shown = SettingsShown(zone=learner.zone, pictures=learner.pictures, rhythm=rhythm, page=page)
    return scene.answers(shown, _keys(learner, page, scene.today), in_place=in_place, note=note)


def _keys(learner: Learner, page: SettingsPage, today: date) -> Keyboard:
    rhythm = learner.rhythm
    match page:
        case "zones":
            zones = dict.fromkeys((learner.zone, *ZONES))
            keys: Keyboard = tuple(
                (Button(label=Label.ZONE, does=ZoneChosen(zone=zone)),) for zone in zones
            )
            return (*keys, (_page(Label.BACK, "settings"),))
        case "rhythm":
            return _rhythm_keys(rhythm)
        case "hours":
            hours = [Button(label=Label.HOUR, does=HourChosen(hour=hour)) for hour in HOURS]
            rows = tuple(tuple(hours[at : at + 4]) for at in range(0, len(hours), 4))
            return (*rows, (_page(Label.BACK, "rhythm"),))
        case "holidays":
            countries = (None, *HOLIDAYS)
            keys = tuple(
                (Button(label=Label.COUNTRY, does=HolidaysChosen(country=each)),)
                for each in countries
            )
            return (*keys, (_page(Label.BACK, "rhythm"),))
        case "pause":
            keys = tuple(
                (Button(label=Label.PAUSE_FOR, does=Paused(days=days)),) for days in PAUSES
            )
            return (*keys, *_resume(rhythm, today), (_page(Label.BACK, "settings"),))
        case "prompts":
            keys = tuple((_switch(rhythm, what),) for what in SWITCHES)
            return (*keys, (_page(Label.BACK, "settings"),))
        case "settings":
            pictures = Button(
                label=Label.PICTURES_OFF if learner.pictures else Label.PICTURES_ON,
                does=PicturesChosen(on=not learner.pictures),
            )
            quiet = _page(Label.PAUSE, "pause"), _page(Label.PROMPTS, "prompts")
            place = _page(Label.ZONES, "zones"), pictures
            groups = (_page(Label.MY_GROUPS, "groups"),)
            return (*LANGUAGES, (_page(Label.RHYTHM, "rhythm"),), quiet, place, groups, *CONTINUE)


def _page(label: Label, menu: Menu) -> Button:
    return Button(label=label, does=Asked(menu=menu))


def _rhythm_keys(rhythm: Rhythm) -> Keyboard:
    days = [
        Button(
            label=Label.DAY_MARKED if day in rhythm.days else Label.DAY,
            does=DayToggled(day=day),
        )
        for day in WEEK
    ]
    presets: list[tuple[Button, ...]] = []
    if rhythm.days:
        presets.append((Button(label=Label.OWN_PACE, does=DaysChosen(days=())),))
    if rhythm.days != WORKING_DAYS:
        presets.append((Button(label=Label.DAILY, does=DaysChosen(days=WORKING_DAYS)),))
    more = (_page(Label.HOURS, "hours"), _page(Label.HOLIDAYS, "holidays"))
    back = _page(Label.BACK, "settings")
    return (*presets, tuple(days[:4]), tuple(days[4:]), more, (back, *CONTINUE[0]))


def _resume(rhythm: Rhythm, today: date) -> Keyboard:
    if rhythm.paused_until is None or rhythm.paused_until <= today:
        return ()
    return ((Button(label=Label.RESUME, does=Paused(days=0)),),)


def _switch(rhythm: Rhythm, what: Switch) -> Button:
    return Button(label=Label.SWITCH, does=Switched(what=what, on=not getattr(rhythm, what)))


# --- What was chosen --------------------------------------------------------------------


def _changed(scene: Scene, rhythm: Rhythm, page: SettingsPage) -> Turn:
    return settings(scene.with_learner(rhythm=rhythm), page)


def zone_chosen(scene: Scene, zone: str) -> Turn:
    """Public holidays that were only proposed by the old zone are proposed by the new one."""
    learner, rhythm = scene.learner, scene.learner.rhythm
    if rhythm.holidays == HOME_HOLIDAYS.get(learner.zone):
        rhythm = replace(rhythm, holidays=HOME_HOLIDAYS.get(zone))
    return settings(scene.with_learner(zone=zone, rhythm=rhythm))


def days_chosen(scene: Scene, days: tuple[int, ...]) -> Turn:
    return _changed(scene, chosen(scene.learner, days), "rhythm")


def day_toggled(scene: Scene, day: int) -> Turn:
    return days_chosen(scene, tuple({*scene.learner.rhythm.days} ^ {day}))


def hour_chosen(scene: Scene, hour: int) -> Turn:
    rhythm = scene.learner.rhythm
    return _changed(scene, replace(rhythm, hour=hour) if hour in HOURS else rhythm, "rhythm")


def holidays_chosen(scene: Scene, country: str | None) -> Turn:
    rhythm = scene.learner.rhythm
    country = country if country in HOLIDAYS else None
    return _changed(scene, replace(rhythm, holidays=country), "rhythm")


def paused(scene: Scene, days: int) -> Turn:
    until = scene.today + timedelta(days=days) if days > 0 else None
    return _changed(scene, replace(scene.learner.rhythm, paused_until=until), "pause")


def switched(scene: Scene, switch: Switched) -> Turn:
    """From a prompt: a word that it is done. From the settings: the page with what is on now."""
    rhythm = replace(scene.learner.rhythm, **{switch.what: switch.on})  # type: ignore[arg-type]
    scene = scene.with_learner(rhythm=rhythm)
    if switch.on:
        scene = scene.with_learner(ignored=0)
    return settings(scene, "prompts")
