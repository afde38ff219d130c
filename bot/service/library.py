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
        names = {each.id: release.release_hash(each) for each in courses.values()}
        for each in courses.values():
            releases.put(tx, names[each.id], each.id, release.dump(each), now)
            loaded[names[each.id]] = each
        return names

    offered, surveys = stored(lessons.courses), stored(lessons.surveys)
    releases.offer(tx, offered)
    for sha256, picture in lessons.media.items():
        releases.put_picture(tx, sha256, picture.media_type, picture.content)
    for name, document in releases.pinned(tx).items():
        if name not in loaded:
            loaded[name] = release.load(document)
    return Shelf(offered=offered, releases=loaded, surveys=surveys)
