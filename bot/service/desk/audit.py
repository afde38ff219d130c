"""The audit as a list and as a file: who did what, and when. Nobody's words stand there."""

import csv
import io

from bot.report.files import FORMULA
from bot.service.desk.sitting import Sitting
from bot.store import audit
from bot.store.audit import Done


def page(sitting: Sitting, start: int, limit: int) -> list[Done]:
    """The newest first."""
    return audit.latest(sitting.tx, start, limit)


def export(sitting: Sitting) -> bytes:
    """Everything, the oldest first; no cell of it is a formula anywhere."""
    sitting.notes("exported the audit", "")
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(("at", "who", "number", "action", "about"))
    for each in audit.everything(sitting.tx):
        at = each.at.isoformat(timespec="seconds")
        rows.writerow(
            (at, _text(each.who), each.number or "", _text(each.action), _text(each.about))
        )
    return file.getvalue().encode("utf-8-sig")


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) else value
