"""A form with a file in it (RFC 7578), read as it comes: what is too large or of a wrong kind is
refused before it has all been read, and kept nowhere."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

MEDIA_TYPE = "multipart/form-data"
LONGEST_BOUNDARY = 70
"""Bytes (RFC 2046, 5.1.1)."""
LARGEST_HEAD = 2_000
LARGEST_WORDS = 10_000
MOST_PARTS = 20
"""Bytes and parts: no form of ours with a file has more."""

Largest: TypeAlias = Callable[[str, str], int]
"""How many bytes a file may have, by its name and what it is said to be; 0: it is not taken."""

Parts: TypeAlias = dict[str, tuple[bytes, ...]]


class Malformed(ValueError):
    """What came is no form, or none of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A file as it came. Of one that was refused on the way there is no content, only how much of it
    had come by then."""

    name: str
    media_type: str
    size: int
    content: bytes


async def read(
    stream: AsyncIterator[bytes], content_type: str, largest: Largest
) -> tuple[Parts, Uploaded | None]:
    """The words, and the file if there is one. Reading ends with the file, or where it is refused.

    Never holds more than the largest file and a few words. Raises Malformed.
    """
    _, said = parse_options_header(content_type.encode("latin-1", "replace"))
    boundary = said.get(b"boundary", b"")
    if not 0 < len(boundary) <= LONGEST_BOUNDARY:
        raise Malformed
    form = _Form(largest)
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": form.begin,
            "on_header_begin": lambda: form.headers.append((bytearray(), bytearray())),
            "on_header_field": lambda data, start, end: form.headers[-1][0].extend(data[start:end]),
            "on_header_value": lambda data, start, end: form.headers[-1][1].extend(data[start:end]),
            "on_headers_finished": form.end_head, "on_part_data": form.add,
            "on_part_end": form.end_part, "on_end": form.end,
        },
        max_header_size=LARGEST_HEAD,
    )  # fmt: skip
    try:
        async for piece in stream:
            if not form.around and piece.startswith((b"\r", b"\n")):
                raise Malformed
            form.around += len(piece)
            parser.write(piece)
            if form.around > LARGEST_HEAD * (form.parts + 1):
                raise Malformed
    except MultipartParseError:
        raise Malformed from None
    except _Enough as enough:
        return form.words, enough.file
    raise Malformed


class _Enough(Exception):
    """All has come, or the file has, or what has come of it is refused."""

    def __init__(self, file: Uploaded | None = None) -> None:
        self.file = file


class _Form:
    """What has come; `around`: bytes that are no part's content; `parts`: how many have begun."""

    def __init__(self, largest: Largest) -> None:
        self.words: Parts = {}
        self.around = self.parts = 0
        self._largest = largest

    def begin(self) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise Malformed
        self.headers: list[tuple[bytearray, bytearray]] = []
        self._content = bytearray()

    def end_head(self) -> None:
        head = {bytes(name).lower(): bytes(value) for name, value in self.headers}
        kind, said = parse_options_header(head.get(b"content-disposition"))
        self._name, file = said.get(b"name", b"").decode("utf-8", "replace"), said.get(b"filename")
        if kind != b"form-data" or not self._name:
            raise Malformed
        self._file, self._most = None, LARGEST_WORDS
        if file is not None:
            name = file.replace(b"%22", b'"').decode("utf-8", "replace")
            media_type = parse_options_header(head.get(b"content-type"))[0].decode("latin-1")
            self._file = Uploaded(name=name, media_type=media_type, size=0, content=b"")
            self._most = self._largest(name, media_type)

    def add(self, data: bytes, start: int, end: int) -> None:
        self.around -= end - start
        self._content += data[start:end]
        if len(self._content) <= self._most:
            return
        if self._file is None:
            raise Malformed
        raise _Enough(replace(self._file, size=len(self._content)))

    def end_part(self) -> None:
        if self._file is None:
            self.words[self._name] = (*self.words.get(self._name, ()), bytes(self._content))
        elif self._file.name or self._content:
            came = bytes(self._content)
            raise _Enough(replace(self._file, size=len(came), content=came))

    def end(self) -> None:
        raise _Enough
