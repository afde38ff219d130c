"""The surveys of the desk in words. Every number is one of full fives."""

from collections.abc import Mapping
from typing import assert_never

from bot.course.desk.fives import Count, percent, total
from bot.course.desk.surveys import (
    Item,
    SurveyBody,
    SurveyFileShown,
    SurveyLine,
    SurveyShown,
    SurveysShown,
    Turnout,
    file_name,
)
from bot.course.model import Choose, Course, Prompt, Question, Rate, Say, Scale, wording
from bot.course.shelf import Shelf
from bot.i18n import Words
from bot.view.page import Attachment, Page, paragraphs, plain, shortened
from bot.view.titles import course_title, in_language, quoted

LONGEST_QUESTION = 200


def page(body: SurveyFileShown, shelf: Shelf, t: Words) -> Page:
    """The file goes with it."""
    return Page(
        text=text(body, shelf, t), language=t.language,
        attached=Attachment(what="survey", about=file_name(body.form, body.survey)),
    )  # fmt: skip


def text(body: SurveyBody, shelf: Shelf, t: Words) -> str:
    match body:
        case SurveysShown():
            return _listed(body, shelf, t)
        case SurveyShown():
            return _shown(body, shelf.releases[body.release], t)
        case SurveyFileShown():
            title = quoted(course_title(shelf, body.survey, t.language), t)
            return paragraphs("**" + t("Answers as a table") + "**", title)
        case _:
            assert_never(body)


def _listed(body: SurveysShown, shelf: Shelf, t: Words) -> str:
    lines = "\n".join(f"- {_line(each, shelf, t)}" for each in body.surveys)
    return paragraphs("**" + t("Surveys") + "**", lines or t("There is nothing here."))


def _line(line: SurveyLine, shelf: Shelf, t: Words) -> str:
    title = plain(
        in_language(shelf.releases[line.release].title, shelf.releases[line.release], t.language)
    )
    return f"{title} – {states(t)[line.state]}"


def states(t: Words) -> dict[str, str]:
    return {
        "open": t("open"),
        "over": t("over"),
        "withdrawn": t("no longer among the lessons"),
    }


def _shown(body: SurveyShown, course: Course, t: Words) -> str:
    title = f"**{plain(in_language(course.title, course, t.language))}**"
    if body.turnout is None:
        items = (_item(each, course, t) for each in body.items)
        return paragraphs(title, *items, _rounding(t))
    kind = t("anonymous") if body.anonymous else t("not anonymous")
    about = [states(t)[body.state], kind]
    if body.until:
        about.append(t("open until {day}", day=t.day(body.until)))
    link = t("To open the survey, people write: {command}", command=plain(f"/start {body.survey}"))
    return paragraphs(
        title,
        f"*{', '.join(about)}*",
        _turnout(body.turnout, t),
        why_hidden(body, t),
        _rounding(t),
        link,
    )


def _turnout(turnout: Turnout, t: Words) -> str:
    lines = [
        t("Sent to: {people}", people=people(turnout.sent, t)),
        t("Opened by: {people}", people=people(turnout.opened, t)),
        t("Answered by: {people}", people=people(turnout.answered, t)),
    ]
    if turnout.rate is not None and turnout.of == "sent":
        lines.append(t("Response rate: {share} % of those who got it", share=turnout.rate))
    elif turnout.rate is not None:
        lines.append(t("Response rate: {share} % of those who opened it", share=turnout.rate))
    return "\n".join(f"- {line}" for line in lines)


def why_hidden(body: SurveyShown, t: Words) -> str | None:
    match body.hidden:
        case "few":
            return t("Answers are shown when at least five people have answered.")
        case "reach":
            return t(
                "Nobody can tell whose answers are whose in an anonymous survey, so not those of"
                " your groups either. They are shown to those who are responsible for everybody."
            )
        case None:
            return None


def _rounding(t: Words) -> str:
    return (
        "*"
        + t(
            "Numbers of people are rounded down to a multiple of five, and shares are worked out from them."
        )
        + "*"
    )


def people(count: Count, t: Words) -> str:
    return t("fewer than 5") if count.few else str(count.people)


def _item(item: Item, course: Course, t: Words) -> str:
    assert course.survey is not None
    step = next(each for each in course.survey.questions.steps if each.id == item.step)
    assert not isinstance(step, Say)
    words: Mapping[str, Question | Scale | Prompt] = step.words
    asked, _ = wording(words, t.language, course.source_language)
    question = f"**{shortened(asked.question, LONGEST_QUESTION)}**"
    answered = t("Answered by: {people}", people=people(item.answered, t))
    match step, asked:
        case Choose(), Question(options=options):
            cells = [
                (option.text, count) for option, count in zip(options, item.chosen, strict=True)
            ]
            return paragraphs(question, answered, _cells(cells, item.answered, t))
        case Rate(low=low), Scale(ends=(least, most)):
            points = list(enumerate(item.chosen, low))
            ends = {points[0][0]: least, points[-1][0]: most}
            cells = [
                (f"{point} ({ends[point]})" if point in ends else str(point), count)
                for point, count in points
            ]
            return paragraphs(question, answered, _cells(cells, item.answered, t), _mean(points, t))
        case _:
            told = (_quoted(each) for each in item.words)
            few = t("What fewer than five people have written is not shown.")
            return paragraphs(question, answered, few if item.answered.few else None, *told)


def _quoted(words: str) -> str:
    return "> " + plain(words).replace("\n", "\n> ")


def _cells(cells: list[tuple[str, Count]], answered: Count, t: Words) -> str:
    """How many, and which share of those who have answered the question."""
    lines = []
    for name, count in cells:
        share = percent(count, answered)
        told = people(count, t) + (f" ({share} %)" if share is not None else "")
        lines.append(f"- {name}: {told}")
    return "\n".join(lines)


def _mean(points: list[tuple[int, Count]], t: Words) -> str | None:
    """Of the rounded numbers: it tells no more than they do."""
    counted = total(tuple(count for _, count in points))
    if counted.few:
        return None
    mean = sum(point * count.fives for point, count in points) / counted.fives
    return t("Mean of these: {mean}", mean=f"{mean:.1f}")
