"""One table for the whole run, printed when all is measured."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.table import Table, today


@pytest.fixture(scope="session", autouse=True)
def disk(request: pytest.FixtureRequest) -> None:
    """A disk that is memory would make every commit cheap: `make bench` names a real one."""
    measured = any(item.get_closest_marker("bench") for item in request.session.items)
    if measured and Path(tempfile.gettempdir()).is_relative_to("/dev/shm"):
        pytest.exit("benchmarks need a real disk: make bench, or set TMPDIR", returncode=2)


@pytest.fixture(scope="session")
def table() -> Iterator[Table]:
    """With WRITE=1 in the environment it goes into docs/benchmarks.md as well."""
    kept = Table()
    yield kept
    print(kept.text())
    if os.environ.get("WRITE"):
        kept.write(today())
