"""The summary of a week: on Monday at nine, once, for those who want it and still may."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.course.desk.fives import Count
from bot.course.desk.reports import DigestShown
from bot.course.desk.rights import Grant
from bot.course.facts import FeedbackGiven
from bot.service.digests import Digests, next_monday
from bot.service.figures import Figures
from bot.store import digests, facts, team
from bot.store.learners import Address
from bot.store.reader import Reader
from bot.store.times import to_ms
from bot.store.writer import Tx, Writer
from tests.service.house import NOW, Clock, messages
from tests.service.people import SHELF, add, add_member_of_the_team, prepare, somebody

BOSS = Address(channel="telegram", address="at-boss")
MONDAY = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
"""Nine o'clock in Kyiv, the day after NOW."""


@dataclass(slots=True)
class Office:
    writer: Writer
    digests: Digests
    clock: Clock

    async def came(self, to: Address = BOSS) -> list[object]:
        await self.digests.send_due()
        return await self.writer.run(lambda tx: [m.body for m in messages(tx, to)])


@pytest.fixture
async def office(database: Path, writer: Writer) -> AsyncIterator[Office]:
    def job(tx: Tx) -> None:
        prepare(tx)
        for number in range(23):
            person = somebody(f"l{number}", random.Random(number))
            person.done, person.began = 4, NOW
            person.groups = ("north",) if number < 12 else ()
            add(tx, person)
        add_member_of_the_team(tx, "boss", Grant(role="coordinator"))
        add_member_of_the_team(tx, "north", Grant(role="coordinator", over="north"))
        add_member_of_the_team(tx, "viewer", Grant(role="viewer", over="north"))
        said = FeedbackGiven(text="words", course=None, activity=None, step=None)
        facts.add(tx, "l1", "en", [said], NOW)
        facts.add(tx, "l20", "en", [said], NOW)
        for who in ("boss", "north", "viewer"):
            digests.want(tx, who, next_monday(NOW, "Europe/Kyiv"))

    await writer.run(job)
    clock = Clock()
    async with Reader(database) as reader:
        figures = Figures(reader=reader, shelf=SHELF)
        yield Office(
            writer,
            Digests(writer=writer, figures=figures, clock=clock, on_turn=lambda: None),
            clock,
        )


def at(name: str) -> Address:
    return Address(channel="telegram", address=f"at-{name}")


async def test_on_monday_at_nine_and_once(office: Office) -> None:
    office.clock.now = MONDAY - timedelta(seconds=1)
    assert await office.came() == []
    office.clock.now = MONDAY
    summary = DigestShown(began=Count(5), completed=Count(4), announced=Count(0), waiting=2)
    assert await office.came() == [summary]
    office.clock.forward(days=6, hours=23)
    assert await office.came() == [summary]
    office.clock.forward(hours=1)
    assert len(await office.came()) == 2


async def test_each_hears_only_of_those_within_reach(office: Office) -> None:
    """And who may not answer messages hears of none."""
    office.clock.now = MONDAY
    assert await office.came(at("north")) == [
        DigestShown(began=Count(2), completed=Count(2), announced=Count(0), waiting=1)
    ]
    assert await office.came(at("viewer")) == [
        DigestShown(began=Count(2), completed=Count(2), announced=Count(0))
    ]


async def test_whoever_sees_all_numbers_but_answers_one_group_hears_of_its_messages(
    office: Office,
) -> None:
    await office.writer.run(lambda tx: team.grant(tx, "north", Grant(role="viewer"), NOW))
    office.clock.now = MONDAY
    assert await office.came(at("north")) == [
        DigestShown(began=Count(5), completed=Count(4), announced=Count(0), waiting=1)
    ]


