"""What the page sends, as it lies in the inbox: JSON with the address of the browser."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from bot.i18n import proposed_language
from bot.service.commands import arrived
from bot.service.received import Happening, Received, Tapped, Typed
from bot.store.learners import Address

NAME = "web"
RENAMED = {"Europe/Kiev": "Europe/Kyiv"}
"""Names that browsers still give to zones that have another name now."""


def read(body: str) -> Received | None:
    """Raises ValueError on a body that the server would not have let in."""
    match json.loads(body):
        case {"address": str(address), "start": {"course": str() | None as course}} as event:
            happening: Happening = arrived(course or "")
        case {
            "address": str(address),
            "press": {"token": str(token), "index": int(index)},
        } as event:
            happening = Tapped(token=token, index=index)
        case {"address": str(address), "text": str(text)} as event:
            named = event.get("message")
            happening = Typed(
                text=text.replace("\x00", ""), message=named if isinstance(named, str) else None
            )
        case _:
            raise ValueError("not an event of the chat page")
    return Received(
        address=Address(channel=NAME, address=address),
        happening=happening,
        language=proposed_language(event.get("language")),
        zone=_known(event.get("zone")),
    )


def _known(zone: Any) -> str | None:
    """The zone that the browser names, if it is one."""
    try:
        return RENAMED.get(zone, ZoneInfo(zone).key) if isinstance(zone, str) else None
    except (ValueError, OSError, LookupError):
        return None
