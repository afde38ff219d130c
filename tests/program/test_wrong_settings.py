"""A wrong setting gets one clear line that names it, exit code 2, and no traceback."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.program.epizod import Ended, Epizod, refused

TOKEN = "123456:a-token-that-nobody-may-read"
WRONG = {
    "BOT_TOKEN": "no token",
    "TELEGRAM_API_URL": "api.telegram.org",
    "DATABASE_URL": "postgres://somewhere/epizod",
    "PUBLIC_URL": "example.org",
    "WEBHOOK_SECRET": "white space",
    "SIGNING_KEY": "too short",
    "HOST": "no.such.host.invalid",
    "PORT": "eighty",
    "FORWARDED_ALLOW_IPS": "nginx",
    "WEB_CHAT": "perhaps",
    "RATE_PER_SECOND": "0",
    "RATE_PER_CHAT": "nan",
    "BROADCAST_PER_SECOND": "1001",
    "SECOND_PERSON_FROM": "0",
    "LOG_LEVEL": "LOUD",
    "LOG_FORMAT": "xml",
    "METRICS_TOKEN": "short",
    "BACKUP_KEEP": "36",
    "LESSONS_DIR": "/no/such/folder",
}
ODD = {
    "TELEGRAM_API_URL": "http://[::1",
    "HOST": "a" * 70 + ".example",
    "PORT": "65536",
    "DATABASE_URL": "sqlite:///",
    "RATE_PER_SECOND": "inf",
    "FORWARDED_ALLOW_IPS": "*",
    "SECOND_PERSON_FROM": "1000005",
    "BOT_TOKEN": "123456:ünïcödé",
}


def complains_of(name: str, ended: Ended) -> None:
    assert ended.code == 2
    assert ended.out == ""
    [line] = ended.err.splitlines()
    assert line.startswith(name)
    assert len(line) > len(name) + 10


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@pytest.mark.parametrize(("name", "value"), [*WRONG.items(), *ODD.items()])
async def test_the_line_names_the_setting(name: str, value: str, tmp_path: Path) -> None:
    extra = {"WEBHOOK_SECRET": "s"} if name == "PUBLIC_URL" else {}
    complains_of(name, await refused(tmp_path, **extra, **{name: value}))


async def test_the_value_of_a_secret_is_not_repeated(tmp_path: Path) -> None:
    ended = await refused(tmp_path, BOT_TOKEN="sesame!", WEBHOOK_SECRET="open it")
    assert "sesame" not in ended.err
    assert "open it" not in ended.err
    assert [line.split(":")[0] for line in ended.err.splitlines()] == [
        "BOT_TOKEN",
        "WEBHOOK_SECRET",
    ]


async def test_a_webhook_needs_a_public_address(tmp_path: Path) -> None:
    ended = await refused(tmp_path, BOT_TOKEN=TOKEN, WEBHOOK_SECRET="s")
    complains_of("WEBHOOK_SECRET", ended)
    assert "PUBLIC_URL" in ended.err


async def test_a_port_in_use(tmp_path: Path, taken_port: int) -> None:
    ended = await refused(tmp_path, PORT=str(taken_port))
    complains_of("HOST, PORT", ended)
    assert str(taken_port) in ended.err


@pytest.mark.parametrize("where", ["file/epizod.db", "file", "folder", "/dev/null/epizod.db"])
async def test_a_database_that_cannot_be_written(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("this is no database, and it is longer than a header " * 50)
    (tmp_path / "folder").mkdir()
    complains_of("DATABASE_URL", await refused(tmp_path, DATABASE_URL=f"sqlite:///{where}"))
    assert (tmp_path / "file").read_text().startswith("this is no database")


async def test_a_database_from_the_future(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "epizod.db")) as store:
        store.execute("PRAGMA user_version = 9999")
    complains_of("DATABASE_URL", await refused(tmp_path))


async def test_a_second_process_on_the_same_database(tmp_path: Path) -> None:
    async with Epizod(tmp_path):
        (tmp_path / "second").mkdir()
        second = f"sqlite:///{tmp_path / 'epizod.db'}"
        complains_of("DATABASE_URL", await refused(tmp_path / "second", DATABASE_URL=second))


async def test_a_wrong_line_in_the_env_file_is_named_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WEB_CHAT=perhaps\n")
    complains_of("WEB_CHAT", await refused(tmp_path))


async def test_an_env_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("WEB_CHAT=1\n".encode("utf-16"))
    complains_of(".env", await refused(tmp_path))


def test_an_env_file_that_this_user_may_not_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def closed() -> None:
        raise PermissionError(13, "Permission denied", ".env")

    monkeypatch.setattr("bot.settings.Settings", closed)
    code, told = main(["check"]), capsys.readouterr()
    complains_of(".env: Permission denied", Ended(code=code, out=told.out, err=told.err))


async def test_an_env_file_saved_by_notepad(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfWEB_CHAT=perhaps\r\n")
    complains_of("WEB_CHAT", await refused(tmp_path))
