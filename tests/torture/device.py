"""A device that answers as one does that has gone bad, or that was mounted anew to be read only.

Device.fails(…)  ─┬─► three numbers in a shared file ─► device.c, beneath the process ─► errno
Device.is_well() ─┘
"""

import mmap
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from enum import IntFlag
from pathlib import Path

from tests.botapi import BotApi
from tests.crash.process import UNLIMITED, Bot
from tests.torture.campaign import NotHere

SOURCE = Path(__file__).with_name("device.c")
ORDER, STATE = struct.Struct("ii"), struct.Struct("iii")
PROGRAM = (
    "import os, sys, pathlib; from tests.crash.doomed import live;"
    " live(pathlib.Path.cwd(), dict(os.environ), sys.argv[1:])"
)


class Calls(IntFlag):
    """The kinds of device.c."""

    READS = 1
    WRITES = 2
    FLUSHES = 4
    OPENS = 8
    ALL = 15


class Device:
    """Under every file whose path begins with `files`. Raises NotHere without a C compiler."""

    def __init__(self, folder: Path, files: Path) -> None:
        compiler = shutil.which("cc")
        if compiler is None or sys.platform != "linux":
            raise NotHere("a device that fails needs Linux and a C compiler")
        library, state = folder / "device.so", folder / "device"
        command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"]
        if subprocess.run(command, check=False).returncode != 0:
            raise NotHere("a device that fails needs the GNU C library")
        state.write_bytes(bytes(STATE.size))
        with state.open("r+b") as file:
            self._state = mmap.mmap(file.fileno(), STATE.size)
        self.settings = {"LD_PRELOAD": str(library), "DEVICE": str(state), "FILES": str(files)}
        """For the environment of the process."""

    def fails(self, error: int, calls: Calls) -> None:
        """From now on each of these calls does, with this errno."""
        ORDER.pack_into(self._state, 0, error, calls)

    def is_well(self) -> None:
        self.fails(0, Calls(0))

    @property
    def refused(self) -> int:
        """How many calls have failed so far."""
        return int(STATE.unpack_from(self._state)[2])


def live_anew(folder: Path, environment: Mapping[str, str], doom_: Sequence[str]) -> None:
    """As `live`, in a Python of its own: the library must be there before it."""
    os.chdir(folder)
    os.execve(sys.executable, [sys.executable, "-c", PROGRAM, *doom_], dict(environment))


class BotOnDevice(Bot):
    life = staticmethod(live_anew)


@asynccontextmanager
async def served_on_a_device(folder: Path) -> AsyncIterator[tuple[BotApi, Bot, Device]]:
    """A Bot API server, a bot that is not started yet, and what lies beneath its database."""
    device = Device(folder, folder / "epizod.db")
    async with BotApi(UNLIMITED) as telegram:
        bot = BotOnDevice(telegram, folder, **device.settings)
        try:
            yield telegram, bot, device
        finally:
            if bot.process is not None:
                await bot.kill()
