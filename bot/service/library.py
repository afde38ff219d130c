"""The shelf: today's lessons stored as releases, beside every release that somebody is inside."""

from datetime import datetime

from bot.content import release
from bot.content.reading import Lessons
from bot.course.model import Course
from bot.course.shelf import Shelf
from bot.store import releases
from bot.store.writer import Tx


def shelf(tx: Tx, lessons: Lessons, now: datetime) -> Shelf:
    """Stores what is new and loads what is pinned. Run once, at the start."""
    offered: dict[str, str] = {}
    loaded: dict[str, Course] = {}
    for course in lessons.courses.values():
        name = release.release_hash(course)
        releases.put(tx, name, course.id, release.dump(course), now)
        offered[course.id] = name
        loaded[name] = course
    for sha256, picture in lessons.media.items():
        releases.put_picture(tx, sha256, picture.media_type, picture.content)
    for name, document in releases.pinned(tx).items():
        if name not in loaded:
            loaded[name] = release.load(document)
    return Shelf(offered=offered, releases=loaded)
