"""A form with a file, read as it comes: the same however it is cut, and never more than may come."""

from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.desk import upload
from bot.channels.web.desk.upload import LARGEST_WORDS, Malformed, Uploaded

B = "----WebKitFormBoundaryAbc"
TYPE = f"multipart/form-data; boundary={B}"
MOST = 1000


def largest(name: str, media_type: str) -> int:
    return MOST if media_type == "application/pdf" and name != "never.pdf" else 0


def words(name: str, value: bytes) -> bytes:
    return (
        f'--{B}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
    )


def file(content: bytes, media_type: str = "application/pdf", name: str = "план.pdf") -> bytes:
    head = f'--{B}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    return f"{head}Content-Type: {media_type}\r\n\r\n".encode() + content + b"\r\n"


END = f"--{B}--\r\n".encode()


class Coming:
    """Pieces that come, and how many of them were taken."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.pieces = pieces
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for each in self.pieces:
            self.taken += 1
            yield each


async def read(
    *pieces: bytes, content_type: str = TYPE
) -> tuple[dict[str, tuple[bytes, ...]], Uploaded | None]:
    return await upload.read(aiter(Coming(pieces)), content_type, largest)


@given(
    content=st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.sampled_from((b"\r", b"\n", b"-", b"--", B.encode(), f"\r\n--{B}"[:-1].encode())),
            max_size=12,
        ).map(b"".join),
    ),
    cuts=st.lists(st.integers(min_value=1, max_value=60), max_size=40),
)  # fmt: skip
async def test_it_is_the_same_however_it_is_cut(content: bytes, cuts: list[int]) -> None:
    whole = words("key", b"k") + words("description", "Черга".encode()) + file(content) + END
    pieces: list[bytes] = []
    rest = whole
    for cut in cuts:
        pieces, rest = [*pieces, rest[:cut], b""], rest[cut:]
    assert await read(*pieces, rest) == (
        {"key": (b"k",), "description": ("Черга".encode(),)},
        Uploaded(
            name="план.pdf", media_type="application/pdf", size=len(content), content=content
        ),
    )  # fmt: skip


async def test_a_field_without_a_file_chosen_has_none() -> None:
    whole = words("key", b"k") + file(b"", "application/octet-stream", "") + END
    assert await read(whole) == ({"key": (b"k",)}, None)


@pytest.mark.parametrize(
    ("media_type", "name", "read_at_most"),
    [("text/html", "a.html", 2), ("application/pdf", "never.pdf", 2), ("application/pdf", "a", 13)],
)
async def test_what_is_refused_is_not_read_to_its_end(
    media_type: str, name: str, read_at_most: int
) -> None:
    """By its kind at once; by its size as soon as it is too much. Nothing of it is kept."""
    head, _, _ = file(b"", media_type, name).partition(b"\r\n\r\n")
    coming = Coming([words("key", b"k") + head + b"\r\n\r\n", *[b"x" * 100] * 100, b"\r\n" + END])
    known, came = await upload.read(aiter(coming), TYPE, largest)
    assert (known, came and came.content) == ({"key": (b"k",)}, b"")
    assert came is not None
    assert came.size > (MOST if read_at_most > 2 else 0)
    assert coming.taken <= read_at_most


async def test_as_large_as_it_may_be_and_one_more() -> None:
    _, came = await read(file(b"x" * MOST) + END)
    assert came is not None
    assert len(came.content) == MOST
    _, came = await read(file(b"x" * (MOST + 1)) + END)
    assert came is not None
    assert (came.size, came.content) == (MOST + 1, b"")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", words("key", b"k") + END),
        ("multipart/form-data; boundary=", words("key", b"k") + END),
        (f"multipart/form-data; boundary={'x' * 71}", words("key", b"k") + END),
        (TYPE, b""),
        (TYPE, b"--other\r\n\r\n"),
        (TYPE, b"\r\n" + words("key", b"k") + END),
        (TYPE, words("key", b"k")),
        (TYPE, words("key", b"x" * (LARGEST_WORDS + 1)) + END),
        (TYPE, words("key", b"k") * 30 + END),
        (TYPE, file(b"cut off before its end")[:-5]),
        (TYPE, f"--{B}\r\n".encode() + b"x" * 5000 + b"\r\n\r\n" + END),
        (TYPE, f"--{B}\r\nContent-Disposition: attachment\r\n\r\nx\r\n".encode() + END),
        (TYPE, f'--{B}\r\nContent-Disposition: form-data; name=""\r\n\r\nx\r\n'.encode() + END),
        (TYPE, f"--{B}\r\n\r\nx\r\n".encode() + END),
    ],
)
async def test_what_is_no_form_of_ours(content_type: str, body: bytes) -> None:
    with pytest.raises(Malformed):
        await read(body, content_type=content_type)


async def test_spaces_after_a_boundary_are_not_read_without_end() -> None:
    coming = Coming([words("key", b"k") + f"--{B}".encode(), *[b" " * 100] * 100])
    with pytest.raises(Malformed):
        await upload.read(aiter(coming), TYPE, largest)
    assert coming.taken < 50
