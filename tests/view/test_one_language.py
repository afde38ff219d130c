"""No message mixes languages: what lacks the reader's language comes wholly in the course's own."""

from dataclasses import replace
from gettext import NullTranslations

import pytest

from bot.course.learner import Learner
from bot.course.messages import CourseList, Message, Simple
from bot.course.model import Choose, Rate, Say, Step, Write
from bot.course.shelf import Shelf
from bot.i18n import NAMES, Words
from bot.view.page import Page
from bot.view.pages import View
from tests.course.courses import ROADS, SHELF, only, quiz, rate, say, write
from tests.course.talk import Talk, begun, newcomer
from tests.course.walker import Walker


class Marked(NullTranslations):
    """A catalogue whose every sentence says which language it is in."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._mark = f"in {language}: "

    def gettext(self, message: str) -> str:
        return self._mark + message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._mark + (msgid1 if n == 1 else msgid2)


WORDS = {language: Words(language, Marked(language)) for language in NAMES}


def pages(talk: Talk, shelf: Shelf, language: str) -> list[tuple[Message, Page]]:
    view = View(words=WORDS, shelf=shelf)
    return [(message, view.page(message, language)) for _, message in talk.shown]


def languages(page: Page) -> set[str]:
    """The languages that are heard in it; numbers, names of languages and of courses are in none."""
    everything = " ".join((page.text, *(key for row in page.keys for key in row)))
    return {language for language in NAMES if f"in {language}" in everything}


def only_in_english(step: Step) -> Step:
    match step:
        case Say():
            return replace(step, words={"en": step.words["en"]})
        case Choose():
            return replace(step, words={"en": step.words["en"]})
        case Rate():
            return replace(step, words={"en": step.words["en"]})
        case Write():
            return replace(step, words={"en": step.words["en"]})


@pytest.mark.parametrize("language", NAMES)
def test_a_whole_course_in_each_language(language: str) -> None:
    """The course is in English and Ukrainian: somebody who reads Portuguese reads it in English."""
    learner: Learner = newcomer(language)
    talk = Talk(learner=learner)
    talk.start()
    Walker(talk).finish("roads")
    talk.ask("progress")
    talk.ask("reread")
    talk.ask("settings")
    beside = (Simple, CourseList)
    for message, page in pages(talk, SHELF, language):
        if isinstance(message.body, beside):
            continue
        assert languages(page) == {page.language}, page
        assert page.language in (language, ROADS.source_language)
        if language in ROADS.languages:
            assert page.language == language


@pytest.mark.parametrize(
    "step",
    [say("one"), quiz("one"), rate("one", 1, 5), write("one")],
    ids=lambda step: step.kind,
)
def test_a_step_that_is_missing_in_a_language(step: Step) -> None:
    shelf = only(only_in_english(step), say("two"))
    talk = begun(shelf)
    opened = len(talk.shown) - 1
    Walker(talk).finish("short")
    course = pages(talk, shelf, "uk")[opened:]
    of_the_step = [
        p for m, p in course if getattr(getattr(m.body, "at", None), "step", "") == "one"
    ]
    assert {page.language for page in of_the_step} == {"en"}
    assert all(languages(page) == {"en"} for page in of_the_step)
    _, last = course[-1]
    assert languages(last) == {"uk"}
