"""Two pages for people outside: what the course is, who finished it, what it changed, and the limits
of these numbers. Tagged, so that they read well aloud; what is in them is never code.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from bot.course.desk.fives import FEW, Count, percent
from bot.course.inputs import PlanResult
from bot.i18n import LOCALES
from bot.report import progress
from bot.report.chart import chart
from bot.report.figures import Answers, Plans, Progress
from bot.report.opinions import Pair, later, legend, points, rated, step_of
from bot.report.picture import fonts
from bot.report.words import Reading, people, printable, results, rounding, score, share

if TYPE_CHECKING:
    import typst

STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
"""PDF/UA-1: for readers with assistive technology. PDF/A-2a: for archives."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything that the pages are made of."""

    progress: Progress
    pairs: tuple[Pair, ...]
    ratings: tuple[Answers, ...]
    use: tuple[Answers, ...]
    plans: Plans
    on: date


def render(outside: Outside, reading: Reading) -> bytes:
    """Takes the processor for tenths of a second: call it in a thread."""
    moment = datetime.combine(outside.on, time(12), ZoneInfo("UTC"))
    out = compiler(outside, reading).compile(
        format="pdf", pdf_standards=[*STANDARDS], timestamp=int(moment.timestamp())
    )
    assert isinstance(out, bytes)
    return out


def compiler(outside: Outside, reading: Reading) -> "typst.Compiler":
    import typst

    page = printable(json.dumps(_page(outside, reading), ensure_ascii=False))
    return typst.Compiler(
        files(__package__).joinpath("outside.typ").read_bytes(),
        font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"page": page},
    )  # fmt: skip


def _page(outside: Outside, reading: Reading) -> dict[str, object]:
    t, on = reading.t, outside.on
    language, _, region = LOCALES[t.language].partition("_")
    funnel = progress.funnel(outside.progress, reading)
    day = t.date(datetime.combine(on, time(12), ZoneInfo("UTC")), "UTC")
    return {
        "language": language,
        "region": region,
        "on": [on.year, on.month, on.day],
        "title": reading.said(reading.course.title),
        "about": " · ".join((reading.group or t("everybody"), day)),
        "summary": reading.said(reading.course.summary),
        "what": _what(reading),
        "key": _key(outside.progress, reading),
        "funnel": {
            "heading": funnel.title,
            "said": " ".join(funnel.description),
            "svg": chart(funnel, t, bare=True),
            "alt": " ".join((*funnel.description, _aloud(outside.progress, reading))),
        },
        "tables": [each for each in _tables(outside, reading) if each["rows"]],
        "limits": {"heading": t("How these numbers were made, and their limits"),
                   "lines": _limits(reading)},
    }  # fmt: skip


def _what(reading: Reading) -> str:
    t, course = reading.t, reading.course
    episodes, tests = len(course.episodes), len(course.line) - len(course.episodes)
    said = [
        t.n("{n} episode", "{n} episodes", episodes),
        *([t.n("{n} test", "{n} tests", tests)] if tests else []),
        t.n("about {n} minute", "about {n} minutes", sum(each.minutes for each in course.episodes)),
    ]
    return " · ".join(said)


def _key(told: Progress, reading: Reading) -> list[Row]:
    t = reading.t
    return [
        (t("Began"), people(told.began, t)),
        (t("Finished the course"), people(told.completed, t)),
        (t("Of those who began"), share(percent(told.completed, told.began), t)),
    ]


def _aloud(told: Progress, reading: Reading) -> str:
    """The figures of the picture, for those who do not see it."""
    t = reading.t
    stages = (
        f"{reading.said(each.title)}: {people(told.activities.get(each.id, FEW), t)}"
        for each in reading.course.line
    )
    return "; ".join(stages) + "."


# --- Tables -----------------------------------------------------------------------------


def _tables(outside: Outside, reading: Reading) -> list[dict[str, object]]:
    return [
        *_awareness(outside, reading),
        _satisfaction(outside, reading),
        _use(outside, reading),
    ]


