"""What authors run: `check` finds everything wrong, `translated` records a translation."""

import os
import re
from pathlib import Path
from typing import TextIO

from bot.content.course_file import NAME
from bot.content.files import (
    TEXT_LIMIT,
    YAML_LIMIT,
    Refusal,
    is_folder,
    read_bytes,
    read_text,
    shown,
)
from bot.content.guide import hints
from bot.content.outline import outline
from bot.content.problem import Hint, Problem
from bot.content.reading import Lessons, read_lessons
from bot.content.schema import LANGUAGE
from bot.content.staleness import RECORDS
from bot.content.yaml_text import read_yaml


def check(root: Path, out: TextIO) -> int:
    """Print every problem, then every hint, then a count. 0 if and only if no problem."""
    lessons = read_lessons(root)
    for problem in lessons.problems:
        print(_shown(root, problem), file=out)
    for hint in hints(lessons.pages):
        print(f"hint: {_shown(root, hint)}", file=out)
    print(_summary(lessons), file=out)
    return 1 if lessons.problems else 0


def _shown(root: Path, found: Problem | Hint) -> str:
    first, *rest = found.message.split("\n")
    return "\n    ".join([f"{shown(root / found.file)}:{found.line}: {first}", *rest])


def _summary(lessons: Lessons) -> str:
    if lessons.problems:
        files = len({each.file for each in lessons.problems})
        return f"{_count(len(lessons.problems), 'problem')} in {_count(files, 'file')}."
    courses = lessons.courses.values()
    surveys = lessons.surveys.values()
    tests = sum(module.test is not None for each in courses for module in each.modules)
    asked = f" {_count(len(surveys), 'survey')}," if surveys else ""
    return (
        f"{_count(len(courses), 'course')},{asked}"
        f" {_count(sum(len(each.episodes) for each in courses), 'episode')},"
        f" {_count(tests, 'test')},"
        f" {_count(len({code for each in (*courses, *surveys) for code in each.languages}), 'language')}:"
        " no problems."
    )


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def mark_translated(root: Path, activity_folder: Path, language: str, out: TextIO) -> int:
    """Record that this language now says what the source says. 0 if the record was written."""
    answer = _record(root, activity_folder, language)
    if isinstance(answer, Refusal):
        print(answer.reason, file=out)
        return 1
    print(f"Recorded: {answer}", file=out)
    return 0


def _record(root: Path, activity_folder: Path, language: str) -> str | Refusal:
    folder = activity_folder if activity_folder.is_dir() else root / activity_folder
    if not folder.is_dir():
        return Refusal(reason=f"There is no folder {shown(activity_folder)}.")
    if not is_folder(folder, inside=root):
        return Refusal(reason=f"The folder {shown(folder)} is not in {shown(root)}.")
    if len(folder.resolve().relative_to(root.resolve()).parts) != 2:
        reason = f"{shown(folder)} is not the folder of an episode, test or questionnaire."
        return Refusal(reason=reason)
    source = _source_language(folder.resolve().parent)
    if source is None:
        return Refusal(reason=f"{shown(folder.parent / NAME)} does not say `source_language`.")
    if not re.fullmatch(LANGUAGE, language):
        return Refusal(reason=f"`{language[:20]}` is not a language code such as `uk`.")
    if language == source:
        return Refusal(reason=f"`{language}` is the source language: name a translation.")
    for each in (source, language):
        page = read_bytes(folder / f"{each}.md", inside=folder, limit=TEXT_LIMIT)
        if isinstance(page, Refusal):
            return Refusal(reason=f"{shown(folder / f'{each}.md')} {page.reason}.")
    return _write_record(folder, source, language)


def _source_language(course: Path) -> str | None:
    content = read_bytes(course / NAME, inside=course, limit=YAML_LIMIT)
    text = None if isinstance(content, Refusal) else read_text(content, lambda _, __: None)
    tree = None if text is None else read_yaml(text, 1, lambda _, __: None)
    return outline(tree, None).source


def _write_record(folder: Path, source: str, language: str) -> str | Refusal:
    """The record appears whole or not at all."""
    content = read_bytes(folder / f"{source}.md", inside=folder, limit=TEXT_LIMIT)
    records = folder / RECORDS
    try:
        records.mkdir(exist_ok=True)
        if isinstance(content, Refusal) or not is_folder(records, inside=folder):
            return Refusal(reason=f"{shown(records)} leads out of the folder.")
        record = records / f"{language}.md"
        fresh = records / f".{language}.md.new"
        fresh.unlink(missing_ok=True)
        fresh.write_bytes(content)
        os.replace(fresh, record)
    except OSError as error:
        return Refusal(reason=f"{shown(records)} cannot be written: {error.strerror}.")
    return shown(record)
