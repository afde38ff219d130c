"""Figures and names in words, in the reader's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, assert_never

from babel.numbers import format_decimal, format_percent

from bot.course.desk.announcement import Outcome
from bot.course.desk.fives import Count, percent
from bot.course.inputs import PlanResult
from bot.course.model import Choose, Course, Localized, Rate, wording
from bot.i18n import LOCALES, Words
from bot.report.told import Cell, Percent, Score

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who reads about what: the course, the group by its name (empty: everybody), the language, and
    when the figures were counted.
    """

    course: Course
    group: str
    t: Words
    at: datetime | None = None

    @property
    def about(self) -> str:
        """Whatever of it is passed on says what it is about, and of which day it is."""
        people = self.group or self.t("everybody")
        day = [self.t.date(self.at, "UTC")] if self.at else []
        return " · ".join((self.said(self.course.title), people, *day))

    def said(self, texts: Localized) -> str:
        words, _ = wording(texts, self.t.language, self.course.source_language)
        return unmarked(words)

    def title(self, activity: str) -> str:
        found = self.course.find(activity)
        return self.said(found.title) if found else activity

    def question(self, step: Choose | Rate) -> str:
        language, source = self.t.language, self.course.source_language
        if isinstance(step, Choose):
            return unmarked(wording(step.words, language, source)[0].question)
        return unmarked(wording(step.words, language, source)[0].question)

    def options(self, step: Choose | Rate) -> tuple[str, ...]:
        """Of a scale its points, with words at both ends."""
        language, source = self.t.language, self.course.source_language
        if isinstance(step, Choose):
            words, _ = wording(step.words, language, source)
            return tuple(unmarked(option.text) for option in words.options)
        (first, last), between = wording(step.words, language, source)[0].ends, step.high - step.low
        return (unmarked(first), *[""] * (between - 1), unmarked(last))

    def quoted(self, text: str) -> str:
        inner = text if self.t.language == "en" else text.replace("«", "„").replace("»", "“")
        return self.t("“{title}”", title=inner)


def unmarked(markdown: str) -> str:
    """The words of a text without its formatting, in one line."""
    pieces: list[str] = []
    for token in _markdown().parse(markdown):
        pieces += (
            " " if child.type in ("softbreak", "hardbreak") else child.content
            for child in token.children or ()
        )
        pieces.append(" ")
    return " ".join("".join(pieces).split())


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def printable(text: str) -> str:
    """Without the characters that no XML may hold."""
    return _UNPRINTABLE.sub("", text)


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def number(value: int, t: Words) -> str:
    return str(format_decimal(value, locale=LOCALES[t.language]))


def people(count: Count, t: Words) -> str:
    # Translators: in place of a number of people that is 0, 1, 2, 3 or 4: "Finished: fewer than 5".
    return t("fewer than 5") if count.few else number(count.people, t)


def share(value: int | None, t: Words) -> str:
    return "–" if value is None else str(format_percent(value / 100, locale=LOCALES[t.language]))


def score(value: float | None, t: Words) -> str:
    if value is None:
        return "–"
    return str(format_decimal(value, "0.00", locale=LOCALES[t.language]))


def counted(part: Count, whole: Count, t: Words) -> str:
    """A figure and its share."""
    known = percent(part, whole)
    return people(part, t) if known is None else f"{people(part, t)} · {share(known, t)}"


def cell(value: Cell, t: Words) -> str:
    match value:
        case str():
            return value
        case Count():
            return people(value, t)
        case Percent(value=known):
            return share(known, t)
        case Score(value=known):
            return score(known, t)
        case _:
            assert_never(value)


def rounding(t: Words) -> str:
    return t(
        "All numbers of people are rounded down to a multiple of five, and shares are worked"
        " out from the rounded numbers: no figure describes fewer than five people, and parts"
        " may add up to less than the whole."
    )


def results(t: Words) -> Mapping[PlanResult, str]:
    return {
        "done": t("Done"),
        "partly": t("Partly"),
        "not-yet": t("Not yet"),
        "dropped": t("Given up"),
    }


def outcomes(t: Words) -> Mapping[Outcome, str]:
    return {
        "sent": t("sent"),
        "blocked": t("have blocked the bot"),
        "deactivated": t("account no longer there"),
        "skipped": t("left out"),
        "failed": t("failed"),
        "unknown": t("not known"),
        "queued": t("on the way"),
        "waiting": t("not sent yet"),
    }
