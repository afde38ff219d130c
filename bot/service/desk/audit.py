"""The audit as a list and as a file: who did what, and when. Nobody's words stand there."""

import csv
import io

from bot.service.desk.sitting import Sitting
from bot.store import audit, team
from bot.store.audit import Done

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a cell begins that a spreadsheet would compute."""


def page(sitting: Sitting, start: int, limit: int) -> list[tuple[Done, int | None]]:
    """The newest first, each with the number in today's team of whoever did it."""
    numbers = _numbers(sitting)
    return [(each, numbers.get(each.who)) for each in audit.latest(sitting.tx, start, limit)]


def export(sitting: Sitting) -> bytes:
    """Everything, the oldest first; no cell of it is a formula anywhere."""
    sitting.notes("exported the audit", "")
    numbers = _numbers(sitting)
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(("at", "who", "number in the team", "action", "about"))
    for each in audit.everything(sitting.tx):
        number = numbers.get(each.who, "")
        at = each.at.isoformat(timespec="seconds")
        rows.writerow((at, _text(each.who), number, _text(each.action), _text(each.about)))
    return file.getvalue().encode("utf-8-sig")


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) else value


def _numbers(sitting: Sitting) -> dict[str, int]:
    return {m.learner_id: n for n, m in enumerate(team.members(sitting.tx), 1)}
