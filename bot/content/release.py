"""A course as text that stays the same everywhere, and the hash that names it.

The hash depends on nothing but what learners see: not on the order of mappings and
sets, the process, or the machine.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from hashlib import sha256

from pydantic import TypeAdapter

from bot.course.model import Course


@cache
def _adapter() -> TypeAdapter[Course]:
    return TypeAdapter(Course)


def dump(course: Course) -> str:
    """Canonical JSON: equal courses give equal text, and `load` gives the course back."""
    return json.dumps(
        course, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"),
        allow_nan=False,
    )  # fmt: skip


def load(text: str | bytes) -> Course:
    """The course that was dumped. Raises `pydantic.ValidationError` on anything else."""
    return _adapter().validate_json(text)


def release_hash(document: str) -> str:
    """The name of the release that was dumped: SHA-256 of its canonical JSON, in hexadecimal."""
    return sha256(document.encode()).hexdigest()


def _plain(value: object) -> object:
    """What JSON has in place of this one value; for what is inside it is asked again."""
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"a course holds no {type(value).__name__}")
