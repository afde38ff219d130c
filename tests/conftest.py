"""A store of one's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.writer import Writer


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "epizod.db"


@pytest.fixture
async def writer(database: Path) -> AsyncIterator[Writer]:
    async with Writer(database) as opened:
        yield opened
