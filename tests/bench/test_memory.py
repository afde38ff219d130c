"""Memory at rest beside a python-telegram-bot application, and what a hundred thousand updates add."""

import asyncio
import json
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import inbox
from bot.store.inbox import Update
from bot.store.writer import connect
from tests.bench import long_course
from tests.bench.contenders import ROUNDS, Name, contender, crowd
from tests.bench.people import FIRST
from tests.bench.table import Table
from tests.crash.process import ROOT

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

REST = 2.0
WAITING = 100_000
PEOPLE = 200
HELD_UP = 1_000
"""Put there at once, while the bot cannot write."""
WATCHED = 15.0
"""Seconds."""


def resident(pid: int) -> float:
    """MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


async def at_rest(name: Name, folder: Path) -> float:
    """With the lessons that are shipped."""
    lessons = str(ROOT / "lessons")
    async with (
        crowd() as people,
        contender(name, people.url, folder, LESSONS_DIR=lessons) as bot,
    ):
        await asyncio.sleep(REST)
        return resident(bot.pid)


async def test_at_rest(tmp_path: Path, table: Table) -> None:
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(await at_rest("Epizod", tmp_path))
        theirs.append(await at_rest("python-telegram-bot", tmp_path))
    table.ratios("memory", ours, theirs, "MB")


def fill_inbox(database: Path) -> None:
    """As the gate would have put them there: texts of those who are in the middle of the course."""
    with closing(connect(database)) as store:
        for first in range(0, WAITING, HELD_UP):
            store.execute("BEGIN IMMEDIATE")
            inbox.put(store, map(text, range(first, first + HELD_UP)), datetime.now(UTC))
            store.execute("COMMIT")


def text(number: int) -> Update:
    person = {"id": FIRST + number % PEOPLE, "is_bot": False, "language_code": "en"}
    chat = {"id": person["id"], "type": "private"}
    message = {"message_id": 1, "from": person, "chat": chat, "text": f"Text {number}"}
    body = json.dumps({"update_id": number, "message": message})
    return Update(channel="telegram", update_id=f"waiting-{number}", body=body)


async def test_a_hundred_thousand_wait(tmp_path: Path, table: Table) -> None:
    """They are there all at once, after two seconds of work as usual."""
    long_course.write(tmp_path / "lessons")
    async with crowd() as people, contender("Epizod", people.url, tmp_path) as bot:
        await people.obeys("come", people=PEOPLE, opening="/start long", presses=2)
        await people.measures(bot, "press", 0, 2)
        before = most = resident(bot.pid)
        fill_inbox(tmp_path / "epizod.db")
        await people.obeys("act", act="write")
        began = time.monotonic()
        while time.monotonic() < began + WATCHED:
            most = max(most, resident(bot.pid))
            await asyncio.sleep(0.05)
        sent = len(await people.obeys("sends"))
    table.add("memory-waiting", most - before, f"{before:.0f} → {most:.0f} MB")
    assert sent > 2 * PEOPLE
