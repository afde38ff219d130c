"""The interface's languages: one gettext catalogue each, plural rules from its own header.

English sentences are the message ids. A catalogue is read from its `.po` file at the start, so
that there is nothing to compile; `make check` refuses a catalogue with a gap.
"""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_day_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

NAMES: Mapping[str, str] = {"en": "English", "uk": "Українська", "pt": "Português"}
"""The languages of Epizod, each by its own name, in the order in which they are offered."""

LOCALES: Mapping[str, str] = {"en": "en_GB", "uk": "uk_UA", "pt": "pt_PT"}
DAY_PATTERNS: Mapping[str, str] = {
    "en": "EEEE, d MMMM", "uk": "EEEE, d MMMM", "pt": "EEEE, d 'de' MMMM",
}  # fmt: skip
HOME_ZONES: Mapping[str, str] = {"en": "UTC", "uk": "Europe/Kyiv", "pt": "Europe/Lisbon"}
"""The time zone that is proposed where the device tells none."""

DEFAULT = "en"


def proposed_language(tag: str | None) -> str:
    """The language for a device's tag such as `pt-BR`; English where we do not speak it."""
    primary = (tag or "").replace("_", "-").split("-")[0].lower()
    return primary if primary in NAMES else DEFAULT


@dataclass(frozen=True, slots=True)
class Words:
    """The interface in one language."""

    language: str
    catalogue: gettext.NullTranslations

    def __call__(self, text: str, **values: object) -> str:
        """The sentence in this language, with its `{places}` filled."""
        return self.catalogue.gettext(text).format(**values)

    def n(self, one: str, many: str, n: int, **values: object) -> str:
        """The sentence in the plural form that `n` takes in this language."""
        return self.catalogue.ngettext(one, many, n).format(n=n, **values)

    def date(self, moment: datetime, zone: str) -> str:
        """The day with the month as a word, in the reader's time zone."""
        locale = Locale.parse(LOCALES[self.language])
        return _apostrophe(format_date(moment.astimezone(ZoneInfo(zone)), "long", locale=locale))

    def moment(self, at: datetime, zone: str) -> str:
        """The day and the time of day, in the reader's time zone."""
        return f"{self.date(at, zone)}, {at.astimezone(ZoneInfo(zone)):%H:%M}"

    def day(self, on: Day) -> str:
        """The day of the week, the day and the month, as words."""
        locale = Locale.parse(LOCALES[self.language])
        return _apostrophe(format_date(on, DAY_PATTERNS[self.language], locale=locale))

    def weekday(self, day: int) -> str:
        """The short name of an ISO weekday."""
        locale = Locale.parse(LOCALES[self.language])
        return str(get_day_names("abbreviated", "stand-alone", locale)[day - 1])


def _apostrophe(text: str) -> str:
    """The sign that our texts use, in place of the letter that the locale data has."""
    return text.replace("\u02bc", "\u2019")


def load(folder: Path) -> Mapping[str, Words]:
    """All catalogues of `folder`, by language."""
    return {language: Words(language, _read(folder, language)) for language in NAMES}


def _read(folder: Path, language: str) -> gettext.GNUTranslations:
    with (folder / language / "LC_MESSAGES" / "bot.po").open("rb") as po:
        catalogue = read_po(po, locale=LOCALES[language])
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