def _table(
    heading: str, said: str, headers: Sequence[str], rows: Sequence[Row], first: int = 1
) -> dict[str, object]:
    """`first`: how many columns from the left hold words."""
    return {"heading": heading, "said": said, "headers": headers, "rows": rows, "first": first}


def _awareness(outside: Outside, reading: Reading) -> list[dict[str, object]]:
    t, told = reading.t, outside.progress
    alike: dict[Row, list[Pair]] = {}
    for pair in outside.pairs:
        alike.setdefault(legend(pair[0], reading), []).append(pair)
    found = []
    for options, pairs in alike.items():
        rows = [
            (
                reading.question(step_of(reading.course, before)),
                *(_moved(was, before.people, now, after.people, reading)
                  for was, now in zip(before.parts, after.parts, strict=True)),
                f"{people(before.people, t)} → {people(after.people, t)}",
            )
            for before, after in pairs
        ]  # fmt: skip
        most_before = max((before.people for before, _ in pairs), default=FEW)
        most_after = max((after.people for _, after in pairs), default=FEW)
        said = t(
            "Share of each answer before → after the course, in per cent. Response rate before:"
            " {before} of those who began; after: {after} of those who finished.",
            before=share(percent(most_before, told.began), t),
            after=share(percent(most_after, told.completed), t),
        )  # fmt: skip
        named = (option or str(place) for place, option in enumerate(options, pairs[0][0].low))
        headers = (t("Statement"), *named, t("Answers"))
        found.append(_table(t("Before and after"), said, headers, rows))
    return found


def _moved(was: Count, before: Count, now: Count, after: Count, reading: Reading) -> str:
    first, then = percent(was, before), percent(now, after)
    shown = ("–" if each is None else str(each) for each in (first, then))
    return " → ".join(shown)


def _satisfaction(outside: Outside, reading: Reading) -> dict[str, object]:
    t, told = reading.t, outside.progress
    rows = []
    for each in outside.ratings:
        asked = told.activities.get(each.about, FEW) if each.about else told.completed
        high = each.low + len(each.parts) - 1
        rows.append((
            rated(each, reading), f"{each.low}–{high}", score(each.mean, t),
            people(each.people, t), share(percent(each.people, asked), t),
        ))  # fmt: skip
    said = t("The mean of voluntary ratings; the response rate is of those who got that far.")
    headers = (t("Rated"), t("Scale"), t("Mean"), t("Answers"), t("Response rate"))
    return _table(t("Satisfaction"), said, headers, rows)


def _use(outside: Outside, reading: Reading) -> dict[str, object]:
    t, told, names = reading.t, outside.progress, results(reading.t)
    rows = []
    for each in outside.use:
        chosen = (
            f"{option} {share(known, t)}"
            for option, count in zip(points(each, reading), each.parts, strict=True)
            if (known := percent(count, each.people)) is not None
        )
        rows.append((
            later(each, reading), "; ".join(chosen) or "–", people(each.people, t),
            share(percent(each.people, told.completed), t),
        ))  # fmt: skip
    kinds: tuple[PlanResult, ...] = ("done", "partly", "not-yet", "dropped")
    plans = "; ".join(
        f"{names[kind]} {share(known, t)}"
        for kind in kinds
        if (known := percent(outside.plans.told.get(kind, FEW), outside.plans.made)) is not None
    )
    made = outside.plans.made
    rows.append(
        (t("Plans for work"), plans or "–", people(made, t), share(percent(made, told.began), t))
    )
    said = t(
        "What people say themselves, weeks after the course; of plans, the last that was told."
    )
    headers = (t("Question"), t("Answers in per cent"), t("Answers"), t("Response rate"))
    return _table(t("Use at work"), said, headers, rows, 2)


def _limits(reading: Reading) -> list[str]:
    t = reading.t
    return [
        rounding(t),
        t("Who began and who finished is counted by the bot. Everything else people say of"
          " themselves, voluntarily, in questionnaires before and after the course, after episodes,"
          " and one and three months later."),
        t("Those who answer later are fewer than those who began, and may be the more satisfied:"
          " look at the response rates before you compare."),
        t("There is no comparison group: a change after the course need not come from the course."),
    ]  # fmt: skip
