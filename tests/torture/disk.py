"""A disk that is full, fails or cannot be written: nothing is acknowledged, and life goes on after."""

import asyncio
import contextlib
import errno
import itertools
import os
import random
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.botapi import BotApi
from tests.crash.process import OF_A_KILL, Bot, served, until
from tests.torture.campaign import NotHere, Trial, row
from tests.torture.crowd import PATIENCE, walks_through
from tests.torture.device import Calls, Device, served_on_a_device
from tests.torture.oracle import agree, explained, not_kept, repeated, same

PROMISED = "nothing is acknowledged that is not on the disk; recovers by itself; nothing lost"
MEGABYTES = 64
BYSTANDER = 1


@contextlib.contextmanager
def disk(at: Path, megabytes: int = MEGABYTES) -> Iterator[Path]:
    """A small disk of its own. Raises NotHere where it may not be mounted."""
    at.mkdir()
    options = f"size={megabytes}m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(at)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        raise NotHere("mounting a small disk needs root")
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=False)


def fill(ballast: Path) -> None:
    """Until not a block is left."""
    with ballast.open("ab", buffering=0) as file:
        for size in (2**20, 2**12):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)):
                    pass


async def _troubled(
    trial: Trial,
    bot: Bot,
    telegram: BotApi,
    trouble: Callable[[], None],
    relief: Callable[[], None],
) -> str:
    """People walk while the disk is in trouble again and again; the process stays the same."""
    draw = random.Random(trial.seed)
    waits: list[float] = []

    async def fate() -> None:
        await bot.start(doom=("never", 1))
        born = bot.process
        for _ in range(trial.times(1, 15)):
            await asyncio.sleep(draw.uniform(0.2, 0.6))
            trouble()
            await _is_stuck(telegram)
            await asyncio.sleep(draw.uniform(0.0, trial.times(0, 3)))
            same(not_kept(telegram, bot), [], "acknowledged and not kept")
            relief()
            began = time.monotonic()
            await until(lambda: not telegram.updates.pending, within=PATIENCE)
            waits.append(time.monotonic() - began)
        assert bot.process is born
        assert born is not None
        assert born.is_alive(), "the process has gone"

    people = await walks_through(telegram, bot, trial.times(2, 12), fate())
    agree(telegram, bot, people, trial.undisturbed)
    same(repeated(telegram), [], "repeated")
    return (
        f"{len(waits)} times while {len(people)} people walked: nothing acknowledged, nothing lost;"
        f" went on {max(waits):.1f} s after at most"
    )


async def _is_stuck(telegram: BotApi) -> None:
    """Until an update is handed over again and again because it cannot be kept. The log has room
    for some, where it lay before.
    """
    async with asyncio.timeout(PATIENCE):
        while not any(each.handed_over > 1 for each in telegram.updates.pending):
            await telegram.person(BYSTANDER, "en").start("short")
            await asyncio.sleep(0.05)


@row(fault="the disk is full (ENOSPC)", promised=PROMISED)
async def disk_full(trial: Trial) -> str:
    with disk(trial.folder / "disk") as small:
        at = f"sqlite:///{small / 'epizod.db'}"
        ballast = small / "ballast"
        async with served(trial.folder, DATABASE_URL=at) as (telegram, bot):
            telegram.forgive("unanswered press")
            return await _troubled(trial, bot, telegram, lambda: fill(ballast), ballast.unlink)


@row(fault="every write to the file fails (as with EIO)", promised=PROMISED)
async def disk_failing(trial: Trial) -> str:
    """By a limit of nought to the size of files, which any user may set for a process of their own.
    What it logs meanwhile is lost as well.
    """
    async with served(trial.folder) as (telegram, bot):
        telegram.forgive("unanswered press")

        def limit(size: int) -> None:
            assert bot.process is not None
            assert bot.process.pid is not None
            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (size, hard))

        infinite = resource.RLIM_INFINITY
        return await _troubled(trial, bot, telegram, lambda: limit(0), lambda: limit(infinite))


