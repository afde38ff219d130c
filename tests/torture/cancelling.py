"""Awaits that are given up half-way: a job is done as a whole or not at all."""

import asyncio
import random

from bot.store.writer import Tx, Writer
from tests.crash.kept import rows
from tests.torture.campaign import Trial, row

ROWS_OF_A_JOB = 5


@row(
    fault="tasks that wait for a transaction are cancelled",
    promised="each job is done as a whole or not at all; whoever was answered finds it done",
)
async def cancelled_jobs(trial: Trial) -> str:
    """With the writer itself, in this process: half of the tasks are cancelled at any moment."""
    draw = random.Random(trial.seed)
    many = trial.times(2_000, 200_000)
    database = trial.folder / "jobs.db"
    answered: set[int] = set()
    async with Writer(database) as writer:
        await writer.run(lambda tx: tx.execute("CREATE TABLE parts (job INTEGER, part INTEGER)"))

        async def ask(number: int) -> None:
            await writer.run(lambda tx: _write(tx, number))
            answered.add(number)

        for first in range(0, many, 500):
            tasks = [asyncio.create_task(ask(number)) for number in range(first, first + 500)]
            for task in draw.sample(tasks, 250):
                if draw.random() < 0.1:
                    await asyncio.sleep(0)
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    counts = dict(rows(database, "SELECT job, count(*) FROM parts GROUP BY job"))
    assert set(counts.values()) == {ROWS_OF_A_JOB}
    assert answered <= counts.keys()
    assert len(answered) < many
    unheard = len(counts) - len(answered)
    return f"{many:,} jobs, {many - len(answered):,} cancelled: {unheard:,} of these done, none by half"


def _write(tx: Tx, number: int) -> None:
    for part in range(ROWS_OF_A_JOB):
        tx.execute("INSERT INTO parts (job, part) VALUES (?, ?)", (number, part))
