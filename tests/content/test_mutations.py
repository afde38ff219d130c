"""Whatever happens to the files: no crash, and never a damaged course that passes for good."""

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content import Lessons, read_lessons
from bot.content.check import check
from bot.content.front_matter import LONGEST_TITLE
from bot.content.guide import hints
from bot.content.release import dump, load
from bot.content.telegram_limits import units
from bot.course.model import Choose, Course, Questionnaire
from tests.content.small_course import Files, good_files, write

GOOD = good_files()
NAMES = st.sampled_from(sorted(GOOD))
TEXTS = st.sampled_from(sorted(name for name in GOOD if not name.endswith(".png")))
SNIPPETS = st.sampled_from(
    [
        b"---",
        b"{#hook}",
        b"{#x .quiz}",
        b"## Q {#hook .quiz}",
        b"## Q {#new .choice about=queue}",
        b"- [x] yes",
        b"- [ ] no",
        b"  > reply",
        b"> reply",
        b"![](queue.png)",
        b"![d](queue.png)",
        b"![d](../x.png)",
        b"<b>",
        b"**",
        b"```",
        b"title: [",
        b"title: &a x",
        b"minutes: -1",
        b"    - 1 = a",
        b"\xff\xfe",
        b"\x00",
        "х".encode() * 5000,
        b"- " * 50,
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """One change of one file; `places` are shares of its length, from 0 to 1."""

    file: str
    how: str
    places: tuple[float, float]
    snippet: bytes

    def apply(self, files: Files) -> None:
        content = files[self.file]
        lines = content.split(b"\n")
        one, other = (min(int(each * len(lines)), len(lines) - 1) for each in self.places)
        match self.how:
            case "delete":
                del lines[one]
            case "double":
                lines.insert(one, lines[one])
            case "swap":
                lines[one], lines[other] = lines[other], lines[one]
            case "insert":
                lines.insert(one, self.snippet)
            case "join":
                lines[one : one + 2] = [b" ".join(lines[one : one + 2])]
            case _:
                lines = [content[: int(self.places[0] * len(content))]]
        files[self.file] = b"\n".join(lines)


MUTATIONS = st.builds(
    Mutation,
    file=TEXTS,
    how=st.sampled_from(["delete", "double", "swap", "insert", "join", "truncate"]),
    places=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    snippet=SNIPPETS,
)
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(files: Files) -> Lessons:
    """The lessons; `check` and the hints must get through as well."""
    with TemporaryDirectory() as folder, open(os.devnull, "w", encoding="utf-8") as nowhere:
        root = write(files, Path(folder))
        lessons = read_lessons(root)
        hints(lessons.pages)
        assert check(root, nowhere) == bool(lessons.problems)
    return lessons


def assert_fit_for_learners(course: Course) -> None:
    """What the engine and the channels rely on."""
    assert load(dump(course)) == course
    everything = [*course.line, *([course.after_episode] if course.after_episode else [])]
    assert len({each.id for each in everything}) == len(everything)
    for activity in everything:
        assert course.source_language in activity.title
        assert set(activity.title) <= set(course.languages)
        assert all(0 < units(each) <= LONGEST_TITLE for each in activity.title.values())
        steps = activity.bank if activity.kind == "test" else activity.steps
        assert len({each.id for each in steps}) == len(steps) > 0
        for step in steps:
            assert course.source_language in step.words
            assert set(step.words) <= set(course.languages)
            if isinstance(step, Choose):
                assert_choice_is_sound(step)
        assert activity.kind != "test" or len(activity.bank) >= 2 * activity.draw
        assert isinstance(activity, Questionnaire) == (activity is course.after_episode)


def assert_choice_is_sound(choice: Choose) -> None:
    for question in choice.words.values():
        assert len(question.options) == choice.options >= 2
        assert all(each.text and each.reply for each in question.options)
    if choice.right is not None:
        assert choice.right
        assert choice.right <= set(range(1, choice.options + 1))
        assert choice.several or len(choice.right) == 1


def assert_good_or_reported(lessons: Lessons) -> None:
    assert list(lessons.problems) == sorted(lessons.problems)
    assert bool(lessons.courses) != any(each.blocks for each in lessons.problems)
    for course in lessons.courses.values():
        assert_fit_for_learners(course)


@calm
@given(st.lists(MUTATIONS, min_size=1, max_size=3))
def test_mutated_lessons_are_good_or_reported(mutations: list[Mutation]) -> None:
    files = good_files()
    for mutation in mutations:
        mutation.apply(files)
    assert_good_or_reported(read(files))


@calm
@given(NAMES, st.binary(max_size=400))
def test_random_bytes_are_good_or_reported(name: str, content: bytes) -> None:
    assert_good_or_reported(read(good_files() | {name: content}))


@calm
@given(NAMES, st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_random_text_is_good_or_reported(name: str, content: bytes) -> None:
    head = b"---\ntitle: x\nobjective: y\nminutes: 4\n---\n" if name.endswith(".md") else b""
    assert_good_or_reported(read(good_files() | {name: head + content}))


@calm
@given(TEXTS, st.integers(1, 4000))
def test_a_file_cut_off_anywhere_is_good_or_reported(name: str, end: int) -> None:
    assert_good_or_reported(read(good_files() | {name: GOOD[name][:end]}))


@calm
@given(st.sets(NAMES, min_size=1, max_size=4))
def test_lost_files_are_reported(names: set[str]) -> None:
    files = {name: content for name, content in good_files().items() if name not in names}
    lessons = read(files)
    assert lessons.problems
    assert_good_or_reported(lessons)
