"""Reports for those who may see them, at the moment of asking: told, drawn, and as files.

rights of this moment ─┬─ not within reach: nothing, as if there were no such report
                       └─ figures through the gate ─► told ─► picture, workbook, text, pages

What takes the processor for long is done in a thread, one at a time.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from bot.course.desk.reports import REPORTS, Report, ReportShown, Scope, named
from bot.course.desk.rights import Rights
from bot.course.model import Choose, Course, Rate
from bot.course.shelf import Shelf
from bot.i18n import Words
from bot.report import opinions, progress
from bot.report.chart import chart
from bot.report.files import csv_file, workbook
from bot.report.opinions import Pair
from bot.report.outside import Outside
from bot.report.outside import render as render_outside
from bot.report.picture import png
from bot.report.questions import questions
from bot.report.spoken import spoken
from bot.report.told import Told
from bot.report.words import Reading, cell
from bot.service.documents import Document
from bot.service.figures import Asked, Figures, asked_in, quizzes
from bot.store import groups, team
from bot.store.writer import Tx, Writer
from bot.view.page import plain

LONGEST_TEXT = 3500
"""Of the words under a picture: they fit one message of Telegram's. The table has the rest."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {"xlsx": XLSX, "csv": "text/csv", "pdf": "application/pdf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPage:
    """A report for a web page: the picture, its words, and the same figures as a table."""

    title: str
    about: str
    description: tuple[str, ...]
    notes: tuple[str, ...]
    svg: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def may_see(tx: Tx, rights: Rights, course: str, group: str) -> bool:
    """Whether all whom the figures describe are within reach. `group` empty: the whole course.

    An author sees, beside all of their course, the groups that take it, and no others: which
    organisations there are is not their matter.
    """
    reach = rights.reach("reports")
    if not group or reach.covers(group=group):
        return reach.covers(group=group or None, course=course)
    found = groups.find(tx, group)
    return course in reach.courses and found is not None and found.course == course


def course_of(shelf: Shelf, course_id: str) -> Course | None:
    """The newest release of a course; of one that is not on offer any more, whichever is kept."""
    offered = shelf.releases.get(shelf.offered.get(course_id, ""))
    kept = (each for each in shelf.releases.values() if each.id == course_id)
    return offered or next((each for each in kept if each.survey is None), None)


def courses(shelf: Shelf, rights: Rights) -> list[str]:
    """Those whose reports this person may see, of all or of some people; first those on offer."""
    reach = rights.reach("reports")
    kept = (each.id for each in shelf.releases.values() if each.survey is None)
    known = dict.fromkeys((*shelf.offered, *kept))
    return [c for c in known if reach.everything or reach.groups or c in reach.courses]


