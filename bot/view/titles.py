"""Names of courses, activities and places in the reader's language."""

from babel.dates import get_timezone_location

from bot.course.model import Course, Localized
from bot.course.shelf import Shelf
from bot.i18n import LOCALES, Words
from bot.view.page import plain


def in_language(texts: Localized, course: Course, language: str) -> str:
    return texts.get(language) or texts[course.source_language]


def quoted(title: str, t: Words) -> str:
    """The title in the language's quotation marks; marks inside it become inner ones."""
    inner = title.replace("«", "„").replace("»", "“") if t.language != "en" else title
    return t("“{title}”", title=plain(inner))


def course_title(shelf: Shelf, course_id: str, language: str) -> str:
    course = shelf.offer(course_id)
    return in_language(course.title, course, language) if course else course_id


def activity_title(shelf: Shelf, course_id: str, activity_id: str, language: str) -> str:
    """The title in the newest release, or in whichever release knows the activity."""
    offered = shelf.offer(course_id)
    others = (c for c in shelf.releases.values() if c.id == course_id)
    for course in (*((offered,) if offered else ()), *others):
        if activity := course.find(activity_id):
            return in_language(activity.title, course, language)
    return activity_id


def zone_name(zone: str, t: Words) -> str:
    """The place that people know the zone by, such as “Kyiv”."""
    known = {
        "Europe/Kyiv": t("Kyiv"),
        "Europe/Lisbon": t("Lisbon"),
        "Atlantic/Azores": t("Azores"),
        "Atlantic/Madeira": t("Madeira"),
        "Europe/Brussels": t("Brussels"),
        "UTC": "UTC",
    }
    if zone in known:
        return known[zone]
    return str(get_timezone_location(zone, locale=LOCALES[t.language], return_city=True))
