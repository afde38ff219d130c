"""Runs the real program, and kills it as a power cut would, at the n-th passing of one step.

    python -m tests.crash.doomed STEP N

The program is not changed: a step is wrapped from outside. Every learner gets the same seed, so
that two runs draw the same questions.
"""

import os
import secrets
import signal
import sqlite3
import sys
from collections.abc import Callable
from typing import Any

from bot.__main__ import main
from bot.channels.telegram.gate import Gate
from bot.channels.telegram.send import TelegramChannel
from bot.service import library
from bot.service.intake import Intake
from bot.service.sender import Sender
from bot.service.turns import Turns
from bot.store import inbox, migrations, writer
from bot.store.writer import Writer

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
    original: Any = Turns.take

    def take(*arguments: Any) -> bool:
        result: bool = original(*arguments)
        passing()
        return result

    setattr(Turns, "take", take)  # noqa: B010


def after_inbox_put(passing: Pass) -> None:
    """Inside the transaction in which updates are kept."""
    original = inbox.put

    def put(*arguments: Any) -> int:
        result = original(*arguments)
        passing()
        return result

    inbox.put = put  # type: ignore[assignment]


def after_commit(passing: Pass) -> None:
    """When a group with a turn in it has been committed, and nobody knows yet."""
    turns: list[None] = []
    after_take(lambda: turns.append(None))
    original = Writer._commit

    def commit(self: Writer, jobs: Any) -> Any:
        result = original(self, jobs)
        if turns:
            turns.clear()
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
    "committed": after_commit,
    "before-send": lambda passing: before(TelegramChannel, "deliver", passing),
    "sent": lambda passing: after(TelegramChannel, "deliver", passing),
    "marked": lambda passing: after(Sender, "_settle", passing),
    "before-answer": lambda passing: before(Gate, "_answer", passing),
    "answered": lambda passing: after(Gate, "_answer", passing),
}


def doom(step: str, number: int) -> None:
    left = number

    def passing() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    (OF_A_START | STEPS)[step](passing)


if __name__ == "__main__":
    secrets.randbits = lambda k: SEED
    doom(sys.argv[1], int(sys.argv[2]))
    sys.exit(main(["run"]))
