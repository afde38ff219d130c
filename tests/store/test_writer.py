"""One writer: groups, savepoints, callers that go away."""

import asyncio
from pathlib import Path

import pytest

from bot.store import marks
from bot.store.writer import GROUP, Tx, Writer, connect


async def commits_of(writer: Writer, *jobs: object) -> int:
    """How often the file was committed while these jobs ran side by side."""
    statements: list[str] = []
    await writer.run(lambda tx: tx.set_trace_callback(statements.append))
    statements.clear()
    await asyncio.gather(*jobs)  # type: ignore[call-overload]
    count = statements.count("COMMIT")
    await writer.run(lambda tx: tx.set_trace_callback(None))
    return count


async def test_jobs_that_wait_together_are_one_commit(writer: Writer) -> None:
    """The first may go alone; what came meanwhile goes together."""
    jobs = [
        writer.run(lambda tx, n=n: marks.put(tx, f"mark-{n}", str(n)))  # type: ignore[misc]
        for n in range(GROUP)
    ]
    assert await commits_of(writer, *jobs) <= 2
    assert await writer.run(lambda tx: marks.get(tx, f"mark-{GROUP - 1}")) == str(GROUP - 1)


async def test_a_group_has_an_end(writer: Writer) -> None:
    jobs = [writer.run(lambda tx: marks.get(tx, "x")) for _ in range(3 * GROUP)]
    assert 3 <= await commits_of(writer, *jobs) <= 4


async def test_jobs_run_in_the_order_in_which_they_were_asked(writer: Writer) -> None:
    order: list[int] = []
    await asyncio.gather(*(writer.run(lambda _, n=n: order.append(n)) for n in range(200)))  # type: ignore[misc]
    assert order == list(range(200))


async def test_a_failing_job_undoes_only_itself(writer: Writer) -> None:
    def fails(tx: Tx) -> None:
        marks.put(tx, "failing", "half done")
        raise LookupError("a bug")

    def breaks_a_rule(tx: Tx) -> None:
        marks.put(tx, "breaking", "half done")
        tx.execute(
            "INSERT INTO inbox (channel, update_id, received_at, status) VALUES (1, 1, 1, 'x')"
        )

    results = await asyncio.gather(
        writer.run(lambda tx: marks.put_once(tx, "first", "1")),
        writer.run(fails),
        writer.run(breaks_a_rule),
        writer.run(lambda tx: tx.execute("SELECT * FROM nowhere")),
        writer.run(lambda tx: marks.put_once(tx, "last", "2")),
        return_exceptions=True,
    )
    assert [type(each).__name__ for each in results] == [
        "str", "LookupError", "IntegrityError", "OperationalError", "str",
    ]  # fmt: skip
    kept = await writer.run(lambda tx: [r["name"] for r in tx.execute("SELECT name FROM marks")])
    assert kept == ["first", "last"]


async def test_a_cancelled_caller_leaves_nothing_half_done(writer: Writer) -> None:
    def job(tx: Tx) -> None:
        marks.put(tx, "one", "1")
        marks.put(tx, "two", "2")

    asked = [asyncio.create_task(writer.run(job)) for _ in range(10)]
    await asyncio.sleep(0)
    for task in asked:
        task.cancel()
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(each, asyncio.CancelledError) for each in results)
    kept = await writer.run(lambda tx: [marks.get(tx, name) for name in ("one", "two")])
    assert kept == ["1", "2"]


async def test_leaving_commits_what_was_asked(database: Path) -> None:
    async with Writer(database) as writer:
        asked = [
            asyncio.create_task(writer.run(lambda tx, n=n: marks.put(tx, str(n), "kept")))  # type: ignore[misc]
            for n in range(100)
        ]
        await asyncio.sleep(0)
    await asyncio.gather(*asked)
    connection = connect(database)
    assert connection.execute("SELECT count(*) FROM marks").fetchone()[0] == 100
    connection.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)],
)
async def test_the_connection_keeps_what_is_promised(
    writer: Writer, pragma: str, value: object
) -> None:
    assert await writer.run(lambda tx: tx.execute(f"PRAGMA {pragma}").fetchone()[0]) == value
