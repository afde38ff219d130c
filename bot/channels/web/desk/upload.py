"""A form with a file in it (RFC 7578), read as it comes: what is too large or of a wrong kind is
refused before it has all been read, and kept nowhere.
"""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TypeAlias

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

MEDIA_TYPE = "multipart/form-data"
LARGEST_HEAD = 2_000
LARGEST_WORDS = 10_000
MOST_PARTS = 20
"""Bytes and parts: no form of ours with a file has more."""

Largest: TypeAlias = Callable[[str, str], int]
"""How many bytes a file may have, by its name and what it is said to be; 0: it is not taken."""

Parts: TypeAlias = dict[str, tuple[bytes, ...]]

_boundary = re.compile(rb"[0-9A-Za-z'()+_,./:=?-]{1,70}")


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
    boundary = parse_options_header(content_type.encode())[1].get(b"boundary", b"")
    if _boundary.fullmatch(boundary) is None:
        raise Malformed
    form = _Form(largest)
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": form.begin, "on_header_field": form.name_header,
            "on_header_value": form.fill_header, "on_header_end": form.end_header,
            "on_headers_finished": form.open, "on_part_data": form.fill, "on_part_end": form.close,
            "on_end": form.end,
        },
        max_header_size=LARGEST_HEAD,
    )  # fmt: skip
    try:
        async for piece in stream:
            form.around += len(piece)
            parser.write(piece)
            if form.around > LARGEST_HEAD * (form.parts + 1):
                raise Malformed
    except MultipartParseError:
        raise Malformed from None
    except _Enough:
        return form.words, form.file
    raise Malformed


class _Enough(Exception):  # noqa: N818
    """All that is wanted has come."""


class _Form:
    """What has come. `around`: bytes so far that are the content of no part."""

    def __init__(self, largest: Largest) -> None:
        self.words: Parts = {}
        self.file: Uploaded | None = None
        self.around = self.parts = 0
        self._largest = largest

    def begin(self) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise Malformed
        self._headers: dict[bytes, bytes] = {}
        self._header, self._value, self._content = bytearray(), bytearray(), bytearray()

    def name_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def fill_header(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def end_header(self) -> None:
        self._headers[bytes(self._header).lower()] = bytes(self._value)
        self._header, self._value = bytearray(), bytearray()

    def open(self) -> None:
        kind, said = parse_options_header(self._headers.get(b"content-disposition"))
        name, file = said.get(b"name", b""), said.get(b"filename")
        if kind != b"form-data" or not 1 <= len(name) <= 100:
            raise Malformed
        media_type, _ = parse_options_header(self._headers.get(b"content-type"))
        ...
