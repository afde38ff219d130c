"""Each damage to a good course gives exactly the problems of `problems.txt`, and no course."""

from pathlib import Path

import pytest

from bot.content import read_lessons
from tests.content.defects import DEFECTS
from tests.content.full_defects import FULL_DEFECTS
from tests.content.small_course import good_files, write

ALL = DEFECTS | FULL_DEFECTS
GOLDEN = Path(__file__).with_name("problems.txt")
LATE = {
    "a missing translation", "no record", "a step that is missing", "a stale step", "a stale title",
    "a follow-up that is not translated", "a stale follow-up",
}  # fmt: skip
"""Translations behind their source: reported, but no reason to keep the course from learners."""


def found(name: str, root: Path) -> str:
    """The problems of one damaged course, as `problems.txt` writes them."""
    files = good_files()
    ALL[name](files)
    lessons = read_lessons(write(files, root))
    assert bool(lessons.courses) == (name in LATE)
    lines = [f"{each.file}:{each.line}: {each.message}" for each in lessons.problems]
    return "\n".join([f"# {name}", *lines, ""])


@pytest.mark.parametrize("name", ALL)
def test_one_defect_gives_exactly_its_problems(name: str, tmp_path: Path) -> None:
    expected = dict.fromkeys(GOLDEN.read_text().split("\n\n"))
    assert found(name, tmp_path / "lessons").strip() in [each.strip() for each in expected]


def test_every_defect_is_described() -> None:
    titles = [line[2:] for line in GOLDEN.read_text().split("\n") if line.startswith("# ")]
    assert titles == list(ALL)


def test_all_problems_come_at_once_by_file_and_line(tmp_path: Path) -> None:
    files = good_files()
    for name in ("a missing translation", "a fact to verify", "raw HTML", "a pass mark over 100"):
        DEFECTS[name](files)
    problems = read_lessons(write(files, tmp_path)).problems
    assert [(each.file, each.line) for each in problems] == [
        ("small/01-queue/en.md", 9),
        ("small/01-queue/en.md", 12),
        ("small/01-queue/en.md", 12),
        ("small/01-queue/uk.md", 1),
        ("small/course.yaml", 14),
    ]


def test_two_courses_of_one_id_are_both_refused(tmp_path: Path) -> None:
    files = good_files()
    twins = {name.replace("small/", "twin/"): content for name, content in files.items()}
    lessons = read_lessons(write(files | twins, tmp_path))
    assert (lessons.courses, lessons.media) == ({}, {})
    assert [(each.file, each.line, each.message) for each in lessons.problems] == [
        (
            "twin/course.yaml",
            1,
            "The folder small has a course `small` too: change one id.",
        )
    ]


def test_a_bad_course_leaves_the_good_one_alone(tmp_path: Path) -> None:
    lessons = read_lessons(write(good_files() | {"bad/course.yaml": b"\xff"}, tmp_path))
    assert list(lessons.courses) == ["small"]
    assert {each.file for each in lessons.problems} == {"bad/course.yaml"}


@pytest.mark.parametrize("make", [True, False])
def test_no_course_at_all_is_a_problem(tmp_path: Path, make: bool) -> None:
    root = tmp_path / "lessons"
    if make:
        root.mkdir()
    (problem,) = read_lessons(root).problems
    assert (problem.file, problem.line) == (".", 1)


def test_a_translation_that_is_late_keeps_no_course_from_learners(tmp_path: Path) -> None:
    files = good_files()
    late = next(name for name in files if name.endswith("/uk.md"))
    del files[late]
    lessons = read_lessons(write(files, tmp_path))
    assert [each.blocks for each in lessons.problems] == [False]
    course = lessons.courses["small"]
    activity = course.find(late.split("/")[1].partition("-")[2]) or course.after_episode
    assert activity is not None
    assert "uk" not in activity.title
