"""What the buttons of the inbox and of its topics say."""

from bot.course.desk.inbox import AlertsChosen, AlertWay, InboxOpened, ThreadMarked, ThreadOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.topics import TitleBegun, TopicFinished, TopicOpened, WishCounted
from bot.course.messages import Button
from bot.course.shelf import Shelf
from bot.i18n import NAMES, Words
from bot.view.desk.inbox import marks, states
from bot.view.titles import course_title


def inbox_label(button: Button, shelf: Shelf, t: Words) -> str | None:
    """None: it is a button of another place, or says the same everywhere."""
    match button.label, button.does:
        case DeskLabel.THREAD, ThreadOpened(number=number):
            return t("Message {number}", number=number)
        case DeskLabel.INBOX_OF, InboxOpened(state=state):
            return states(t)[state]
        case DeskLabel.ONLY, InboxOpened() as opened:
            return _only(opened, shelf, t)
        case DeskLabel.MARK, ThreadMarked(mark=mark):
            return marks(t)[mark]
        case DeskLabel.ALERT, AlertsChosen(how=how):
            return alert_ways(t)[how]
        case DeskLabel.TOPIC, TopicOpened(number=number):
            return t("Topic {number}", number=number)
        case DeskLabel.TITLE_IN, TitleBegun(language=language):
            return t("Title: {language}", language=NAMES[language])
        case DeskLabel.FINISH_TOPIC, TopicFinished(done=done):
            return t("Mark the topic as done") if done else t("Let people wish for it again")
        case DeskLabel.COUNT_FOR, WishCounted(name=name):
            return name
        case _:
            return None


def _only(opened: InboxOpened, shelf: Shelf, t: Words) -> str:
    """What the button chooses."""
    only = opened.only
    match opened.of:
        case "course" if only.course:
            return course_title(shelf, only.course, t.language)
        case "language" if only.language:
            return NAMES.get(only.language, only.language)
        case "complaints":
            return t("Only complaints")
        case "wishes":
            return t("Only wishes")
        case _:
            return t("All of them")


def alert_ways(t: Words) -> dict[AlertWay | None, str]:
    return {
        "each": t("Tell me of each at once"),
        "hourly": t("Once an hour at most"),
        None: t("Do not tell me"),
    }
