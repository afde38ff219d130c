"""The QR code of a group's link, as a picture that prints well. The text beside it says the same."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from bot.service.desk import groups
from bot.service.desk.sitting import sit
from bot.store.writer import Tx, Writer

PIXELS = 16
"""For each module of the code: some 600 in all, five centimetres at 300 dots an inch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """`administrators`: the Telegram ids of ADMIN_IDS."""

    writer: Writer
    administrators: Collection[str]
    clock: Callable[[], datetime]

    async def png(self, learner_id: str, group: str) -> tuple[str, bytes] | None:
        """Name and content; None for whoever has no right to the group at this very moment."""

        def link(tx: Tx) -> str | None:
            sitting = sit(tx, learner_id, self.administrators, self.clock())
            invitation = groups.invitation(sitting, group)
            return invitation.link if invitation else None

        found = await self.writer.run(link)
        return (f"group-{group}.png", code(found)) if found else None


def code(link: str) -> bytes:
    """A PNG in black and white, with the quiet zone around it."""
    import segno

    picture = BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="png", scale=PIXELS, border=4)
    return picture.getvalue()
