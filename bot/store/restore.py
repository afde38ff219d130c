"""Restoring a backup: nothing that was erased since comes back, and nobody is written to twice.

    copied beside the database ─► checked ─► brought to the newest version ─► erasures replayed,
    what was about to be sent is ended ─► takes the place of the database, which stays under
    another name

Until the last step the database is as it was; that step is one rename.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.store import announcements, backup, certificates, erasures, learners
from bot.store.backup import BackupFailed, Contents, at_in
from bot.store.erasures import Erasure, file_of, flush_folder
from bot.store.times import to_ms
from bot.store.writer import Tx, connect, open_store

PARTS = ("", "-wal", "-shm")
ASIDE = ".before-restore-%Y-%m-%dT%H%M%SZ"
UNKNOWN_ERASURES = """\
nothing here says who was erased since the backup was made, so that it would bring them back.
The list lies beside the database ({file}) and, with BACKUP_DIR, beside the backups.
Put it there or name it with --erased FILE; after a move, with nothing done since the backup, add
--moved. If it is lost for good, add --erasures-lost, and erase those again of whom you know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    contents: Contents
    erased_again: int
    """People who were in the backup and had been erased since."""
    aside: Path | None
    """Where the database lies that was there before."""


def restore(
    database: Path, copy: Path, now: datetime,
    *, moved: bool = False, lists: Iterable[Path] = (), lost: bool = False,
) -> Restored:  # fmt: skip
    """Puts a backup in place of the database, which nobody may be using. Raises BackupFailed.

    `moved`: nothing has happened since the backup was made, and what waited to be sent goes out.
    `lists`: further files that say who was erased. `lost`: goes on without any.
    """
    real = database.resolve()
    fresh = real.with_name(f".{real.name}.restoring")
    try:
        if copy.resolve() == real:
            raise BackupFailed(f"{copy} is the database itself")
        backup.refuse_strangers(real)
        gone, known = _erased_since(real, [*lists, *_beside(copy)])
        if not (known or moved or lost):
            raise BackupFailed(UNKNOWN_ERASURES.format(file=file_of(real).name))
        contents = _bring(copy, fresh)
        with closing(open_store(fresh)) as store:
            store.execute("BEGIN IMMEDIATE")
            again = replay(store, erasures.missing(store, gone), now)
            if not moved:
                _end_what_waits(store, now)
            erasures.complete(file_of(real), erasures.everything(store))
            store.execute("UPDATE erasures SET written = 1")
            store.execute("COMMIT")
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        backup.flush(fresh)
        aside = _put_aside(real, now)
        fresh.replace(real)
        flush_folder(real.parent)
    except OSError as error:
        raise BackupFailed(f"{error.filename or real}: {error.strerror}") from None
    except sqlite3.Error as error:
        raise BackupFailed(f"{real}: {error}") from None
    finally:
        for part in PARTS:
            _at(fresh, part).unlink(missing_ok=True)
    return Restored(contents=contents, erased_again=again, aside=aside)


def catch_up(tx: Tx, file: Path, now: datetime) -> int:
    """At the start: what the file beside the database says and the database does not is erased again,
    so that a copy put in its place by hand brings nobody back. How many people that were.
    """
    again = replay(tx, erasures.missing(tx, erasures.read(file)), now)
    erasures.complete(file, erasures.everything(tx))
    tx.execute("UPDATE erasures SET written = 1 WHERE written = 0")
    return again


def replay(tx: Tx, gone: Iterable[Erasure], now: datetime) -> int:
    """Erases again whatever of it is there. How many people that were."""
    named: dict[str, list[str]] = {}
    for erasure in gone:
        named.setdefault(erasure.kind, []).append(erasure.subject)
        erasures.note(tx, erasure.kind, erasure.subject)
    people = [each for each in named.get("learner", ()) if learners.exists(tx, each)]
    for each in named.get("keeps-certificates", ()):
        certificates.keep_after_erasure(tx, each)
    for each in people:
        learners.erase(tx, each)
    numbers = certificates.by_hidden(tx) if {"certificate", "revocation"} & set(named) else {}
    for each in named.get("certificate", ()):
        certificates.erase(tx, numbers.get(each, ""))
    for each in named.get("revocation", ()):
        certificates.revoke(tx, numbers.get(each, ""), now)
    return len(people)


