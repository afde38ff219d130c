"""A certificate is issued once, revoked for good, and outlives its holder's data only on request."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.course.facts import CertificateIssued
from bot.store import certificates, learners
from bot.store.certificates import Issued
from bot.store.learners import Address
from bot.store.reader import Reader
from bot.store.writer import Tx, Writer
from tests.store.somebody import CERTIFICATE, SOMEBODY, add, fill
from tests.store.test_erasure import traces

ISSUED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = ISSUED + timedelta(days=1)


@pytest.fixture
async def somebody(writer: Writer) -> None:
    await writer.run(add)


async def issued(writer: Writer, fact: CertificateIssued, now: datetime = ISSUED) -> str:
    number = await writer.run(lambda tx: certificates.issue(tx, SOMEBODY, fact, now))
    assert number is not None
    return number


async def found(database: Path, number: str) -> Issued | None:
    async with Reader(database) as reader:
        return await certificates.find(reader, number)


async def numbers(database: Path, course: str = "c1") -> list[str]:
    async with Reader(database) as reader:
        return [each.id for each in await certificates.of_learner(reader, SOMEBODY, course)]


@pytest.mark.usefixtures("somebody")
async def test_the_same_again_is_the_same(database: Path, writer: Writer) -> None:
    first = await issued(writer, CERTIFICATE)
    better = replace(CERTIFICATE, title="Another title", completed_on=date(2026, 3, 9))
    assert await issued(writer, better, LATER) == first
    assert await found(database, first) == Issued(
        id=first, printed=CERTIFICATE, issued_at=ISSUED, revoked_at=None
    )


@pytest.mark.usefixtures("somebody")
async def test_another_name_course_or_language_is_another(database: Path, writer: Writer) -> None:
    facts = [
        CERTIFICATE,
        replace(CERTIFICATE, name="Somebody Else"),
        replace(CERTIFICATE, language="uk"),
        replace(CERTIFICATE, course="c2"),
    ]
    made = [await issued(writer, fact) for fact in facts]
    assert len(set(made)) == 4
    assert all(len(number) == 26 for number in made)
    assert set(await numbers(database)) == set(made[:3])
    assert await numbers(database, "c2") == made[3:]


@pytest.mark.usefixtures("somebody")
async def test_the_one_asked_for_last_comes_first(database: Path, writer: Writer) -> None:
    first = await issued(writer, CERTIFICATE)
    second = await issued(writer, replace(CERTIFICATE, name="New Name"), LATER)
    assert await numbers(database) == [second, first]
    await issued(writer, CERTIFICATE, LATER + timedelta(days=1))
    assert await numbers(database) == [first, second]


@pytest.mark.usefixtures("somebody")
async def test_revoked_once_and_for_good(database: Path, writer: Writer) -> None:
    """Neither asking again nor another name or language brings it back."""
    number = await issued(writer, CERTIFICATE)
    in_ukrainian = await issued(writer, replace(CERTIFICATE, language="uk"))
    assert await writer.run(lambda tx: certificates.revoke(tx, number, LATER))
    assert await writer.run(lambda tx: certificates.revoke(tx, number, LATER + timedelta(days=9)))
    for again in (CERTIFICATE, replace(CERTIFICATE, name="Somebody Else")):
        assert (
            await writer.run(
                lambda tx, fact=again: certificates.issue(tx, SOMEBODY, fact, LATER)  # type: ignore[misc]
            )
            is None
        )
    assert set(await numbers(database)) == {in_ukrainian, number}
    other = await found(database, in_ukrainian)
    assert other is not None
    assert other.revoked_at == LATER
    kept = await found(database, number)
    assert kept is not None
    assert kept.revoked_at == LATER


async def test_what_there_is_not(database: Path, writer: Writer) -> None:
    assert await found(database, "nothing") is None
    assert await numbers(database) == []
    assert not await writer.run(lambda tx: certificates.revoke(tx, "nothing", ISSUED))
    assert not await writer.run(lambda tx: certificates.erase(tx, "nothing"))
    assert await writer.run(lambda tx: certificates.keep_after_erasure(tx, "nobody")) == 0


async def test_erasure_takes_it(database: Path, writer: Writer) -> None:
    await writer.run(fill)
    (number,) = await numbers(database)
    assert await writer.run(lambda tx: certificates.has_any(tx, SOMEBODY))
    await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
    await writer.truncate_log()
    assert await found(database, number) is None
    assert traces(database, CERTIFICATE.name, number) == []


async def test_it_stays_if_the_person_asked_for_that(database: Path, writer: Writer) -> None:
    def erase(tx: Tx) -> int:
        kept = certificates.keep_after_erasure(tx, SOMEBODY)
        learners.erase(tx, SOMEBODY)
        return kept

    words = await writer.run(fill)
    (number,) = await numbers(database)
    before = await found(database, number)
    assert await writer.run(erase) == 1
    await writer.truncate_log()
    assert await found(database, number) == before
    assert await numbers(database) == []
    others = [word for place, word in words.items() if place != "certificate"]
    assert traces(database, *others) == []
    assert await writer.run(lambda tx: certificates.erase(tx, number))
    await writer.truncate_log()
    assert traces(database, CERTIFICATE.name, number) == []


async def test_two_who_kept_theirs_may_have_one_name(database: Path, writer: Writer) -> None:
    other = Address(channel="telegram", address="8")
    await writer.run(add)
    await writer.run(lambda tx: add(tx, "other", other))
    for whose in (SOMEBODY, "other"):
        await writer.run(lambda tx, w=whose: certificates.issue(tx, w, CERTIFICATE, ISSUED))  # type: ignore[misc]
        await writer.run(lambda tx, w=whose: certificates.keep_after_erasure(tx, w))  # type: ignore[misc]
        await writer.run(lambda tx, w=whose: learners.erase(tx, w))  # type: ignore[misc]
    rows = await writer.run(
        lambda tx: tx.execute("SELECT learner_id, name FROM certificates").fetchall()
    )
    assert [tuple(row) for row in rows] == [(None, CERTIFICATE.name)] * 2
