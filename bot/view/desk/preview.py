"""A course in preview: its contents, and each step as a learner gets it, with what only authors ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from bot.course.desk.labels import DeskLabel
from bot.course.desk.preview import (
    ContentsOpened,
    ContentsShown,
    PreviewBody,
    PreviewList,
    StepOpened,
    StepShown,
    activities,
    drawn,
    is_right,
    steps_of,
)
from bot.course.inputs import Point
from bot.course.messages import Button, Questioned, Said
from bot.course.model import (
    Activity,
    Choose,
    Course,
    Episode,
    FollowUp,
    Question,
    Questionnaire,
    Say,
    Step,
    Test,
    wording,
)
from bot.course.shelf import Shelf
from bot.i18n import NAMES, Words
from bot.view import steps
from bot.view.page import Page, paragraphs, plain, shortened
from bot.view.titles import in_language

A_PAGE = 8
"""Activities on one page of the chat."""
ON_A_BUTTON = 32

Speech: TypeAlias = Mapping[str, Words]


def page(body: PreviewBody, shelf: Shelf, words: Speech, language: str) -> Page:
    t = words[language]
    match body:
        case PreviewList():
            return Page(text=_list(body, shelf, t), language=language)
        case ContentsShown():
            return Page(text=_contents(body, shelf, t), language=language)
        case StepShown():
            return _step(body, shelf, words)
        case _:
            assert_never(body)


def _list(body: PreviewList, shelf: Shelf, t: Words) -> str:
    none = None if body.releases else t("There is nothing here.")
    return paragraphs("**" + t("Preview of courses") + "**", none, t(
        "You see every step as learners get it. What you choose here is not counted, and no answer is kept."
    ))  # fmt: skip


def _contents(body: ContentsShown, shelf: Shelf, t: Words) -> str:
    course = shelf.releases[body.release]
    title = f"**{plain(release_title(shelf, body.release, t))}**"
    listed = activities(course)[body.page * A_PAGE : (body.page + 1) * A_PAGE]
    lines = (
        f"- {plain(in_language(each.title, course, t.language))} – {kind(each, course, t)}"
        for each in listed
    )
    return paragraphs(title, "\n".join(lines))


def release_title(shelf: Shelf, release: str, t: Words) -> str:
    """The title of a course; of an earlier release, that it is one."""
    course = shelf.releases.get(release)
    if course is None:
        return release
    title = in_language(course.title, course, t.language)
    return title if shelf.newest(course.id) == release else t("{title} (earlier)", title=title)


def kind(activity: Activity, course: Course, t: Words) -> str:
    """What it is, and when it comes."""
    match activity:
        case Episode(minutes=minutes):
            return t("episode, {minutes} min", minutes=minutes)
        case Test(bank=bank, draw=draw):
            return t("test, {draw} of {all} questions", draw=draw, all=len(bank))
        case Questionnaire():
            return _questionnaire(activity, course, t)
        case FollowUp(days=days, after=None):
            return t.n("{n} day after the course", "{n} days after the course", days)
        case FollowUp(days=days, after=after):
            assert after is not None
            other = course.find(after)
            title = in_language(other.title, course, t.language) if other else after
            return t.n(
                "{n} day after: {title}", "{n} days after: {title}", days, title=plain(title)
            )
        case _:
            assert_never(activity)


def _questionnaire(activity: Questionnaire, course: Course, t: Words) -> str:
    if activity == course.before:
        return t("before the course")
    if activity == course.after_episode:
        return t("after each episode")
    return t("after the course") if activity == course.after else t("survey")


# --- One step ---------------------------------------------------------------------------


def learners(body: StepShown, course: Course) -> Said | Questioned:
    """What a learner gets at this step; the questions of a draw are counted through."""
    activity = course.activity(body.activity)
    every = steps_of(activity)
    at = Point(course=course.id, activity=activity.id, attempt=1, step=body.step)
    opens = every[0].id == body.step
    step = course.step(activity.id, body.step)
    ago = activity.days if isinstance(activity, FollowUp) else 0
    if isinstance(step, Say):
        return Said(release=body.release, at=at, opens=opens, ago=ago)
    counted = [each.id for each in every if _counts(each, activity)]
    number = counted.index(step.id) + 1 if step.id in counted else 0
    return Questioned(
        release=body.release, at=at, opens=opens, number=number, of=len(counted), ago=ago,
        marked=body.marked, answer=body.answer or None, right=is_right(step, body.answer),
    )  # fmt: skip


def _counts(step: Step, activity: Activity) -> bool:
    if isinstance(activity, Episode):
        return isinstance(step, Choose) and step.right is not None
    return not isinstance(step, Say)


def learners_page(body: StepShown, course: Course, words: Speech) -> Page:
    shown = learners(body, course)
    if isinstance(shown, Said):
        return steps.said(shown, course, words, body.language)
    return steps.questioned(shown, course, words, body.language)


def spoken(body: StepShown, course: Course, language: str) -> steps.Spoken:
    shown = learners(body, course)
    return steps.spoken(shown, course, language) if isinstance(shown, Questioned) else ()


def _step(body: StepShown, shelf: Shelf, words: Speech) -> Page:
    course = shelf.releases[body.release]
    seen = learners_page(body, course, words)
    t = words[seen.language]
    noted = "\n".join(f"*{plain(each)}*\\" for each in notes(body, course, t)).rstrip("\\")
    return Page(
        text=paragraphs(noted, seen.text), language=seen.language, picture=seen.picture
    )  # fmt: skip


def notes(body: StepShown, course: Course, t: Words) -> list[str]:
    """What a learner is not told: where it stands, who gets it, and which language is missing."""
    activity = course.activity(body.activity)
    every = steps_of(activity)
    number = next(n for n, each in enumerate(every, 1) if each.id == body.step)
    step, draw = every[number - 1], drawn(activity)
    said = [t("Preview: step {n} of {all}", n=number, all=len(every))]
    if draw is not None:
        said.append(
            t.n(
                "Each learner gets {n} of these questions.",
                "Each learner gets {n} of these questions.",
                draw,
            )
        )
    if isinstance(step, Say) and step.deeper:
        said.append(t("Only for those who go deeper."))
    if step.when is not None:
        options = ", ".join(map(str, sorted(step.when.options)))
        said.append(
            t("Only after answer {options} at “{step}”.", options=options, step=step.when.step)
        )
    if body.language not in step.words:
        missing = NAMES.get(body.language, body.language)
        said.append(t("No text in {language} yet: learners get this one.", language=missing))
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An option with what follows it. `right`: as a part of the right answer; None: nothing is wrong."""

    number: int
    text: str
    right: bool | None
    reply: str


