"""Advice on one step: its lengths, its picture, its options."""

from collections.abc import Iterator
from typing import TypeAlias

from bot.content.draft import Draft
from bot.content.markdown import plain
from bot.course.model import Passage, Picture, Prompt, Question, Scale

Advice: TypeAlias = Iterator[tuple[int, str]]
"""Lines, and what could be better there."""

MESSAGE, STEM, OPTION, REPLY, TAKEAWAY = 700, 300, 100, 300, 160
DESCRIPTION = range(60, 201)
OPTION_RATIO = 1.3


def advise_on_step(draft: Draft) -> Advice:
    match draft.wording:
        case Passage() as passage:
            yield from _longer(draft, "the message", passage.text, MESSAGE)
            if draft.id == "takeaway":
                yield from _longer(draft, "the takeaway", passage.text, TAKEAWAY)
            yield from _description(draft, passage.picture)
        case Question() as question:
            stem = f"{question.text}\n\n{question.question}"
            yield from _longer(draft, "situation and question", stem, STEM)
            yield from _description(draft, question.picture)
            yield from _options(draft, question)
        case Scale() | Prompt() as asked:
            stem = f"{asked.text}\n\n{asked.question}"
            yield from _longer(draft, "situation and question", stem, STEM)
        case None:
            return


def _longer(draft: Draft, what: str, text: str, most: int, line: int | None = None) -> Advice:
    if (size := len(plain(text))) > most:
        what = f"`{draft.id}`: {size} characters in {what}"
        yield line or draft.line, f"{what}, at most {most} read well."


def _description(draft: Draft, picture: Picture | None) -> Advice:
    if picture and len(picture.description) not in DESCRIPTION:
        size = len(picture.description)
        yield (
            draft.line,
            f"`{draft.id}`: the picture's description has {size} characters, not 60–200.",
        )


def _options(draft: Draft, question: Question) -> Advice:
    for line, option in zip(draft.option_lines, question.options, strict=True):
        yield from _longer(draft, "this option", option.text, OPTION, line)
        yield from _longer(draft, "this reply", option.reply, REPLY, line)
    lengths = [len(plain(each.text)) for each in question.options]
    if draft.kind != "poll" and max(lengths) > OPTION_RATIO * min(lengths):
        sizes = f"{min(lengths)} to {max(lengths)} characters"
        yield draft.line, f"`{draft.id}`: its options have {sizes}; keep them within 30 %."


def texts_of(draft: Draft) -> tuple[str, ...]:
    """Every text of a step, in the order in which it is read."""
    match draft.wording:
        case Passage(text=text):
            return (text,)
        case Question(text=text, question=question, options=options):
            spoken = (part for each in options for part in (each.text, each.reply))
            return (text, question, *spoken)
        case Scale(text=text, question=question) | Prompt(text=text, question=question):
            return (text, question)
        case _:
            return ()
