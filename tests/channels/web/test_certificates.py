"""The public page says valid, revoked or unknown, and nothing beside the certificate."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.channels.web.certificates import CertificatePages
from bot.channels.web.server import application
from bot.channels.web.throttle import BURST, Throttle
from bot.service.certificates import Certificates
from bot.store import certificates
from bot.store.reader import Reader
from bot.store.writer import Writer
from tests.certificate.papers import BASE, PRIVATE, PUBLIC, WORDS
from tests.store.somebody import CERTIFICATE, HERE, PAGE, SOMEBODY, fill

REVOKED = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
NAME = re.compile(r"<bdi>(.*?)</bdi>")


async def healthy() -> None:
    return None


@pytest.fixture
async def number(writer: Writer) -> str:
    await writer.run(fill)
    row = await writer.run(lambda tx: tx.execute("SELECT id FROM certificates").fetchone())
    return str(row["id"])


@pytest.fixture
async def client(database: Path, writer: Writer) -> AsyncIterator[TestClient]:
    async with Reader(database) as reader:
        house = Certificates(reader=reader, words=WORDS, base_url=BASE, key=PRIVATE)
        throttle = Throttle(lambda: 0.0)
        pages = CertificatePages(certificates=house, words=WORDS, throttle=throttle)
        yield TestClient(application(pages.routes(), healthy))


async def revoke(writer: Writer, number: str) -> None:
    await writer.run(lambda tx: certificates.revoke(tx, number, REVOKED))


async def test_valid(client: TestClient, number: str) -> None:
    page = client.get(f"/certificates/{number}")
    assert page.status_code == 200
    assert '<h1 class="valid">This certificate is valid.</h1>' in page.text
    assert NAME.findall(page.text) == [CERTIFICATE.name]
    release = CERTIFICATE.release[:12]
    for said in (CERTIFICATE.title, number, "1 February 2026", "Episodes: 2 of 2", release):
        assert said in page.text


async def test_revoked(client: TestClient, writer: Writer, number: str) -> None:
    await revoke(writer, number)
    page = client.get(f"/certificates/{number}")
    assert page.status_code == 200
    assert '<h1 class="revoked">This certificate was revoked on 5 March 2026.</h1>' in page.text


@pytest.mark.parametrize(
    "path", ["x", "A" * 22, "%00", "..%2f..%2fepizod.db", "' OR 1=1 --", "%F0%9F%98%80", "x" * 5000]
)
async def test_unknown(client: TestClient, number: str, path: str) -> None:
    page = client.get(f"/certificates/{path}")
    assert page.status_code == 404
    assert NAME.findall(page.text) == []
    assert number not in page.text


async def test_a_number_typed_in_capitals(client: TestClient, number: str) -> None:
    assert client.get(f"/certificates/{number.upper()}").status_code == 200


async def test_nothing_beside_the_certificate(
    client: TestClient, writer: Writer, number: str
) -> None:
    words = await writer.run(
        lambda tx: [row["text"] for row in tx.execute("SELECT text FROM feedback")]
    )
    page = client.get(f"/certificates/{number}").text
    for other in (*words, SOMEBODY, HERE.address, PAGE.address):
        assert other not in page.replace(CERTIFICATE.name, "").replace(CERTIFICATE.release[:12], "")


async def test_no_engine_finds_it_and_no_cache_keeps_it(client: TestClient, number: str) -> None:
    for path in (number, "unknown"):
        headers = client.get(f"/certificates/{path}").headers
        assert "noindex" in headers["x-robots-tag"]
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "set-cookie" not in headers


async def test_a_name_is_never_markup(client: TestClient, writer: Writer, number: str) -> None:
    odd = replace(CERTIFICATE, name="<script>alert(1)</script>", title='"><img src=x>')
    other = await writer.run(lambda tx: certificates.issue(tx, SOMEBODY, odd, REVOKED))
    assert other != number
    page = client.get(f"/certificates/{other}").text
    assert "<script" not in page
    assert "<img" not in page


@pytest.mark.parametrize(
    ("path", "browser", "language"),
    [
        ("{number}", "uk", "en"),
        ("{number}?lang=uk", "en", "uk"),
        ("{number}?lang=fr", "en", "en"),
        ("unknown", "pt-BR,en;q=0.5", "pt"),
        ("unknown?lang=uk", "pt", "uk"),
        ("unknown", "fr", "en"),
    ],
)
async def test_its_language(
    client: TestClient, number: str, path: str, browser: str, language: str
) -> None:
    page = client.get(
        f"/certificates/{path.format(number=number)}", headers={"accept-language": browser}
    )
    assert f'<html lang="{language}">' in page.text


async def test_who_tries_many_numbers_must_wait(client: TestClient, number: str) -> None:
    answers = [client.get(f"/certificates/{n}").status_code for n in range(int(BURST))]
    refused = client.get(f"/certificates/{number}", headers={"accept-language": "en"})
    assert set(answers) == {404}
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "5"
    assert "wait a moment" in refused.text


async def test_the_key_and_the_issuer(client: TestClient) -> None:
    (key,) = client.get("/certificates/key").json()["keys"]
    assert (key["x"], key["kty"], key["crv"]) == (PUBLIC, "OKP", "Ed25519")
    assert "d" not in key
    assert client.get("/certificates/issuer").json() == {
        "id": f"{BASE}/certificates/issuer", "type": ["Profile"], "name": "Epizod", "url": BASE,
    }  # fmt: skip


async def test_its_style_is_there(client: TestClient) -> None:
    style = client.get("/certificates/page.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "prefers-color-scheme" in style.text
