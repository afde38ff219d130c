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
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeAlias, TypeVar

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
TRUNCATIONS = 20
"""How often emptying the log is tried while a reader is in the way."""

log = logging.getLogger(__name__)


class StoreUnavailable(RuntimeError):
    """The group could not be committed (disk full, read-only, broken); nothing of it took effect."""


def connect(path: Path) -> sqlite3.Connection:
    """A writing connection: durable at every commit, deleted bytes overwritten."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
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
        self._queue: SimpleQueue[tuple[Job, asyncio.Future[Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
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
        """Moves everything from the write-ahead log into the file, and empties the log."""
        for _ in range(TRUNCATIONS):
            if await self.run(_TRUNCATE):
                return
            await asyncio.sleep(0.05)
        log.warning("a reader keeps the write-ahead log from being emptied")

    def _serve(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            while len(group) < GROUP and not self._queue.empty():
                following = self._queue.get()
                if following is None:
                    self._queue.put(None)
                    break
                group.append(following)
            jobs = [job for job, _ in group]
            outcomes = self._commit(jobs)
            if _TRUNCATE in jobs:
                emptied = self._checkpoint()
                outcomes = [
                    emptied if job is _TRUNCATE else outcome
                    for job, outcome in zip(jobs, outcomes, strict=True)
                ]
            answers = [
                (future, *outcome) for (_, future), outcome in zip(group, outcomes, strict=True)
            ]
            self._loop.call_soon_threadsafe(_answer, answers)

    def _commit(self, jobs: list[Job]) -> list[Outcome]:
        """Runs the jobs in one transaction; for each, its result or its error."""
        tx = self._connection
        try:
            tx.execute("BEGIN IMMEDIATE")
            outcomes = [_in_savepoint(tx, job) for job in jobs]
            tx.execute("COMMIT")
        except sqlite3.Error as error:
            log.error("the store did not commit: %s", error)
            if tx.in_transaction:
                tx.execute("ROLLBACK")
            return [(None, StoreUnavailable(str(error)))] * len(jobs)
        return outcomes

    def _checkpoint(self) -> Outcome:
        """Whether the log is empty now; a reader may have been in the way."""
        try:
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as error:
            return None, StoreUnavailable(str(error))
        return not busy, None


def _TRUNCATE(tx: Tx) -> bool:  # noqa: N802
    """Asks for the checkpoint, which has to wait until the transaction is over."""
    return False


def _is_of_the_disk(error: sqlite3.Error) -> bool:
    """Whether the file is in trouble, and not the statement."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return code not in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH)


def _in_savepoint(tx: Tx, job: Job) -> Outcome:
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
