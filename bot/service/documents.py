"""The documents that go with messages: the export, a certificate, a credential, a report, a code."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.service.certificates import Certificates
from bot.service.codes import Codes
from bot.service.export import FILE_NAME, export
from bot.store import files
from bot.store.reader import Reader
from bot.view.page import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`text`: Markdown that says what it shows, in the language that was asked for."""

    name: str
    media_type: str
    content: bytes
    text: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether it is to be seen in the chat, and not only to be kept."""
        return self.media_type in ("image/png", "image/jpeg")


DocumentOf: TypeAlias = Callable[[str, Attachment, str], Awaitable[Document | None]]
"""The document that a person gets, in a language."""


ReportOf: TypeAlias = Callable[[str, str, str], Awaitable[Document | None]]
"""What has a name, for a person, in a language; see `bot.service.reports` and `survey_files`."""


async def no_report(learner_id: str, about: str, language: str) -> Document | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """Only ever what the very person who is named may have, at the moment of asking."""

    reader: Reader
    certificates: Certificates
    clock: Callable[[], datetime]
    codes: Codes
    report_of: ReportOf = no_report
    survey_of: ReportOf = no_report

    async def of(self, learner_id: str, attached: Attachment, language: str) -> Document | None:
        """What is to be attached; None where there is nothing, or nothing any more."""
        match attached.what:
            case "export":
                content = await export(self.reader, learner_id, self.clock())
                return _document((FILE_NAME, content) if content else None, "application/json")
            case "certificate":
                found = await self.certificates.pdf(learner_id, attached.about)
                return _document(found, "application/pdf")
            case "badge":
                found = await self.certificates.badge(learner_id, attached.about)
                return _document(found, "application/jwt")
            case "code":
                found = await self.codes.png(learner_id, attached.about)
                return _document(found, "image/png")
            case "report":
                return await self.report_of(learner_id, attached.about, language)
            case "survey":
                return await self.survey_of(learner_id, attached.about, language)
            case "file":
                return await self._file(learner_id, attached.about)

    async def _file(self, learner_id: str, about: str) -> Document | None:
        """What goes with an announcement, for those who get it. `about`: its content and its name."""
        sha256, _, name = about.partition("/")
        if not await files.is_for(self.reader, learner_id, sha256):
            return None
        found = await files.content(self.reader, sha256)
        return Document(name=name, media_type=found[0], content=found[1]) if found else None


def _document(found: tuple[str, bytes] | None, media_type: str) -> Document | None:
    return Document(name=found[0], media_type=media_type, content=found[1]) if found else None