async def test_of_several_announcements_the_rounded_numbers_are_added_up(office: Office) -> None:
    """Eight and nine people: not seventeen, and not fifteen."""

    def announced(tx: Tx) -> None:
        for name, people in (("a", 8), ("b", 9)):
            tx.execute(
                "INSERT INTO announcements (id, state, audience, made_at, begun_at)"
                " VALUES (?, 'done', '{}', ?, ?)",
                (name, to_ms(NOW), to_ms(NOW)),
            )
            for number in range(people):
                tx.execute(
                    "INSERT INTO recipients (announcement, learner_id, language, not_before, status)"
                    " VALUES (?, ?, 'en', 0, 'sent')",
                    (name, f"l{number}"),
                )

    await office.writer.run(announced)
    office.clock.now = MONDAY
    (summary,) = await office.came()
    assert isinstance(summary, DigestShown)
    assert summary.announced == Count(2)


async def test_whoever_has_lost_the_role_gets_none_and_wants_none(office: Office) -> None:
    await office.writer.run(lambda tx: team.take(tx, "boss", "coordinator"))
    office.clock.now = MONDAY
    assert await office.came() == []
    assert not await office.writer.run(lambda tx: digests.is_wanted(tx, "boss"))
    assert await office.writer.run(lambda tx: digests.is_wanted(tx, "north"))


async def test_rights_that_change_while_it_is_counted_are_counted_anew(office: Office) -> None:
    """Figures of everybody never go to somebody who has become a coordinator of one group."""
    office.clock.now = MONDAY
    counted = office.digests.figures.since

    async def meanwhile(figures: Figures, reach: object, moment: datetime) -> object:
        def job(tx: Tx) -> None:
            team.take(tx, "boss", "coordinator")
            team.grant(tx, "boss", Grant(role="viewer", over="north"), NOW)

        found = await counted(reach, moment)  # type: ignore[arg-type]
        await office.writer.run(job)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figures, "since", meanwhile)
        assert await office.came() == []
    assert await office.came() == [
        DigestShown(began=Count(2), completed=Count(2), announced=Count(0))
    ]


async def test_a_bot_that_slept_over_mondays_sends_one(office: Office) -> None:
    office.clock.now = MONDAY + timedelta(days=16)
    assert len(await office.came()) == 1
    assert len(await office.came()) == 1
    office.clock.now = MONDAY + timedelta(days=21)
    assert len(await office.came()) == 2


async def test_switched_off_it_does_not_come(office: Office) -> None:
    await office.writer.run(lambda tx: digests.drop(tx, "boss"))
    office.clock.now = MONDAY
    assert await office.came() == []


async def test_who_blocks_the_bot_misses_it_and_gets_the_next(office: Office) -> None:
    block = "UPDATE addresses SET reachable = ? WHERE address = 'at-boss'"
    await office.writer.run(lambda tx: tx.execute(block, (0,)).rowcount)
    office.clock.now = MONDAY
    assert await office.came() == []
    await office.writer.run(lambda tx: tx.execute(block, (1,)).rowcount)
    assert await office.came() == []
    office.clock.now = MONDAY + timedelta(days=7)
    assert len(await office.came()) == 1


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        ("2026-03-27T12:00+00:00", "Europe/Kyiv", "2026-03-30T06:00+00:00"),
        ("2026-03-23T07:00+00:00", "Europe/Kyiv", "2026-03-30T06:00+00:00"),
        ("2026-03-23T06:59+00:00", "Europe/Kyiv", "2026-03-23T07:00+00:00"),
        ("2026-10-24T12:00+00:00", "Atlantic/Azores", "2026-10-26T10:00+00:00"),
        ("2026-10-19T12:00+00:00", "Europe/Lisbon", "2026-10-26T09:00+00:00"),
        ("2026-11-22T12:00+00:00", "UTC", "2026-11-23T09:00+00:00"),
    ],
)
def test_nine_o_clock_across_both_nights_of_the_year(now: str, zone: str, expected: str) -> None:
    due = next_monday(datetime.fromisoformat(now), zone)
    assert due == datetime.fromisoformat(expected)
