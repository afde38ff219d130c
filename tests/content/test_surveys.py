"""A survey is a folder of its own: read as one, and refused with what to do about each mistake."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.content import read_lessons
from bot.content.check import check
from bot.content.release import dump, load
from bot.course.model import Choose, Rate, Say, Write
from tests.content.small_course import Files, good_files, write
from tests.view.interface import shipped

YAML = """\
kind: survey
id: pulse
source_language: en
languages: [en, uk]
title: {en: A pulse, uk: Пульс}
summary: {en: We ask how it goes., uk: Питаємо як справи.}
minutes: 3
anonymous: true
until: 2026-05-31
questions: questions
"""
EN = """\
---
title: A pulse
---
{#hello}
Three questions.

## Do you know it? {#know .poll}

- Yes
- No

## How well? {#well .rate when=know:1}

- 1 = hardly
- 5 = very well

## Anything else? {#else .write}
"""
UK = """\
---
title: Пульс
---
{#hello}
Три запитання.

## Чи знаєте? {#know .poll}

- Так
- Ні

## Наскільки? {#well .rate when=know:1}

- 1 = ледь
- 5 = дуже добре

## Щось іще? {#else .write}
"""
FILE, PAGE, OTHER = "pulse/course.yaml", "pulse/questions/en.md", "pulse/questions/uk.md"


def survey_files() -> Files:
    texts = {FILE: YAML, PAGE: EN, OTHER: UK, "pulse/questions/made-from/uk.md": EN}
    return {name: text.encode() for name, text in texts.items()}


def test_a_survey_is_no_course(tmp_path: Path) -> None:
    lessons = read_lessons(write(good_files() | survey_files(), tmp_path))
    assert lessons.problems == ()
    assert (list(lessons.courses), list(lessons.surveys)) == (["small"], ["pulse"])
    course = lessons.surveys["pulse"]
    assert (course.modules, course.line, course.before, course.certificate) == ((), (), None, None)
    assert course.survey
    assert (course.survey.anonymous, course.survey.minutes) == (True, 3)
    assert course.survey.until == date(2026, 5, 31)
    assert load(dump(course)) == course


def test_every_question_may_be_skipped(tmp_path: Path) -> None:
    survey = read_lessons(write(survey_files(), tmp_path)).surveys["pulse"].survey
    assert survey
    hello, know, well, other = survey.questions.steps
    assert isinstance(hello, Say)
    assert isinstance(know, Choose)
    assert isinstance(well, Rate)
    assert isinstance(other, Write)
    assert (know.optional, well.optional, other.optional) == (True, True, True)


def test_it_may_have_no_last_day(tmp_path: Path) -> None:
    files = survey_files() | {FILE: YAML.replace("until: 2026-05-31\n", "").encode()}
    survey = read_lessons(write(files, tmp_path)).surveys["pulse"].survey
    assert survey
    assert survey.until is None


def test_the_check_counts_it(tmp_path: Path) -> None:
    out = StringIO()
    assert check(write(good_files() | survey_files(), tmp_path), out) == 0
    assert out.getvalue().splitlines()[-1] == (
        "1 course, 1 survey, 1 episode, 1 test, 2 languages: no problems."
    )


Damage: TypeAlias = Callable[[Files], None]


def put(file: str, old: str, new: str) -> Damage:
    """In a page, in both languages alike: what is wrong is said of each."""

    def damage(files: Files) -> None:
        for name in (PAGE, OTHER) if file == PAGE else (file,):
            text = files[name].decode()
            assert old in text, old
            files[name] = text.replace(old, new, 1).encode()
        files["pulse/questions/made-from/uk.md"] = files[PAGE]

    return damage


def drop(*names: str) -> Damage:
    def damage(files: Files) -> None:
        for name in names:
            del files[name]

    return damage


def both(line: int, message: str) -> list[tuple[str, int, str]]:
    return [(PAGE, line, message), (OTHER, line, message)]


NO_FOLDER = "There is no folder `question`: make it, or correct the name. Did you mean `questions`?"
UNLISTED = "course.yaml does not list this folder: add it to a module, or delete it."
DEFECTS: dict[str, tuple[Damage, list[tuple[str, int, str]]]] = {
    "no id": (put(FILE, "id: pulse\n", ""), [(FILE, 1, "`id` is missing: add it.")]),
    "no word on anonymity": (
        put(FILE, "anonymous: true\n", ""), [(FILE, 1, "`anonymous` is missing: add it.")],
    ),
    "anonymity in words": (
        put(FILE, "anonymous: true", 'anonymous: "yes"'),
        [(FILE, 8, "`anonymous` must be `true` or `false`.")],
    ),
    "no minutes": (put(FILE, "minutes: 3\n", ""), [(FILE, 1, "`minutes` is missing: add it.")]),
    "no kind": (put(FILE, "kind: survey\n", ""), [(FILE, 1, "`kind` is missing: add it.")]),
    "a wrong kind": (
        put(FILE, "kind: survey", "kind: surveys"),
        [(FILE, 1, "`kind` must be one of: 'course' or 'survey'.")],
    ),
    "modules": (
        put(FILE, "questions: questions", "questions: questions\nmodules: []"),
        [(FILE, 11, "`modules` is not a known key: correct or delete it.")],
    ),
    "a day that there is not": (
        put(FILE, "2026-05-31", "2026-06-31"),
        [(FILE, 9, "`until` is 2026-06-31, and there is no such day: correct it.")],
    ),
    "a day in other words": (
        put(FILE, "2026-05-31", "31 May"),
        [(FILE, 9, "`until` has a wrong form: a date such as 2025-11-21.")],
    ),
    "a folder that is not there": (
        put(FILE, "questions: questions", "questions: question"),
        [
            (FILE, 10, NO_FOLDER),
            ("pulse/questions", 1, UNLISTED),
        ],
    ),
    "a title that is missing": (
        put(FILE, ", uk: Пульс", ""), [(FILE, 5, "`title` is missing in `uk`: add it.")],
    ),
    "a quiz": (
        put(PAGE, "{#know .poll}", "{#know .quiz}"),
        [
            *both(7, "`know` is .quiz, but in a survey nothing is right or wrong: write .poll, and"
                     " its options as lines `- text` without boxes and replies."),
        ],
    ),
    "a day": (
        put(PAGE, "{#else .write}", "{#else .write .d7}"),
        [
            *both(17, "`else` is marked .d7, but nothing follows a survey: delete the mark, or move"
                      " this to an episode, a test or the folder of `follow_ups`."),
        ],
    ),
    "something deeper": (
        put(PAGE, "{#hello}", "{#hello .deeper}"),
        [*both(4, "`hello` is marked .deeper, and a survey has no depths: delete it.")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DEFECTS)
def test_each_mistake_is_named_with_file_and_line(name: str, tmp_path: Path) -> None:
    damage, expected = DEFECTS[name]
    files = survey_files()
    damage(files)
    lessons = read_lessons(write(files, tmp_path))
    assert lessons.surveys == {}
    found = [(each.file, each.line, each.message) for each in lessons.problems]
    assert [each for each in expected if each not in found] == []
    beside = [each for each in found if each not in expected]
    assert all("option" in message for _, _, message in beside), beside


def test_one_that_asks_nothing_is_refused(tmp_path: Path) -> None:
    only = b"---\ntitle: A pulse\n---\n{#hello}\nNothing to ask.\n"
    files = survey_files() | {PAGE: only, OTHER: only, "pulse/questions/made-from/uk.md": only}
    (problem,) = read_lessons(write(files, tmp_path)).problems
    assert (problem.file, problem.line) == (PAGE, 1)
    assert "The survey asks nothing" in problem.message


def test_a_course_and_a_survey_of_one_id_are_both_refused(tmp_path: Path) -> None:
    files = good_files() | survey_files() | {FILE: YAML.replace("pulse\n", "small\n", 1).encode()}
    lessons = read_lessons(write(files, tmp_path))
    assert (lessons.courses, lessons.surveys) == ({}, {})


@pytest.mark.parametrize("language", ["en", "uk", "pt"])
def test_the_shipped_survey_is_whole_in_each_language(language: str) -> None:
    course = shipped()[0].surveys["awareness"]
    assert course.survey
    assert course.survey.anonymous
    steps = course.survey.questions.steps
    assert [step.id for step in steps if language not in step.words] == []
    asked = [step for step in steps if step.when is None]
    assert 6 <= len(asked) <= 8
