"""How far people get, when, in which language, and what reached them."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.course.desk.fives import Count, percent, total
from bot.i18n import NAMES
from bot.report.figures import Announcement, Progress, Week
from bot.report.told import Bar, Bars, Cell, Percent, Table, Told
from bot.report.words import Reading, counted, outcomes, people, rounding

DRAWN = 5
"""Announcements in the picture; the table has more."""


def funnel(told: Progress, reading: Reading) -> Told:
    """Who began, who completed each episode and test in the order of the course, who finished."""
    t = reading.t
    stages: list[tuple[str, Count]] = [
        (t("Began"), told.began),
        *(
            (f"{place}. {reading.said(each.title)}", told.activities.get(each.id, Count()))
            for place, each in enumerate(reading.course.line, 1)
        ),
        (t("Finished the course"), told.completed),
    ]
    bars = tuple(
        Bar(label=label, shows=counted(count, told.began, t), people=count)
        for label, count in stages
    )
    rows = tuple(
        (label, count, Percent(value=percent(count, told.began))) for label, count in stages
    )
    return Told(
        kind="funnel", title=t("How far people get"), about=reading.about,
        description=_fallen(told, stages, reading), parts=(Bars(bars=bars),),
        table=Table(headers=(t("Step"), t("People"), t("Of those who began")), rows=rows),
        notes=(rounding(t),),
    )  # fmt: skip


def _fallen(
    told: Progress, stages: Sequence[tuple[str, Count]], reading: Reading
) -> tuple[str, ...]:
    t = reading.t
    if told.began.few:
        return (nothing(reading),)
    said = t(
        "Of {began} who began, {first} completed the first step and {finished} finished the whole"
        " course.",
        began=people(told.began, t), first=people(stages[1][1], t),
        finished=people(told.completed, t),
    )  # fmt: skip
    lost, label = max(
        ((before - after, label) for (_, before), (label, after) in pairwise(stages[:-1])),
        key=lambda each: each[0],
    )
    if lost.few:
        return (said,)
    where = t(
        "The largest drop is before {title}: {lost} did not get that far.",
        title=reading.quoted(label.partition(". ")[2]), lost=people(lost, t),
    )  # fmt: skip
    return (said, where)


def nothing(reading: Reading) -> str:
    return reading.t("There are fewer than five people here, so there is nothing to show yet.")


def weeks(told: Sequence[Week], reading: Reading) -> Told:
    t = reading.t
    began, finished = t("Began"), t("Finished the course")
    parts = tuple(
        Bars(
            heading=t("Week from {day}", day=t.day(each.monday)),
            bars=(
                Bar(label=began, shows=people(each.began, t), people=each.began, style="striped"),
                Bar(label=finished, shows=people(each.completed, t), people=each.completed),
            ),
        )
        for each in told
    )
    description = t(
        "Since {day}, {began} began the course and {finished} finished it. The last week is not over"
        " yet.",
        day=t.day(told[0].monday),
        began=people(total(tuple(each.began for each in told)), t),
        finished=people(total(tuple(each.completed for each in told)), t),
    )  # fmt: skip
    rows = tuple((each.monday.isoformat(), each.began, each.completed) for each in told)
    return Told(
        kind="weeks", title=t("Week by week"), about=reading.about, description=(description,),
        parts=parts, table=Table(headers=(t("Week from"), began, finished), rows=rows),
        notes=(t("Weeks begin on Monday at midnight UTC."), rounding(t)),
    )  # fmt: skip


def languages(told: Mapping[str, Count], reading: Reading) -> Told:
    t = reading.t
    whole = total(tuple(told.values()))
    ordered = sorted(told.items(), key=lambda each: (-each[1].fives, each[0]))
    named = [(NAMES.get(language, language), count) for language, count in ordered]
    bars = tuple(
        Bar(label=name, shows=counted(count, whole, t), people=count) for name, count in named
    )
    listed = ", ".join(f"{name} {counted(count, whole, t)}" for name, count in named)
    return Told(
        kind="languages", title=t("Languages"), about=reading.about,
        description=(nothing(reading) if whole.few else
                     t("The languages in which people read: {listed}.", listed=listed),),
        parts=(Bars(bars=bars),),
        table=Table(
            headers=(t("Language"), t("People"), t("Share")),
            rows=tuple((name, count, Percent(value=percent(count, whole)))
                       for name, count in named),
        ),
        notes=(t("It is the language that people use now."), rounding(t)),
    )  # fmt: skip


def announcements(told: Sequence[Announcement], reading: Reading) -> Told:
    """The latest, the newest first."""
    t = reading.t
    names = outcomes(t)
    parts = tuple(
        Bars(
            heading=t.date(each.at, "UTC"),
            bars=tuple(
                Bar(label=names[outcome], shows=people(count, t), people=count)
                for outcome in names
                if not (count := each.outcomes.get(outcome, Count())).few
            ),
        )
        for each in told[:DRAWN]
    )
    sent = total(tuple(each.outcomes.get("sent", Count()) for each in told))
    described = t(
        "The latest announcements to people of this course, by the day on which they began. In all,"
        " messages that arrived: {sent}.",
        sent=people(sent, t),
    )  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            each.at.date().isoformat(),
            *(each.outcomes.get(outcome, Count()) for outcome in names),
        )
        for each in told
    )
    return Told(
        kind="announcements", title=t("Announcements"), about=reading.about,
        description=(described if told else t("Nothing has been announced yet."),),
        parts=parts, table=Table(headers=(t("Begun"), *names.values()), rows=rows),
        notes=(t("Counted are those who began the course; the same person may get several"
                 " announcements."), rounding(t)),
    )  # fmt: skip
