"""What an announcement takes of memory does not grow with the number of people who get it."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service.house import ROOT
from tests.store import multitude

FEW, MANY = 1_000, 20_000
PAGES = 4_000
"""KB that the store's pages in memory may take, however many there are in the file."""

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="only Linux tells how much there was at most"
)


def grown(folder: Path, people: int) -> list[int]:
    """By how many KB a fresh process grows: freezing, feeding the first, feeding when all is full."""
    file = folder / f"{people}.db"
    asyncio.run(multitude.prepare(file, people))
    said = subprocess.run(
        [sys.executable, "-m", "tests.store.multitude", str(file)], cwd=ROOT, check=True,
        capture_output=True, text=True, env={**os.environ, "MALLOC_ARENA_MAX": "2"},
    )  # fmt: skip
    return [int(line) for line in said.stdout.split()]


def test_freezing_and_feeding_take_no_more_for_many_than_for_few(tmp_path: Path) -> None:
    few, many = grown(tmp_path, FEW), grown(tmp_path, MANY)
    assert len(few) == len(many) == 3
    for some, very_many in zip(few, many, strict=True):
        assert very_many < some + PAGES
