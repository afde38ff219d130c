"""The table of `make bench` says what was measured, and whether it is what was promised."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.bench.table import DOCUMENT, FIGURES, PLACE, Figure, Table, machine

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(("figure", "value", "reached"), [
    (Figure(words="", most=0.5), 0.5, True),
    (Figure(words="", most=0.5), 0.501, False),
    (Figure(words="", least=2), 1.999, False),
    (Figure(words="", least=0.97, most=1), 0.98, True),
    (Figure(words="", least=0.97, most=1), 1.001, False),
    (Figure(words=""), 99.0, True),
])  # fmt: skip
def test_a_figure_is_reached_or_not(figure: Figure, value: float, reached: bool) -> None:
    assert figure.reached(value) is reached


def test_ratios_are_of_runs_made_in_turns() -> None:
    """A run that the machine has slowed down is compared with its neighbour, not with the best."""
    table = Table()
    table.ratios("cpu-ptb", [4, 40, 5], [8, 80, 100], "µs")
    assert table.rows == {"cpu-ptb": (0.5, "5 ÷ 80 µs")}
    assert table.lines == [
        ("CPU of a press ÷ PTB echo", "≤ 0.5", "0.5", "yes", "5 ÷ 80 µs")
    ]  # fmt: skip


def test_a_whole_table_takes_the_place_of_the_last(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("# Before\n<!-- measured -->\nold\n<!-- /measured -->\nafter\n")
    table = Table()
    table.add("cpu-ptb", 0.6, "600 ÷ 1,000 µs")
    with pytest.raises(AssertionError, match="not measured"):
        table.write(NOW, document)
    for name in FIGURES.keys() - table.rows.keys():
        table.add(name, 1.0)
    table.write(NOW, document)
    written = document.read_text()
    assert written.startswith(
        f"# Before\n<!-- measured -->\n`make bench WRITE=1` on 22 November 2026, {machine()}\n"
    )
    assert "| CPU of a press ÷ PTB echo | ≤ 0.5 | 0.6 | **no** | 600 ÷ 1,000 µs |\n" in written
    assert written.endswith("|\n<!-- /measured -->\nafter\n")
    assert "old" not in written


def test_the_document_has_a_place_for_it() -> None:
    assert PLACE.search(DOCUMENT.read_text("utf-8"))
