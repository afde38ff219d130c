"""Files Telegram holds: uploaded once, sent again by `file_id`."""

import hashlib
from dataclasses import dataclass
from typing import Any

from .errors import WRONG_FILE, bad_request
from .images import picture
from .params import Upload

MAX_PHOTO = 10 * 2**20
MAX_DOCUMENT = 50 * 2**20
MAX_DOWNLOAD = 20 * 2**20
SIZES = (90, 320, 800, 1280, 2560)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    file_id: str
    unique_id: str
    kind: str
    content: bytes
    name: str
    path: str
    width: int = 0
    height: int = 0

    def json(self) -> dict[str, Any]:
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What a message shows besides its text. Equal when it is the same file."""

    kind: str
    unique_id: str
    content: bytes
    payload: str
    name: str = ""


class Files:
    """Gives the same `file_id` for the same bytes and refuses any other identifier."""

    def __init__(self, owner: int) -> None:
        self.owner = owner
        self.by_id: dict[str, Stored] = {}
        self.by_path: dict[str, Stored] = {}

    def add(self, kind: str, content: bytes, name: str, width: int = 0, height: int = 0) -> Stored:
        digest = hashlib.blake2s(content, digest_size=9).hexdigest()
        unique = f"AQAD{digest[:12]}{kind[:1]}{width:x}"
        folder = {"photo": "photos", "document": "documents"}.get(kind, f"{kind}s")
        stored = Stored(
            file_id=f"AgACAgIAAx{kind[:3]}{digest}_{self.owner}_{width}x{height}",
            unique_id=unique,
            kind=kind,
            content=content,
            name=name,
            path=f"{folder}/file_{digest[:8]}_{name}",
            width=width,
            height=height,
        )
        self.by_path[stored.path] = stored
        return self.by_id.setdefault(stored.file_id, stored)

    def find(self, file_id: str) -> Stored:
        if file_id not in self.by_id:
            raise bad_request(WRONG_FILE)
        return self.by_id[file_id]

    def photo(self, value: Upload | str) -> list[Stored]:
        """Every size of a picture, the largest last."""
        if isinstance(value, str):
            stored = self._again(value, "photo")
            content, name = stored.content, stored.name
        else:
            content, name = value.content, value.name
        if not content:
            raise bad_request("file must be non-empty")
        if len(content) > MAX_PHOTO:
            raise bad_request(
                f"file of size {len(content)} bytes is too big for a photo; "
                f"the maximum size is {MAX_PHOTO} bytes"
            )
        return self._sizes(content, name)

    def _sizes(self, content: bytes, name: str) -> list[Stored]:
        found = picture(content)
        if found is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = found.width, found.height
        if min(width, height) == 0 or width + height > 10_000:
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        if max(width, height) > 20 * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        longest = max(width, height)
        sides = [*[side for side in SIZES if side < longest][:4], min(longest, SIZES[-1])]
        return [
            self.add("photo", content, name, width * s // longest or 1, height * s // longest or 1)
            for s in sides
        ]

    def document(self, value: Upload | str) -> Stored:
        if isinstance(value, str):
            return self._again(value, "document")
        if not value.content:
            raise bad_request("file must be non-empty")
        if len(value.content) > MAX_DOCUMENT:
            raise bad_request("file is too big")
        return self.add("document", value.content, value.name)

    def _again(self, value: str, kind: str) -> Stored:
        if value.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        stored = self.find(value)
        if stored.kind != kind:
            raise bad_request("type of file mismatch")
        return stored
