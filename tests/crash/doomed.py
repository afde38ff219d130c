"""Runs the real program, and kills it as a power cut would, at the n-th passing of one step.

The program is not changed: a step is wrapped from outside. Every learner gets the same seed, so
that two runs draw the same questions. Its clock may be ahead of the real one, or go by a file (see
dial.py); then it looks all the time for what is due.
"""

import os
import secrets
import signal
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from bot import app, ticker
from bot.__main__ import main
from bot.channels.telegram.gate import Gate
from bot.channels.telegram.send import TelegramChannel
from bot.service import library
from bot.service.clockwork import Clockwork
from bot.service.intake import Intake
from bot.service.sender import Sender
from bot.service.turns import Turns
from bot.store import inbox, migrations, timers, writer
from bot.store.writer import Writer
from tests.crash import dial

Pass = Callable[[], None]
SEED = 7


def before(owner: type, name: str, passing: Pass) -> None:
    original = getattr(owner, name)

    async def wrapped(*arguments: Any, **named: Any) -> Any:
        passing()
        return await original(*arguments, **named)

    setattr(owner, name, wrapped)


def after(owner: type, name: str, passing: Pass) -> None:
    """Passed when something came of it."""
    original = getattr(owner, name)

    async def wrapped(*arguments: Any, **named: Any) -> Any:
        result = await original(*arguments, **named)
        if result != []:
            passing()
        return result

    setattr(owner, name, wrapped)


def after_take(passing: Pass) -> None:
    """Inside the transaction, in the writer's thread, when the whole turn is written."""
    after_job(Turns, "take", passing)


def after_job(owner: Any, name: str, passing: Pass) -> None:
    """Inside the transaction, when something came of the job."""
    original = getattr(owner, name)

    def wrapped(*arguments: Any, **named: Any) -> Any:
        result = original(*arguments, **named)
        if result != []:
            passing()
        return result

    setattr(owner, name, wrapped)


def before_fire(passing: Pass) -> None:
    """Inside the transaction, before anything of the timer's turn is written."""
    original: Any = Turns.fire

    def fire(*arguments: Any) -> bool:
        passing()
        result: bool = original(*arguments)
        return result

    setattr(Turns, "fire", fire)  # noqa: B010


def after_inbox_put(passing: Pass) -> None:
    """Inside the transaction in which updates are kept."""
    original = inbox.put

    def put(*arguments: Any) -> int:
        result = original(*arguments)
        passing()
        return result

    inbox.put = put  # type: ignore[assignment]


def after_commit(owner: Any, job: str, passing: Pass) -> None:
    """When a group with such a job in it has been committed, and nobody knows yet."""
    done: list[None] = []
    after_job(owner, job, lambda: done.append(None))
    original = Writer._commit

    def commit(self: Writer, jobs: Any) -> Any:
        result = original(self, jobs)
        if done:
            done.clear()
            passing()
        return result

    Writer._commit = commit  # type: ignore[method-assign]


def in_migration(passing: Pass) -> None:
    """At every statement of a migration."""
    original = migrations.migrate

    def migrate(connection: sqlite3.Connection) -> int:
        connection.set_trace_callback(lambda _: passing())
        try:
            return original(connection)
        finally:
            connection.set_trace_callback(None)

    setattr(writer, "migrate", migrate)  # noqa: B010


def in_first_job(passing: Pass) -> None:
    """Inside the transaction in which the lessons become releases."""
    original = library.shelf

    def shelf(*arguments: Any) -> Any:
        result = original(*arguments)
        passing()
        return result

    setattr(library, "shelf", shelf)  # noqa: B010


OF_A_START: dict[str, Callable[[Pass], None]] = {
    "never": lambda passing: None,
    "migrating": in_migration,
    "storing-lessons": in_first_job,
}
STEPS: dict[str, Callable[[Pass], None]] = {
    "fetched": lambda passing: after(Gate, "_fetch", passing),
    "before-keeping": lambda passing: before(Intake, "put", passing),
    "in-inbox-transaction": after_inbox_put,
    "kept": lambda passing: after(Intake, "put", passing),
    "in-transaction": after_take,
    "committed": lambda passing: after_commit(Turns, "take", passing),
    "before-send": lambda passing: before(TelegramChannel, "deliver", passing),
    "sent": lambda passing: after(TelegramChannel, "deliver", passing),
    "marking": lambda passing: after_job(Sender, "_settle", passing),
    "marked": lambda passing: after_commit(Sender, "_settle", passing),
    "before-answer": lambda passing: before(Gate, "_answer", passing),
    "answered": lambda passing: after(Gate, "_answer", passing),
}

OF_A_TIMER: dict[str, Callable[[Pass], None]] = {
    "due": lambda passing: after_job(timers, "due", passing),
    "before-firing": before_fire,
    "fired-in-transaction": lambda passing: after_job(Turns, "fire", passing),
    "fired": lambda passing: after_commit(Turns, "fire", passing),
    "told-of-firing": lambda passing: after(Clockwork, "_fire", passing),
}
OF_AN_ERASURE: dict[str, Callable[[Pass], None]] = {
    "before-emptying-the-log": lambda passing: before(Writer, "truncate_log", passing),
    "log-emptied": lambda passing: after(Writer, "truncate_log", passing),
}


def doom(step: str, number: int) -> None:
    left = number

    def passing() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    (OF_A_START | STEPS | OF_A_TIMER | OF_AN_ERASURE)[step](passing)


def go_by(clock: str) -> None:
    """The program lives so many seconds later, or by the clock in this file; every moment counts."""
    by_file = clock.endswith(".dial")

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            if by_file:
                return dial.read(Path(clock)).astimezone(tz)
            return datetime.now(tz) + timedelta(seconds=float(clock))

    setattr(app, "datetime", Later)  # noqa: B010
    setattr(ticker, "TIMERS_SECONDS", 0.05)  # noqa: B010
    setattr(ticker, "TIDY_SECONDS", 0.25)  # noqa: B010


def live(folder: Path, environment: Mapping[str, str], doom_: Sequence[str]) -> None:
    """One life of the program in a process that has been forked for it, until its exit code.

    `doom_`: nothing for the program as it is; or a step, the number of its passing, and the clock.
    """
    _move_in(folder, environment, "stdout.txt", "stderr.txt")
    if doom_:
        secrets.randbits = lambda k: SEED
        doom(doom_[0], int(doom_[1]))
    if doom_[2:]:
        go_by(doom_[2])
    sys.exit(main(["run"]))


def obey(folder: Path, environment: Mapping[str, str], command: Sequence[str]) -> None:
    """Another command of the program, in a process that has been forked for it."""
    _move_in(folder, environment, "said.txt", "said.txt")
    sys.exit(main(list(command)))


def _move_in(folder: Path, environment: Mapping[str, str], out: str, err: str) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, file, mode in ((0, os.devnull, "rb"), (1, out, "wb"), (2, err, "ab")):
        with open(file, mode) as opened:
            os.dup2(opened.fileno(), number)
