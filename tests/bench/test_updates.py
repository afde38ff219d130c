"""The whole bot beside bots that only echo: CPU, throughput, and how long a person waits.

What a person does with Epizod is a press on a button: the press is answered (one call) and the
verdict or the next question is shown (another call). An echo bot makes one call for one text.
Like for like is a text to Epizod, which is answered by one message.
"""

from pathlib import Path
from typing import Literal, TypeAlias

import pytest

from tests.bench import long_course
from tests.bench.contenders import ROUNDS, Name, contender, crowd
from tests.bench.people import Act, Measured
from tests.bench.table import Table

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

PEOPLE = 200
WARM, SECONDS = 1.0, 4.0
FAR = 0.05
"""Seconds added to every answer, as of a server on the other side of a continent."""

Run: TypeAlias = Literal["press", "text", "ptb", "sniffio", "concurrent", "aiogram"]
RUNS: dict[Run, tuple[Name, Act]] = {
    "press": ("Epizod", "press"),
    "ptb": ("python-telegram-bot", "write"),
    "text": ("Epizod", "write"),
    "sniffio": ("the same, with sniffio", "write"),
    "concurrent": ("the same, concurrent", "write"),
    "aiogram": ("aiogram", "write"),
}


async def run(name: Name, act: Act, folder: Path, latency: float = 0.0) -> Measured:
    """A new bot before a new crowd. Raises if it did anything that Telegram would not take."""
    async with crowd() as people, contender(name, people.url, folder) as bot:
        opening, presses = ("/start long", 2) if name == "Epizod" else ("Hello", 0)
        await people.obeys("come", people=PEOPLE, opening=opening, presses=presses)
        await people.obeys("latency", seconds=latency)
        measured = await people.measures(bot, act, WARM, SECONDS)
        assert await people.obeys("wrong") == []
    return measured


async def rounds(folder: Path, *runs: Run, latency: float = 0.0) -> dict[Run, list[Measured]]:
    """In turns, so that whatever else the machine does strikes all."""
    results: dict[Run, list[Measured]] = {each: [] for each in runs}
    for number in range(ROUNDS):
        for each in runs:
            where = folder / f"{each}-{number}"
            long_course.write(where / "lessons")
            results[each].append(await run(*RUNS[each], where, latency))
    print()
    for each, measured in results.items():
        print(f"{each:12} {'; '.join(map(str, measured))}")
    return results


def cpu(runs: list[Measured]) -> list[float]:
    return [each.cpu for each in runs]


def rate(runs: list[Measured]) -> list[float]:
    return [each.rate for each in runs]


async def test_two_hundred_people_without_pause(tmp_path: Path, table: Table) -> None:
    results = await rounds(tmp_path, *RUNS)
    press, text = results["press"], results["text"]
    ptb, aiogram = results["ptb"], results["aiogram"]
    for ours, words in ((press, ""), (text, "-text")):
        for theirs, whose in ((ptb, "ptb"), (aiogram, "aiogram")):
            table.ratios(f"cpu{words}-{whose}", cpu(ours), cpu(theirs), "µs", by=1e6)
            table.ratios(f"rate{words}-{whose}", rate(ours), rate(theirs), "a second")
    table.ratios("cpu-sniffio", cpu(press), cpu(results["sniffio"]), "µs", by=1e6)
    table.ratios("rate-concurrent", rate(press), rate(results["concurrent"]), "a second")
    table.ratios("p95-ptb", [r.p95 for r in press], [r.p95 for r in ptb], "ms", by=1e3)


async def test_every_answer_late(tmp_path: Path, table: Table) -> None:
    results = await rounds(tmp_path, "press", "text", "aiogram", latency=FAR)
    theirs = rate(results["aiogram"])
    table.ratios("far-aiogram", rate(results["press"]), theirs, "a second")
    table.ratios("far-text-aiogram", rate(results["text"]), theirs, "a second")
