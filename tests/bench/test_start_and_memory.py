"""Seconds from the command to serving, and memory at rest, beside a bare bot."""

import asyncio
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from tests.botapi import BotApi
from tests.crash.process import OURS, ROOT

pytestmark = pytest.mark.bench

RUNS = 5
REST = 2.0

Ready = Callable[[str], Awaitable[bool]]


async def answers_healthz(said: str) -> bool:
    """Asked for at the address that it printed."""
    if not said.endswith("\n"):
        return False
    found = re.search(r"http://[^/\s]+", said)
    assert found is not None, said
    async with aiohttp.ClientSession() as session, session.get(f"{found[0]}/healthz") as answer:
        return answer.status == 200


async def says_ready(said: str) -> bool:
    return said.startswith("ready")


async def measure(
    telegram: BotApi, folder: Path, module: list[str], ready: Ready
) -> tuple[float, float]:
    """Seconds until ready, and MB of resident memory a little later."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    settings = {
        "BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "PORT": "0",
        "DATABASE_URL": f"sqlite:///{folder}/epizod.db", "LESSONS_DIR": str(ROOT / "lessons"),
        "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR",
    }  # fmt: skip
    out = folder / "stdout.txt"
    with out.open("wb") as stdout:
        began = time.monotonic()
        process = subprocess.Popen(  # noqa: ASYNC220
            [sys.executable, "-m", *module], cwd=folder, stdout=stdout,
            stderr=subprocess.DEVNULL, env={**kept, **settings},
        )  # fmt: skip
    try:
        while not await ready(out.read_text()):
            assert process.poll() is None, "it ended by itself"
            await asyncio.sleep(0.002)
        seconds = time.monotonic() - began
        await asyncio.sleep(REST)
        return seconds, resident(process.pid)
    finally:
        process.kill()
        process.wait()


def resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


async def test_start_and_memory(tmp_path: Path) -> None:
    """Each once to warm the bytecode cache, then the median of several runs."""
    programs: dict[str, tuple[list[str], Ready]] = {
        "Epizod": (["bot", "run"], answers_healthz),
        "bare python-telegram-bot": (["tests.bench.bare_ptb"], says_ready),
    }
    results: dict[str, tuple[float, float]] = {}
    async with BotApi() as telegram:
        for name, (module, ready) in programs.items():
            await measure(telegram, tmp_path, module, ready)
            runs = [await measure(telegram, tmp_path, module, ready) for _ in range(RUNS)]
            results[name] = (
                statistics.median(seconds for seconds, _ in runs),
                statistics.median(memory for _, memory in runs),
            )
    (seconds, memory), (bare_seconds, bare_memory) = results.values()
    print()
    for name, (one, two) in results.items():
        print(f"{name:26} serving after {one:5.2f} s   resident {two:6.1f} MB")
    print(f"{'ratio':26} {seconds / bare_seconds:19.2f}   {memory / bare_memory:15.2f}")
