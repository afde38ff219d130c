"""What the bot says, in any language, without repeating its sentences here: they may be improved."""

from functools import cache
from html import unescape
from re import sub

from bot import i18n
from bot.app import LOCALES
from bot.course.inputs import Asked
from bot.course.messages import Button, Label, Message, Note, Simple, SimpleKind
from bot.course.shelf import Shelf
from bot.view import simple
from bot.view.markup import TELEGRAM, render
from bot.view.pages import View


@cache
def _view() -> View:
    return View(words=i18n.load(LOCALES), shelf=Shelf(offered={}, releases={}))


def words(text: str) -> str:
    """The words of a text, whatever the space between them."""
    return " ".join(text.split())


def button(label: Label, language: str = "en") -> str:
    """The words of a button that says the same every time."""
    message = Message(
        body=Simple(what="help"), buttons=((Button(label=label, does=Asked(menu="help")),),)
    )
    return _view().page(message, language).keys[0][0]


def sentence(what: SimpleKind, language: str = "en") -> str:
    """What the bot says every time in the same words."""
    return _plain(_view().page(Message(body=Simple(what=what)), language).text)


def welcome(language: str = "en") -> str:
    """How the bot greets somebody who came without a link."""
    return _plain(simple.welcome(None, _view().words[language]).text)


def note(which: Note, language: str = "en") -> str:
    return _plain(simple.note(which, _view().words[language]))


def interface(text: str, language: str = "en", **values: object) -> str:
    """A sentence of the catalogue by its English original."""
    return _view().words[language](text, **values)


def _plain(markdown: str) -> str:
    return words(unescape(sub(r"<[^>]*>", "", render(markdown, TELEGRAM))))
