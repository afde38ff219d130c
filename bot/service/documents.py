"""The documents that go with messages: the export, a certificate, a credential."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.service.certificates import Certificates
from bot.service.export import FILE_NAME, export
from bot.store.reader import Reader
from bot.view.page import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    name: str
    media_type: str
    content: bytes


DocumentOf: TypeAlias = Callable[[str, Effect, str | None], Awaitable[Document | None]]
"""The document of a person, by effect and course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """Only ever the documents of the very person who is named."""

    reader: Reader
    certificates: Certificates
    clock: Callable[[], datetime]

    async def of(self, learner_id: str, effect: Effect, course: str | None) -> Document | None:
        """What is to be attached; None where there is nothing, or nothing any more."""
        match effect:
            case "export":
                content = await export(self.reader, learner_id, self.clock())
                return _document((FILE_NAME, content) if content else None, "application/json")
            case "certificate" if course:
                found = await self.certificates.pdf(learner_id, course)
                return _document(found, "application/pdf")
            case "badge" if course:
                found = await self.certificates.badge(learner_id, course)
                return _document(found, "application/jwt")
            case _:
                return None


def _document(found: tuple[str, bytes] | None, media_type: str) -> Document | None:
    return Document(name=found[0], media_type=media_type, content=found[1]) if found else None
