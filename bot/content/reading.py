"""The folder of all lessons, read: courses that are good, and everything wrong with the others.

course.yaml ──► outline ──► pages of each activity ──► compared ──► nothing blocks: Course
                                                               └─► else: None
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.activity import Desk, ReadActivity, check_folder, read_activity
from bot.content.assembly import assemble
from bot.content.course_file import (
    NAME,
    check_banks,
    check_course_file,
    check_follow_ups,
    report_unlisted,
)
from bot.content.files import YAML_LIMIT, Refusal, entries, is_folder, read_bytes, read_text, shown
from bot.content.outline import Outline, outline
from bot.content.page import Page, Role
from bot.content.pictures import Media, Medium
from bot.content.problem import Complain, Problem, Problems
from bot.content.schema import LANGUAGE, CourseEntry, Entry, SurveyEntry, validate
from bot.content.yaml_text import Tree, read_yaml
from bot.course.model import Course


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCourse:
    """`course` is None if and only if one of the `problems` blocks it."""

    course: Course | None
    media: Media
    problems: tuple[Problem, ...]
    pages: tuple[Page, ...]
    """Everything that could be read, for advice on style."""
    id: str | None
    """What the course calls itself, also when it has problems."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """The good courses and surveys by id, their pictures, and every problem by file and line."""

    courses: Mapping[str, Course]
    media: Media
    problems: tuple[Problem, ...]
    pages: tuple[Page, ...]
    surveys: Mapping[str, Course] = field(default_factory=dict)


def read_lessons(root: Path) -> Lessons:
    """Every course below `root`. Never raises, whatever lies there."""
    problems = Problems()
    folders = [each for each in entries(root) if each.is_dir()]
    if not root.is_dir():
        problems.of(".")(1, "There is no such folder: set LESSONS_DIR to the folder of lessons.")
    elif not folders:
        problems.of(".")(1, "There is no course here: make a folder with a course.yaml.")
    read = {each: read_course(each, root) for each in folders}
    first: dict[str, Path] = {}
    for folder, each in read.items():
        problems.found.update(each.problems)
        if each.id is not None and first.setdefault(each.id, folder) != folder:
            problems.of(shown(folder.relative_to(root) / NAME))(
                1,
                f"The folder {shown(Path(first[each.id].name))} has a course `{each.id}` too:"
                " change one id.",
            )
    twice = {each.id for folder, each in read.items() if each.id and first[each.id] != folder}
    good = [each for each in read.values() if each.course and each.course.id not in twice]
    courses = [each.course for each in good if each.course]
    return Lessons(
        courses={each.id: each for each in courses if not each.survey},
        surveys={each.id: each for each in courses if each.survey},
        media={digest: medium for each in good for digest, medium in each.media.items()},
        problems=problems.sorted(),
        pages=tuple(page for each in read.values() for page in each.pages),
    )


def read_course(folder: Path, root: Path) -> ReadCourse:
    """One course with all its problems at once. Never raises, whatever lies there."""
    problems = Problems()
    if not is_folder(folder, inside=root):
        problems.of(shown(folder.relative_to(root)))(
            1, "This leads out of the folder of lessons: put a copy here instead."
        )
        return _result(None, {}, problems, {}, None)
    outlined = _read_outline(folder, root, problems)
    desk = Desk(
        root=root,
        folder=folder,
        languages=outlined.languages or _languages_found(folder),
        source=outlined.source or "",
        media={},
        problems=problems,
    )
    activities = _activities(outlined, desk)
    complain = problems.of(desk.file(folder / NAME))
    check_course_file(outlined, complain)
    check_banks(outlined, activities, desk, complain)
    check_follow_ups(outlined, activities, desk)
    good = not problems.blocking and outlined.entry is not None
    course = assemble(outlined.entry, activities) if good and outlined.entry else None
    return _result(course, desk.media, problems, activities, outlined)


def _result(
    course: Course | None,
    media: dict[str, Medium],
    problems: Problems,
    activities: dict[str, ReadActivity],
    outlined: Outline | None,
) -> ReadCourse:
    return ReadCourse(
        course=course,
        media=media,
        problems=problems.sorted(),
        pages=tuple(page for each in activities.values() for page in each.pages.values()),
        id=outlined.entry.id if outlined and outlined.entry else None,
    )


def _read_outline(folder: Path, root: Path, problems: Problems) -> Outline:
    complain = problems.of(shown(folder.relative_to(root) / NAME))
    content = read_bytes(folder / NAME, inside=folder, limit=YAML_LIMIT)
    if isinstance(content, Refusal):
        complain(1, f"`{NAME}` {content.reason}{': write it' if content.missing else ''}.")
        return outline(None, None)
    text = read_text(content, complain)
    tree: Tree | None = None if text is None else read_yaml(text, 1, complain)
    return outline(tree, _entry(tree, complain) if tree else None)


def _entry(tree: Tree, complain: Complain) -> Entry | None:
    """A survey says that it is one, or is taken for one by its questions; the rest are courses."""
    value = tree.value if isinstance(tree.value, dict) else {}
    kind = value.get("kind")
    if kind == "survey" or (kind != "course" and "questions" in value):
        return validate(SurveyEntry, tree, complain)
    return validate(CourseEntry, tree, complain)


def _activities(outlined: Outline, desk: Desk) -> dict[str, ReadActivity]:
    """Every listed activity; without a list, every folder that lies there."""
    complain = desk.problems.of(desk.file(desk.folder / NAME))
    roles: dict[str, Role | None] = {}
    for each in outlined.listed:
        if each.folder in roles:
            continue
        if message := check_folder(each.folder, desk):
            complain(each.line, message)
        else:
            roles[each.folder] = each.role
    if outlined.readable:
        report_unlisted(outlined, desk)
    else:
        roles = {
            each.name: None
            for each in entries(desk.folder)
            if each.is_dir() and check_folder(each.name, desk) is None
        }
    return {name: read_activity(name, role, desk) for name, role in roles.items()}


def _languages_found(folder: Path) -> tuple[str, ...]:
    """The languages in which something is written, when `course.yaml` cannot tell."""
    pages = [page.stem for each in entries(folder) for page in entries(each)]
    return tuple(sorted({each for each in pages if re.fullmatch(LANGUAGE, each)}))
