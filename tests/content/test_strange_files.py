"""Links, pipes, folders and names that no author would make, and bombs that somebody might."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content import read_course, read_lessons
from tests.content.small_course import PNG, good_files, write


def replace(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


def link_out(path: Path) -> None:
    outside = path.parents[3] / "outside"
    outside.write_bytes(PNG if path.suffix == ".png" else b"secret")
    path.symlink_to(outside)


def link_to_itself(path: Path) -> None:
    path.symlink_to(path)


STRANGE: dict[str, Callable[[Path], object]] = {
    "a link out": link_out,
    "a link to itself": link_to_itself,
    "a link to nothing": lambda path: path.symlink_to("nothing"),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
}
FILES = ("small/course.yaml", "small/01-queue/en.md", "small/01-queue/uk.md")
MORE_FILES = ("small/01-queue/queue.png", "small/01-queue/made-from/uk.md")


@pytest.mark.parametrize("file", FILES + MORE_FILES)
@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_file_is_reported_and_never_read(name: str, file: str, tmp_path: Path) -> None:
    root = write(good_files(), tmp_path / "lessons")
    replace(root / file, STRANGE[name])
    lessons = read_lessons(root)
    # A dead link is a file that is not there: for a translation, only a late one.
    late = (name, file.endswith("/uk.md")) == ("a link to nothing", True)
    assert bool(lessons.courses) == late
    assert lessons.problems
    assert not any("secret" in each.message for each in lessons.problems)


def test_a_link_to_a_folder_outside_is_not_entered(tmp_path: Path) -> None:
    root = write(good_files(), tmp_path / "lessons")
    (root / "small/01-queue").rename(tmp_path / "elsewhere")
    (root / "small/01-queue").symlink_to(tmp_path / "elsewhere")
    problems = [(each.file, each.line, each.message) for each in read_lessons(root).problems]
    assert problems == [
        (
            "small/course.yaml",
            10,
            "The folder `01-queue` leads out of this course: put a copy of it here instead.",
        )
    ]


def test_a_course_that_is_a_link_out_is_not_entered(tmp_path: Path) -> None:
    root = tmp_path / "lessons"
    root.mkdir()
    write(good_files(), tmp_path / "elsewhere")
    (root / "small").symlink_to(tmp_path / "elsewhere/small")
    read = read_course(root / "small", root)
    assert (read.course, [each.file for each in read.problems]) == (None, ["small"])


def test_a_name_that_is_no_text_can_still_be_printed(tmp_path: Path) -> None:
    root = write(good_files(), tmp_path)
    bad = os.fsencode(root) + b"/small/01-queue/\xff\n.md"
    with open(bad, "wb") as stream:
        stream.write(b"x")
    (problem,) = read_lessons(root).problems
    assert problem.file == "small/01-queue/\\xff?.md"
    f"{problem.file}{problem.message}".encode()


BOMBS = {
    "aliases": b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: &d [*c,*c]\n",
    "deep lists": b"id: " + b"[" * 20_000,
    "deep maps": b"{a: " * 5_000,
    "deep dashes": b"- " * 9_000,
    "deep questions": b"? " * 10_000,
    "brackets one below another": b"[\n" * 30_000,
    "bars": b"| " * 30_000,
    "open quotation": b"id: '" + b"x\n" * 30_000,
    "many keys": b"".join(b"k%d: [1,2]\n" % n for n in range(1_000)),
    "colons": b": " * 10_000,
    "ampersands": b"&a " * 20_000,
    "a long number": b"pass_mark: " + b"9" * 20_000,
    "a surrogate": b'id: "\\ud800"',
    "a merge": b"<<: {id: x}",
    "a date": b"id: 2025-99-99",
    "a binary": b"id: !!binary x",
    "a key of keys": b"? {a: b}\n: c",
    "two documents": b"id: a\n---\nid: b\n",
    "a list": b"- a\n- b\n",
    "words": b"just words",
    "nothing": b"null",
    "languages outside": b"languages: [../../etc, /etc/passwd]\nsource_language: /etc/passwd\n",
    "odd modules": b"modules: {a: [b]}\nlanguages: {en: uk}\nafter_episode: [x]\n",
    "odder modules": b"modules: [x, {episodes: 1, test: [2]}, {episodes: [{a: b}]}]\n",
    "folders everywhere": b"modules: [{episodes: ['/etc', '..', '.', '', 'a/b', '~', '\\']}]\n",
}
LESSONS = {
    "deep quotations": b">" * 200_000,
    "deep lists": b"- " * 100_000,
    "open brackets": b"[" * 20_000,
    "open pictures": b"![" * 8_000,
    "open stars": b"*a **" * 20_000,
    "deep list in front": b"---\ntitle: " + b"[" * 30_000 + b"\n---\n",
    "odd pictures": b"---\ntitle: x\n---\n![a](%00.png)\n\n---\n![a](%0a)\n\n---\n![a]("
    + b"a" * 5000,
    "odd links": b"---\ntitle: x\n---\n[a](https://[) [b](//x) [c](<https:// a>) <ftp://x>\n",
    "long front": b"---\ntitle: " + b"x" * 200_000 + b"\n---\n",
    "entities": b"---\ntitle: x\n---\n&#0; &#xD800; &nosuch; &amp;\n",
    "only rules": b"---\n" * 5_000,
    "only names": b"{#a}\n" * 20_000,
    "only headings": b"## x {#a .quiz}\n" * 1_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_course_file_is_a_bomb(name: str, tmp_path: Path) -> None:
    lessons = read_lessons(write(good_files() | {"small/course.yaml": BOMBS[name]}, tmp_path))
    assert lessons.courses == {}
    assert lessons.problems


@pytest.mark.parametrize("name", LESSONS)
def test_no_lesson_is_a_bomb(name: str, tmp_path: Path) -> None:
    lessons = read_lessons(write(good_files() | {"small/01-queue/en.md": LESSONS[name]}, tmp_path))
    assert lessons.courses == {}
    assert lessons.problems
