"""What people send besides text, as the Bot API describes it."""

import base64
from typing import Any

from .files import Files

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJg"
    "gg=="
)
FIELDS: dict[str, dict[str, Any]] = {
    "voice": {"duration": 3, "mime_type": "audio/ogg"},
    "audio": {"duration": 60, "mime_type": "audio/mpeg", "title": "Song"},
    "video": {"width": 640, "height": 360, "duration": 5, "mime_type": "video/mp4"},
    "video_note": {"length": 240, "duration": 4},
    "animation": {"width": 320, "height": 240, "duration": 2, "mime_type": "video/mp4"},
    "document": {"file_name": "notes.pdf", "mime_type": "application/pdf"},
    "sticker": {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
    },
}
PLAIN: dict[str, dict[str, Any]] = {
    "location": {"latitude": 50.45, "longitude": 30.52},
    "contact": {"phone_number": "+380440000000", "first_name": "Olena"},
    "dice": {"emoji": "🎲", "value": 4},
    "venue": {
        "location": {"latitude": 50.45, "longitude": 30.52},
        "title": "City hall",
        "address": "1 Square",
    },
    "poll": {
        "id": "1",
        "question": "Which?",
        "options": [
            {"text": "One", "voter_count": 0, "persistent_id": "1"},
            {"text": "Two", "voter_count": 0, "persistent_id": "2"},
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
    },
}


def sent(kind: str, files: Files, fields: dict[str, Any]) -> Any:
    """The value of the message's field `kind`."""
    if kind in PLAIN:
        return PLAIN[kind] | fields
    if kind == "photo":
        content = fields.get("content", PIXEL)
        stored = files.add("photo", content, "photo.png", 1, 1)
        return [stored.json() | {"width": 1, "height": 1}]
    if kind not in FIELDS:
        raise ValueError(f"people do not send {kind!r}")
    stored = files.add(kind, fields.pop("content", kind.encode()), kind)
    return stored.json() | FIELDS[kind] | fields
