"""The shelf: today's lessons stored as releases, beside every release that somebody is inside."""

from collections.abc import Mapping
from datetime import datetime

from bot.content import release
from bot.content.reading import Lessons
from bot.course.model import Course
from bot.course.shelf import Shelf
from bot.store import releases
from bot.store.writer import Tx


def shelf(tx: Tx, lessons: Lessons, now: datetime) -> Shelf:
    """Stores what is new and loads what is pinned. Run once, at the start."""
    loaded: dict[str, Course] = {}

    def stored(courses: Mapping[str, Course]) -> dict[str, str]:
        """The name of each one's release."""
        names: dict[str, str] = {}
        for each in courses.values():
            document = release.dump(each)
            names[each.id] = name = release.release_hash(document)
            releases.put(tx, name, each.id, document, now)
            loaded[name] = each
        return names

    offered, surveys = stored(lessons.courses), stored(lessons.surveys)
    releases.offer(tx, offered)
    for sha256, picture in lessons.media.items():
        releases.put_picture(tx, sha256, picture.media_type, picture.content)
    for name, document in releases.pinned(tx).items():
        if name not in loaded:
            loaded[name] = release.load(document)
    return Shelf(offered=offered, releases=loaded, surveys=surveys)
