"""One life of the program, in a process of its own.

`executed`: started as an operator starts it, a second of imports before its first line. `forked`:
from a process that has done the imports and nothing else; all that follows is the same.
"""

import multiprocessing
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import bot

ROOT = Path(__file__).parents[2]
OUT, ERRORS = "stdout.txt", "stderr.txt"
"""What it writes is kept in these files, of another folder where its own must stay as it is."""

LIVES = multiprocessing.get_context("forkserver")
LIVES.set_forkserver_preload([
    *(each.name for each in pkgutil.walk_packages(bot.__path__, "bot.")),
    "tests.program.life", "tests.crash.haste",
])  # fmt: skip
"""One server for all tests of a process, those of tests/crash too: whoever said last what it shall
import would take it away from the others."""


class Life(Protocol):
    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None:
        """The exit code, once it is there; negative: the signal that ended it."""
        ...

    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`python -m bot …` in a folder. `words`: the folder for what it writes."""

    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    words: Path


Begin: TypeAlias = Callable[[Plan], Life]


def executed(plan: Plan) -> Life:
    with (plan.words / OUT).open("wb") as out, (plan.words / ERRORS).open("ab") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *plan.arguments],
            cwd=plan.folder, env=dict(plan.environment), stdout=out, stderr=errors,
        )  # fmt: skip


def forked(plan: Plan) -> Life:
    (plan.words / OUT).write_bytes(b"")
    return _Forked(plan)


class _Forked:
    def __init__(self, plan: Plan) -> None:
        self._process = LIVES.Process(target=_live, args=(plan,))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        self._process.kill()


def settle_in(folder: Path, environment: Mapping[str, str], words: Path) -> None:
    """Makes a forked process what it would be if it had been started there with this environment."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    files = (Path(os.devnull), "rb"), (words / OUT, "wb"), (words / ERRORS, "ab")
    for number, (file, mode) in enumerate(files):
        with file.open(mode) as opened:
            os.dup2(opened.fileno(), number)


def _live(plan: Plan) -> None:
    settle_in(plan.folder, plan.environment, plan.words)
    from bot.__main__ import main

    sys.argv = ["bot", *plan.arguments]
    sys.exit(main(list(plan.arguments)))
