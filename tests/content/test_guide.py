"""Advice by the numbers of the content guide. It never changes the exit code."""

from io import StringIO
from pathlib import Path

import pytest

from bot.content import read_lessons
from bot.content.check import check
from bot.content.guide import hints
from bot.content.readability import sentences, words_in
from tests.content.defects import EN, TEST, UK, Damage, both, put
from tests.content.full_course import MORE_OF_EPISODE_EN, MORE_OF_TEST_EN, full_files
from tests.content.small_course import Files, good_files, write

IDEA = "say its idea in one or two sentences."
WORDS = "One more plain sentence to read here. "
CASES: dict[str, tuple[Damage, str]] = {
    "a long message": (
        put(EN, "Olena reads", WORDS * 19 + "Olena reads"),
        f"{EN}:11: `hook`: 763 characters in the message, at most 700 read well.",
    ),
    "a long option": (
        both(put(EN, "Go outside", WORDS * 3), put(EN, "Stay inside", WORDS * 2 + "Stay inside")),
        f"{EN}:38: `your-move`: 113 characters in this option, at most 100 read well.",
    ),
    "options of unlike length": (
        put(EN, "Go outside", "Go outside and ask them"),
        f"{EN}:36: `your-move`: its options have 11 to 23 characters; keep them within 30 %.",
    ),
    "a long reply": (
        put(EN, "Nobody stops you.", WORDS * 8),
        f"{EN}:38: `your-move`: 303 characters in this reply, at most 300 read well.",
    ),
    "a long stem": (
        put(EN, "The online form", WORDS * 7 + "The online form"),
        f"{EN}:25: `ask-first`: 329 characters in situation and question, at most 300 read well.",
    ),
    "a long sentence": (
        put(EN, "Olena", "If " * 20 + "Olena"),
        f"{EN}:11: `hook`: the sentence “If If If If If …” has 25 words, at most 22 read well.",
    ),
    "a short description": (
        put(EN, "A long queue at a counter at eight in the morning, before", "A queue before"),
        f"{EN}:16: `message-1`: the picture's description has 29 characters, not 60–200.",
    ),
    "a long takeaway": (
        put(EN, "Ask those who", WORDS * 4 + "Ask those who"),
        f"{EN}:45: `takeaway`: 186 characters in the takeaway, at most 160 read well.",
    ),
    "no takeaway": (
        both(put(EN, "{#takeaway}", "{#end}"), put(UK, "{#takeaway}", "{#end}")),
        f"{EN}:1: The episode has no message `{{#takeaway}}`: {IDEA}",
    ),
    "a full stop in a title": (
        put(EN, "the room?", "it."),
        f"{EN}:2: The title ends with a full stop: delete it.",
    ),
    "too little text": (
        put(EN, "x", "x"),
        f"{EN}:1: A learner reads 185–188 characters here; 1400–2300 is the aim in `en`.",
    ),
    "a single quiz": (
        put(EN, "x", "x"),
        f"{EN}:1: The episode has 1 quiz questions; two or three work best.",
    ),
    "a straight apostrophe": (
        put("small/test-m1/uk.md", "п’ять", "п'ять"),
        "small/test-m1/uk.md:4: `street`: “п'я”: write the apostrophe ’.",
    ),
    "a forbidden option": (
        put(TEST, "The minister", "All of the above"),
        f"{TEST}:11: `desk`: “All of the above”: let every option stand by itself.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hint_names_what_to_improve(name: str, tmp_path: Path) -> None:
    damage, expected = CASES[name]
    files = good_files()
    damage(files)
    root = write(files, tmp_path)
    found = [f"{each.file}:{each.line}: {each.message}" for each in hints(read_lessons(root).pages)]
    assert expected in found
    assert check(root, StringIO()) == 0


def bank(rights: list[int]) -> bytes:
    """Ten questions; the right answer is always the longest."""
    questions = []
    for number, right in enumerate(rights):
        options = (
            f"- [{'x' if n == right else ' '}] Option {n}{'!' * (n == right)}\n  > Because.\n"
            for n in (1, 2, 3)
        )
        questions.append(f"## Why? {{#q{number} .quiz about=queue}}\n\n{''.join(options)}\n")
    return f"---\ntitle: Test\n---\n{''.join(questions)}".encode()


def test_a_bank_must_not_give_itself_away(tmp_path: Path) -> None:
    files = good_files()
    for name in ("en.md", "uk.md", "made-from/uk.md"):
        files[f"small/test-m1/{name}"] = bank([1, 1, 1, 1, 1, 2, 2, 2, 3, 3])
    lessons = read_lessons(write(files, tmp_path))
    assert lessons.problems == ()
    found = [each.message for each in hints(lessons.pages) if each.file == TEST]
    every, advice = ", ".join(f"q{n}" for n in range(10)), "at most 40 % keeps learners thinking"
    assert found == [
        "Option 1 is right in 5 of 10 questions; 25–42 % for each position is fair.",
        "Option 3 is right in 2 of 10 questions; 25–42 % for each position is fair.",
        f"The right answer is the longest in 10 of 10 questions ({every}); {advice}.",
    ]


def advice(files: Files, root: Path) -> set[str]:
    lessons = read_lessons(write(files, root))
    return {f"{each.file}:{each.line}: {each.message}" for each in hints(lessons.pages)}


def test_follow_ups_and_polls_count_for_no_advice_on_the_whole(tmp_path: Path) -> None:
    without = advice(good_files(), tmp_path / "without")
    files = full_files()
    assert MORE_OF_EPISODE_EN.encode() in files[EN]
    assert MORE_OF_TEST_EN.encode() in files[TEST]
    assert advice(files, tmp_path / "with") == without


def test_follow_ups_are_read_for_their_sentences_and_words(tmp_path: Path) -> None:
    files = full_files()
    put(EN, "Then you know", "If " * 20 + "then you know")(files)
    put(TEST, "Who opens", "Which of all of the above opens")(files)
    assert {
        f"{EN}:66: `thanks`: the sentence “If If If If If …” has 27 words, at most 22 read well.",
        f"{TEST}:33: `door`: “all of the above”: let every option stand by itself.",
    } <= advice(files, tmp_path)


def test_what_some_learners_are_shown_counts_for_the_longest_walk(tmp_path: Path) -> None:
    files = good_files()
    put(EN, "{#takeaway}", "{#hint when=ask-first:1}\nTen letters\n\n---\n\n{#takeaway}")(files)
    put(UK, "{#takeaway}", "{#hint when=ask-first:1}\nДесять\n\n---\n\n{#takeaway}")(files)
    expected = "A learner reads 185–199 characters here; 1400–2300 is the aim in `en`."
    assert f"{EN}:1: {expected}" in advice(files, tmp_path)


def test_sentences_and_words_are_counted_as_people_count_them() -> None:
    text = "«Хто там?» – спитала пані Ліда. Ніхто.\n• Пункт 1.2\n\nДжерело: закон. Стаття 5."
    assert sentences(text) == ["«Хто там?", "– спитала пані Ліда.", "Ніхто.", "• Пункт 1.2"]
    assert [len(words_in(each)) for each in sentences(text)] == [2, 3, 1, 2]
