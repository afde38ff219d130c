"""The results of a survey as a file, for those who may see them at the moment of asking."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from bot.course.desk.surveys import FileForm, SurveyShown
from bot.course.shelf import Shelf
from bot.i18n import Words
from bot.report.files import csv_file, workbook
from bot.report.surveys import survey as sheet_of
from bot.report.words import Reading
from bot.service.desk import surveys
from bot.service.desk.sitting import sit
from bot.service.documents import Document
from bot.service.reports import MEDIA_TYPES
from bot.store.writer import Tx, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFiles:
    """Serves the chat and the web desk alike. `administrators`: the Telegram ids of ADMIN_IDS."""

    writer: Writer
    shelf: Shelf
    words: Mapping[str, Words]
    clock: Callable[[], datetime]
    administrators: Collection[str] = ()

    async def of(self, learner_id: str, about: str, language: str) -> Document | None:
        """The file of a name; see `file_name`. None where this person may not see it now."""
        form, _, survey = about.partition("/")
        known = next((each for each in get_args(FileForm) if each == form), None)
        if known is None:
            return None

        def job(tx: Tx) -> SurveyShown | None:
            sitting = sit(tx, learner_id, self.administrators, self.clock())
            return surveys.everything(sitting, self.shelf, survey)

        shown = await self.writer.run(job)
        if shown is None or shown.hidden:
            return None
        t = self.words[language]
        reading = Reading(course=self.shelf.releases[shown.release], group="", t=t)
        sheet = sheet_of(shown, reading)
        content = await asyncio.to_thread(
            lambda: workbook([sheet], t) if known == "xlsx" else csv_file(sheet, t)
        )
        name = f"epizod-{survey}-{language}.{known}"
        return Document(name=name, media_type=MEDIA_TYPES[known], content=content)
