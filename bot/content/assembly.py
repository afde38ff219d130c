"""Pages without problems put together: the `Course` that learners walk through.

Call only when nothing blocks the course. A language may lack a page or a step; anything else that
is missing here is a bug, not an author's slip.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.content.activity import ReadActivity
from bot.content.groups import by_day, follow_up_id, is_drawn
from bot.content.page import Page
from bot.content.schema import CourseEntry, Entry, Front, ModuleEntry, SurveyEntry, TermsEntry
from bot.content.steps import steps
from bot.course.model import (
    Choose,
    Course,
    Episode,
    FollowUp,
    Limits,
    Module,
    Questionnaire,
    Say,
    Step,
    Survey,
    Terms,
    Test,
)


def assemble(entry: Entry, activities: Mapping[str, ReadActivity]) -> Course:
    """The course, with every activity under the folder that `course.yaml` gives."""
    return (
        _survey(entry, activities) if isinstance(entry, SurveyEntry) else _course(entry, activities)
    )


def _survey(entry: SurveyEntry, activities: Mapping[str, ReadActivity]) -> Course:
    """In a survey every question may be skipped, whether the author has marked it or not."""
    read = _questionnaire(activities[entry.questions], entry.source_language)
    steps = (each if isinstance(each, Say) else replace(each, optional=True) for each in read.steps)
    return Course(
        id=entry.id,
        source_language=entry.source_language,
        languages=tuple(entry.languages),
        title=entry.title,
        summary=entry.summary,
        modules=(),
        survey=Survey(
            questions=replace(read, steps=tuple(steps)),
            anonymous=entry.anonymous,
            minutes=entry.minutes,
            until=date.fromisoformat(entry.until) if entry.until else None,
        ),
    )


def _course(entry: CourseEntry, activities: Mapping[str, ReadActivity]) -> Course:
    source = entry.source_language

    def questionnaire(folder: str | None) -> Questionnaire | None:
        return _questionnaire(activities[folder], source) if folder else None

    return Course(
        id=entry.id,
        source_language=source,
        languages=tuple(entry.languages),
        title=entry.title,
        summary=entry.summary,
        modules=tuple(_module(each, entry, activities) for each in entry.modules),
        after_episode=questionnaire(entry.after_episode),
        before=questionnaire(entry.before),
        after=questionnaire(entry.after),
        follow_ups=tuple(_follow_ups(entry, activities)),
        reminders=tuple(entry.reminders),
        review_days=entry.review_days,
        limits=Limits(mornings_only=entry.limits.mornings_only, a_day=entry.limits.a_day),
        certificate=_terms(entry.certificate),
    )


def _terms(entry: TermsEntry | None) -> Terms | None:
    if entry is None:
        return None
    return Terms(issuer=entry.issuer, hours=entry.hours, credits=entry.credits)


def _module(
    module: ModuleEntry, entry: CourseEntry, activities: Mapping[str, ReadActivity]
) -> Module:
    source = entry.source_language
    return Module(
        id=module.id,
        title=module.title,
        episodes=tuple(_episode(activities[each], source) for each in module.episodes),
        test=_test(activities[module.test.folder], module, entry) if module.test else None,
        starters=tuple(module.if_then),
    )


def _episode(activity: ReadActivity, source: str) -> Episode:
    return Episode(
        id=activity.id,
        title=_title(activity.pages),
        minutes=_front(activity.pages[source]).minutes or 0,
        steps=_own(activity, source),
        sources={
            language: tuple(_front(page).sources) for language, page in activity.pages.items()
        },
    )


def _test(activity: ReadActivity, module: ModuleEntry, entry: CourseEntry) -> Test:
    assert module.test is not None
    bank = _own(activity, entry.source_language)
    return Test(
        id=activity.id,
        title=_title(activity.pages),
        bank=tuple(each for each in bank if isinstance(each, Choose)),
        draw=module.test.draw,
        pass_mark=module.test.pass_mark or entry.pass_mark,
    )


def _questionnaire(activity: ReadActivity, source: str) -> Questionnaire:
    return Questionnaire(id=activity.id, title=_title(activity.pages), steps=_own(activity, source))


def _follow_ups(entry: CourseEntry, activities: Mapping[str, ReadActivity]) -> Iterator[FollowUp]:
    """By the line of the course, then by days; those of the course itself come last."""
    for module in entry.modules:
        for folder in (*module.episodes, *((module.test.folder,) if module.test else ())):
            yield from _later(activities[folder], activities[folder].id, entry.source_language)
    if entry.follow_ups:
        yield from _later(activities[entry.follow_ups], None, entry.source_language)


def _later(activity: ReadActivity, after: str | None, source: str) -> Iterator[FollowUp]:
    page = activity.pages[source]
    for days, group in by_day(page).items():
        yield FollowUp(
            id=follow_up_id(activity.id, days),
            title=_title(activity.pages),
            steps=steps(group, activity.pages),
            after=after,
            days=days,
            draw=is_drawn(page, group),
        )


def _own(activity: ReadActivity, source: str) -> tuple[Step, ...]:
    return steps(activity.pages[source].own, activity.pages)


def _front(page: Page) -> Front:
    assert page.front is not None
    return page.front


def _title(pages: Mapping[str, Page]) -> Mapping[str, str]:
    return {language: _front(page).title for language, page in pages.items()}
