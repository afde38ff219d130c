"""Backups: whole, checked copies of the database, made while it is in use.

snapshot (VACUUM INTO) ─► checked ─► flushed ─► takes its name

What has its name is whole and was checked; nothing else ever has it. A copy holds what the database
held at one moment, and no byte of what was deleted before.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from bot.store.erasures import flush_folder
from bot.store.migrations import newest
from bot.store.writer import BUSY_SECONDS, is_damage

NAME = "epizod-%Y-%m-%dT%H%M%SZ.db"
UNFINISHED = ".part"


class BackupFailed(RuntimeError):
    """Why, and what to do: a sentence for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a sound copy holds."""

    version: int
    learners: int
    answers: int
    size: int
    """In bytes."""

    def __str__(self) -> str:
        return (
            f"{self.learners} learners, {self.answers} answers,"
            f" {self.size / 1_000_000:.1f} MB, version {self.version}"
        )


def name_at(now: datetime) -> str:
    """The name of a backup of this moment (UTC), by which backups sort."""
    return now.strftime(NAME)


def made_at(backup: Path, like: datetime) -> datetime | None:
    """The moment in its name, in the time zone of `like`; None for a file that is no backup of ours."""
    try:
        return at_in(backup.name, NAME, like)
    except ValueError:
        return None


def at_in(name: str, pattern: str, like: datetime) -> datetime:
    """The moment in a name, in the time zone of `like`. Raises ValueError where there is none."""
    return datetime.strptime(name, pattern).replace(tzinfo=like.tzinfo)


def back_up(database: Path, target: Path) -> Contents:
    """Copies the database to a new file that only its owner can read. Raises BackupFailed.

    May take long; whoever writes to the database is not held up.
    """
    with _reported(database):
        if not database.exists():
            raise BackupFailed(f"there is no database {database}")
        refuse_strangers(database)
    with _reported(target):
        if target.exists():
            raise BackupFailed(f"{target} is there already; nothing is overwritten")
    unfinished = target.with_name(f".{target.name}{UNFINISHED}")
    with _reported(target):
        try:
            unfinished.unlink(missing_ok=True)
            os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            _snapshot(database, unfinished)
            contents = check(unfinished)
            flush(unfinished)
            unfinished.rename(target)
            flush_folder(target.parent)
        finally:
            unfinished.unlink(missing_ok=True)
    return contents


def _snapshot(database: Path, copy: Path) -> None:
    """Raises BackupFailed for a database that is damaged: SQLite would say it of the copy."""
    try:
        with closing(_open(database, "rw")) as source:
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.execute("PRAGMA temp_store = MEMORY")
            source.execute("VACUUM INTO ?", (str(copy),))
    except sqlite3.Error as error:
        if is_damage(error):
            raise BackupFailed(
                f"{database}: {error}; stop the bot and restore the newest backup"
            ) from None
        raise


def check(copy: Path) -> Contents:
    """What is in the copy, which nobody is using. Raises BackupFailed for one that is not sound."""
    with _reported(copy), closing(_open(copy, "ro", immutable=True)) as store:
        (version,) = store.execute("PRAGMA user_version").fetchone()
        tables = {name for (name,) in store.execute("SELECT name FROM sqlite_master")}
        if version < 1 or not {"learners", "answers"} <= tables:
            raise BackupFailed(f"{copy} is no database of Epizod")
        if version > newest():
            raise BackupFailed(
                f"{copy} is of version {version}, this program knows {newest()};"
                " use the program that made it, or a later one"
            )
        damage = [line for (line,) in store.execute("PRAGMA integrity_check(1)")]
        if damage != ["ok"]:
            raise BackupFailed(f"{copy} is damaged; use another")
        if store.execute("PRAGMA foreign_key_check").fetchone():
            raise BackupFailed(f"{copy} lacks rows that others point to; use another")
        return Contents(
            version=version, learners=_count(store, "learners"), answers=_count(store, "answers"),
            size=copy.stat().st_size,
        )  # fmt: skip


def refuse_strangers(database: Path) -> None:
    """Files that root leaves behind are files that the bot cannot open. Raises BackupFailed."""
    owner = database.resolve().parent.stat().st_uid
    if os.geteuid() == 0 != owner:
        raise BackupFailed(f"run this as the user to whom {database.parent} belongs, not as root")


def flush(file: Path) -> None:
    """Everything of the file is on the disk when it returns."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _reported(file: Path) -> Iterator[None]:
    """What the disk or SQLite says about the file, as a sentence."""
    try:
        yield
    except OSError as error:
        raise BackupFailed(f"{file}: {error.strerror}") from None
    except sqlite3.Error as error:
        raise BackupFailed(f"{file}: {error}") from None


def _open(database: Path, mode: str, *, immutable: bool = False) -> sqlite3.Connection:
    address = f"file:{quote(str(database.resolve()))}?mode={mode}&immutable={int(immutable)}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)


def _count(store: sqlite3.Connection, table: str) -> int:
    return int(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
