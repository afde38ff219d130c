"""A picture or a file that goes with an announcement: refused by what is said of it, before a byte
is fetched, and again by what it is.

In the chat it comes in two steps, in any order: its content is fetched, and a picture is described.
A page has both at once: `attach`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import imagesize

from bot.content.pictures import recognise
from bot.course.desk.announcement import LONGEST_DESCRIPTION, Enclosure, Refusal
from bot.course.inputs import Offered
from bot.course.model import Picture
from bot.service.desk.announcing import Changed, keep, length
from bot.service.desk.sitting import Sitting
from bot.store import announcements, files, learners, releases
from bot.store.announcements import Announcement
from bot.store.files import Incoming
from bot.store.learners import Address
from bot.store.writer import Tx

MB = 1_000_000
LARGEST_PICTURE = 5 * MB
LARGEST_FILE = 10 * MB
LONGEST_SIDES, NARROWEST = 10_000, 20
"""What Telegram takes for a photo: both sides together, and one side to the other."""
LONGEST_NAME = 80

PICTURES = ("image/jpeg", "image/png")
FILES: Mapping[str, tuple[str, bytes]] = {
    "application/pdf": (".pdf", b"%PDF-"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx", b"PK\3\4"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx", b"PK\3\4"),
    "application/vnd.oasis.opendocument.text": (".odt", b"PK\3\4"),
}
"""What else may go with it: how its name ends, and how its content begins."""

_odd = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


def is_asked(tx: Tx, who: Address) -> bool:
    """Whether the next picture or file of this person is for an announcement."""
    found = learners.find(tx, who)
    draft = found.learner.draft if found else None
    about = (draft.about or "") if draft and draft.purpose == "announcement" else ""
    return about.endswith((":file", ":description"))


def refusal(media_type: str, size: int) -> Refusal | None:
    """Why it is not taken, by what is said of it."""
    if media_type not in PICTURES and media_type not in FILES:
        return "file-type"
    largest = LARGEST_PICTURE if media_type in PICTURES else LARGEST_FILE
    return None if 0 < size <= largest else "file-size"


def offer(sitting: Sitting, found: Announcement, offered: Offered) -> Refusal | None:
    """Notes that it is to be fetched. What the announcement had before is taken off."""
    if refused := refusal(offered.media_type, offered.size):
        return refused
    if isinstance(drop(sitting, found), str):
        return "not-now"
    files.offer(sitting.tx, found.id, offered, named(offered.name, offered.media_type), sitting.now)
    return None


def named(name: str, media_type: str) -> str:
    """A name that no system takes for anything else than what the file is."""
    ending = FILES[media_type][0] if media_type in FILES else f".{media_type.split('/')[1]}"
    stem = _odd.sub("", name).strip(". ")
    stem = stem[: -len(ending)] if stem.casefold().endswith(ending) else stem
    return (stem[:LONGEST_NAME].strip(". ") or "file") + ending


def describe(sitting: Sitting, found: Announcement, description: str) -> Changed:
    """What is to be seen in the picture that is on its way."""
    description = " ".join(description.split())
    if not description:
        return "no-text"
    if length(description) > LONGEST_DESCRIPTION:
        return "text-too-long"
    if found.state != "draft" or files.incoming(sitting.tx, found.id) is None:
        return "not-now"
    files.describe(sitting.tx, found.id, description)
    _complete(sitting.tx, found.id)
    return announcements.find(sitting.tx, found.id) or found


def arrived(tx: Tx, coming: Incoming, content: bytes) -> Refusal | None:
    """Its content is here: kept, if it is still wanted and what it was said to be."""
    if not files.is_same(tx, coming):
        return None
    announcement = coming.announcement
    if refused := refusal(coming.media_type, len(content)) or _wrong(coming.media_type, content):
        files.drop(tx, announcement)
        return refused
    _keep(tx, announcement, coming.media_type, content)
    _complete(tx, announcement)
    return None


def attach(
    sitting: Sitting, found: Announcement, name: str, media_type: str, content: bytes,
    description: str = "",
) -> Changed:  # fmt: skip
    """All at once. A picture needs a description."""
    refused = refusal(media_type, len(content)) or _wrong(media_type, content)
    if refused:
        return refused
    offered = Offered(handle="", media_type=media_type, size=len(content), name=name)
    if media_type in PICTURES and not description.strip():
        return "no-text"
    if length(description) > LONGEST_DESCRIPTION:
        return "text-too-long"
    if refused := offer(sitting, found, offered):
        return refused
    files.describe(sitting.tx, found.id, " ".join(description.split()))
    _keep(sitting.tx, found.id, media_type, content)
    _complete(sitting.tx, found.id)
    return announcements.find(sitting.tx, found.id) or found


def drop(sitting: Sitting, found: Announcement) -> Changed:
    """Neither a picture nor a file goes with it."""
    files.drop(sitting.tx, found.id)
    return keep(sitting, replace(found, details=replace(found.details, picture=None, file=None)))


def _keep(tx: Tx, announcement: str, media_type: str, content: bytes) -> None:
    digest, size = sha256(content).hexdigest(), (0, 0)
    if media_type in PICTURES:
        size = imagesize.get(BytesIO(content))
        releases.put_picture(tx, digest, media_type, content)
    else:
        files.put(tx, digest, media_type, content)
    files.fetched(tx, announcement, digest, size)


def _complete(tx: Tx, announcement: str) -> None:
    """Puts it into the draft, once it is fetched and, if it is a picture, described."""
    coming, found = files.incoming(tx, announcement), announcements.find(tx, announcement)
    if coming is None or found is None or coming.sha256 is None:
        return
    if coming.media_type not in PICTURES:
        file = Enclosure(sha256=coming.sha256, name=coming.name)
        details = replace(found.details, file=file, picture=None)
    elif coming.description:
        width, height = coming.size
        picture = Picture(
            sha256=coming.sha256,
            media_type="image/png" if coming.media_type == "image/png" else "image/jpeg",
            width=width, height=height, description=coming.description,
        )  # fmt: skip
        details = replace(found.details, picture=picture, file=None)
    else:
        return
    announcements.write(tx, replace(found, details=details))
    files.drop(tx, announcement)


def _wrong(media_type: str, content: bytes) -> Refusal | None:
    """Whether its first bytes are those of something else, or no channel would show it."""
    if media_type in FILES:
        return None if content.startswith(FILES[media_type][1]) else "file-wrong"
    if recognise(content) != media_type:
        return "file-wrong"
    width, height = imagesize.get(BytesIO(content))
    shown = min(width, height) > 0 and width + height <= LONGEST_SIDES
    return None if shown and max(width, height) <= NARROWEST * min(width, height) else "file-wrong"