async def _on_a_device(trial: Trial, error: int, *kinds: Calls) -> str:
    """One of the kinds of calls fails at a time, each in its turn."""
    turn = itertools.cycle(kinds)
    async with served_on_a_device(trial.folder) as (telegram, bot, device):
        telegram.forgive("unanswered press")

        def trouble() -> None:
            device.fails(error, next(turn))

        seen = await _troubled(trial, bot, telegram, trouble, device.is_well)
        assert device.refused, "no call failed"
        return seen


@row(
    fault="a bad device: EIO at every write, at every flush, or at whatever is asked of it",
    promised=PROMISED,
)
async def device_failing(trial: Trial) -> str:
    return await _on_a_device(
        trial, errno.EIO, Calls.FLUSHES, Calls.WRITES | Calls.FLUSHES, Calls.ALL
    )


@row(fault="the file system turns read-only under the process (EROFS)", promised=PROMISED)
async def turned_read_only(trial: Trial) -> str:
    return await _on_a_device(trial, errno.EROFS, Calls.WRITES | Calls.OPENS)


@row(
    fault="kill -9 while every flush fails, so that a commit was refused and is there all the same",
    promised="nothing lost, each update takes effect once; a crash repeats one message for each"
    " learner at most",
)
async def killed_while_flushes_fail(trial: Trial) -> str:
    draw = random.Random(trial.seed)
    kills = trial.times(2, 15)
    crashes: list[float] = []

    async def fate(telegram: BotApi, bot: Bot, device: Device) -> None:
        await bot.start(doom=("never", 1))
        for _ in range(kills):
            await asyncio.sleep(draw.uniform(0.0, 0.4))
            device.fails(errno.EIO, Calls.FLUSHES)
            before = device.refused
            await until(lambda least=before: device.refused > least, PATIENCE)  # type: ignore[misc]
            same(not_kept(telegram, bot), [], "acknowledged and not kept")
            await bot.kill()
            await asyncio.sleep(0.01)
            crashes.append(time.monotonic())
            device.is_well()
            await bot.start(doom=("never", 1))

    async with served_on_a_device(trial.folder) as (telegram, bot, device):
        telegram.forgive(*OF_A_KILL)
        lanes = trial.times(2, 12)
        people = await walks_through(telegram, bot, lanes, fate(telegram, bot, device))
        agree(telegram, bot, people, trial.undisturbed)
        again, _ = explained(telegram, crashes, lanes)
    return f"{kills} kills while {len(people)} people walked: nothing lost, {again} repeated"


@row(
    fault="the disk is full at a start",
    promised="one line for the operator, exit code 2; starts when there is room, nothing lost",
)
async def disk_full_at_a_start(trial: Trial) -> str:
    with disk(trial.folder / "disk") as small:
        ballast = small / "ballast"

        return await _refused(trial, small, lambda: fill(ballast), ballast.unlink)


@row(
    fault="a read-only disk at a start",
    promised="one line for the operator, exit code 2; starts when it can be written, nothing lost",
)
async def disk_read_only(trial: Trial) -> str:
    with disk(trial.folder / "disk") as small:

        def remount(how: str) -> None:
            subprocess.run(["mount", "-o", f"remount,{how}", str(small)], check=True)

        return await _refused(trial, small, lambda: remount("ro"), lambda: remount("rw"))


async def _refused(
    trial: Trial, small: Path, trouble: Callable[[], None], relief: Callable[[], None]
) -> str:
    async with served(trial.folder, DATABASE_URL=f"sqlite:///{small / 'epizod.db'}") as (
        telegram,
        bot,
    ):
        lines: list[str] = []

        async def fate() -> None:
            await bot.start(doom=("never", 1))
            assert await bot.stop() == 0
            trouble()
            await bot.start()
            assert (bot.said, await bot.ended()) == ("", 2)
            lines.extend(bot.words.splitlines())
            relief()
            await bot.start(doom=("never", 1))

        people = await walks_through(telegram, bot, 1, fate())
        agree(telegram, bot, people, trial.undisturbed)
    (line,) = lines
    assert line.startswith("DATABASE_URL: "), line
    return f"“{line.replace(str(small) + os.sep, '')}”, and the next start went on"