def _erased_since(real: Path, lists: Iterable[Path]) -> tuple[list[Erasure], bool]:
    """Everything that any list says, and whether there was any list at all."""
    files = [each for each in (file_of(real), *lists) if each.exists()]
    found = [erasure for each in files for erasure in erasures.read(each)]
    if not real.exists():
        return found, bool(files)
    try:
        with closing(connect(real)) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return [*found, *erasures.everything(store)], True
    except sqlite3.Error:
        return found, bool(files)


def _beside(copy: Path) -> list[Path]:
    """The lists that lie where the backup lies."""
    return sorted(copy.parent.glob("*.erased"))


def _bring(copy: Path, fresh: Path) -> Contents:
    """Copies the backup, with what a running program had not yet moved into it, and checks it."""
    if not copy.is_file():
        raise BackupFailed(f"there is no file {copy}")
    for part in PARTS[:2]:
        if _at(copy, part).exists():
            descriptor = os.open(_at(fresh, part), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with _at(copy, part).open("rb") as source, open(descriptor, "wb") as target:
                shutil.copyfileobj(source, target)
    try:
        with closing(connect(fresh)) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        raise BackupFailed(f"{copy} is no database, or it is damaged; use another") from None
    try:
        return backup.check(fresh)
    except BackupFailed as error:
        raise BackupFailed(str(error).replace(str(fresh), str(copy))) from None


def _end_what_waits(tx: Tx, now: datetime) -> None:
    """What waited when the backup was made may have been sent since: nobody gets it twice.

    Whoever was signed in is signed out, and invitations that may have been used are void. Whoever was
    told that they will be erased is told again: they may have come since.
    """
    tx.execute(
        "UPDATE recipients SET status = 'unknown', reason = 'restored'"
        " WHERE status IN ('waiting', 'queued')"
    )
    tx.execute("DELETE FROM outbox WHERE learner_id IS NULL AND status IN ('pending', 'claimed')")
    tx.execute(
        "UPDATE outbox SET status = 'unknown', reason = 'restored', lease_until = NULL,"
        " settled_at = ? WHERE status IN ('pending', 'claimed')",
        (to_ms(now),),
    )
    tx.execute(
        "UPDATE announcements SET state = 'done', ended_at = ? WHERE state IN ('sending', 'paused')",
        (to_ms(now),),
    )
    overdue = tx.execute(
        "SELECT id FROM announcements WHERE state = 'planned' AND begins_at <= ?", (to_ms(now),)
    ).fetchall()
    for row in overdue:
        announcements.move(tx, row["id"], "draft", now)
    for table in ("sessions", "sign_in_links", "warned"):
        tx.execute(f"DELETE FROM {table}")  # noqa: S608
    tx.execute("DELETE FROM invitations WHERE used_at IS NULL")


def _put_aside(real: Path, now: datetime) -> Path | None:
    """Gives the old database a second name; the first goes when the new one takes it.

    So there is a database under the first name at every moment, and never an empty one.
    """
    if not real.exists():
        return None
    aside = real.with_name(real.name + now.strftime(ASIDE))
    for part in PARTS[1:]:
        with suppress(FileNotFoundError):
            _at(real, part).rename(_at(aside, part))
    try:
        aside.hardlink_to(real)
    except OSError:
        shutil.copy2(real, aside)
        backup.flush(aside)
    flush_folder(real.parent)
    return aside


def set_aside_at(database: Path, file: Path, like: datetime) -> datetime | None:
    """When a restore set this file aside; None for any other file. In the time zone of `like`."""
    begins, name = database.resolve().name, file.name
    if not name.startswith(begins):
        return None
    for part in PARTS:
        with suppress(ValueError):
            return at_in(name.removeprefix(begins), ASIDE + part, like)
    return None


def _at(file: Path, part: str) -> Path:
    return file.with_name(file.name + part)
