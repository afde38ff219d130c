"""Pictures of lessons: really pictures, light enough for a poor network, described in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import unquote

import imagesize
from markdown_it.token import Token

from bot.content.files import Refusal, cut_short, did_you_mean, entries, read_bytes
from bot.content.problem import Complain
from bot.course.model import Picture

MediaType: TypeAlias = Literal["image/png", "image/jpeg", "image/webp"]
PICTURE_LIMIT = 150_000
LONGEST_SIDES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    content: bytes
    media_type: MediaType
    width: int
    height: int


Media: TypeAlias = Mapping[str, Medium]
"""Pictures by the SHA-256 of their content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """Where the pictures of one activity lie, and those that were good."""

    folder: Path
    media: dict[str, Medium]

    def take(self, token: Token, line: int, complain: Complain) -> Picture | None:
        """The picture a lesson shows, or None once everything wrong with it was reported."""
        name = unquote(str(token.attrs.get("src", "")))
        shown = cut_short(name)
        description = " ".join(token.content.split())
        if not description:
            complain(
                line,
                f"The picture `{shown}` has no description: write `![what it shows]({shown})`.",
            )
        medium = self._medium(name, line, complain)
        if medium is None or not description:
            return None
        digest = sha256(medium.content).hexdigest()
        self.media[digest] = medium
        return Picture(
            sha256=digest, media_type=medium.media_type, width=medium.width, height=medium.height,
            description=description,
        )  # fmt: skip

    def _medium(self, name: str, line: int, complain: Complain) -> Medium | None:
        shown = f"The picture `{cut_short(name)}`"
        if "/" in name or "\\" in name or name in ("", ".", ".."):
            complain(
                line,
                f"{shown} must lie in the folder of this lesson: copy it here and write only"
                " its name.",
            )
            return None
        content = read_bytes(self.folder / name, inside=self.folder, limit=PICTURE_LIMIT)
        if isinstance(content, Refusal):
            near = did_you_mean(name, [each.name for each in entries(self.folder)])
            what = f": put it here or correct the name.{near}" if content.missing else "."
            complain(line, f"{shown} {content.reason}{what}")
            return None
        media_type = recognise(content)
        if media_type is None:
            complain(line, f"{shown} is damaged or no PNG, JPEG or WebP: save it as one of these.")
            return None
        width, height = imagesize.get(BytesIO(content))
        if not _fits_telegram(width, height):
            complain(
                line,
                f"{shown} is {width} by {height} pixels: Telegram takes at most 10,000 for both sides"
                " together, and no side 20 times the other.",
            )
            return None
        return Medium(content=content, media_type=media_type, width=width, height=height)


def _fits_telegram(width: int, height: int) -> bool:
    """The limits of `sendPhoto` in the Bot API."""
    if min(width, height) < 1:
        return False
    return width + height <= LONGEST_SIDES and max(width, height) <= 20 * min(width, height)


def recognise(content: bytes) -> MediaType | None:
    """What kind of picture the bytes are, judged by their beginning and end alone."""
    if content.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") and b"IEND" in content[-64:]:
        return "image/png"
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-64:]:
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:15] == b"WEBPVP8" and _whole_riff(content):
        return "image/webp"
    return None


def _whole_riff(content: bytes) -> bool:
    return int.from_bytes(content[4:8], "little") + 8 <= len(content) + 1
