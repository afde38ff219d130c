"""Logging: one line for each event, as text or JSON; never a secret, nor a word that anybody wrote.

What a line is about carries the number of the update that led to it: the update itself, what broke,
every message that answered it.
"""

import json
import logging
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal

from bot import fault, trace

TALKATIVE = (
    "telegram",
    "httpx",
    "httpcore",
    "aiohttp",
    "aiosqlite",
    "markdown_it",
    "apscheduler",
    "tzlocal",
    "python_multipart",
)
"""Libraries that write requests, answers or statements, with what people said in them."""
COUNTED = ("WARNING", "ERROR", "CRITICAL")


class _Line(logging.Formatter):
    """Of an error it tells the kind and the place. The text of an error holds what people wrote."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        line = self._line(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return line

    def _line(self, record: logging.LogRecord) -> str:
        when = self.formatTime(record)
        update = trace.update()
        about = "" if update is None else f" [update {update}]"
        broke = _fault(record)
        because = f" ({broke})" if broke else ""
        return f"{when} {record.levelname} {record.name}:{about} {_message(record)}{because}"


class _Json(_Line):
    """One object a line: time, level, logger, message, and where there is one, update and fault."""

    def _line(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "update": trace.update(),
            "fault": _fault(record),
        }
        kept = {name: value for name, value in told.items() if value is not None}
        return json.dumps(kept, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """asyncio adds to its first line what it knows of the error, and so what is in it."""
    message = record.getMessage()
    return message.partition("\n")[0] if record.name == "asyncio" else message


def _fault(record: logging.LogRecord) -> str | None:
    error = record.exc_info[1] if record.exc_info else None
    return fault.where(error) if error else None


class Lines(logging.Handler):
    """Counts lines by level, and writes nothing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._counts: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        self._counts[record.levelname] += 1

    def counts(self) -> list[tuple[str, float]]:
        return [(level.lower(), self._counts[level]) for level in COUNTED]


def formatter(style: Literal["text", "json"], *secrets: str | None) -> logging.Formatter:
    """Of lines in which these secrets do not stand."""
    known = [secret for secret in secrets if secret]
    return _Json(known) if style == "json" else _Line(known)


def set_up(level: str, style: Literal["text", "json"], *secrets: str | None) -> Lines:
    """Everything that is logged from now on goes to stderr, and is counted in what is returned."""
    handler, lines = logging.StreamHandler(sys.stderr), Lines()
    handler.setFormatter(formatter(style, *secrets))
    logging.basicConfig(level=level, handlers=[handler, lines], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    return lines