def replies(body: StepShown, course: Course) -> tuple[Reply, ...]:
    """What every option brings, in the language in which the step is shown; of other steps, nothing."""
    step = course.step(body.activity, body.step)
    if not isinstance(step, Choose):
        return ()
    words: Mapping[str, Question] = step.words
    asked, _ = wording(words, body.language, course.source_language)
    return tuple(
        Reply(
            number=number, text=option.text, reply=option.reply,
            right=None if step.right is None else number in step.right,
        )
        for number, option in enumerate(asked.options, 1)
    )  # fmt: skip


# --- What the buttons say ---------------------------------------------------------------


def preview_label(button: Button, shelf: Shelf, t: Words) -> str | None:
    """None for a button that is none of them."""
    match button.label, button.does:
        case DeskLabel.LOOK_COURSE, ContentsOpened(release=release):
            return shortened(release_title(shelf, release, t), ON_A_BUTTON)
        case DeskLabel.LOOK_PAGE, ContentsOpened(page=number):
            return t("Page {n}", n=number + 1)
        case DeskLabel.LOOK_ACTIVITY, StepOpened(release=release, activity=activity):
            course = shelf.releases.get(release)
            found = course.find(activity) if course else None
            title = in_language(found.title, course, t.language) if course and found else activity
            return shortened(title, ON_A_BUTTON)
        case DeskLabel.LOOK_IN, StepOpened(language=language):
            return t("Preview: {language}", language=NAMES.get(language, language))
        case _:
            return None
