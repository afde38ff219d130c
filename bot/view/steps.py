"""The steps of a lesson as pages: messages, questions, answers with their reasons."""

import re
from collections.abc import Mapping
from typing import TypeAlias

from bot.course.messages import Questioned, Said
from bot.course.model import (
    REVIEW,
    Activity,
    Choose,
    Course,
    Episode,
    FollowUp,
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
from bot.view.prompts import opening
from bot.view.titles import in_language


def said(body: Said, course: Course, words: Mapping[str, Words], language: str) -> Page:
    step = course.step(body.at.activity, body.at.step)
    assert isinstance(step, Say)
    passage, used = wording(step.words, language, course.source_language)
    t = words[used]
    header = _header(course, body, t) if body.opens else None
    text = paragraphs(header, passage.text, described(passage.picture, t))
    return Page(text=text, language=used, picture=passage.picture)


def questioned(body: Questioned, course: Course, words: Mapping[str, Words], language: str) -> Page:
    step = course.step(body.at.activity, body.at.step)
    assert not isinstance(step, Say)
    asked, used = _asked(step, language, course)
    t = words[used]
    header = _header(course, body, t) if body.opens else None
    count = _count(body, t)
    picture = asked.picture if isinstance(asked, Question) else None
    on_buttons = spoken(body, course, used)
    text = paragraphs(
        header, count, asked.text, described(picture, t), f"**{asked.question}**",
        None if on_buttons else _options(asked), _answer(body, step, asked, on_buttons, t),
    )  # fmt: skip
    return Page(text=text, language=used, picture=picture)


def described(picture: Picture | None, t: Words) -> str | None:
    return (
        "*" + t("Picture: {description}", description=plain(picture.description)) + "*"
        if picture
        else None
    )


Asked = Question | Scale | Prompt
Spoken: TypeAlias = tuple[str, ...]

ON_A_BUTTON = 32
"""Characters that a button of a narrow phone shows in one line."""

_MARKED = re.compile(r"[*_`\[\]\\<>&]")


def _asked(step: Choose | Rate | Write, language: str, course: Course) -> tuple[Asked, str]:
    words: Mapping[str, Asked] = step.words
    return wording(words, language, course.source_language)


def spoken(body: Questioned, course: Course, language: str) -> Spoken:
    """The options of a poll, if each is short enough for a button and free of Markdown."""
    step = course.step(body.at.activity, body.at.step)
    if not isinstance(step, Choose) or not step.poll:
        return ()
    question, _ = wording(step.words, language, course.source_language)
    texts = tuple(option.text for option in question.options)
    return (
        texts
        if all(
            len(text) <= ON_A_BUTTON and text.isprintable() and not _MARKED.search(text)
            for text in texts
        )
        else ()
    )


def _header(course: Course, body: Said | Questioned, t: Words) -> str:
    at = body.at
    if at.activity == REVIEW:
        return "**" + t("Review") + "**"
    activity = course.activity(at.activity)
    if isinstance(activity, FollowUp):
        return opening(activity, course, body.ago, t)
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
        case Questionnaire() | FollowUp():
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


def _answer(body: Questioned, step: Step, asked: Asked, on_buttons: Spoken, t: Words) -> str | None:
    match step, asked:
        case Choose() | Rate(), _ if body.saved:
            return "*" + t("Your answer is saved, and is not shown in this chat.") + "*"
        case Choose(poll=True), _ if body.answer and on_buttons:
            told = ", ".join(on_buttons[number - 1] for number in body.answer)
            return "*" + t("Your answer: {answer}.", answer=told) + "*"
        case Choose(poll=True), _ if body.skipped:
            return "*" + t("Skipped.") + "*"
        case Choose(), Question(options=options) if body.answer:
            chosen = ", ".join(str(number) for number in body.answer)
            told = t("Your answer: {answer}.", answer=chosen)
            verdict = {True: t("Right."), False: t("Not quite."), None: ""}[body.right]
            replies = (options[number - 1].reply for number in body.answer)
            return paragraphs(f"*{told}*", f"**{verdict}**" if verdict else None, *replies)
        case Choose(several=True) as question, _:
            marked = ", ".join(_named(number, on_buttons) for number in body.marked)
            how = _how(question, t)
            return paragraphs(how, t("Marked: {answer}.", answer=marked) if marked else None)
        case Rate(), _ if body.answer:
            return "*" + t("Your answer: {answer}.", answer=body.answer[0]) + "*"
        case Rate() | Write(), _ if body.skipped:
            return "*" + t("Skipped.") + "*"
        case Write(), _:
            return t("Write your answer as a message.")
        case _:
            return None


def _how(step: Choose, t: Words) -> str:
    if step.most is not None:
        return t.n(
            "Mark {n} at most, then submit your answer.",
            "Mark up to {n}, then submit your answer.",
            step.most,
        )
    if step.poll:
        return t("Mark all that fit, then submit your answer.")
    return t("More than one answer may be right. Mark all that fit, then submit your answer.")


def _named(number: int, on_buttons: Spoken) -> str:
    return on_buttons[number - 1] if on_buttons else str(number)
