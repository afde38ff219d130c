"""What buttons say. Short, clear out of context, the same everywhere."""

from collections.abc import Mapping, Sequence
from functools import cache

from bot.course.announcement import (
    AnnouncementMoved,
    AnnouncementOpened,
    AudienceChosen,
    TextBegun,
)
from bot.course.desk import (
    InboxOpened,
    InvitationMade,
    RoleTaken,
    ThreadMarked,
    ThreadOpened,
)
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
from bot.i18n import NAMES, Words
from bot.view.announcements import chosen
from bot.view.desk import marks, roles, states
from bot.view.plans import results
from bot.view.settings import hour, switches
from bot.view.titles import activity_title, course_title, zone_name


def label(  # noqa: PLR0912
    button: Button, shelf: Shelf, t: Words, spoken: Sequence[str] = ()
) -> str:
    """What the button says. `spoken`: the words of the options, where there is room for them."""
    match button.label, button.does:
        case Label.ANSWER, OptionChosen(option=option) if spoken:
            return spoken[option - 1]
        case Label.MARKED, OptionChosen(option=option) if spoken:
            return t("{answer}, marked", answer=spoken[option - 1])
        case Label.LANGUAGE, LanguageChosen(language=language):
            return NAMES[language]
        case Label.ANSWER, OptionChosen(option=option):
            return t("Answer {number}", number=option)
        case Label.MARKED, OptionChosen(option=option):
            return t("Answer {number}, marked", number=option)
        case Label.POINT, Rated(value=value):
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
        case Label.RESULT, PlanReported(result=result):
            return results(t)[result]
        case Label.THREAD, ThreadOpened(number=number):
            return t("Message {number}", number=number)
        case Label.ANNOUNCEMENT, AnnouncementOpened(number=number):
            return t("Announcement {number}", number=number)
        case Label.TEXT_IN, TextBegun(language=language):
            return NAMES[language]
        case Label.SEND_TO, AnnouncementMoved(people=people):
            return t.n("Send to {n} person", "Send to {n} people", people)
        case Label.AUDIENCE_OF, AudienceChosen(audience=who) as action:
            return chosen(who, action.of, shelf, t)
        case Label.INBOX_OF, InboxOpened(state=state):
            return states(t)[state]
        case Label.MARK, ThreadMarked(mark=mark):
            return marks(t)[mark]
        case Label.INVITE, InvitationMade(role=role):
            return t("Invite: {role}", role=roles(t)[role])
        case Label.TAKE_ROLE, RoleTaken(number=number):
            return t("Remove number {number}", number=number)
        case _:
            return _fixed(t)[button.label]


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
        Label.DESK: t("The desk"),
        Label.INBOX: t("Messages from learners"),
        Label.NEWER: t("Newer"),
        Label.OLDER: t("Older"),
        Label.REPLY: t("Answer"),
        Label.WRITE_BACK: t("Write back"),
        Label.TEAM: t("The team"),
        Label.AUDIT: t("What was done"),
        Label.ANNOUNCE: t("New announcement"),
        Label.ANNOUNCEMENTS: t("Announcements"),
        Label.AUDIENCE: t("To whom"),
        Label.PREVIEW: t("Show me how it looks"),
        Label.DISCARD_IT: t("Throw it away"),
        Label.HALT: t("Pause sending"),
        Label.RESUME_IT: t("Go on sending"),
        Label.CANCEL: t("Stop for good"),
        Label.REFRESH: t("How far is it?"),
    }
