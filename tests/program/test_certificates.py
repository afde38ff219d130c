"""Certificates from the command line of the real program."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.store import certificates
from bot.store.writer import connect, open_store
from tests.certificate.papers import PLAIN, PRIVATE, PUBLIC, link
from tests.program.epizod import Epizod, called
from tests.store.somebody import CERTIFICATE, SOMEBODY, add

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_verify_needs_no_database(tmp_path: Path) -> None:
    given = await called(tmp_path, "verify", link(PLAIN), "--key", PUBLIC)
    by_setting = await called(tmp_path, "verify", link(PLAIN), SIGNING_KEY=PRIVATE)
    assert (given.code, given.err) == (0, "")
    assert by_setting == given
    assert given.out.startswith("VERIFIED")
    assert PLAIN.name in given.out
    assert files(tmp_path) == []


async def test_verify_says_why_not(tmp_path: Path) -> None:
    changed = await called(tmp_path, "verify", link(PLAIN)[:-4] + "AAAA", "--key", PUBLIC)
    assert changed.code == 1
    assert changed.out.startswith("NOT VERIFIED")
    assert (await called(tmp_path, "verify", link(PLAIN))).code == 2


async def test_a_new_key_is_a_setting(tmp_path: Path) -> None:
    made = await called(tmp_path, "new-key")
    setting, public = made.out.splitlines()
    async with Epizod(tmp_path, SIGNING_KEY=setting.removeprefix("SIGNING_KEY=")) as epizod:
        shown = await asyncio.to_thread(_get, f"{epizod.address}/certificates/key")
        assert public.removeprefix("public key: ") in shown
        assert setting.removeprefix("SIGNING_KEY=") not in epizod.log


def _get(address: str) -> str:
    with urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


@pytest.fixture
def number(tmp_path: Path) -> str:
    with closing(open_store(tmp_path / "epizod.db")) as tx:
        add(tx)
        number = certificates.issue(tx, SOMEBODY, CERTIFICATE, NOW)
    assert number is not None
    return number


async def test_revoke(tmp_path: Path, number: str) -> None:
    async with Epizod(tmp_path) as epizod:
        running = await called(tmp_path, "revoke", number)
        assert (running.code, running.out) == (2, "")
        assert "stop it first" in running.err
        assert "valid" in await asyncio.to_thread(_get, f"{epizod.address}/certificates/{number}")
        await epizod.stop()
    assert (await called(tmp_path, "revoke", number)).code == 0
    async with Epizod(tmp_path) as epizod:
        page = await asyncio.to_thread(_get, f"{epizod.address}/certificates/{number}")
        assert "was revoked on" in page
        assert CERTIFICATE.name not in epizod.log
        assert number not in epizod.log


async def test_revoke_and_erase(tmp_path: Path, number: str) -> None:
    assert (await called(tmp_path, "revoke", number, "--erase")).code == 0
    assert number.encode() not in (tmp_path / "epizod.db").read_bytes()
    assert (await called(tmp_path, "revoke", number)).code == 1


async def test_there_is_nothing_to_revoke(tmp_path: Path) -> None:
    ended = await called(tmp_path, "revoke", "x")
    assert ended.code == 2
    assert ended.err.startswith("DATABASE_URL: there is no file")
    assert files(tmp_path) == []


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "epizod.db").write_text("no database " * 500)
    ended = await called(tmp_path, "revoke", "x")
    assert ended.code == 2
    assert ended.err.startswith("DATABASE_URL")
    with pytest.raises(sqlite3.DatabaseError):
        connect(tmp_path / "epizod.db")
