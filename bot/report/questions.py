"""Questions with right and wrong answers: how hard they are, and what people chose."""

from collections.abc import Sequence

from bot.course.desk.fives import percent
from bot.course.model import Choose, Course
from bot.report.figures import Question
from bot.report.told import Bar, Bars, Cell, Percent, Score, Table, Told
from bot.report.words import Reading, counted, people, rounding, score, share

FEW = 4
"""Questions of an activity up to which the picture shows their options as well."""

WEAK = 0.2
"""A discrimination below which a question is worth a look."""


def questions(told: Sequence[Question], activity: str, reading: Reading) -> Told:
    """Those of one activity, or (`activity` empty) of all."""
    t = reading.t
    parts = _with_options(told, reading) if len(told) <= FEW else _alone(told, reading)
    about = f"{reading.about} · {reading.title(activity)}" if activity else reading.about
    return Told(
        kind="questions", title=t("Questions"), about=about,
        description=_described(told, reading), parts=parts,
        table=Table(headers=_headers(reading), rows=_rows(told, reading)),
        notes=(
            t("Only the first answer of each person counts."),
            t(
                "Discrimination: how much more often those with the best test results (27%)"
                " are right than those with the weakest (27%). It is shown only where each"
                " part has at least fifty people; below 0.2 a question is worth a look."
            ),
            rounding(t),
        ),
    )  # fmt: skip


def _step(course: Course, question: Question) -> Choose:
    step = course.step(question.answers.activity, question.answers.step)
    assert isinstance(step, Choose)
    return step


def _summary(each: Question, reading: Reading) -> str:
    t = reading.t
    said = t(
        "Right at the first answer: {share} of {people}",
        share=share(each.difficulty, t), people=people(each.answers.people, t),
    )  # fmt: skip
    d = each.discrimination
    return said if d is None else f"{said} · D = {score(d, t)}"


def _with_options(told: Sequence[Question], reading: Reading) -> tuple[Bars, ...]:
    found = []
    for each in told:
        step = _step(reading.course, each)
        bars = tuple(
            Bar(
                label=_option(option, place, step, reading), people=count, whole=each.answers.people,
                shows=counted(count, each.answers.people, reading.t),
                style="plain" if step.right and place in step.right else "striped",
            )
            for place, (option, count) in enumerate(
                zip(reading.options(step), each.answers.parts, strict=True), 1
            )
        )  # fmt: skip
        found.append(Bars(heading=reading.question(step), note=_summary(each, reading), bars=bars))
    return tuple(found)


def _option(text: str, place: int, step: Choose, reading: Reading) -> str:
    right = step.right is not None and place in step.right
    # Translators: after an answer of a quiz in a chart: "To leave it broken (right)".
    return reading.t("{option} (right)", option=text) if right else text


def _alone(told: Sequence[Question], reading: Reading) -> tuple[Bars, ...]:
    bars = tuple(
        Bar(
            label=reading.question(_step(reading.course, each)), people=each.right,
            whole=each.answers.people, shows=_short(each, reading),
        )
        for each in told
    )  # fmt: skip
    return (Bars(bars=bars, note=reading.t("Right at the first answer")),)


def _short(each: Question, reading: Reading) -> str:
    t, d = reading.t, each.discrimination
    if each.answers.people.few:
        return people(each.answers.people, t)
    return (
        share(each.difficulty, t) if d is None else f"{share(each.difficulty, t)} · D {score(d, t)}"
    )


def _described(told: Sequence[Question], reading: Reading) -> tuple[str, ...]:
    t = reading.t
    known = [(d, each) for each in told if (d := each.difficulty) is not None]
    if not known:
        return (t("Too few people have answered, so there is nothing to show yet."),)
    (low, hardest), (high, easiest) = (f(known, key=lambda k: k[0]) for f in (min, max))
    said = [
        t(
            "Hardest: {question}, right at the first answer for {share}. Easiest: {other}, {more}.",
            question=_named(hardest, reading), share=share(low, t),
            other=_named(easiest, reading), more=share(high, t),
        )
    ]  # fmt: skip
    weak = [q for q in told if q.discrimination is not None and q.discrimination < WEAK]
    if weak:
        named = "; ".join(_named(each, reading) for each in weak)
        said.append(t("These say little about who knows and who does not: {named}.", named=named))
    return tuple(said)


def _named(each: Question, reading: Reading) -> str:
    return reading.quoted(reading.question(_step(reading.course, each)))


def _headers(reading: Reading) -> tuple[str, ...]:
    t = reading.t
    return (
        t("Part of the course"), t("Question"), t("Answer given"), t("Right answer"), t("Chose it"),
        t("Share"), t("Answered"), t("Right at first"), t("Share right"), t("Discrimination"),
    )  # fmt: skip


def _rows(told: Sequence[Question], reading: Reading) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    for each in told:
        step, answers = _step(reading.course, each), each.answers
        for place, (option, count) in enumerate(
            zip(reading.options(step), answers.parts, strict=True), 1
        ):
            right = step.right is not None and place in step.right
            rows.append((
                reading.title(answers.activity), reading.question(step), option,
                reading.t("yes") if right else "", count,
                Percent(value=percent(count, answers.people)), answers.people, each.right,
                Percent(value=each.difficulty), Score(value=each.discrimination),
            ))  # fmt: skip
    return tuple(rows)
