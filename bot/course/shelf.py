"""The courses within reach of one turn: those on offer now, and the releases people are inside."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.course.model import Course


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """`offered` maps a course to its newest release; `releases` holds those and the pinned ones."""

    offered: Mapping[str, str]
    releases: Mapping[str, Course]

    def offer(self, course: str) -> Course | None:
        release = self.offered.get(course)
        return self.releases[release] if release else None
