"""What holders download is what was issued, signed with the key of this house."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.certificate import signing
from bot.certificate.check import check
from bot.service.certificates import Certificates, signing_key
from bot.store import certificates, marks
from bot.store.reader import Reader
from bot.store.writer import Writer
from tests.certificate.papers import BASE, KEY, PRIVATE, PUBLIC, WORDS
from tests.store.somebody import CERTIFICATE, SOMEBODY, add

# A completion on the holder's evening of 1 March may be a moment of 28 February in UTC.
ISSUED = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)


@pytest.fixture
async def house(database: Path, writer: Writer) -> AsyncIterator[Certificates]:
    await writer.run(add)
    async with Reader(database) as reader:
        yield Certificates(reader=reader, words=WORDS, base_url=BASE, key=PRIVATE)


async def issue(writer: Writer, **changes: str) -> str:
    fact = replace(CERTIFICATE, **changes)  # type: ignore[arg-type]
    later = ISSUED + timedelta(minutes=len(changes))
    number = await writer.run(lambda tx: certificates.issue(tx, SOMEBODY, fact, later))
    assert number is not None
    return number


async def test_a_page_and_a_badge(house: Certificates, writer: Writer) -> None:
    await issue(writer)
    page, badge = await house.pdf(SOMEBODY, "c1"), await house.badge(SOMEBODY, "c1")
    assert page is not None
    assert badge is not None
    assert page[0] == "epizod-c1-en.pdf"
    assert page[1].startswith(b"%PDF-")
    assert badge[0] == "epizod-c1-en.jwt"
    assert badge[1].count(b".") == 2


async def test_nobody_gets_what_is_not_theirs(house: Certificates, writer: Writer) -> None:
    await issue(writer)
    for learner, course in ((SOMEBODY, "c2"), ("other", "c1")):
        assert await house.pdf(learner, course) is None
        assert await house.badge(learner, course) is None


async def test_what_the_code_says_is_what_was_issued(house: Certificates, writer: Writer) -> None:
    number = await issue(writer)
    public = await house.public(number)
    assert public is not None
    link = signing.link(public.certificate, house.base_url, KEY)
    out = io.StringIO()
    assert check(link, PUBLIC, None, out) == 0
    said = out.getvalue()
    assert f"{CERTIFICATE.name} has completed the course “A course”" in said
    assert "Episodes: 2 of 2\nTests passed: 1 of 1\n" in said
    assert "Completed: 1 March 2026\nIssued: 2 March 2026\n" in said


async def test_the_name_given_last_is_printed(house: Certificates, writer: Writer) -> None:
    await issue(writer)
    await issue(writer, name="New Name", language="uk")
    page = await house.pdf(SOMEBODY, "c1")
    assert page is not None
    assert page[0] == "epizod-c1-uk.pdf"


async def test_a_revoked_one_is_not_given_again(house: Certificates, writer: Writer) -> None:
    number = await issue(writer)
    await writer.run(lambda tx: certificates.revoke(tx, number, ISSUED + timedelta(days=1)))
    assert await house.pdf(SOMEBODY, "c1") is None
    assert await house.badge(SOMEBODY, "c1") is None
    public = await house.public(number)
    assert public is not None
    assert public.revoked_at == ISSUED + timedelta(days=1)


async def test_the_key_is_set_or_made_once(writer: Writer) -> None:
    assert await writer.run(lambda tx: signing_key(tx, PRIVATE)) == PRIVATE
    assert await writer.run(lambda tx: marks.get(tx, "signing.key")) is None
    made = await writer.run(lambda tx: signing_key(tx, None))
    assert await writer.run(lambda tx: signing_key(tx, None)) == made
    signing.private_key(made)
