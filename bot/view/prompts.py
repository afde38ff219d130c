"""What the bot says of its own accord: what is due today, and how a follow-up begins."""

from typing import assert_never

from bot.course.messages import Due, Prompted
from bot.course.model import Course, Episode, FollowUp, Test
from bot.course.shelf import Shelf
from bot.i18n import Words
from bot.view.page import Page, paragraphs, plain, shortened
from bot.view.titles import in_language, quoted

OF_A_PLAN = 300
"""Characters of a plan that a prompt repeats."""


def prompted(body: Prompted, shelf: Shelf, t: Words) -> Page:
    """One thing as a sentence, several as a list. A plan's words are the learner's own."""
    lines = [_line(due, shelf.releases[due.release], t) for due in body.items]
    text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    greeting = "**" + (t("For today:") if len(lines) > 1 else t("Hello again.")) + "**"
    personal = any(due.what == "plan" for due in body.items)
    return Page(text=paragraphs(greeting, text), language=t.language, personal=personal)


def _line(due: Due, course: Course, t: Words) -> str:
    match due.what:
        case "activity":
            return _activity(course, due.about, t)
        case "reminder":
            return _reminder(due, course, t)
        case "last-reminder":
            quiet = t(
                "This is my last reminder: from now on I will be quiet. Your place is kept. To"
                " return at any time, write /continue"
            )
            return f"{_reminder(due, course, t)} {quiet}"
        case "questionnaire":
            return t(
                "You have finished the course {title}. Would you answer a few questions about it?"
                " Every one of them is voluntary.",
                title=_course(course, t),
            )
        case "follow-up":
            return _follow_up(course, due.about, t)
        case "review":
            return t.n(
                "{n} question that you have met before, so that it stays with you.",
                "{n} questions that you have met before, so that they stay with you.",
                due.count,
            )
        case "plan":
            return t(
                "The day of your plan has come: “{plan}”",
                plan=plain(shortened(due.text, OF_A_PLAN).rstrip(".")),
            )
        case "survey":
            return t(
                "You have begun the survey {title}. Would you like to go on? This is the only time"
                " that I ask.",
                title=_course(course, t),
            )
        case _:
            assert_never(due.what)


def _activity(course: Course, activity_id: str, t: Words) -> str:
    activity = course.find(activity_id)
    if isinstance(activity, Test):
        questions = t.n("{n} question", "{n} questions", activity.draw)
        return t("The test of the module is ready: {questions}.", questions=questions)
    minutes = activity.minutes if isinstance(activity, Episode) else 0
    return t(
        "Your next episode is ready: {title}, about {minutes} min.",
        title=_title(course, activity_id, t), minutes=minutes,
    )  # fmt: skip


def _reminder(due: Due, course: Course, t: Words) -> str:
    away = t.n(
        "It has been {n} day since you were last here, and that is fine.",
        "It has been {n} days since you were last here, and that is fine.",
        due.count,
    )
    where = t("You are at {title}.", title=_title(course, due.about, t))
    return f"{away} {where}"


def _follow_up(course: Course, activity_id: str, t: Words) -> str:
    activity = course.find(activity_id)
    ended = (
        course.find(activity.after) if isinstance(activity, FollowUp) and activity.after else None
    )
    match ended:
        case Episode():
            return t(
                "One short question about the episode {title}.", title=_title(course, ended.id, t)
            )
        case Test():
            return t("A new situation for the module {title}.", title=_module(course, ended.id, t))
        case _:
            return t(
                "What has come of the course {title}? A few questions.", title=_course(course, t)
            )


def opening(follow_up: FollowUp, course: Course, ago: int, t: Words) -> str:
    """The line above the first step: what ended, how long ago, and what is asked of memory."""
    ended = course.find(follow_up.after) if follow_up.after else None
    when = _ago(ago or follow_up.days, t)
    match ended:
        case Episode():
            title = _title(course, ended.id, t)
            return t(
                "{when} you finished the episode {title}. Without looking back:",
                when=when,
                title=title,
            )
        case Test():
            title = _module(course, ended.id, t)
            return t(
                "{when} you finished the module {title}. A new situation:", when=when, title=title
            )
        case _:
            return t("{when} you finished the course {title}.", when=when, title=_course(course, t))


def _ago(days: int, t: Words) -> str:
    """In words where people speak of weeks and months; a few days more or less do not matter."""
    match days:
        case 2:
            return t("Two days ago")
        case 7:
            return t("A week ago")
        case 14:
            return t("Two weeks ago")
        case _ if 28 <= days <= 33:
            return t("A month ago")
        case _ if 85 <= days <= 97:
            return t("Three months ago")
        case _:
            return t.n("{n} day ago", "{n} days ago", days)


def _title(course: Course, activity_id: str, t: Words) -> str:
    activity = course.find(activity_id)
    title = in_language(activity.title, course, t.language) if activity else activity_id
    return quoted(title, t)


def _module(course: Course, test_id: str, t: Words) -> str:
    module = next(each for each in course.modules if each.test and each.test.id == test_id)
    return quoted(in_language(module.title, course, t.language), t)


def _course(course: Course, t: Words) -> str:
    return quoted(in_language(course.title, course, t.language), t)
