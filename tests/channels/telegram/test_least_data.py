"""What is kept of an update before it is read: what reading needs, and nothing of anybody."""

import json
import time
from pathlib import Path

from hypothesis import given

from bot.channels.telegram.api import Api
from bot.channels.telegram.gate import Gate
from bot.channels.telegram.receive import needed, read
from bot.service.intake import Intake
from bot.service.received import Received
from bot.service.turns import Turns
from bot.store.writer import Writer
from bot.view.pages import View
from tests.channels.telegram.conftest import NOON
from tests.channels.telegram.test_reading import junk, updates

ANNA = {"id": 7, "is_bot": False, "first_name": "CANARYANNA", "username": "canary_anna"}
CHAT = {"id": 7, "type": "private", "first_name": "CANARYANNA"}
CONTACT = {
    "update_id": 1,
    "message": {
        "chat": CHAT, "from": ANNA, "message_id": 5,
        "contact": {"phone_number": "+380CANARY", "first_name": "CANARYANNA"},
        "reply_to_message": {"message_id": 4, "text": "CANARYQUOTE", "from": ANNA},
    },
}  # fmt: skip
FILE = {"file_id": "CANARYFILE", "file_unique_id": "CANARYFILE", "file_name": "CANARY.mp4"}
FILES = [
    {
        "update_id": number,
        "message": {
            "chat": CHAT, "from": ANNA, "message_id": number, kind: FILE, "caption": "CANARYCAPTION",
        },
    }
    for number, kind in enumerate(("voice", "audio", "video_note", "video", "animation"), start=2)
]  # fmt: skip
"""Of what only the team may send, pictures and documents, it is kept until the turn what it is."""


def outcome(update: object) -> Received | type[Exception] | None:
    try:
        return read(json.dumps(update))
    except ValueError:
        return ValueError


@given(updates | junk)
def test_reading_misses_nothing_that_was_left_out(update: object) -> None:
    assert outcome(needed(update)) == outcome(update)


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("epizod.db*"))


async def test_no_name_and_no_file_reaches_the_disk(
    api: Api, view: View, writer: Writer, tmp_path: Path
) -> None:
    intake = Intake(writer, Turns(view=view), {}, lambda: NOON, lambda: None)
    await Gate(api, intake, time.monotonic).accept([CONTACT, *FILES])
    kept = on_disk(tmp_path)
    assert b'"id": 7' in kept
    assert b'"reply_to_message": {"message_id": 4}' in kept
    assert b'"voice": {}' in kept
    assert b"CANARY" not in kept.upper()
