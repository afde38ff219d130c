"""Figures: each is what a plain count says, rounded down to fives; and nothing else is published."""

import asyncio
import random
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course.desk.fives import Count, through_the_gate
from bot.course.desk.reports import REPORTS, Report, Scope
from bot.course.facts import Answered
from bot.report.told import Percent, Score, Told
from bot.report.words import Reading
from bot.service.figures import Figures
from bot.service.reports import Reports
from bot.store.reader import Reader
from bot.store.writer import Tx, Writer
from tests.course.courses import quiz
from tests.service.house import NOW
from tests.service.people import (
    COURSE,
    GROUPS,
    LINE,
    RELEASE,
    SHELF,
    Person,
    add,
    prepare,
    somebody,
)
from tests.view.interface import WORDS

EVERYBODY = Scope(course="weeks")
SCOPES = (EVERYBODY, *(Scope(course="weeks", group=group) for group in GROUPS))
ASKED = tuple(
    (activity, step.id)
    for activity in ("one", "two", "check", "three")
    for step in (COURSE.step(activity, name) for name in {"one": ["fact"], "two": ["proof"],
                 "check": ["q1"], "three": ["last"]}[activity])
)  # fmt: skip


def within(people: Iterable[Person], scope: Scope) -> list[Person]:
    return [each for each in people if not scope.group or scope.group in each.groups]


def crowd(number: int, seed: int) -> list[Person]:
    draw = random.Random(seed)
    return [somebody(f"l{place}", draw) for place in range(number)]


def fill(tx: Tx, people: Iterable[Person]) -> None:
    prepare(tx)
    for each in people:
        add(tx, each)


def counts(found: object) -> list[Count]:
    """Every Count in a value, however deep it lies."""
    match found:
        case Count():
            return [found]
        case dict():
            return counts(tuple(found.values()))
        case tuple() | list():
            return [count for each in found for count in counts(each)]
        case _ if is_dataclass(found):
            return counts(tuple(getattr(found, field.name) for field in fields(found)))
        case _:
            return []


# --- Each is what a plain count says ----------------------------------------------------


@pytest.fixture
async def figures(database: Path, writer: Writer) -> Figures:
    await writer.run(lambda tx: fill(tx, crowd(83, 7)))
    return Figures(reader=Reader(database), shelf=SHELF)


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.group or "everybody")
async def test_they_are_the_numbers_of_people(figures: Figures, scope: Scope) -> None:
    people = within(crowd(83, 7), scope)

    def rounded(condition: object) -> Count:
        return through_the_gate(sum(bool(condition(each)) for each in people))  # type: ignore[operator]

    async with figures.reader:
        progress = await figures.progress(scope)
        assert progress.began == rounded(lambda p: True)
        assert progress.completed == rounded(lambda p: p.finished)
        for place, activity in enumerate(LINE):
            told = progress.activities.get(activity, Count())
            assert told == rounded(lambda p, place=place: p.done > place)
        for language, count in (await figures.languages(scope)).items():
            assert count == rounded(lambda p, code=language: p.language == code)
        for activity, step in ASKED:
            [question] = [
                each for each in await figures.questions(scope, COURSE, activity)
                if each.answers.step == step
            ]  # fmt: skip
            answered = question.answers
            assert answered.people == rounded(lambda p, a=activity, s=step: p.first(a, s))
            for option, part in enumerate(answered.parts, 1):
                assert part == rounded(
                    lambda p, a=activity, s=step, o=option: p.first(a, s) == (o,)
                )
            assert question.right == rounded(lambda p, a=activity, s=step: p.first(a, s) == (2,))
        plans = await figures.plans(scope)
        assert plans.made == rounded(lambda p: p.plans)
        for result in ("done", "partly", "not-yet", "dropped"):
            told = plans.told.get(result, Count())
            assert told == rounded(lambda p, r=result: r in p.plans)


async def test_ratings_of_different_episodes_are_never_added_up_before_they_are_rounded(
    database: Path, writer: Writer
) -> None:
    """Two people who rate three episodes are two people, not six ratings."""
    draw = random.Random(1)
    few = [each for each in (somebody(f"l{n}", draw) for n in range(40)) if each.answers][:2]
    rated = [rated_three_times(each) for each in few]
    await writer.run(lambda tx: fill(tx, rated))
    async with Reader(database) as reader:
        figures = Figures(reader=reader, shelf=SHELF)
        step = COURSE.step("each", "useful")
        told = await figures.answers(EVERYBODY, COURSE, [("each", step)])  # type: ignore[list-item]
    assert len(told) == 3
    assert {each.people for each in told} == {Count()}


def rated_three_times(person: Person) -> Person:
    person.answers = [
        Answered(course="weeks", release=RELEASE, activity="each", step="useful", attempt=1,
                 response=(7,), right=None, about=episode)
        for episode in ("one", "two", "three")
    ]  # fmt: skip
    return person


async def test_who_has_many_plans_is_one_person(database: Path, writer: Writer) -> None:
    one = somebody("l1", random.Random(3))
    one.plans = ("done",) * 9
    await writer.run(lambda tx: fill(tx, [one]))
    async with Reader(database) as reader:
        plans = await Figures(reader=reader, shelf=SHELF).plans(EVERYBODY)
    assert counts(plans) == [Count(), Count()]


