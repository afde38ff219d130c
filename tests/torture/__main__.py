"""`make torture`: the fault campaign with large numbers, and its table.

    python -m tests.torture [--seed N] [--only WORD] [--short] [--write]

The exit code is 1 if a promise was broken.
"""

import argparse
import asyncio
import os
import platform
import secrets
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.crash.learners import undisturbed_once
from tests.torture.campaign import Outcome, Trial, run
from tests.torture.scenarios import ROWS
from tests.torture.table import VERDICTS, page

PAGE = Path(__file__).parents[2] / "docs" / "torture.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--only", default="", help="rows whose name contains this word")
    parser.add_argument("--short", action="store_true", help="the small numbers of `make test`")
    parser.add_argument("--write", action="store_true", help="keep the table as docs/torture.md")
    asked = parser.parse_args()
    if asked.write and (asked.only or asked.short):
        parser.error("--write keeps a whole campaign: not with --only or --short")
    print(f"seed {asked.seed}", flush=True)
    outcomes = list(campaign(asked.seed, asked.only, long=not asked.short))
    written = page(outcomes, seed=asked.seed, on=datetime.now(UTC).date(), machine=machine())
    print(f"\n{written}")
    if asked.write:
        PAGE.write_text(written)
    return int(any(each.holds is False for each in outcomes))


def campaign(seed: int, only: str, *, long: bool) -> Iterator[Outcome]:
    undisturbed = undisturbed_once()
    for row in ROWS:
        if only not in row.name:
            continue
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            trial = Trial(folder=Path(folder), seed=seed, long=long, undisturbed=undisturbed)
            outcome = asyncio.run(run(row, trial))
        print(
            f"{VERDICTS[outcome.holds]:>10}  {outcome.seconds:6.1f} s  {row.name}: {outcome.seen}"
        )
        sys.stdout.flush()
        yield outcome


def machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


if __name__ == "__main__":
    sys.exit(main())
