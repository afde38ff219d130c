"""The table of a campaign, as text for docs/torture.md."""

from collections.abc import Sequence
from datetime import date

from tests.torture.campaign import Outcome

NOT_TRIED = """
Not tried: a power cut (after kill -9 the kernel still writes what it holds; that a commit is on the
disk rests on SQLite's `synchronous=FULL`), a device that lies about what it has written, and Telegram
itself. Not in this table but in `make test`: a start that is killed, and announcements to thousands
while the process is killed (`tests/crash`).
"""
VERDICTS = {True: "held", False: "**BROKEN**", None: "not tried"}


def page(outcomes: Sequence[Outcome], *, seed: int, on: date, machine: str) -> str:
    minutes = sum(each.seconds for each in outcomes) / 60
    written = (
        f"Last written on {on.isoformat()}, seed {seed}, {machine}, {minutes:.0f} minutes."
        f" The same again: `make torture SEED={seed}`; to write this page: `make torture WRITE=1`."
    )
    lines = [
        "# What the bot was put through",
        "",
        "`make torture` runs the real process against a strict server of the Bot API and breaks what",
        "can break. Each row is one scenario of `tests/torture`; `make test` runs the same with small",
        "numbers. What Telegram saw, what the database says and what each learner should have been",
        "through are compared afterwards.",
        "",
        written,
        "",
        "| fault | promised | seen | |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {each.row.fault} | {each.row.promised} | {_cell(each.seen)} | {VERDICTS[each.holds]} |"
        for each in outcomes
    ]
    return "\n".join(lines) + "\n" + NOT_TRIED


def _cell(text: str) -> str:
    """The first line, as a cell of a table can hold it."""
    return text.partition("\n")[0].replace("|", "\\|")[:300]
