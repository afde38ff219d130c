"""Topics in words: for the team that keeps them, and for learners who wish for them."""

from typing import assert_never

from bot.course.desk.topics import (
    LONGEST_TITLE,
    CountAsked,
    TitleAsked,
    TopicBody,
    TopicLine,
    TopicList,
    TopicShown,
)
from bot.course.wishes import WishesShown
from bot.i18n import NAMES, Words
from bot.view.page import Page, paragraphs, plain
from bot.view.titles import quoted


def text(body: TopicBody, t: Words) -> str:
    match body:
        case TopicList():
            return _listed(body, t)
        case TopicShown():
            return _shown(body, t)
        case TitleAsked():
            return _asked(body, t)
        case CountAsked(any=True):
            return t("For which topic shall the wish be counted?")
        case CountAsked():
            return t("There are no topics yet for which a wish could be counted.")
        case _:
            assert_never(body)


def _listed(body: TopicList, t: Words) -> str:
    heading = "**" + t("Topics that people wish for") + "**"
    if not body.topics:
        return paragraphs(heading, t("There is nothing here."))
    lines = (_line(number, each, t) for number, each in enumerate(body.topics, 1))
    return paragraphs(heading, *lines)


def _line(number: int, line: TopicLine, t: Words) -> str:
    return f"{number}\\. {plain(line.title)}\\\n*{standing(line.people, t, done=line.done)}*"


def _shown(body: TopicShown, t: Words) -> str:
    counted = "*" + t("The wish is counted.") + "*" if body.counted else None
    titles = "\n".join(
        f"- {NAMES[each]}: {plain(body.titles[each])}" for each in NAMES if each in body.titles
    )
    missing = None
    if len(body.titles) < len(NAMES):
        missing = t("Where a language has no title, people see that of another language.")
    return paragraphs(
        counted, "**" + t("A topic") + "**", titles, missing, _people(body.people, t),
        _done(body.done, t),
    )  # fmt: skip


def standing(people: int, t: Words, *, done: bool) -> str:
    """How many wish for a topic, and whether it is still offered. `people`: in full fives."""
    return " · ".join(each for each in (_people(people, t), _done(done, t)) if each)


def _people(people: int, t: Words) -> str:
    """Never a number that would describe fewer than five."""
    if people == 0:
        return t("Fewer than five people wish for it.")
    return t.n("At least {n} person wishes for it.", "At least {n} people wish for it.", people)


def _done(done: bool, t: Words) -> str | None:
    return t("Closed: nobody is asked about it any more.") if done else None


def _asked(body: TitleAsked, t: Words) -> str:
    refused = None
    if body.refused is not None:
        refused = "*" + t.n(
            "That is {n} character, too long for a button.",
            "That is {n} characters, too long for a button.",
            body.refused,
        ) + "*"  # fmt: skip
    asked = t(
        "Write the title now, in this language: {language}. At most {n} characters.",
        language=NAMES.get(body.language, body.language), n=LONGEST_TITLE,
    )  # fmt: skip
    return paragraphs(refused, asked)


def wishes(body: WishesShown, t: Words) -> Page:
    """For the learner. Titles are in the language in which the team wrote them."""
    asked = t("What would you like to learn about? Press a topic; press it again to take it back.")
    if not body.any:
        asked = t("What would you like to learn about? Write it to the course team.")
    mine = "\n".join(f"- {quoted(each, t)}" for each in body.wished)
    told = t("When something comes of it, the course team can tell you.")
    text = paragraphs(asked, t("You wish for:") + "\n\n" + mine if mine else None, told)
    return Page(text=text, language=t.language)
