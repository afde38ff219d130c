"""`course.yaml`: what the course consists of, checked against what lies in its folder."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.content.activity import Desk, ReadActivity, activity_id
from bot.content.files import cut_short, entries
from bot.content.front_matter import LONGEST_TITLE
from bot.content.groups import by_day, follow_up_id
from bot.content.outline import Listed, Outline
from bot.content.problem import Complain
from bot.content.schema import CourseEntry, Entry, SurveyEntry
from bot.content.telegram_limits import units
from bot.content.yaml_text import Path

LONGEST_SUMMARY = 500
LONGEST_ISSUER = 120
LONGEST_CREDITS = 200
LONGEST_STARTER = 200
NAME = "course.yaml"


def check_course_file(outlined: Outline, complain: Complain) -> None:
    """What the values alone show to be wrong."""
    _check_listed_once(outlined, complain)
    if entry := outlined.entry:
        _check_languages(entry, outlined, complain)
        _check_localized(entry, outlined, complain)
    if isinstance(entry, SurveyEntry):
        _check_until(entry, outlined, complain)
    elif entry:
        _check_reminders(entry, outlined, complain)
        modules = Counter(each.id for each in entry.modules)
        for number, module in enumerate(entry.modules):
            if modules[module.id] > 1 and module is not _first(entry, module.id):
                line = outlined.tree.line(("modules", number, "id"))
                complain(line, f"The module `{module.id}` stands here twice: change one id.")


def _first(entry: CourseEntry, module_id: str) -> object:
    return next(each for each in entry.modules if each.id == module_id)


def _check_listed_once(outlined: Outline, complain: Complain) -> None:
    seen: dict[str, Listed] = {}
    for each in outlined.listed:
        name = activity_id(each.folder)
        if name in seen and seen[name].folder == each.folder:
            first = seen[name].line
            complain(each.line, f"`{each.folder}` is listed here and in line {first}: keep one.")
        elif name in seen:
            complain(
                each.line,
                f"`{each.folder}` and `{seen[name].folder}` are both called `{name}`: rename one.",
            )
        seen.setdefault(name, each)


def _check_languages(entry: Entry, outlined: Outline, complain: Complain) -> None:
    line = outlined.tree.line(("languages",))
    for language, count in Counter(entry.languages).items():
        if count > 1:
            complain(line, f"`{language}` stands twice in `languages`: keep one.")
    if entry.source_language not in entry.languages:
        complain(line, f"`languages` lacks the source language `{entry.source_language}`: add it.")


def _check_localized(entry: Entry, outlined: Outline, complain: Complain) -> None:
    for path, words, most in _localized(entry):
        what = next(each for each in reversed(path) if isinstance(each, str))
        for language in dict.fromkeys(entry.languages):
            if language not in words:
                complain(outlined.tree.line(path), f"`{what}` is missing in `{language}`: add it.")
        for language, text in words.items():
            line = outlined.tree.line((*path, language))
            if language not in (*entry.languages, entry.source_language):
                complain(
                    line,
                    f"`{cut_short(language)}` is not in `languages`: add it there, or delete it.",
                )
            if what != "summary" and "\n" in text:
                complain(line, f"`{what}` in `{cut_short(language)}` must be one line.")
            if units(text) > most:
                complain(
                    line,
                    f"`{what}` in `{cut_short(language)}` has {units(text)} characters:"
                    f" shorten it to {most}.",
                )


def _localized(entry: Entry) -> Iterator[tuple[Path, dict[str, str], int]]:
    """Every text that learners read out of the file, and how long it may be."""
    yield ("title",), entry.title, LONGEST_TITLE
    yield ("summary",), entry.summary, LONGEST_SUMMARY
    if isinstance(entry, SurveyEntry):
        return
    if terms := entry.certificate:
        yield ("certificate", "issuer"), terms.issuer, LONGEST_ISSUER
        if terms.credits is not None:
            yield ("certificate", "credits"), terms.credits, LONGEST_CREDITS
    for number, module in enumerate(entry.modules):
        yield ("modules", number, "title"), module.title, LONGEST_TITLE
        for place, starter in enumerate(module.if_then):
            yield ("modules", number, "if_then", place), starter, LONGEST_STARTER


def _check_until(entry: SurveyEntry, outlined: Outline, complain: Complain) -> None:
    try:
        date.fromisoformat(entry.until or "2000-01-01")
    except ValueError:
        line = outlined.tree.line(("until",))
        complain(line, f"`until` is {entry.until}, and there is no such day: correct it.")


def _check_reminders(entry: CourseEntry, outlined: Outline, complain: Complain) -> None:
    ordered = sorted(set(entry.reminders))
    if entry.reminders != ordered:
        complain(
            outlined.tree.line(("reminders",)),
            f"`reminders` must be days that grow, each once: write {ordered}.",
        )


def report_unlisted(outlined: Outline, desk: Desk) -> None:
    """Name every folder and lesson of the course that nobody would ever see."""
    listed = {each.folder for each in outlined.listed}
    for path in entries(desk.folder):
        complain = desk.problems.of(desk.file(path))
        if path.is_dir() and path.name not in listed:
            complain(1, "course.yaml does not list this folder: add it to a module, or delete it.")


def check_follow_ups(outlined: Outline, activities: dict[str, ReadActivity], desk: Desk) -> None:
    """Whether a follow-up would bear the id of a folder of the course."""
    folders = {activity_id(each.folder): each.folder for each in outlined.listed}
    for activity in activities.values():
        source = activity.pages.get(desk.source)
        if source is None:
            continue
        for days, group in by_day(source).items():
            if folder := folders.get(follow_up_id(activity.id, days)):
                desk.problems.of(source.file)(
                    group[0].line,
                    f"The follow-up of day {days} would be called like the folder `{folder}`:"
                    " rename the folder, or choose another day.",
                )


def check_banks(
    outlined: Outline, activities: dict[str, ReadActivity], desk: Desk, complain: Complain
) -> None:
    """Whether every test has questions enough, and each points to an episode of its module."""
    modules = outlined.entry.modules if isinstance(outlined.entry, CourseEntry) else []
    for number, module in enumerate(modules):
        if module.test is None or module.test.folder not in activities:
            continue
        pages = activities[module.test.folder].pages
        source = pages.get(desk.source)
        draw = module.test.draw
        if source and source.whole and len(source.own) < 2 * draw:
            line = outlined.tree.line(("modules", number, "test", "draw"))
            complain(
                line,
                f"The test draws {draw} questions and needs at least {2 * draw} to draw from;"
                f" `{module.test.folder}` has {len(source.own)}: write more or draw fewer.",
            )
        episodes = [activity_id(each) for each in module.episodes]
        for page in pages.values():
            for draft in page.drafts:
                if draft.about is not None and draft.about not in episodes:
                    desk.problems.of(page.file)(
                        draft.line,
                        f"`{draft.id}` is about `{draft.about}`, which is no episode of module"
                        f" `{module.id}`: write one of {', '.join(episodes)}.",
                    )