def asking(course: Course) -> list[str]:
    """The activities with questions that are right or wrong, in the order of the course."""
    every = (*course.line, *course.follow_ups)
    return [each.id for each in every if quizzes(course, each.id)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Serves the chat and the web desk alike."""

    figures: Figures
    writer: Writer
    words: Mapping[str, Words]
    clock: Callable[[], datetime]
    administrators: Collection[str] = ()
    one: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False, compare=False)

    async def of(self, learner_id: str, about: str, language: str) -> Document | None:
        """The document that a message has with it, by the name that it gives; see `name_of`."""
        asked = named(about)
        return await self.document(learner_id, asked, language) if asked else None

    async def document(self, learner_id: str, asked: ReportShown, language: str) -> Document | None:
        """None where this person may not see it now, or where there is no such thing."""
        reading = await self._reading(learner_id, asked.report, language)
        if reading is None:
            return None
        return await self._made(asked, reading)

    async def on_page(self, learner_id: str, report: Report, language: str) -> OnPage | None:
        """The same for a web page."""
        reading = await self._reading(learner_id, report, language)
        if reading is None:
            return None
        told, t = await self.told(report, reading), reading.t
        svg = await asyncio.to_thread(chart, told, t)
        return OnPage(
            title=told.title, about=told.about, description=told.description, notes=told.notes,
            svg=svg, headers=told.table.headers,
            rows=tuple(tuple(cell(value, t) for value in row) for row in told.table.rows),
        )  # fmt: skip

    async def _reading(self, learner_id: str, report: Report, language: str) -> Reading | None:
        """The rights are looked up now, whatever was allowed when the button was drawn."""

        def may(tx: Tx) -> bool:
            rights = team.rights_of(tx, learner_id, self.administrators)
            return may_see(tx, rights, report.course, report.group)

        course = course_of(self.figures.shelf, report.course)
        if course is None or not await self.writer.run(may):
            return None
        name = (await self.figures.groups()).get(report.group) if report.group else ""
        if name is None:
            return None
        return Reading(course=course, group=name, t=self.words[language], at=self.clock())

    async def _made(self, asked: ReportShown, reading: Reading) -> Document:
        report, t = asked.report, reading.t
        name = f"epizod-{report.course}-{'all' if asked.every else report.kind}-{t.language}"
        match asked.form:
            case "picture":
                told = await self.told(report, reading)
                svg = chart(told, t)
                content = await self._in_thread(lambda: png(svg))
                text = await asyncio.to_thread(_in_words, told, t)
                return Document(
                    name=f"{name}.png", media_type="image/png", content=content, text=text
                )
            case "xlsx":
                tolds = (
                    await self._every(report, reading)
                    if asked.every
                    else [await self.told(report, reading)]
                )
                content = await self._in_thread(lambda: workbook(tolds, t))
            case "csv":
                told = await self.told(report, reading)
                content = await self._in_thread(lambda: csv_file(told, t))
            case "pdf":
                outside = await self._outside(report, reading)
                content = await self._in_thread(lambda: render_outside(outside, reading))
            case _:
                assert_never(asked.form)
        return Document(
            name=f"{name}.{asked.form}", media_type=MEDIA_TYPES[asked.form], content=content
        )

    async def _in_thread(self, work: Callable[[], bytes]) -> bytes:
        async with self.one:
            return await asyncio.to_thread(work)

    # --- What is told ---------------------------------------------------------------------

    async def _every(self, report: Report, reading: Reading) -> list[Told]:
        """All reports about the same people, and all activities."""
        every = [replace(report, kind=kind, activity="") for kind in REPORTS]
        return [await self.told(each, reading) for each in every]

    async def told(self, report: Report, reading: Reading) -> Told:
        scope, course = report.scope, reading.course
        counted = self.figures
        match report.kind:
            case "funnel":
                return progress.funnel(await counted.progress(scope), reading)
            case "weeks":
                return progress.weeks(await counted.weeks(scope, self.clock()), reading)
            case "languages":
                return progress.languages(await counted.languages(scope), reading)
            case "announcements":
                return progress.announcements(await counted.announcements(scope), reading)
            case "questions":
                of = [report.activity] if report.activity else asking(course)
                found = [each for a in of for each in await counted.questions(scope, course, a)]
                return questions(found, report.activity, reading)
            case "awareness":
                pairs = await self._pairs(scope, course)
                return opinions.awareness(pairs, await counted.progress(scope), reading)
            case "satisfaction":
                ratings = await counted.answers(scope, course, _ratings(course))
                return opinions.satisfaction(ratings, reading)
            case "use":
                later = await counted.answers(scope, course, _later(course))
                return opinions.use(later, await counted.plans(scope), reading)
            case _:
                assert_never(report.kind)

    async def _pairs(self, scope: Scope, course: Course) -> tuple[Pair, ...]:
        asked = _both(course)
        before = await self.figures.answers(scope, course, [b for b, _ in asked])
        after = await self.figures.answers(scope, course, [a for _, a in asked])
        return tuple(zip(before, after, strict=True))

    async def _outside(self, report: Report, reading: Reading) -> Outside:
        scope, course = report.scope, reading.course
        rates = [(a, step) for a, step in _ratings(course) if isinstance(step, Rate)]
        return Outside(
            progress=await self.figures.progress(scope),
            pairs=await self._pairs(scope, course),
            ratings=await self.figures.answers(scope, course, rates),
            use=await self.figures.answers(scope, course, _later(course)),
            plans=await self.figures.plans(scope),
            on=self.clock().date(),
        )


# --- Which steps of a course a report is about --------------------------------------------


def _both(course: Course) -> list[tuple[Asked, Asked]]:
    """What is asked before the course and, under the same name and alike, after it."""
    if course.before is None or course.after is None:
        return []
    after = {step.id: step for _, step in asked_in(course, (course.after.id,))}
    return [
        ((activity, step), (course.after.id, same))
        for activity, step in asked_in(course, (course.before.id,))
        if (same := after.get(step.id)) is not None and _alike(step, same)
    ]


def _alike(one: Choose | Rate, other: Choose | Rate) -> bool:
    match one, other:
        case Choose(), Choose():
            return one.options == other.options
        case Rate(), Rate():
            return (one.low, one.high) == (other.low, other.high)
        case _:
            return False


def _ratings(course: Course) -> list[Asked]:
    """What is asked after each episode, and at the end of the course but not before it."""
    both = {step.id for _, (_, step) in _both(course)}
    asked = (each.id for each in (course.after_episode, course.after) if each)
    return [
        (activity, step) for activity, step in asked_in(course, [*asked]) if step.id not in both
    ]


def _later(course: Course) -> tuple[Asked, ...]:
    """What is asked about work, days after the course was finished."""
    return asked_in(course, [each.id for each in course.follow_ups if each.after is None])


def _in_words(told: Told, t: Words) -> str:
    """What it is about, what one sees, and the figures, as Markdown in which nobody's words mean
    anything."""
    said = [*(f"{plain(line)}\n" for line in (told.about, *told.description))]
    listed = [f"- {plain(line)}" for line in spoken(told, t)]
    fitting: list[str] = []
    for line in (*said, *listed):
        if sum(map(len, fitting)) + len(fitting) + len(line) > LONGEST_TEXT:
            fitting.append("- " + t("The rest is in the table."))
            break
        fitting.append(line)
    return "\n".join(fitting)
