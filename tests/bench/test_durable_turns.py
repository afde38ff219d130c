"""A durable update: in groups by the writer, and one transaction each over aiosqlite."""

import asyncio
import sqlite3
import statistics
import time
from functools import partial
from pathlib import Path

import aiosqlite
import pytest

from bot.service.received import Typed
from bot.store import inbox
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.writer import PRAGMAS, Tx, Writer
from tests.bench.table import Table
from tests.service.house import NOW, Talk, received, turns

pytestmark = pytest.mark.bench

PEOPLE = 64
"""Wait together, as many as the intake takes at once."""
LAPS = 10
ROUNDS = 3
SLOW_DISK = 0.005

STATEMENTS = (
    "INSERT INTO inbox (channel, update_id, received_at, body) VALUES ('b', ?, 1, '{}')",
    "UPDATE inbox SET status = 'done', body = NULL WHERE update_id = ?",
    "INSERT INTO marks (name, value) VALUES (?, 'state')",
    "UPDATE marks SET value = 'changed' WHERE name = ?",
    "INSERT INTO uploads (channel, sha256, handle) VALUES ('b', ?, 'h')",
    "SELECT handle FROM uploads WHERE sha256 = ?",
    "DELETE FROM uploads WHERE sha256 = ?",
)
"""Seven statements, about as many as a turn has."""


class SlowDisk(sqlite3.Connection):
    """Every commit takes 5 ms longer, as where fsync waits for a disk that turns."""

    def execute(self, sql: str, parameters: object = ()) -> sqlite3.Cursor:
        if sql == "COMMIT":
            time.sleep(SLOW_DISK)
        return super().execute(sql, parameters)  # type: ignore[arg-type]


def seven(tx: Tx, name: str) -> None:
    for statement in STATEMENTS:
        tx.execute(statement, (name,)).fetchall()


def names() -> list[str]:
    return [f"n{number}" for number in range(PEOPLE * LAPS)]


async def in_groups(file: Path) -> float:
    """Seconds for one of many that wait together."""
    async with Writer(file) as writer:
        began = time.perf_counter()
        for start in range(0, PEOPLE * LAPS, PEOPLE):
            group = names()[start : start + PEOPLE]
            await asyncio.gather(*(writer.run(partial(seven, name=each)) for each in group))
        return (time.perf_counter() - began) / (PEOPLE * LAPS)


async def one_by_one(file: Path) -> float:
    """Seconds for one of many, each with a transaction of its own; with the same promises."""
    async with Writer(file):
        pass
    connection = await aiosqlite.connect(file, isolation_level=None)
    try:
        for pragma in PRAGMAS:
            await connection.execute(f"PRAGMA {pragma}")
        began = time.perf_counter()
        for name in names():
            await connection.execute("BEGIN IMMEDIATE")
            for statement in STATEMENTS:
                await connection.execute_fetchall(statement, (name,))
            await connection.execute("COMMIT")
        return (time.perf_counter() - began) / (PEOPLE * LAPS)
    finally:
        await connection.close()


async def both(folder: Path) -> tuple[list[float], list[float]]:
    grouped, awaited = [], []
    for lap in range(ROUNDS):
        grouped.append(await in_groups(folder / f"groups-{lap}.db"))
        awaited.append(await one_by_one(folder / f"awaited-{lap}.db"))
    return grouped, awaited


async def test_seven_statements(tmp_path: Path, table: Table) -> None:
    table.ratios("commit", *await both(tmp_path), "µs", by=1e6)


async def test_on_a_slow_disk(
    tmp_path: Path, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both open their connections by `sqlite3.connect`, so both commit as slowly."""
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=SlowDisk))
    grouped, awaited = await both(tmp_path)
    table.ratios("commit-slow-disk", awaited, grouped, "µs", by=1e6)


async def test_whole_turns(tmp_path: Path) -> None:
    """What a person does becomes a turn, its messages wait in the outbox, all of it on the disk."""
    async with Writer(tmp_path / "epizod.db") as writer:
        talk = Talk(writer, await turns(writer))
        people = [Address(channel="b", address=str(number)) for number in range(PEOPLE)]

        def turn(tx: Tx, who: Address, number: str) -> None:
            inbox.put(tx, [Update(channel="b", update_id=number, body="{}")], NOW)
            row = tx.execute("SELECT max(id) AS id FROM inbox").fetchone()["id"]
            talk.turns.take(tx, row, received(Typed(text="/help"), who), NOW)

        took = []
        for lap in range(LAPS):
            began = time.perf_counter()
            await asyncio.gather(
                *(
                    writer.run(partial(turn, who=each, number=f"{each.address}.{lap}"))
                    for each in people
                )
            )
            took.append((time.perf_counter() - began) / PEOPLE)
    print(
        f"\nwhole turns, durable, {PEOPLE} at a time: {statistics.median(took) * 1e6:.0f} µs each"
    )
