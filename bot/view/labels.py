"""What buttons say. Short, clear out of context, the same everywhere."""

from collections.abc import Mapping
from functools import cache

from bot.course.inputs import (
    ActivityOpened,
    CourseOpened,
    LanguageChosen,
    OptionChosen,
    Rated,
    ZoneChosen,
)
from bot.course.messages import Button, Label
from bot.course.shelf import Shelf
from bot.i18n import NAMES, Words
from bot.view.titles import activity_title, course_title, zone_name


def label(button: Button, shelf: Shelf, t: Words) -> str:
    match button.label, button.does:
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
        case _:
            return _fixed(t)[button.label]


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
    }
