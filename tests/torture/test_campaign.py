"""The short cut of the fault campaign: every row of its table, with small numbers."""

from pathlib import Path

import pytest

from tests.crash.kept import Kept
from tests.torture.campaign import NotHere, Row, Trial
from tests.torture.scenarios import ROWS

pytestmark = pytest.mark.crash
SEED = 1


@pytest.mark.parametrize(
    "row", [each for each in ROWS if not each.long_only], ids=lambda row: row.name
)
async def test_row(row: Row, tmp_path: Path, undisturbed: Kept) -> None:
    trial = Trial(folder=tmp_path, seed=SEED, long=False, undisturbed=undisturbed)
    try:
        assert await row.act(trial)
    except NotHere as reason:
        pytest.skip(str(reason))
