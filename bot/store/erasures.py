"""What is gone for good, so that no restored backup brings it back.

    erased ─► a row here, in the same transaction ─► a line in the file beside the database,
              on the disk before that transaction is committed ─► committed, confirmed

The file outlives a database that is broken or replaced. Its names are random, and lead to nobody once
what they stand for is gone. A line may be there without its row, after a commit that failed or where
an old copy was put in place of the database: it is made good at the next start.
"""

import os
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeAlias, get_args

Tx: TypeAlias = sqlite3.Connection

Kind: TypeAlias = Literal["keeps-certificates", "learner", "certificate", "revocation"]
"""A person; their wish, before that, to keep certificates; a certificate; that one holds no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    kind: Kind
    subject: str


def note(tx: Tx, kind: Kind, subject: str) -> None:
    """To be called in the transaction that erases."""
    tx.execute(
        "INSERT INTO erasures (kind, subject) VALUES (?, ?) ON CONFLICT DO NOTHING", (kind, subject)
    )


def hidden(number: str) -> str:
    """A certificate's number as it stands here: it can be recognised, and not be read."""
    return sha256(number.encode()).hexdigest()


def everything(tx: Tx) -> list[Erasure]:
    """In the order in which it came."""
    return [_read(row) for row in tx.execute("SELECT kind, subject FROM erasures ORDER BY id")]


def after(tx: Tx, last: int) -> tuple[int, list[Erasure]]:
    """What came after the row of this number, and the number of the last of them."""
    rows = tx.execute("SELECT * FROM erasures WHERE id > ? ORDER BY id", (last,)).fetchall()
    return max((row["id"] for row in rows), default=last), [_read(row) for row in rows]


def _read(row: object) -> Erasure:
    r = dict(row)  # type: ignore[call-overload]
    return Erasure(kind=r["kind"], subject=r["subject"])


# --- The file ---------------------------------------------------------------------------


LIST = "epizod.erased"
"""The same list beside backups."""


def file_of(database: Path) -> Path:
    real = database.resolve()
    return real.with_name(f"{real.name}.erased")


def write_new(tx: Tx, file: Path) -> None:
    """Writes what the file has not got yet. Raises OSError: then nothing may be committed."""
    rows = tx.execute("SELECT kind, subject FROM erasures WHERE written = 0 ORDER BY id").fetchall()
    if rows:
        append(file, map(_read, rows))
        tx.execute("UPDATE erasures SET written = 1 WHERE written = 0")


def append(file: Path, erasures: Iterable[Erasure]) -> None:
    """On the disk when it returns. Whatever a crash left unfinished at the end is ended first."""
    lines = "".join(f"{each.kind} {each.subject}\n" for each in erasures).encode()
    new = not file.exists()
    handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            lines = b"\n" + lines
        while lines:
            lines = lines[os.write(handle, lines) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if new:
        flush_folder(file.parent)


def read(file: Path) -> list[Erasure]:
    """What the file says; nothing if there is none. Lines that are none of ours are passed over."""
    if not file.exists():
        return []
    lines = file.read_text("ascii", "replace").splitlines()
    parts = [line.split(" ") for line in lines]
    kinds = get_args(Kind)
    return [
        Erasure(kind=each[0], subject=each[1])  # type: ignore[arg-type]
        for each in parts
        if len(each) == 2 and each[0] in kinds and each[1]
    ]


def complete(file: Path, known: Iterable[Erasure]) -> int:
    """Adds to the file what it lacks, and tells how much that was."""
    there = set(read(file))
    missing = [each for each in known if each not in there]
    if missing or not file.exists():
        append(file, missing)
    return len(missing)


def missing(tx: Tx, others: Collection[Erasure]) -> list[Erasure]:
    """Those that this database does not know."""
    known = set(everything(tx))
    return [each for each in dict.fromkeys(others) if each not in known]


def flush_folder(folder: Path) -> None:
    """Makes new and renamed files in the folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
