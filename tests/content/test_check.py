"""What an author sees on the screen."""

from io import StringIO
from pathlib import Path

import pytest

from bot.content.check import check, mark_translated
from tests.content.defects import DEFECTS
from tests.content.small_course import EPISODE_EN, good_files, write


def run(root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The exit code and the text, run beside the folder as authors do."""
    monkeypatch.chdir(root.parent)
    out = StringIO()
    return check(Path(root.name), out), out.getvalue()


def without_hints(text: str) -> str:
    return "".join(line for line in text.splitlines(True) if not line.startswith("hint: "))


def test_a_good_course_gets_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, text = run(write(good_files(), tmp_path / "lessons"), monkeypatch)
    assert (code, without_hints(text)) == (
        0,
        "1 course, 1 episode, 1 test, 2 languages: no problems.\n",
    )


def test_problems_are_printed_by_file_and_line_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = good_files()
    for name in ("a fact to verify", "a stale step", "an option without feedback"):
        DEFECTS[name](files)
    files["small/01-queue/made-from/uk.md"] = EPISODE_EN.encode()
    code, text = run(write(files, tmp_path / "lessons"), monkeypatch)
    assert code == 1
    assert (
        without_hints(text)
        == """\
lessons/small/01-queue/en.md:9: This fact is not verified yet\
 (“Everyone has a right to take part.”): look it up and write `status: checked`,\
 or take it out of the text.
lessons/small/01-queue/en.md:38: The option “Go outside” has no reply:\
 write `  > reply` below it.
lessons/small/01-queue/uk.md:5: `hook` is older than en.md, which has changed since the\
 translation. Bring it up to date, then run\
 `python -m bot translated lessons/small/01-queue uk`.
    -Olena reads the plan **twice**.
    +Olena reads the new plan **twice**.
lessons/small/01-queue/uk.md:30: `your-move` is older than en.md, which has changed since the\
 translation. Bring it up to date, then run\
 `python -m bot translated lessons/small/01-queue uk`.
    -  > Nobody stops you.
4 problems in 2 files.
"""
    )


def test_translated_records_the_source_and_check_is_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = good_files()
    DEFECTS["a stale step"](files)
    root = write(files, tmp_path / "lessons")
    assert run(root, monkeypatch)[0] == 1
    out = StringIO()
    assert mark_translated(Path("lessons"), Path("lessons/small/01-queue"), "uk", out) == 0
    assert out.getvalue() == "Recorded: lessons/small/01-queue/made-from/uk.md\n"
    record = root / "small/01-queue/made-from/uk.md"
    assert record.read_bytes() == (root / "small/01-queue/en.md").read_bytes()
    assert run(root, monkeypatch)[0] == 0


@pytest.mark.parametrize(
    ("folder", "language", "line"),
    [
        ("lessons/small/09-none", "uk", "There is no folder lessons/small/09-none."),
        (
            "lessons/small/01-queue",
            "pt",
            "lessons/small/01-queue/pt.md does not exist.",
        ),
        ("lessons/small/01-queue", "en", "`en` is the source language: name a translation."),
        ("lessons/small/01-queue", "../uk", "`../uk` is not a language code such as `uk`."),
        ("lessons", "uk", "lessons is not the folder of an episode, test or questionnaire."),
        ("elsewhere", "uk", "The folder elsewhere is not in lessons."),
    ],
)
def test_translated_refuses_in_one_line(
    folder: str, language: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(good_files(), tmp_path / "lessons")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    before = sorted(root.rglob("*"))
    out = StringIO()
    assert mark_translated(Path("lessons"), Path(folder), language, out) == 1
    assert out.getvalue() == f"{line}\n"
    assert sorted(root.rglob("*")) == before


def test_a_record_is_never_written_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(good_files(), tmp_path / "lessons")
    records = root / "small/01-queue/made-from"
    (records / "uk.md").unlink()
    records.rmdir()
    (tmp_path / "elsewhere").mkdir()
    records.symlink_to(tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path)
    assert mark_translated(Path("lessons"), Path("small/01-queue"), "uk", StringIO()) == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []
