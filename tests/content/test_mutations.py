"""Whatever happens to the files: no crash, and never a damaged course that passes for good."""

import os
from collections.abc import Sequence
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
from bot.course.model import Activity, Choose, Course, FollowUp, Questionnaire, Step
from tests.content.full_course import full_files
from tests.content.small_course import Files, write

GOOD = full_files()
NAMES = st.sampled_from(sorted(GOOD))
TEXTS = st.sampled_from(sorted(name for name in GOOD if not name.endswith(".png")))
SNIPPETS = st.sampled_from(
    [
        b"---",
        b"{#hook}",
        b"{#x .quiz}",
        b"## Q {#hook .quiz}",
        b"## Q {#new .choice about=queue}",
        b"## Q {#new .poll .several most=1 .d2 when=asked:1}",
        b"## Q {#new .write .d7 when=recall:1}",
        b"{#new .d30 when=used:3}",
        b"{.d7}",
        b"follow_ups: before",
        b"reminders: [60, 1]",
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
calm = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


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
    beside = [each for each in (course.after_episode, course.before, course.after) if each]
    everything: list[Activity] = [*course.line, *beside, *course.follow_ups]
    assert len({each.id for each in everything}) == len(everything)
    for activity in everything:
        assert course.source_language in activity.title
        assert set(activity.title) <= set(course.languages)
        assert all(0 < units(each) <= LONGEST_TITLE for each in activity.title.values())
        steps = activity.bank if activity.kind == "test" else activity.steps
        assert len({each.id for each in steps}) == len(steps) > 0
        for place, step in enumerate(steps):
            assert course.source_language in step.words
            assert set(step.words) <= set(course.languages)
            assert_condition_can_be_met(step, steps[:place])
            if isinstance(step, Choose):
                assert_choice_is_sound(step)
        assert activity.kind != "test" or len(activity.bank) >= 2 * activity.draw
        assert isinstance(activity, Questionnaire) == (activity in beside)
        if isinstance(activity, FollowUp):
            assert_follow_up_is_sound(activity, course)
    assert list(course.reminders) == sorted(set(course.reminders))
    starters = [starter for module in course.modules for starter in module.starters]
    terms = course.certificate
    localized = [*starters, *([terms.issuer] if terms else [])]
    assert all(set(each) == set(course.languages) for each in localized)


def assert_follow_up_is_sound(follow_up: FollowUp, course: Course) -> None:
    """It asks something, and after something that learners can end."""
    assert 1 <= follow_up.days <= 365
    assert follow_up.after is None or follow_up.after in {each.id for each in course.line}
    assert follow_up.id.endswith(f"-d{follow_up.days}")
    assert any(step.kind != "say" for step in follow_up.steps)
    if follow_up.draw:
        assert len(follow_up.steps) > 1
        assert all(isinstance(step, Choose) and step.right for step in follow_up.steps)


def assert_condition_can_be_met(step: Step, before: Sequence[Step]) -> None:
    if step.when is not None:
        (asked,) = (each for each in before if each.id == step.when.step)
        assert isinstance(asked, Choose)
        assert step.when.options
        assert step.when.options <= set(range(1, asked.options + 1))


def assert_choice_is_sound(choice: Choose) -> None:
    for question in choice.words.values():
        assert len(question.options) == choice.options >= 2
        assert all(each.text for each in question.options)
        assert all(bool(each.reply) != choice.poll for each in question.options)
    assert choice.most is None or (choice.poll and choice.several)
    assert choice.most is None or 1 <= choice.most <= choice.options
    assert choice.poll or not choice.optional
    if choice.right is not None:
        assert choice.right
        assert not choice.poll
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
    files = full_files()
    for mutation in mutations:
        mutation.apply(files)
    assert_good_or_reported(read(files))


@calm
@given(NAMES, st.binary(max_size=400))
def test_random_bytes_are_good_or_reported(name: str, content: bytes) -> None:
    assert_good_or_reported(read(GOOD | {name: content}))


@calm
@given(NAMES, st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_random_text_is_good_or_reported(name: str, content: bytes) -> None:
    head = b"---\ntitle: x\nobjective: y\nminutes: 4\n---\n" if name.endswith(".md") else b""
    assert_good_or_reported(read(GOOD | {name: head + content}))


@calm
@given(TEXTS, st.integers(1, 4000))
def test_a_file_cut_off_anywhere_is_good_or_reported(name: str, end: int) -> None:
    assert_good_or_reported(read(GOOD | {name: GOOD[name][:end]}))


@calm
@given(st.sets(NAMES, min_size=1, max_size=4))
def test_lost_files_are_reported(names: set[str]) -> None:
    files = {name: content for name, content in GOOD.items() if name not in names}
    lessons = read(files)
    assert lessons.problems
    assert_good_or_reported(lessons)
