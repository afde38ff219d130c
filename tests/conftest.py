"""A store of one's own, on a disk that costs nothing.

What the tests write is kept in memory where there is room: the program flushes every commit, and
most of the time of a store's test would be spent waiting for the disk. Processes are killed here,
never the machine, and what a killed process has written is there afterwards on any disk.
"""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.writer import Writer, open_store

MEMORY = Path("/dev/shm")
ROOM = 2**30
"""Bytes that must be free in memory, several times what the tests need at once."""


def _move_into_memory() -> None:
    """From now on temporary files are made in memory, by every process that the tests start too.

    Whoever sets TMPDIR has chosen. Programs must be able to start there: some tests compile one.
    """
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return
    if os.statvfs(MEMORY).f_flag & os.ST_NOEXEC or shutil.disk_usage(MEMORY).free < ROOM:
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


_move_into_memory()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests of whole processes spend much of their time waiting."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.fixture(scope="session")
def newest_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the newest version, to be copied: making one takes 16 migrations."""
    path = tmp_path_factory.mktemp("newest") / "epizod.db"
    open_store(path).close()
    return path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "epizod.db"


@pytest.fixture
async def writer(database: Path, newest_file: Path) -> AsyncIterator[Writer]:
    shutil.copyfile(newest_file, database)
    async with Writer(database) as opened:
        yield opened
