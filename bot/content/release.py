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
        _plain(course), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def load(text: str | bytes) -> Course:
    """The course that was dumped. Raises `pydantic.ValidationError` on anything else."""
    return _adapter().validate_json(text)


def release_hash(course: Course) -> str:
    """The name of this release: SHA-256 of the canonical JSON, in hexadecimal."""
    return sha256(dump(course).encode()).hexdigest()


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
