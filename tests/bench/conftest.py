"""One table for the whole run, printed when all is measured."""

import os
from collections.abc import Iterator

import pytest

from tests.bench.table import Table, today


@pytest.fixture(scope="session")
def table() -> Iterator[Table]:
    """With WRITE=1 in the environment it goes into docs/benchmarks.md as well."""
    kept = Table()
    yield kept
    print(kept.text())
    if os.environ.get("WRITE"):
        kept.write(today())
