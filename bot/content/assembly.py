"""Pages without problems put together: the `Course` that learners walk through.

Call only when nothing blocks the course. A language may lack a page or a step; anything else that
is missing here is a bug, not an author's slip.
"""

from collections.abc import Mapping
from typing import TypeVar, cast

from bot.content.activity import ReadActivity
from bot.content.draft import Draft
from bot.content.page import Page
from bot.content.schema import CourseEntry, Front, ModuleEntry
from bot.course.model import (
    Choose,
    Course,
    Episode,
    Module,
    Passage,
    Prompt,
    Question,
    Questionnaire,
    Rate,
    Say,
    Scale,
    Step,
    Test,
    Write,
)

W = TypeVar("W", Passage, Question, Scale, Prompt)


def assemble(entry: CourseEntry, activities: Mapping[str, ReadActivity]) -> Course:
    """The course, with every activity under the folder that `course.yaml` gives."""
    return Course(
        id=entry.id,
        source_language=entry.source_language,
        languages=tuple(entry.languages),
        title=entry.title,
        summary=entry.summary,
        modules=tuple(_module(each, entry, activities) for each in entry.modules),
        after_episode=_questionnaire(activities[entry.after_episode], entry.source_language)
        if entry.after_episode
        else None,
    )


def _module(
    module: ModuleEntry, entry: CourseEntry, activities: Mapping[str, ReadActivity]
) -> Module:
    source = entry.source_language
    return Module(
        id=module.id,
        title=module.title,
        episodes=tuple(_episode(activities[each], source) for each in module.episodes),
        test=_test(activities[module.test.folder], module, entry) if module.test else None,
    )


def _episode(activity: ReadActivity, source: str) -> Episode:
    return Episode(
        id=activity.id,
        title=_title(activity.pages),
        minutes=_front(activity.pages[source]).minutes or 0,
        steps=_steps(activity.pages, source),
        sources={
            language: tuple(_front(page).sources) for language, page in activity.pages.items()
        },
    )


def _test(activity: ReadActivity, module: ModuleEntry, entry: CourseEntry) -> Test:
    assert module.test is not None
    bank = _steps(activity.pages, entry.source_language)
    return Test(
        id=activity.id,
        title=_title(activity.pages),
        bank=tuple(each for each in bank if isinstance(each, Choose)),
        draw=module.test.draw,
        pass_mark=module.test.pass_mark or entry.pass_mark,
    )


def _questionnaire(activity: ReadActivity, source: str) -> Questionnaire:
    steps = _steps(activity.pages, source)
    return Questionnaire(id=activity.id, title=_title(activity.pages), steps=steps)


def _front(page: Page) -> Front:
    assert page.front is not None
    return page.front


def _title(pages: Mapping[str, Page]) -> Mapping[str, str]:
    return {language: _front(page).title for language, page in pages.items()}


def _steps(pages: Mapping[str, Page], source: str) -> tuple[Step, ...]:
    by_language = {
        language: {draft.id: draft for draft in page.drafts} for language, page in pages.items()
    }
    return tuple(
        _step(
            draft,
            {
                language: drafts[draft.id]
                for language, drafts in by_language.items()
                if draft.id in drafts
            },
        )
        for draft in pages[source].drafts
    )


def _step(draft: Draft, everywhere: Mapping[str, Draft]) -> Step:
    match draft.kind:
        case "message":
            return Say(id=draft.id, words=_words(everywhere, Passage), deeper=draft.deeper)
        case "quiz" | "choice":
            return Choose(
                id=draft.id,
                words=_words(everywhere, Question),
                options=len(draft.option_lines),
                right=frozenset(draft.right) if draft.kind == "quiz" else None,
                several=draft.several,
                about=draft.about,
            )
        case "rate":
            low, high = draft.points
            words = _words(everywhere, Scale)
            return Rate(id=draft.id, words=words, low=low, high=high, optional=draft.optional)
        case "write":
            return Write(id=draft.id, words=_words(everywhere, Prompt), optional=draft.optional)


def _words(everywhere: Mapping[str, Draft], kind: type[W]) -> Mapping[str, W]:
    assert all(isinstance(draft.wording, kind) for draft in everywhere.values())
    return {language: cast(W, draft.wording) for language, draft in everywhere.items()}
