"""What buttons say. Short, clear out of context, the same everywhere."""

from collections.abc import Mapping, Sequence
from functools import cache

from bot.course.desk.labels import DeskLabel
from bot.course.desk.preview import StepOpened
from bot.course.groups import LeavingBegun
from bot.course.inputs import (
    ActivityOpened,
    CourseOpened,
    DayToggled,
    HolidaysChosen,
    HourChosen,
    LanguageChosen,
    OptionChosen,
    Paused,
    PlanDated,
    PlanReported,
    Rated,
    StarterChosen,
    Switch,
    Switched,
    ZoneChosen,
)
from bot.course.messages import Button, Label
from bot.course.shelf import Shelf
from bot.course.wishes import TopicWished
from bot.i18n import NAMES, Words
from bot.view.desk.labels import desk_label
from bot.view.page import shortened
from bot.view.plans import results
from bot.view.settings import hour, switches
from bot.view.titles import activity_title, course_title, zone_name

LONGEST_NAME = 20
"""Characters of a name in words of our own."""


def label(  # noqa: PLR0912
    button: Button, shelf: Shelf, t: Words, spoken: Sequence[str] = ()
) -> str:
    """What the button says. `spoken`: the words of the options, where there is room for them."""
    if isinstance(button.label, DeskLabel):
        return desk_label(button, shelf, t)
    match button.label, button.does:
        case Label.ANSWER, OptionChosen(option=option) | StepOpened(press=option) if spoken:
            return spoken[option - 1]
        case Label.MARKED, OptionChosen(option=option) | StepOpened(press=option) if spoken:
            return t("{answer}, marked", answer=spoken[option - 1])
        case Label.LANGUAGE, LanguageChosen(language=language):
            return NAMES[language]
        case Label.ANSWER, OptionChosen(option=option) | StepOpened(press=option):
            return t("Answer {number}", number=option)
        case Label.MARKED, OptionChosen(option=option) | StepOpened(press=option):
            return t("Answer {number}, marked", number=option)
        case Label.POINT, Rated(value=value) | StepOpened(press=value):
            return str(value)
        case Label.COURSE, CourseOpened(course=course):
            return course_title(shelf, course, t.language)
        case Label.EPISODE, ActivityOpened(course=course, activity=activity):
            return activity_title(shelf, course, activity, t.language)
        case Label.ZONE, ZoneChosen(zone=zone):
            return zone_name(zone, t)
        case Label.DAY, DayToggled(day=day):
            return t.weekday(day)
        case Label.DAY_MARKED, DayToggled(day=day):
            return f"✓ {t.weekday(day)}"
        case Label.HOUR, HourChosen(hour=number):
            return hour(number)
        case Label.COUNTRY, HolidaysChosen(country=code):
            return {"PT": t("Portugal"), "UA": t("Ukraine")}.get(code or "") or t("None")
        case Label.PAUSE_FOR, Paused(days=days):
            return t.n("{n} day", "{n} days", days)
        case Label.SWITCH, Switched(what=what, on=on):
            name = switches(t)[what]
            return t("Switch on: {what}", what=name) if on else t("Switch off: {what}", what=name)
        case Label.NO_MORE, Switched(what=what):
            return _no_more(t)[what]
        case Label.STARTER, StarterChosen(starter=number):
            return t("Plan {number}", number=number)
        case Label.PLAN_IN, PlanDated(days=1):
            return t("Tomorrow")
        case Label.PLAN_IN, PlanDated(days=days):
            return t.n("In {n} day", "In {n} days", days)
        case Label.LEAVE_GROUP, LeavingBegun(name=name):
            return t("Leave {name}", name=shortened(name, LONGEST_NAME))
        case Label.TOPIC, TopicWished(name=name, on=on):
            return name if on else f"✓ {name}"
        case Label.RESULT, PlanReported(result=result):
            return results(t)[result]
        case _:
            return _fixed(t)[Label(button.label)]


@cache
def _no_more(t: Words) -> Mapping[Switch, str]:
    return {
        "reminders": t("No more reminders"),
        "follow_ups": t("No more follow-up questions"),
        "reviews": t("No more review questions"),
    }


@cache
def _fixed(t: Words) -> Mapping[Label, str]:
    return {
        Label.LANGUAGES: "Мова / Língua / Language",
        Label.AGREE: t("I agree"),
        Label.READ_MORE: t("Read more"),
        Label.NOT_NOW: t("Not now"),
        Label.START: t("Start the course"),
        Label.COURSES: t("All courses"),
        Label.CONTINUE: t("Continue"),
        Label.DEEPER: t("Go deeper"),
        Label.FINISH: t("Finish"),
        Label.SUBMIT: t("Submit my answer"),
        Label.TRY_AGAIN: t("Try again"),
        Label.SKIP: t("Skip"),
        Label.NEXT: t("Next episode"),
        Label.TEST: t("Start the test"),
        Label.TEST_AGAIN: t("Take the test again"),
        Label.RATE: t("Rate this episode"),
        Label.REREAD: t("Read an episode again"),
        Label.PROGRESS: t("My progress"),
        Label.SETTINGS: t("Settings"),
        Label.ZONES: t("Change time zone"),
        Label.PICTURES_ON: t("Show pictures"),
        Label.PICTURES_OFF: t("Text only"),
        Label.BACK: t("Back"),
        Label.PRIVACY: t("Privacy"),
        Label.FEEDBACK: t("Give feedback"),
        Label.SEND: t("Yes, pass it on"),
        Label.DISCARD: t("No, cancel"),
        Label.EXPORT: t("Download my data"),
        Label.FORGET: t("Erase my data"),
        Label.KEEP: t("Keep my data"),
        Label.FORGET_KEEPING: t("Erase all but my certificate"),
        Label.DAILY: t("One episode each working day"),
        Label.OWN_PACE: t("At my own pace"),
        Label.RHYTHM: t("Choose days and hour"),
        Label.HOURS: t("Hour"),
        Label.HOLIDAYS: t("Public holidays"),
        Label.PAUSE: t("Pause or leave"),
        Label.RESUME: t("End the pause"),
        Label.PROMPTS: t("Messages to me"),
        Label.QUESTIONNAIRE: t("Answer some questions"),
        Label.FOLLOW_UP: t("To the question"),
        Label.LATER: t("Later"),
        Label.LEAVE: t("Skip all the questions"),
        Label.REVIEW: t("Review now"),
        Label.MORE: t("More questions"),
        Label.PLAN: t("Plan something for work"),
        Label.PLAN_CHECK: t("Tell how it went"),
        Label.PLANS: t("My plans"),
        Label.CERTIFICATE: t("My certificate"),
        Label.NAME_RIGHT: t("Yes, print it"),
        Label.NAME_WRONG: t("Another name"),
        Label.BADGE: t("Open Badges file"),
        Label.WRITE_BACK: t("Write back"),
        Label.ANONYMOUS: t("Write anonymously"),
        Label.COMPLAINT: t("Make a complaint"),
        Label.WISH: t("Wish for a topic"),
        Label.OTHER_TOPIC: t("Something else"),
        Label.MY_GROUPS: t("My groups"),
        Label.TAKE_PLACE: t("Take the place"),
        Label.GIVE_UP_PLACE: t("Give it up"),
        Label.JOIN_AGAIN: t("Join the waiting list"),
        Label.LEAVE_FOR_GOOD: t("Yes, leave"),
        Label.STAY: t("No, stay"),
        Label.BEGIN: t("Begin"),
        Label.SURVEY: t("Go on answering"),
    }