async def test_answers_to_another_wording_do_not_count(database: Path, writer: Writer) -> None:
    """Their option 2 is not today's option 2."""
    people = crowd(40, 5)
    changed = replace(
        COURSE,
        modules=(
            replace(COURSE.modules[0], episodes=(
                replace(COURSE.modules[0].episodes[0], steps=(quiz("fact", 1, options=3),)),
                *COURSE.modules[0].episodes[1:],
            )),
            *COURSE.modules[1:],
        ),
    )  # fmt: skip
    shelf = replace(SHELF, offered={"weeks": "new"}, releases={RELEASE: COURSE, "new": changed})
    await writer.run(lambda tx: fill(tx, people))
    async with Reader(database) as reader:
        figures = Figures(reader=reader, shelf=shelf)
        [fact] = await figures.questions(EVERYBODY, changed, "one")
        [proof] = await figures.questions(EVERYBODY, changed, "two")
    assert fact.answers.people == Count()
    assert not proof.answers.people.few


async def test_discrimination_is_that_of_the_upper_and_the_lower_part(
    database: Path, writer: Writer
) -> None:
    """Of 400 people those with the better tests are right, those with the worse are wrong."""
    people = []
    for place in range(400):
        each = somebody(f"l{place:03}", random.Random(place))
        each.done, each.score = len(LINE), 2 if place < 200 else 0
        response = (2,) if place < 200 else (1,)
        each.answers = [
            answer("one", "fact", response), answer("two", "proof", (2,))
        ]  # fmt: skip
        people.append(each)
    await writer.run(lambda tx: fill(tx, people))
    async with Reader(database) as reader:
        figures = Figures(reader=reader, shelf=SHELF)
        [fact] = await figures.questions(EVERYBODY, COURSE, "one")
        [proof] = await figures.questions(EVERYBODY, COURSE, "two")
    assert (fact.upper, fact.lower) == (Count(21), Count(21))
    assert (fact.difficulty, fact.discrimination) == (50, 1.0)
    assert (proof.difficulty, proof.discrimination) == (100, 0.0)


def answer(activity: str, step: str, response: tuple[int, ...]) -> Answered:
    return Answered(
        course="weeks", release=RELEASE, activity=activity, step=step, attempt=1, response=response,
        right=response == (2,),
    )  # fmt: skip


# --- Nobody is told by difference -------------------------------------------------------


async def published(people: list[Person], newest_file: Path) -> list[tuple[Told, Scope]]:
    """All reports about everybody and every group."""
    with tempfile.TemporaryDirectory() as folder:
        database = shutil.copyfile(newest_file, Path(folder) / "epizod.db")
        async with Writer(database) as writer, Reader(database) as reader:
            await writer.run(lambda tx: fill(tx, people))
            figures = Figures(reader=reader, shelf=SHELF)
            reports = Reports(
                figures=figures, writer=writer, words=WORDS, clock=lambda: NOW, administrators=()
            )
            return [
                (
                    await reports.told(
                        Report(kind=kind, course=scope.course, group=scope.group),
                        Reading(course=COURSE, group=scope.group, t=WORDS["en"]),
                    ),
                    scope,
                )
                for kind in REPORTS
                for scope in SCOPES
            ]


def figures_of(told: Told) -> list[int]:
    cells = [cell for row in told.table.rows for cell in row]
    assert all(isinstance(cell, str | Count | Percent | Score) for cell in cells)
    bars = [count.people for count in counts(told.parts)]
    return [*bars, *(cell.people for cell in cells if isinstance(cell, Count))]


@settings(max_examples=25, deadline=None)
@given(number=st.integers(0, 60), seed=st.integers(0, 2**32), gone=st.integers(0, 7))
def test_every_difference_of_two_figures_is_nobody_or_five(
    newest_file: Path, number: int, seed: int, gone: int
) -> None:
    """Of any reports, about everybody or a group, yesterday and today."""
    yesterday = crowd(number, seed)
    today = yesterday[gone:]
    told = [
        each
        for people in (yesterday, today)
        for each in asyncio.run(published(people, newest_file))
    ]
    every = {figure for each, _ in told for figure in figures_of(each)}
    assert {one - other for one in every for other in every if (one - other) % 5} == set()


@settings(max_examples=25, deadline=None)
@given(number=st.integers(0, 60), seed=st.integers(0, 2**32))
def test_every_share_is_one_of_figures_that_are_published(
    newest_file: Path, number: int, seed: int
) -> None:
    """Whoever has the report can work out its shares; so they tell no more than it does."""
    people = crowd(number, seed)
    told = asyncio.run(published(people, newest_file))
    for each, _ in told:
        for row in each.table.rows:
            shares = [cell.value for cell in row if isinstance(cell, Percent)]
            heads = [cell.people for cell in row if isinstance(cell, Count)]
            for value in shares:
                assert value is None or any(
                    value == round(100 * part / whole) for part in heads for whole in (*heads, *_wholes(each))
                    if whole
                )  # fmt: skip


def _wholes(told: Told) -> set[int]:
    """The first figure of a funnel, and the sum of a column: what shares are of."""
    column = [cell.people for row in told.table.rows for cell in row if isinstance(cell, Count)]
    return {sum(column), *column[:1]}
