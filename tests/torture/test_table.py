"""The runner: whatever happens in a scenario becomes a line of the table."""

import sys
from datetime import date
from pathlib import Path

import pytest

from tests.torture.__main__ import main
from tests.torture.campaign import NotHere, Outcome, Row, Scenario, Trial, run
from tests.torture.scenarios import ROWS
from tests.torture.table import page


async def holds(trial: Trial) -> str:
    return f"{trial.times(2, 500)} kills | nothing lost"


async def breaks(trial: Trial) -> str:
    raise ExceptionGroup("together", [AssertionError("lost: [7]\nand more")])


async def cannot(trial: Trial) -> str:
    raise NotHere("mounting a small disk needs root")


async def tried(act: Scenario, folder: Path, *, long: bool) -> Outcome:
    row = Row(fault="a fault", promised="a promise", act=act, long_only="")
    return await run(row, Trial(folder=folder, seed=1, long=long, undisturbed={}))


async def test_whatever_happens_is_an_outcome(tmp_path: Path) -> None:
    outcomes = [await tried(act, tmp_path, long=True) for act in (holds, breaks, cannot)]
    assert [(each.holds, each.seen) for each in outcomes] == [
        (True, "500 kills | nothing lost"),
        (False, "AssertionError: lost: [7]\nand more"),
        (None, "not tried: mounting a small disk needs root"),
    ]
    assert [line for line in _page(outcomes) if line.startswith("| a")] == [
        "| a fault | a promise | 500 kills \\| nothing lost | held |",
        "| a fault | a promise | AssertionError: lost: [7] | **BROKEN** |",
        "| a fault | a promise | not tried: mounting a small disk needs root | not tried |",
    ]


async def test_small_numbers_for_the_suite(tmp_path: Path) -> None:
    assert (await tried(holds, tmp_path, long=False)).seen == "2 kills | nothing lost"


def test_each_row_has_a_name_of_its_own() -> None:
    names = [each.name for each in ROWS]
    assert len(set(names)) == len(names) > 30


@pytest.mark.parametrize("part", [["--only", "disk"], ["--short"]])
def test_a_part_of_the_campaign_is_not_kept(
    part: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["torture", "--write", *part])
    with pytest.raises(SystemExit) as refused:
        main()
    assert refused.value.code == 2


def _page(outcomes: list[Outcome]) -> list[str]:
    return page(outcomes, seed=1, on=date(2026, 3, 1), machine="a machine").splitlines()
