"""What the buttons of announcements say, where it depends on what they do."""

from bot.course.desk.announcement import (
    AnnouncementMoved,
    AnnouncementOpened,
    AudienceChosen,
    AudienceOpened,
    CourseLinked,
    LastsChosen,
    LinkBegun,
    StartChosen,
    StartOpened,
    TextBegun,
)
from bot.course.desk.labels import DeskLabel
from bot.course.messages import Button
from bot.course.shelf import Shelf
from bot.i18n import NAMES, Words
from bot.view.desk.announcements import chosen, lasts, planned_for, sent_to, sides
from bot.view.page import shortened
from bot.view.settings import hour
from bot.view.titles import course_title

LONGEST = 32
"""Signs of a button that shows a name or a title."""


def announcement_label(button: Button, shelf: Shelf, t: Words) -> str | None:
    """None for a button that always says the same."""
    match button.label, button.does:
        case DeskLabel.ANNOUNCEMENT, AnnouncementOpened(number=number):
            return t("Announcement {number}", number=number)
        case DeskLabel.TEXT_IN, TextBegun(language=language):
            return NAMES[language]
        case DeskLabel.SEND_TO, AnnouncementMoved(people=people):
            return sent_to(people, t)
        case DeskLabel.PLAN_TO, AnnouncementMoved(people=people):
            return planned_for(people, t)
        case DeskLabel.AUDIENCE_OF, AudienceChosen(audience=who) as action:
            return shortened(chosen(who, action.of, action.name, shelf, t), LONGEST)
        case DeskLabel.AUDIENCE_SIDE, AudienceOpened(of=of) if of:
            return sides(t)[of]
        case DeskLabel.ON_DAY, StartOpened(on=on) if on:
            return t.day(on)
        case DeskLabel.AT_HOUR, StartChosen(hour=number) if number is not None:
            return hour(number)
        case DeskLabel.LASTS, LastsChosen(hours=hours):
            return t("Within {time}", time=lasts(hours, t))
        case DeskLabel.LINK_WORDS, LinkBegun(language=language) if language:
            return NAMES[language]
        case DeskLabel.LINK_COURSE, CourseLinked(course=course):
            title = (
                course_title(shelf, course, t.language)
                if course
                else t("Each learner’s own course")
            )
            return shortened(title, LONGEST)
        case _:
            return None
