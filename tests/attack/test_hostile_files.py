"""Files that are something else than they are said to be, or two things at once, or far too much."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.pictures import recognise
from bot.content.reading import read_lessons
from bot.service.desk.enclosing import FILES, LARGEST_FILE, LARGEST_PICTURE, refusal
from bot.service.desk.enclosing import _wrong as wrong
from tests.content.small_course import PNG, good_files, write

PDF = "application/pdf"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def png(width: int, height: int) -> bytes:
    """A few bytes that say they are so many points."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    begin = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return begin + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


NO_PICTURES = {
    "a drawing with a script": SVG,
    "a page": HTML,
    "a picture with an archive behind it": PNG + zipped(x=b"y" * 99),
    "a picture with a page behind it": PNG + HTML * 5,
    "the beginning of a picture": PNG[:20],
    "a page that begins like a picture": b"\x89PNG\r\n\x1a\n" + HTML,
    "an animation": b"GIF89a" + PNG[6:],
    "an archive": zipped(x=PNG),
    "a program": b"MZ" + PNG[2:],
    "nothing": b"",
}
BOMBS = {"wide": png(60_000, 20), "high": png(20, 60_000), "all sides": png(65_000, 65_000),
         "no width": png(0, 9), "no height": png(9, 0), "most": png(2**31 - 1, 2**31 - 1)}  # fmt: skip


@pytest.mark.parametrize("name", NO_PICTURES | BOMBS)
def test_no_picture_of_an_announcement(name: str) -> None:
    content = (NO_PICTURES | BOMBS)[name]
    assert wrong("image/png", content) == "file-wrong"
    assert wrong("image/jpeg", content) == "file-wrong"


@pytest.mark.parametrize("name", NO_PICTURES | BOMBS)
def test_no_picture_of_a_lesson(name: str, tmp_path: Path) -> None:
    content = (NO_PICTURES | BOMBS)[name]
    files = good_files() | {"small/01-queue/queue.png": content}
    lessons = read_lessons(write(files, tmp_path))
    assert lessons.courses == {}
    assert any("The picture" in each.message for each in lessons.problems)


@pytest.mark.parametrize("media_type", FILES)
def test_no_file_of_an_announcement(media_type: str) -> None:
    others = {kind: begins for kind, (_, begins) in FILES.items() if begins != FILES[media_type][1]}
    for content in (SVG, HTML, PNG, b"MZ", b"", b"%PDF", b" %PDF-", *others.values()):
        assert wrong(media_type, content) == "file-wrong"


@pytest.mark.parametrize(
    "kind",
    [
        "image/svg+xml", "text/html", "application/zip", "application/x-msdownload", "", "image/png ",
        "application/vnd.ms-word.document.macroEnabled.12", "IMAGE/PNG", "image/webp", "image/gif",
    ],
)  # fmt: skip
def test_what_is_not_taken_at_all(kind: str) -> None:
    assert refusal(kind, 10) == "file-type"


def test_a_size_that_cannot_be() -> None:
    for kind, most in (("image/png", LARGEST_PICTURE), (PDF, LARGEST_FILE)):
        told = [refusal(kind, size) for size in (-1, 0, 1, most, most + 1, 2**80)]
        assert told == ["file-size", "file-size", None, None, "file-size", "file-size"]


SIGNS = (
    b"\x89PNG\r\n\x1a\n", b"\0\0\0\rIHDR", b"IEND", b"\xff\xd8\xff", b"\xff\xc0", b"\xff\xd9",
    b"\0\x08", b"RIFF", b"WEBPVP8 ", b"WEBPVP8X", b"WEBPVP8L", b"Exif\0\0", b"MM\0*",
)  # fmt: skip
BYTES = st.lists(st.sampled_from(SIGNS) | st.binary(max_size=20)).map(b"".join)


@given(BYTES, st.sampled_from([b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff"]))
def test_fuzz_a_picture(content: bytes, begins: bytes) -> None:
    """Measuring a picture never fails, whatever it is."""
    for ends in (b"", b"IEND", b"\xff\xd9"):
        picture = begins + content + ends
        kind = recognise(picture)
        if kind is not None:
            wrong(kind, picture)
