"""The writer: the only connection that writes, in a thread of its own, committing in groups.

    await run(job) ─┐
    await run(job) ─┼─► queue ─► BEGIN IMMEDIATE ─► savepoint: job ─► … ─► COMMIT ─► answers
    await run(job) ─┘

A job is a function of the transaction; it may not await. It is durable when `run` returns.
A job that raises undoes its own work only. A caller that is cancelled changes nothing: the
job is done as a whole or not at all.
"""

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeAlias, TypeVar

from bot.store import erasures
from bot.store.histogram import Histogram
from bot.store.migrations import migrate

T = TypeVar("T")
Tx: TypeAlias = sqlite3.Connection
Job: TypeAlias = Callable[[Tx], Any]
Outcome: TypeAlias = tuple[Any, BaseException | None]

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
)
GROUP = 64
"""Jobs in one commit at most."""
BUSY_SECONDS = 5
"""How long a write waits for another program that writes to the same file."""

log = logging.getLogger(__name__)


class StoreUnavailable(RuntimeError):
    """The group could not be committed (disk full, read-only, broken); nothing of it took effect."""


def connect(path: Path) -> sqlite3.Connection:
    """A writing connection: durable at every commit, deleted bytes overwritten."""
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
    )
    connection.row_factory = sqlite3.Row
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def open_store(path: Path) -> sqlite3.Connection:
    """A connection to the newest version of the file, closed again if the file is refused.

    The log is emptied: a process that died may have left in it what was erased.
    """
    connection = connect(path)
    try:
        migrate(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except BaseException:
        connection.close()
        raise
    return connection


class Writer:
    """Use as an async context manager. Leaving it commits what was asked and closes the file.

    Entering raises StoreUnavailable for a file that is not ours to write, and NewerDatabase.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._erased = erasures.file_of(path)
        self._queue: SimpleQueue[tuple[Job, asyncio.Future[Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._truncating = True
        self.commit_jobs = Histogram(1, 2, 4, 8, 16, 32, GROUP)
        self.commit_seconds = Histogram(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5)
        self.commits_failed = 0
        self.damaged = False
        """Whether the file was once found to be no sound database: that does not heal."""
        self._connection: sqlite3.Connection
        self._loop: asyncio.AbstractEventLoop

    async def __aenter__(self) -> "Writer":
        self._loop = asyncio.get_running_loop()
        try:
            self._connection = open_store(self._path)
        except sqlite3.Error as error:
            raise StoreUnavailable(str(error)) from None
        self._thread.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._connection.close()

    async def run(self, job: Callable[[Tx], T]) -> T:
        """The job's result, once it is on the disk. Raises what the job raised, or StoreUnavailable."""
        answer: asyncio.Future[T] = self._loop.create_future()
        self._queue.put((job, answer))
        return await answer

    async def truncate_log(self) -> None:
        """Moves everything from the write-ahead log into the file, and empties the log.

        If a reader is in the way, that happens after a later commit, as soon as it can.
        """
        self._truncating = True
        await self.run(lambda tx: None)

    def _serve(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            while len(group) < GROUP and not self._queue.empty():
                following = self._queue.get()
                if following is None:
                    self._queue.put(None)
                    break
                group.append(following)
            outcomes = self._commit([job for job, _ in group])
            if self._truncating:
                self._truncating = not self._checkpoint()
            answers = [
                (future, *outcome) for (_, future), outcome in zip(group, outcomes, strict=True)
            ]
            self._loop.call_soon_threadsafe(_answer, answers)

    def _commit(self, jobs: list[Job]) -> list[Outcome]:
        """Runs the jobs in one transaction; for each, its result or its error."""
        tx, began = self._connection, time.perf_counter()
        try:
            tx.execute("BEGIN IMMEDIATE")
            outcomes = [in_savepoint(tx, job) for job in jobs]
            erasures.write_new(tx, self._erased)
            tx.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            self.commits_failed += 1
            self.damaged |= is_damage(error)
            log.error("the store did not commit: %s", error)
            with suppress(sqlite3.Error):
                tx.execute("ROLLBACK")
            return [(None, StoreUnavailable(str(error)))] * len(jobs)
        self.commit_jobs.count(len(jobs))
        self.commit_seconds.count(time.perf_counter() - began)
        return outcomes

    def _checkpoint(self) -> bool:
        """Whether the log is empty now. Does not wait for a reader: that would hold up every write."""
        try:
            self._connection.execute("PRAGMA busy_timeout = 0")
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            self._connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        except sqlite3.Error as error:
            log.error("the log was not emptied: %s", error)
            return False
        return not busy


DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
OF_THE_DISK = DAMAGE | {
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM,
}  # fmt: skip


def is_damage(error: Exception) -> bool:
    """Whether it says that the file is no sound database."""
    return _code(error) in DAMAGE


def _is_of_the_disk(error: sqlite3.Error) -> bool:
    """Whether the file is in trouble, and not the statement."""
    return _code(error) in OF_THE_DISK


def _code(error: Exception) -> int:
    """What kind of error it is to SQLite."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


def in_savepoint(tx: Tx, job: Job) -> Outcome:
    """The job's result, or its error with all of its work undone. Raises only what is of the disk."""
    tx.execute("SAVEPOINT job")
    try:
        result = job(tx)
    except Exception as error:
        if isinstance(error, sqlite3.Error) and _is_of_the_disk(error):
            raise
        tx.execute("ROLLBACK TO job")
        tx.execute("RELEASE job")
        return None, error
    tx.execute("RELEASE job")
    return result, None


def _answer(answers: list[tuple[asyncio.Future[Any], Any, BaseException | None]]) -> None:
    for future, result, error in answers:
        if future.done():
            continue
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)
