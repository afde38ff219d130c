"""What a certificate says. Everything else about it, and about its holder, is nobody's business."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from pydantic import TypeAdapter

from bot.course.model import Language

SHORT_HASH = 12
"""Digits of a release's hash that are printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    done: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """In one language, dates in the holder's own calendar.

    Without `hours`, `credits` or `issuer` nothing is said of them: nobody has set them.
    """

    id: str
    name: str
    language: Language
    course_id: str
    course_title: str
    release: str
    episodes: Share
    tests: Share
    began_on: date
    completed_on: date
    issued_on: date
    issued_at: datetime
    issuer: str | None = None
    hours: int | None = None
    credits: str | None = None

    @property
    def short_release(self) -> str:
        return self.release[:SHORT_HASH]


@cache
def adapter() -> TypeAdapter[Certificate]:
    """Certificates from and to plain values. Reading raises `pydantic.ValidationError`."""
    return TypeAdapter(Certificate)
