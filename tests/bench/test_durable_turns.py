"""A durable turn: in groups by the writer, and one transaction each over aiosqlite."""

import asyncio
import time
from pathlib import Path

import aiosqlite
import pytest

from bot.service.received import Typed
from bot.store import inbox
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.writer import PRAGMAS, Tx, Writer
from tests.service.house import NOW, Talk, received, turns

pytestmark = pytest.mark.bench

PEOPLE = 32
ROUNDS = 20

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


def seven(tx: Tx, name: str) -> None:
    for statement in STATEMENTS:
        tx.execute(statement, (name,)).fetchall()


async def test_seven_statements(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(PEOPLE * ROUNDS)]
    async with Writer(tmp_path / "groups.db") as writer:
        began = time.perf_counter()
        for start in range(0, len(names), PEOPLE):
            group = names[start : start + PEOPLE]
            await asyncio.gather(*(writer.run(lambda tx, n=n: seven(tx, n)) for n in group))  # type: ignore[misc]
        grouped = time.perf_counter() - began
    async with Writer(tmp_path / "awaited.db"):
        pass
    connection = await aiosqlite.connect(tmp_path / "awaited.db", isolation_level=None)
    try:
        for pragma in PRAGMAS:
            await connection.execute(f"PRAGMA {pragma}")
        began = time.perf_counter()
        for name in names:
            await connection.execute("BEGIN IMMEDIATE")
            for statement in STATEMENTS:
                await connection.execute_fetchall(statement, (name,))
            await connection.execute("COMMIT")
        awaited = time.perf_counter() - began
    finally:
        await connection.close()
    each = 1e6 / len(names)
    print(f"\nseven statements, durable   groups of {PEOPLE}: {grouped * each:6.0f} µs")
    print(f"                            one by one (aiosqlite): {awaited * each:6.0f} µs")
    print(f"                            ratio {awaited / grouped:.1f}")


async def test_whole_turns(tmp_path: Path) -> None:
    """What a person does becomes a turn, its messages wait in the outbox, all of it on the disk."""
    async with Writer(tmp_path / "epizod.db") as writer:
        talk = Talk(writer, await turns(writer))
        people = [Address(channel="b", address=str(number)) for number in range(PEOPLE)]

        def turn(tx: Tx, who: Address, number: str) -> None:
            inbox.put(tx, [Update(channel="b", update_id=number, body="{}")], NOW)
            row = tx.execute("SELECT max(id) AS id FROM inbox").fetchone()["id"]
            talk.turns.take(tx, row, received(Typed(text="/help"), who), NOW)

        began = time.perf_counter()
        for lap in range(ROUNDS):
            await asyncio.gather(
                *(
                    writer.run(lambda tx, w=who, n=f"{who.address}.{lap}": turn(tx, w, n))  # type: ignore[misc]
                    for who in people
                )
            )
        seconds = time.perf_counter() - began
    count = PEOPLE * ROUNDS
    print(f"\nwhole turns, durable, {PEOPLE} at a time: {seconds / count * 1e6:.0f} µs each,")
    print(f"{count / seconds:.0f} a second")
