"""The bots that are measured, each a process of its own before a crowd of its own."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from tests.bench.people import Act, Measured
from tests.botapi import TOKEN
from tests.crash.process import OURS, ROOT

Name: TypeAlias = Literal[
    "Epizod", "python-telegram-bot", "the same, concurrent", "the same, with sniffio", "aiogram"
]  # fmt: skip
RIVALS = ROOT / "tests" / "bench" / "rivals"
PYTHON: tuple[str, ...] = (sys.executable,)
THEIRS = str(ROOT / ".venv" / "rivals" / "bin" / "python")
STARTING = 60.0
ROUNDS = int(os.environ.get("ROUNDS", "3"))
"""How often each is measured, in turns with the others."""

COMMANDS: dict[Name, tuple[str, ...]] = {
    "Epizod": (*PYTHON, "-m", "bot", "run"),
    "python-telegram-bot": (*PYTHON, str(RIVALS / "ptb.py")),
    "the same, concurrent": (*PYTHON, str(RIVALS / "ptb.py"), "concurrent"),
    "the same, with sniffio": (THEIRS, str(RIVALS / "ptb.py")),
    "aiogram": (THEIRS, str(RIVALS / "aiogram_echo.py")),
}
UNLIMITED = {"RATE_PER_SECOND": "10000", "RATE_PER_CHAT": "10000"}
"""So high that the limiter is not what is measured, as with a Bot API server of one's own."""


class Process:
    """A child with its words in a pipe; what it complains of goes where ours goes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @property
    def pid(self) -> int:
        return self.process.pid

    async def says(self, within: float = STARTING) -> str:
        """Its next line."""
        assert self.process.stdout is not None
        async with asyncio.timeout(within):
            line = await self.process.stdout.readline()
        assert line, f"it ended by itself with {await self.process.wait()}"
        return line.decode()


@contextlib.asynccontextmanager
async def process(
    command: Sequence[str], folder: Path | None = None, **environment: str
) -> AsyncIterator[Process]:
    """A child for as long as the block lasts; then it ends."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    child = await asyncio.create_subprocess_exec(
        *command, cwd=folder or ROOT, env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**26,
    )  # fmt: skip
    try:
        yield Process(child)
    finally:
        await ended(child)


async def ended(child: asyncio.subprocess.Process) -> None:
    """Asked to end, and made to if it does not."""
    with contextlib.suppress(ProcessLookupError):
        child.terminate()
    try:
        async with asyncio.timeout(10):
            await child.communicate()
    except TimeoutError:
        child.kill()
        await child.communicate()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """The process of tests/bench/crowd.py, from outside."""

    child: Process
    url: str

    async def obeys(self, do: str, **more: Any) -> Any:
        stdin = self.child.process.stdin
        assert stdin is not None
        stdin.write(json.dumps({"do": do, **more}).encode() + b"\n")
        return json.loads(await self.child.says(within=300))

    async def measures(self, bot: Process, act: Act, warm: float, seconds: float) -> Measured:
        """Everybody acts without pause for so many seconds, after some that do not count."""
        what = await self.obeys("measure", act=act, warm=warm, seconds=seconds, pid=bot.pid)
        return Measured(**what)

    async def visits(self, bot: Process, every: float, seconds: float) -> Measured:
        """Now and then somebody writes, however long the others wait."""
        what = await self.obeys("visits", every=every, seconds=seconds, pid=bot.pid)
        return Measured(**what)


@contextlib.asynccontextmanager
async def crowd() -> AsyncIterator[Crowd]:
    async with process((*PYTHON, "-m", "tests.bench.crowd")) as child:
        yield Crowd(child=child, url=(await child.says()).strip())


@contextlib.asynccontextmanager
async def contender(name: Name, url: str, folder: Path, **more: str) -> AsyncIterator[Process]:
    """Running and ready. `more`: settings that only Epizod has."""
    ours = {
        "DATABASE_URL": f"sqlite:///{folder}/epizod.db", "LESSONS_DIR": str(folder / "lessons"),
        "PORT": "0", "LOG_LEVEL": "ERROR", **UNLIMITED, **more,
    }  # fmt: skip
    settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url}
    if name == "Epizod":
        settings |= ours
    async with process(COMMANDS[name], folder, **settings) as bot:
        await bot.says()
        yield bot
