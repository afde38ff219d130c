"""Drafts of one step in every language put together: the steps that learners walk through."""

from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

from bot.content.draft import Draft
from bot.content.page import Page
from bot.course.model import (
    Choose,
    Passage,
    Prompt,
    Question,
    Rate,
    Say,
    Scale,
    Step,
    Write,
)

W = TypeVar("W", Passage, Question, Scale, Prompt)


def steps(drafts: Iterable[Draft], pages: Mapping[str, Page]) -> tuple[Step, ...]:
    """The steps of these drafts of the source language, with the words of every page."""
    by_language = {
        language: {draft.id: draft for draft in page.drafts} for language, page in pages.items()
    }
    return tuple(
        _step(
            draft,
            {
                language: found[draft.id]
                for language, found in by_language.items()
                if draft.id in found
            },
        )
        for draft in drafts
    )


def _step(draft: Draft, everywhere: Mapping[str, Draft]) -> Step:
    name, optional, when = draft.id, draft.optional, draft.when
    match draft.kind:
        case "message":
            passages = _words(everywhere, Passage)
            return Say(id=name, words=passages, deeper=draft.deeper, when=when)
        case "quiz" | "choice" | "poll":
            return Choose(
                id=name,
                words=_words(everywhere, Question),
                options=len(draft.option_lines),
                right=frozenset(draft.right) if draft.kind == "quiz" else None,
                several=draft.several,
                most=draft.most,
                about=draft.about,
                poll=draft.kind == "poll",
                optional=optional,
                when=when,
            )
        case "rate":
            low, high = draft.points
            scales = _words(everywhere, Scale)
            return Rate(id=name, words=scales, low=low, high=high, optional=optional, when=when)
        case "write":
            return Write(id=name, words=_words(everywhere, Prompt), optional=optional, when=when)


def _words(everywhere: Mapping[str, Draft], kind: type[W]) -> Mapping[str, W]:
    assert all(isinstance(draft.wording, kind) for draft in everywhere.values())
    return {language: cast(W, draft.wording) for language, draft in everywhere.items()}
