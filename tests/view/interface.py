"""The interface as people see it: the real catalogues, and a reader of both kinds of markup."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from bot.content.reading import Lessons, read_lessons
from bot.course.shelf import Shelf
from bot.i18n import load
from bot.view.markup import TELEGRAM, render
from bot.view.pages import View
from tests.botapi.html import Parsed, parse

ROOT = Path(__file__).parents[2]
WORDS = load(ROOT / "locales")


def view(shelf: Shelf) -> View:
    return View(words=WORDS, shelf=shelf)


@cache
def shipped() -> tuple[Lessons, View]:
    """The lessons of this repository, and the view of somebody who may be inside any of them. Read
    once for all tests of a process: nothing of it can be changed."""
    lessons = read_lessons(ROOT / "lessons")
    assert not lessons.problems
    courses = lessons.courses
    shelf = Shelf(offered={course: course for course in courses}, releases=courses)
    return lessons, view(shelf)


def telegram(markdown: str) -> Parsed:
    """What a person sees on Telegram; raises where Telegram would refuse the message."""
    return parse(render(markdown, TELEGRAM))


class WebText(HTMLParser):
    """Text and tags of the chat page's HTML. Raises on a tag that is not closed in its order."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == [], source

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "br":
            self.text += "\n"
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
