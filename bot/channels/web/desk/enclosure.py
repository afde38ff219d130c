"""The picture or file that goes with an announcement: sent here, with what is to be seen in it."""

from collections.abc import Mapping
from pathlib import PurePath

from bot.channels.web.desk.announcements import LIST, ONE, found_in
from bot.channels.web.desk.upload import Uploaded
from bot.channels.web.desk.visit import (
    Answer,
    Elsewhere,
    Given,
    Later,
    Missing,
    Place,
    Shown,
    Visit,
)
from bot.course.desk.announcement import LONGEST_DESCRIPTION, LONGEST_WITH_FILE, Refusal
from bot.i18n import Words
from bot.service.desk import enclosing
from bot.service.desk.enclosing import FILES, LARGEST_FILE, LARGEST_PICTURE, MB, PICTURES
from bot.service.documents import Document
from bot.store import files
from bot.store.announcements import Announcement
from bot.view.desk.announcements import refusals

UNSAID = ("", "application/octet-stream")
"""What a browser says of a file that it does not know."""
ENDINGS: Mapping[str, str] = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
    **{ending: media_type for media_type, (ending, _) in FILES.items()},
}  # fmt: skip


def media_type(name: str, said: str) -> str:
    """What a file is said to be; where nothing is said, by its name. Its content is looked at later."""
    return ENDINGS.get(PurePath(name).suffix.casefold(), "") if said in UNSAID else said


def largest(name: str, said: str) -> int:
    """How many bytes of it are read; 0: it is of no kind that is taken."""
    kind = media_type(name, said)
    if kind in PICTURES:
        return LARGEST_PICTURE
    return LARGEST_FILE if kind in FILES else 0


def given(visit: Visit) -> Answer:
    """The file as learners get it."""
    found = found_in(visit)
    file = found.details.file if found else None
    if file is None:
        return Missing()
    sha256, name = file.sha256, file.name

    async def make() -> Answer:
        kept = await files.content(visit.reader, sha256)
        if kept is None:
            return Missing()
        return Given(document=Document(name=name, media_type=kept[0], content=kept[1]))

    return Later(make=make)


def show(visit: Visit) -> Answer:
    found = found_in(visit)
    if found is None or found.state != "draft":
        return Missing() if found is None else Elsewhere(path=f"{LIST}/{found.id}")
    return _form(visit, found)


def attach(visit: Visit) -> Answer:
    """In place of what went with it before. A picture is described, or it is not taken."""
    found, file = found_in(visit), visit.form.file
    if found is None or found.state != "draft":
        return Missing() if found is None else Elsewhere(path=f"{LIST}/{found.id}")
    if visit.form.text("do") == "drop":
        enclosing.drop(visit.sitting, found)
        return Elsewhere(path=f"{LIST}/{found.id}", said="changed")
    if file is None:
        wrong = {"file": visit.t("Choose a picture or a file first.")}
        return _form(visit, found, wrong)
    refused = _attached(visit, found, file)
    if refused is None:
        return Elsewhere(path=f"{LIST}/{found.id}", said="changed")
    return _form(visit, found, _wrong(refused, visit.t))


def _attached(visit: Visit, found: Announcement, file: Uploaded) -> Refusal | None:
    kind = media_type(file.name, file.media_type)
    if refused := enclosing.refusal(kind, file.size):
        return refused
    description = visit.form.text("description")
    changed = enclosing.attach(
        visit.sitting, found, file.name, kind, file.content, description
    )  # fmt: skip
    return None if isinstance(changed, Announcement) else changed


def _wrong(refused: Refusal, t: Words) -> dict[str, str]:
    """Which field it is about, and what to do."""
    match refused:
        case "no-text":
            return {"description": t("Say what the picture shows.")}
        case "text-too-long":
            return {"description": refusals(t)[refused]}
        case _:
            return {"file": refusals(t)[refused]}


def _form(visit: Visit, found: Announcement, wrong: Mapping[str, str] | None = None) -> Answer:
    values = {
        "found": found, "wrong": wrong or {}, "typed": visit.form.text("description"),
        "longest": LONGEST_DESCRIPTION, "longest_text": LONGEST_WITH_FILE,
        "accept": ",".join((*PICTURES, *FILES, *ENDINGS)),
        "most": {"picture": LARGEST_PICTURE // MB, "file": LARGEST_FILE // MB},
    }  # fmt: skip
    return Shown(
        template="enclosure", title=visit.t("A picture or a file"), values=values,
        status=422 if wrong else 200,
    )  # fmt: skip


PLACES = (
    Place(path=f"{ONE}/file", power="announce", shows=given),
    Place(path=f"{ONE}/enclosure", power="announce", shows=show, does=attach, takes=largest),
)
