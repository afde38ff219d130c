"""One request of somebody who is signed in, and what can come of it.

request ─► session ─► rights at this moment ─► the place's own function ─► Answer
                                               all in one transaction
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.channels.web.desk.form import Form
from bot.channels.web.desk.upload import Largest
from bot.course.desk.rights import Power
from bot.i18n import Words
from bot.service.desk.sitting import Sitting
from bot.service.documents import Document, DocumentOf
from bot.service.reports import Reports
from bot.store.reader import Reader
from bot.store.sessions import Session
from bot.view.pages import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`named`: the parts of the address that have a name; `token`: the cookie of the session."""

    sitting: Sitting
    session: Session
    token: str = field(repr=False)
    named: Mapping[str, str]
    query: Mapping[str, str]
    form: Form
    zone: str
    view: View
    reader: Reader
    document_of: DocumentOf
    reports: Reports

    @property
    def t(self) -> Words:
        return self.view.words[self.session.language]

    @property
    def page(self) -> int:
        """Which page of a list is asked for; the first is 0."""
        asked = self.query.get("page", "")
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page. `status` is 422 where something that was typed has to be mended."""

    template: str
    title: str
    values: Mapping[str, object] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """After something was done: the page to look at now, and which sentence it is to begin with."""

    path: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file to keep, or a picture to look at."""

    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What takes its time and needs no transaction: it is made after the rights were looked up."""

    make: "Callable[[], Awaitable[Answer]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """There is no such thing, or it is out of reach: nobody learns which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut:
    """The session is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Somebody was erased, or what an address had: the bytes go before the answer."""

    then: Elsewhere


Answer: TypeAlias = Shown | Elsewhere | Given | Later | Missing | SignedOut | Erased


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address of the desk: which power it takes, what is shown there, what is done there.

    `shows` changes nothing but what notes that somebody looked; `does` is only ever reached by a form
    of this session. What is `watched` a page asks for by itself, again and again: that keeps no
    session alive. `takes`: how large a file may be that comes with the form.
    """

    path: str
    power: Power | None
    shows: Callable[[Visit], Answer] | None = None
    does: Callable[[Visit], Answer] | None = None
    watched: bool = False
    takes: Largest | None = None
