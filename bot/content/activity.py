"""One activity: its folder, with a page for each language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.agreement import compare
from bot.content.files import (
    TEXT_LIMIT,
    Refusal,
    cut_short,
    did_you_mean,
    entries,
    is_folder,
    read_bytes,
    read_text,
    shown,
)
from bot.content.groups import check_groups
from bot.content.page import Page, Role, read_page
from bot.content.pictures import Album, Medium
from bot.content.problem import Problems
from bot.content.schema import ID
from bot.content.staleness import RECORDS, report_stale


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What reading a course needs everywhere: where it is, what was found so far."""

    root: Path
    folder: Path
    languages: tuple[str, ...]
    source: str
    media: dict[str, Medium]
    problems: Problems

    def file(self, path: Path) -> str:
        """A path as problems name it."""
        return shown(path.relative_to(self.root))

    def text(self, path: Path, *, inside: Path) -> str | Refusal | None:
        """A text file; None when it was reported as unreadable."""
        content = read_bytes(path, inside=inside, limit=TEXT_LIMIT)
        if isinstance(content, Refusal):
            return content
        return read_text(content, self.problems.of(self.file(path)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadActivity:
    """The pages that could be read, by language."""

    id: str
    role: Role | None
    pages: Mapping[str, Page]


def activity_id(folder: str) -> str:
    """`01-bus-stop` is `bus-stop`."""
    return re.sub(r"^\d+-", "", folder)


def read_activity(name: str, role: Role | None, desk: Desk) -> ReadActivity:
    """All pages of the activity, compared with the source language and with their records."""
    folder = desk.folder / name
    texts = {language: _text(folder, language, desk) for language in desk.languages}
    album = Album(folder=folder, media=desk.media)
    pages = {
        language: read_page(
            text,
            file=desk.file(folder / f"{language}.md"),
            language=language,
            role=role,
            album=album,
            complain=desk.problems.of(desk.file(folder / f"{language}.md")),
        )
        for language, text in texts.items()
        if text is not None
    }
    source, source_text = pages.get(desk.source), texts.get(desk.source)
    if source and source_text is not None:
        _check_minutes(source, desk)
        check_groups(source, desk.problems.of(source.file))
        for language, page in pages.items():
            if language != desk.source:
                late = desk.problems.of(page.file, blocks=False)
                compare(source, page, desk.problems.of(page.file), late)
                _check_record(folder, source_text, source, page, desk)
    _report_forgotten(folder, desk)
    return ReadActivity(id=activity_id(name), role=role, pages=pages)


def _text(folder: Path, language: str, desk: Desk) -> str | None:
    path = folder / f"{language}.md"
    text = desk.text(path, inside=folder)
    if not isinstance(text, Refusal):
        return text
    late = text.missing and language != desk.source
    complain = desk.problems.of(desk.file(path), blocks=not late)
    if late:
        complain(1, f"`{language}.md` is missing: translate `{desk.source}.md`.")
    elif text.missing:
        complain(1, f"`{language}.md` is missing: write it first, the others are made from it.")
    else:
        complain(1, f"`{language}.md` {text.reason}.")
    return None


def _check_minutes(source: Page, desk: Desk) -> None:
    if source.role == "episode" and source.front and source.front.minutes is None:
        complain = desk.problems.of(source.file)
        complain(1, "`minutes` is missing: say how long the episode takes, such as `minutes: 5`.")


def _check_record(folder: Path, now: str, source: Page, page: Page, desk: Desk) -> None:
    record = folder / RECORDS / f"{page.language}.md"
    content = read_bytes(record, inside=folder, limit=TEXT_LIMIT)
    before = content if isinstance(content, Refusal) else read_text(content, lambda _, __: None)
    place = shown(Path(desk.root.name) / folder.relative_to(desk.root))
    command = f"python -m bot translated {place} {page.language}"
    if isinstance(before, str):
        late = desk.problems.of(page.file, blocks=False)
        report_stale(page, source.file, before, now, command, late)
    elif isinstance(before, Refusal) and before.missing:
        desk.problems.of(page.file, blocks=False)(
            1,
            f"Nothing records which {desk.source}.md this was translated from. When the two say"
            f" the same, run `{command}`.",
        )
    else:
        why = f" {before.reason}" if before else " is not UTF-8 text"
        desk.problems.of(desk.file(record))(1, f"This record{why}. Run `{command}` again.")


def _report_forgotten(folder: Path, desk: Desk) -> None:
    """Name every text of the folder that no learner would ever see."""
    known = [f"{each}.md" for each in desk.languages]
    for path in entries(folder):
        if path.suffix.lower() == ".md" and path.name not in known:
            desk.problems.of(desk.file(path))(
                1,
                f"`{shown(Path(path.name))}` is in no language of course.yaml: add the language"
                f" there, or rename or delete this file.{did_you_mean(path.name, known)}",
            )


def check_folder(name: str, desk: Desk) -> str | None:
    """What is wrong with a listed folder, or None."""
    right = "write a name such as `01-bus-stop`: small letters, digits, hyphens"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", name):
        return f"`{cut_short(name)}` is not the name of a folder in this course: {right}."
    if not re.fullmatch(ID, activity_id(name)):
        return f"The folder `{name}` needs another name: {right}."
    path = desk.folder / name
    if is_folder(path, inside=desk.folder):
        return None
    if path.is_dir():
        return f"The folder `{name}` leads out of this course: put a copy of it here instead."
    near = did_you_mean(name, [each.name for each in entries(desk.folder)])
    return f"There is no folder `{name}`: make it, or correct the name.{near}"
