"""The courses within reach of one turn: those on offer now, and the releases people are inside."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.course.model import Course


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """`offered` maps a course to its newest release; `releases` holds those and the pinned ones.

    `surveys` does the same for surveys: they are opened by a link and stand in no list of courses.
    """

    offered: Mapping[str, str]
    releases: Mapping[str, Course]
    surveys: Mapping[str, str] = field(default_factory=dict)

    def newest(self, course: str) -> str | None:
        """The release of the course, or survey, that whoever comes now gets."""
        return self.offered.get(course) or self.surveys.get(course)

    def offer(self, course: str) -> Course | None:
        release = self.newest(course)
        return self.releases[release] if release else None
