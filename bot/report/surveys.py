"""The results of a survey as a table: whom it reached, and what was answered, in full fives only."""

from collections.abc import Iterable

from bot.course.desk.fives import Count, percent
from bot.course.desk.surveys import Item, SurveyShown
from bot.course.model import Choose, Rate, Say, Write, wording
from bot.report.told import Cell, Percent, Sheet, Table
from bot.report.words import Reading, rounding, unmarked

Row = tuple[Cell, ...]


def survey(shown: SurveyShown, reading: Reading) -> Sheet:
    """A row for each option or point of each question, and for what was written, as far as it is told."""
    t, about = reading.t, shown.turnout
    reached: list[Row] = []
    if about is not None:
        whole = about.sent if about.of == "sent" else about.opened
        reached = [
            (t("Sent to"), "", about.sent, Percent(value=None)),
            (t("Opened by"), "", about.opened, Percent(value=None)),
            (t("Answered by"), "", about.answered, Percent(value=percent(about.answered, whole))),
        ]
    headers = (t("Question"), t("Answer given"), t("People"), t("Share"))
    table = (*reached, *(row for item in shown.items for row in rows(item, reading)))
    return Sheet(
        title=reading.said(reading.course.title), about=reading.said(reading.course.title),
        table=Table(headers=headers, rows=table), notes=(rounding(t),),
    )  # fmt: skip


def rows(item: Item, reading: Reading) -> Iterable[Row]:
    """The question, the answer, how many gave it, and their share of those who answered."""
    assert reading.course.survey is not None
    steps = reading.course.survey.questions.steps
    step = next(each for each in steps if each.id == item.step)
    language, source = reading.t.language, reading.course.source_language
    match step:
        case Choose() | Rate():
            low = step.low if isinstance(step, Rate) else 1
            asked = reading.question(step)
            named = enumerate(zip(reading.options(step), item.chosen, strict=True), low)
            for number, (words, people) in named:
                answer = words if isinstance(step, Choose) else f"{number} {words}".strip()
                yield (asked, answer, people, _share(people, item.answered))
        case Write():
            asked = unmarked(wording(step.words, language, source)[0].question)
            yield (asked, "", item.answered, Percent(value=None))
            for words in item.words:
                yield (asked, words, "", "")
        case Say():
            return


def _share(people: Count, answered: Count) -> Percent:
    return Percent(value=percent(people, answered))
