"""A course survives its canonical JSON, and its hash depends on nothing but the course."""

import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.content import read_course
from bot.content.release import dump, load, release_hash
from bot.course import model
from tests.content.small_course import good_files, write

W = TypeVar("W")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ids = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
languages = st.sampled_from(["en", "uk", "pt"])
numbers = st.integers(1, 9)


def localized(values: st.SearchStrategy[W]) -> st.SearchStrategy[dict[str, W]]:
    return st.dictionaries(languages, values, min_size=1)


def some(values: st.SearchStrategy[W]) -> st.SearchStrategy[tuple[W, ...]]:
    return st.lists(values, max_size=2).map(tuple)


pictures = st.none() | st.builds(
    model.Picture,
    sha256=texts,
    media_type=st.sampled_from(["image/png", "image/jpeg", "image/webp"]),
    description=texts,
)
options = st.builds(model.OptionWording, text=texts, reply=texts)
questions = st.builds(
    model.Question, text=texts, question=texts, options=some(options), picture=pictures
)
scales = st.builds(model.Scale, text=texts, question=texts, ends=st.tuples(texts, texts))
prompts = st.builds(model.Prompt, text=texts, question=texts)
conditions = st.none() | st.builds(
    model.Condition, step=ids, options=st.frozensets(numbers, min_size=1)
)
says = st.builds(
    model.Say,
    id=ids,
    words=localized(st.builds(model.Passage, text=texts, picture=pictures)),
    deeper=st.booleans(),
    when=conditions,
)
chooses = st.builds(
    model.Choose,
    id=ids,
    words=localized(questions),
    options=numbers,
    right=st.none() | st.frozensets(st.integers(1, 60), max_size=9),
    several=st.booleans(),
    most=st.none() | numbers,
    about=st.none() | ids,
    poll=st.booleans(),
    optional=st.booleans(),
    when=conditions,
)
rates = st.builds(
    model.Rate,
    id=ids,
    words=localized(scales),
    low=numbers,
    high=numbers,
    optional=st.booleans(),
    when=conditions,
)
writes = st.builds(
    model.Write, id=ids, words=localized(prompts), optional=st.booleans(), when=conditions
)
steps = some(st.one_of(says, chooses, rates, writes))
episodes = st.builds(
    model.Episode,
    id=ids,
    title=localized(texts),
    minutes=numbers,
    steps=steps,
    sources=localized(some(texts)),
)
banks = st.builds(
    model.Test,
    id=ids,
    title=localized(texts),
    bank=some(chooses),
    draw=numbers,
    pass_mark=numbers,
)
questionnaires = st.none() | st.builds(
    model.Questionnaire, id=ids, title=localized(texts), steps=steps
)
follow_ups = st.builds(
    model.FollowUp,
    id=ids,
    title=localized(texts),
    steps=steps,
    after=st.none() | ids,
    days=numbers,
    draw=st.booleans(),
)
terms = st.builds(
    model.Terms,
    issuer=localized(texts),
    hours=st.none() | numbers,
    credits=st.none() | localized(texts),
)
courses = st.builds(
    model.Course,
    id=ids,
    source_language=languages,
    languages=some(languages),
    title=localized(texts),
    summary=localized(texts),
    modules=some(
        st.builds(
            model.Module,
            id=ids,
            title=localized(texts),
            episodes=some(episodes),
            test=st.none() | banks,
            starters=some(localized(texts)),
        )
    ),
    after_episode=questionnaires,
    before=questionnaires,
    after=questionnaires,
    follow_ups=some(follow_ups),
    reminders=some(numbers),
    review_days=numbers,
    limits=st.builds(model.Limits, mornings_only=st.booleans(), a_day=numbers),
    certificate=st.none() | terms,
    survey=st.none()
    | st.builds(
        model.Survey,
        questions=st.builds(model.Questionnaire, id=ids, title=localized(texts), steps=steps),
        anonymous=st.booleans(),
        minutes=numbers,
        until=st.none() | st.dates(),
    ),
)


@given(courses)
def test_a_course_comes_back_from_its_json(course: model.Course) -> None:
    text = dump(course)
    assert load(text) == course
    assert dump(load(text)) == text
    assert release_hash(dump(load(text))) == release_hash(text)


@given(courses, courses)
def test_two_courses_share_a_hash_only_if_they_are_equal(
    one: model.Course, other: model.Course
) -> None:
    assert (release_hash(dump(one)) == release_hash(dump(other))) == (one == other)


def test_the_order_of_mappings_does_not_matter(tmp_path: Path) -> None:
    root = write(good_files(), tmp_path)
    course = read_course(root / "small", root).course
    assert course is not None
    turned = model.Course(
        id=course.id,
        source_language=course.source_language,
        languages=course.languages,
        title=dict(reversed([*course.title.items()])),
        summary=course.summary,
        modules=course.modules,
        after_episode=course.after_episode,
    )
    assert dump(turned) == dump(course)


def test_the_hash_is_the_same_in_every_process(tmp_path: Path) -> None:
    root = write(good_files(), tmp_path)
    course = read_course(root / "small", root).course
    assert course is not None
    program = (
        "import sys; from pathlib import Path; from bot.content import read_course;"
        "from bot.content.release import dump, release_hash; root = Path(sys.argv[1]);"
        "print(release_hash(dump(read_course(root / 'small', root).course)))"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-B", "-c", program, root],
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("0", "1", "2")
    }
    assert hashes == {release_hash(dump(course))}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"id": 1}', "\x00"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        load(text)
