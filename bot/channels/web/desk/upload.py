"""A form with a file in it (RFC 7578), read as it comes: what is too large or of a wrong kind is
refused before it has all been read, and kept nowhere.

    boundary ─► head of a part ─┬─ words: at most so many bytes
                                └─ the file: nothing of a kind that is not taken ─► boundary ─► …
"""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TypeAlias

MEDIA_TYPE = "multipart/form-data"
LARGEST_HEAD = 2_000
LARGEST_WORDS = 10_000
MOST_PARTS = 20
"""Bytes and parts: no form of ours with a file has more."""
LAST = b"--"
"""What follows the boundary after which nothing comes."""

Largest: TypeAlias = Callable[[str, str], int]
"""How many bytes a file may have, by its name and what it is said to be; 0: it is not taken."""

Parts: TypeAlias = dict[str, tuple[bytes, ...]]

_boundary_of = re.compile(r"""; *boundary="?([0-9A-Za-z'()+_,./:=?-]{1,70})"? *(?:;|$)""")
_disposition = re.compile(
    rb'form-data; *name="([^"]{1,100})"(?:; *filename="([^"]*)")?', re.IGNORECASE
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    name: str
    file: str | None
    media_type: str


async def read(
    stream: AsyncIterator[bytes], content_type: str, largest: Largest
) -> tuple[Parts, Uploaded | None]:
    """The words, and the file if there is one. Reading ends where a file is refused.

    Never holds more than the largest file and a few words. Raises Malformed.
    """
    reading = _Reading(stream, _boundary(content_type))
    words: Parts = {}
    await reading.open()
    for _ in range(MOST_PARTS):
        head = await reading.head()
        if head is None:
            return words, None
        if head.file is None:
            content = await reading.content(LARGEST_WORDS)
            if len(content) > LARGEST_WORDS:
                raise Malformed
            words[head.name] = (*words.get(head.name, ()), content)
            continue
        most = largest(head.file, head.media_type)
        content = await reading.content(most)
        if head.file or content:
            kept = content if len(content) <= most else b""
            return words, Uploaded(
                name=head.file, media_type=head.media_type, size=len(content), content=kept
            )
    raise Malformed


def _boundary(content_type: str) -> bytes:
    found = _boundary_of.search(content_type)
    if found is None:
        raise Malformed
    return b"\r\n--" + found[1].encode()


class _Reading:
    """What has come and is not looked at yet. Before the first boundary stands a line end of ours."""

    def __init__(self, stream: AsyncIterator[bytes], boundary: bytes) -> None:
        self._stream = stream
        self._boundary = boundary
        self._waiting = bytearray(b"\r\n")

    async def open(self) -> None:
        """A form of a browser begins with its boundary; nothing stands before it."""
        if await self.content(0):
            raise Malformed

    async def head(self) -> _Head | None:
        """What the next part is; None after the last."""
        while len(self._waiting) < len(LAST):
            await self._more()
        if self._waiting.startswith(LAST):
            return None
        while b"\r\n\r\n" not in self._waiting:
            if len(self._waiting) > LARGEST_HEAD:
                raise Malformed
            await self._more()
        lines, _, rest = bytes(self._waiting).partition(b"\r\n\r\n")
        self._waiting = bytearray(rest)
        return _read_head(lines)

    async def content(self, most: int) -> bytes:
        """Up to the next boundary; of what is longer than `most`, a little more than that."""
        seen = 0
        while (end := self._waiting.find(self._boundary, seen)) < 0:
            if len(self._waiting) > most + len(self._boundary):
                return bytes(self._waiting)
            seen = max(0, len(self._waiting) - len(self._boundary))
            await self._more()
        content = bytes(self._waiting[:end])
        del self._waiting[: end + len(self._boundary)]
        return content

    async def _more(self) -> None:
        """Raises Malformed where nothing more comes, though something should."""
        async for part in self._stream:
            if part:
                self._waiting += part
                return
        raise Malformed


def _read_head(lines: bytes) -> _Head:
    named: dict[bytes, bytes] = {}
    for line in lines.split(b"\r\n"):
        name, _, value = line.partition(b":")
        named[name.strip().lower()] = value.strip()
    found = _disposition.fullmatch(named.get(b"content-disposition", b""))
    if found is None:
        raise Malformed
    name, file = found[1], found[2]
    said = named.get(b"content-type", b"").partition(b";")[0].strip().lower()
    return _Head(
        name=name.decode("utf-8", "replace"),
        file=None if file is None else file.replace(b"%22", b'"').decode("utf-8", "replace"),
        media_type=said.decode("ascii", "replace"),
    )
