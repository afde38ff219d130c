"""Nobody is singled out by narrowing an audience: what is told of it are full fives."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from bot.course.desk.announcement import AnnouncementShown, Audience, Progress, QuietAsked, Start
from bot.course.desk.labels import DeskLabel
from bot.service.desk import announcing
from bot.service.desk.announcement_state import state_of
from bot.service.desk.sitting import Sitting, sit
from bot.service.received import Typed
from bot.store import announcements, audiences
from bot.store import learners as learners_
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from bot.view.desk.announcement_labels import announcement_label
from tests.service.announcing import (
    OLHA,
    announcer,
    at_the_desk,
    crowd,
    draft,
    labels,
    learners,
    ledger,
    sent_out,
    shown,
    tap,
)
from tests.service.house import NOW, Talk

PEOPLE = 33


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    return await at_the_desk(writer)


def olha(tx: Tx) -> Sitting:
    found = learners_.find(tx, OLHA)
    assert found is not None
    return sit(tx, found.id, {OLHA.address}, NOW)


def audiences_of_every_kind() -> Iterator[Audience]:
    states: tuple[Progress, ...] = get_args(Progress)
    for language, progress in product((None, "en", "uk", "pt"), states):
        for course in (None, "short"):
            quiet = 3 if progress == "stopped" else 0
            yield Audience(course=course, progress=progress, language=language, quiet=quiet)


async def test_every_number_of_a_draft_is_in_full_fives(talk: Talk) -> None:
    """Of any two audiences, on any two days: so is every difference."""
    release = talk.turns.view.shelf.offered["short"]
    await talk.writer.run(lambda tx: crowd(tx, PEOPLE, release))
    await talk.writer.run(
        lambda tx: tx.execute("UPDATE learners SET language = 'uk' WHERE id < 's00007'").rowcount
    )
    await draft(talk)

    def told(tx: Tx) -> set[int]:
        (found,) = announcements.latest(tx, 1)
        numbers = set[int]()
        for audience in audiences_of_every_kind():
            body = state_of(olha(tx), replace(found, audience=audience), "UTC", None).body
            assert isinstance(body, AnnouncementShown)
            assert sorted(body.people) == sorted([audience.language] if audience.language else
                                                 ["en", "pt", "uk"])  # fmt: skip
            numbers |= {*body.people.values(), body.everybody}
            assert body.outcomes == {}
        return numbers

    assert await talk.writer.run(told) == {0, 5, 25, 30}


async def test_one_person_more_or_fewer_changes_nothing_that_is_told(talk: Talk) -> None:
    """Neither the numbers, nor the buttons, nor what becomes of a plan: not even between nobody and
    four people."""
    seen = []
    people: list[Address] = []
    for count in (0, 1, 4):
        people = await learners(talk, count)
        await draft(talk)
        await tap(talk, DeskLabel.START)
        await tap(talk, DeskLabel.ON_DAY, place=1)
        await tap(talk, DeskLabel.AT_HOUR, place=1)
        before = (await shown(talk, OLHA))[-1]
        planned = await tap(talk, DeskLabel.PLAN_TO)
        seen.append((_without_time(before.body), labels(before), _without_time(planned.body)))
        await tap(talk, DeskLabel.CANCEL)
    assert seen[0] == seen[1] == seen[2]
    assert len(people) == 4


def _without_time(body: object) -> AnnouncementShown:
    assert isinstance(body, AnnouncementShown)
    return replace(body, begins_at=None, details=replace(body.details, start=Start()))


async def test_it_can_be_sent_to_fewer_than_five_and_no_number_tells_what_became_of_them(
    talk: Talk,
) -> None:
    await learners(talk, 3)
    await draft(talk)
    button = next(b for row in (await shown(talk, OLHA))[-1].buttons for b in row
                  if b.label == DeskLabel.SEND_TO)  # fmt: skip
    view = talk.turns.view
    assert announcement_label(button, view.shelf, view.words["en"]) == "Send to fewer than 5 people"
    await tap(talk, DeskLabel.SEND_TO)
    assert await sent_out(talk, announcer(talk)) == 3
    assert await ledger(talk) == {"sent": 3}
    message = (await shown(talk, OLHA))[-1]
    assert isinstance(message.body, AnnouncementShown)
    assert (message.body.state, message.body.few) == ("done", True)
    assert (message.body.outcomes, message.body.why, message.body.later) == ({}, (), 0)
    text = view.page(message, "en").text
    assert "fewer than five people" in text
    assert not [each for each in text if each.isdigit()]


async def test_five_people_are_reported_to_the_last(talk: Talk) -> None:
    await learners(talk, 5)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    assert await sent_out(talk, announcer(talk)) == 5
    body = (await shown(talk, OLHA))[-1].body
    assert isinstance(body, AnnouncementShown)
    assert (body.few, body.outcomes) == (False, {"sent": 5})


# --- For how long somebody has stopped --------------------------------------------------


async def asked_for_days(talk: Talk) -> QuietAsked:
    await draft(talk)
    await tap(talk, DeskLabel.AUDIENCE)
    await tap(talk, DeskLabel.AUDIENCE_SIDE, place=1)
    body = (await tap(talk, DeskLabel.QUIET)).body
    assert isinstance(body, QuietAsked)
    return body


@pytest.mark.parametrize("days", [1, 2, 5, 10, 60, 365])
async def test_any_number_of_days_can_be_asked_for(talk: Talk, days: int) -> None:
    assert await asked_for_days(talk) == QuietAsked()
    (message,) = await talk(Typed(text=f" {days} "), OLHA)
    assert isinstance(message.body, AnnouncementShown)
    assert message.body.audience == Audience(progress="stopped", quiet=days)


@pytest.mark.parametrize("text", ["0", "366", "-3", "3.5", "3 days", "ten", "١٠", "", "9" * 400])
async def test_what_is_no_such_number_is_asked_for_again(talk: Talk, text: str) -> None:
    await asked_for_days(talk)
    (again,) = await talk(Typed(text=text), OLHA)
    assert again.body == QuietAsked(refused=True)
    (message,) = await talk(Typed(text="10"), OLHA)
    assert isinstance(message.body, AnnouncementShown)


@pytest.mark.parametrize("quiet", [-1, 0, 366])
async def test_no_other_number_is_taken_in_any_way(talk: Talk, quiet: int) -> None:
    await draft(talk)
    audience = Audience(progress="stopped", quiet=quiet)

    def chosen(tx: Tx) -> object:
        (found,) = announcements.latest(tx, 1)
        return announcing.choose_audience(olha(tx), found, audience)

    assert await talk.writer.run(chosen) == "not-now"


async def test_who_has_been_away_for_exactly_so_long_belongs_to_them(talk: Talk) -> None:
    release = talk.turns.view.shelf.offered["short"]
    await talk.writer.run(lambda tx: crowd(tx, 12, release))
    day = 24 * 3600 * 1000

    def away(tx: Tx) -> list[int]:
        for number in range(12):
            tx.execute(
                "UPDATE learners SET active_at = ? WHERE id = ?",
                (int(NOW.timestamp() * 1000) - number * day, f"s{number:05}"),
            )
        quiet = [Audience(progress="stopped", quiet=each) for each in (1, 10, 11, 12)]
        everybody = olha(tx).rights.reach("announce")
        return [sum(audiences.people(tx, each, everybody, NOW).values()) for each in quiet]

    assert await talk.writer.run(away) == [11, 2, 1, 0]
