"""The steps of a lesson as pages: messages, questions, answers with their reasons."""

from collections.abc import Mapping

from bot.course.inputs import Point
from bot.course.messages import Questioned, Said
from bot.course.model import (
    Activity,
    Choose,
    Course,
    Episode,
    Picture,
    Prompt,
    Question,
    Questionnaire,
    Rate,
    Say,
    Scale,
    Step,
    Test,
    Write,
    wording,
)
from bot.i18n import Words
from bot.view.page import Page, paragraphs, plain
from bot.view.titles import in_language


def said(body: Said, course: Course, words: Mapping[str, Words], language: str) -> Page:
    step = _step(course, body.at)
    assert isinstance(step, Say)
    passage, used = wording(step.words, language, course.source_language)
    t = words[used]
    header = _header(course, body.at, t) if body.opens else None
    text = paragraphs(header, passage.text, described(passage.picture, t))
    return Page(text=text, language=used, picture=passage.picture)


def questioned(body: Questioned, course: Course, words: Mapping[str, Words], language: str) -> Page:
    step = _step(course, body.at)
    assert not isinstance(step, Say)
    asked, used = _asked(step, language, course)
    t = words[used]
    header = _header(course, body.at, t) if body.opens else None
    count = _count(body, t)
    picture = asked.picture if isinstance(asked, Question) else None
    text = paragraphs(
        header, count, asked.text, described(picture, t), f"**{asked.question}**",
        _options(asked), _answer(body, step, asked, t),
    )  # fmt: skip
    return Page(text=text, language=used, picture=picture)


def described(picture: Picture | None, t: Words) -> str | None:
    return (
        "*" + t("Picture: {description}", description=plain(picture.description)) + "*"
        if picture
        else None
    )


Asked = Question | Scale | Prompt


def _asked(step: Choose | Rate | Write, language: str, course: Course) -> tuple[Asked, str]:
    words: Mapping[str, Asked] = step.words
    return wording(words, language, course.source_language)


def _step(course: Course, at: Point) -> Step:
    activity = course.activity(at.activity)
    steps: tuple[Step, ...] = activity.bank if isinstance(activity, Test) else activity.steps
    return next(step for step in steps if step.id == at.step)


def _header(course: Course, at: Point, t: Words) -> str:
    activity = course.activity(at.activity)
    title = f"**{plain(in_language(activity.title, course, t.language))}**"
    place = _place(course, activity, t)
    return f"{title}\\\n{place}" if place else title


def _place(course: Course, activity: Activity, t: Words) -> str | None:
    match activity:
        case Episode(minutes=minutes):
            number = [each.id for each in course.episodes].index(activity.id) + 1
            return t(
                "Episode {number} of {count} · {minutes} min",
                number=number, count=len(course.episodes), minutes=minutes,
            )  # fmt: skip
        case Test(draw=draw):
            return t.n("{n} question", "{n} questions", draw)
        case Questionnaire():
            return None


def _count(body: Questioned, t: Words) -> str | None:
    if not body.number or body.of < 2:
        return None
    return "*" + t("Question {number} of {count}", number=body.number, count=body.of) + "*"


def _options(asked: Asked) -> str | None:
    match asked:
        case Question(options=options):
            return "\n".join(f"{i}. {option.text}" for i, option in enumerate(options, 1))
        case Scale(ends=(low, high)):
            return f"{low} – {high}"
        case _:
            return None


def _answer(body: Questioned, step: Step, asked: Asked, t: Words) -> str | None:
    match step, asked:
        case Choose(), Question(options=options) if body.answer:
            chosen = ", ".join(str(number) for number in body.answer)
            told = t("Your answer: {answer}.", answer=chosen)
            verdict = {True: t("Right."), False: t("Not quite."), None: ""}[body.right]
            replies = (options[number - 1].reply for number in body.answer)
            return paragraphs(f"*{told}*", f"**{verdict}**" if verdict else None, *replies)
        case Choose(several=True), _:
            marked = ", ".join(str(number) for number in body.marked)
            how = t(
                "More than one answer may be right. Mark all that fit, then submit your answer."
            )
            return paragraphs(how, t("Marked: {answer}.", answer=marked) if marked else None)
        case Rate(), _ if body.answer:
            return "*" + t("Your answer: {answer}.", answer=body.answer[0]) + "*"
        case Rate() | Write(), _ if body.skipped:
            return "*" + t("Skipped.") + "*"
        case Write(), _:
            return t("Write your answer as a message.")
        case _:
            return None
