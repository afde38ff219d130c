"""The surveys of the desk: whom they reached, and what was answered, in full fives only.

Of an anonymous survey nobody knows whose answers are whose: they are shown to those whose reach is
everybody, and to nobody else.
"""

from dataclasses import replace
from hashlib import sha256
from typing import TypeAlias, assert_never

from bot.course.desk.announcement import AnnouncementOpened
from bot.course.desk.fives import Count, through_the_gate
from bot.course.desk.front import DeskOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.surveys import (
    AnswersOpened,
    Hidden,
    Item,
    SurveyAction,
    SurveyAnnounced,
    SurveyChosen,
    SurveyFileAsked,
    SurveyFileShown,
    SurveyLine,
    SurveyShown,
    SurveysOpened,
    SurveysShown,
    Turnout,
)
from bot.course.messages import Body, Button, Keyboard
from bot.course.model import Choose, Course, Rate, Say, Step, Survey
from bot.course.shelf import Shelf
from bot.course.turn import Turn
from bot.service.desk import announcements as announcements_in_chat
from bot.service.desk import announcing
from bot.service.desk.sitting import InChat, Sitting, key
from bot.store import announcements
from bot.store import surveys as store
from bot.store.surveys import Answer

A_PAGE = 3
"""Questions with options on one page; what was written has a page of its own."""
WORDS = 10
"""Answers in people's own words that are shown; as all numbers, full fives."""
LONGEST_WORDS = 200

Done: TypeAlias = tuple[Body, Keyboard]


def take(chat: InChat, action: SurveyAction, shelf: Shelf) -> Turn:
    sitting = chat.sitting
    match action:
        case SurveysOpened():
            return chat.says(*_listed(sitting, shelf))
        case SurveyChosen(survey=survey):
            found = overview(sitting, shelf, survey)
            return chat.says(*(_overview(sitting, found) if found else _listed(sitting, shelf)))
        case AnswersOpened(survey=survey, page=page):
            found = answers(sitting, shelf, survey, page)
            return chat.says(*(_answers(found) if found else _listed(sitting, shelf)))
        case SurveyFileAsked():
            return _file(chat, action, shelf)
        case SurveyAnnounced(survey=survey):
            draft = announce(sitting, shelf, survey)
            if draft is None:
                return chat.says(*_listed(sitting, shelf))
            return announcements_in_chat.take(chat, AnnouncementOpened(announcement=draft))
        case _:
            assert_never(action)


# --- What is done, in the chat or on a page ---------------------------------------------


def listed(sitting: Sitting, shelf: Shelf) -> tuple[SurveyLine, ...]:
    """Those that can be opened, then those that have been taken out of the lessons."""
    if sitting.rights.reach("survey").nothing:
        return ()
    names = dict.fromkeys((*shelf.surveys, *store.known(sitting.tx)))
    found = (_line(sitting, shelf, each) for each in names)
    return tuple(sorted((each for each in found if each), key=lambda each: _ORDER[each.state]))


_ORDER = {"open": 0, "over": 1, "withdrawn": 2}


def overview(sitting: Sitting, shelf: Shelf, survey: str) -> SurveyShown | None:
    """How many got, opened and answered it, among those within reach. None: there is none."""
    line = _line(sitting, shelf, survey)
    if line is None:
        return None
    return replace(_shown(sitting, shelf, line), turnout=_turnout(sitting, survey))


def answers(sitting: Sitting, shelf: Shelf, survey: str, page: int) -> SurveyShown | None:
    """One page of what was answered, from 1 on; nothing of it where it is hidden."""
    line = _line(sitting, shelf, survey)
    if line is None:
        return None
    shown = _shown(sitting, shelf, line)
    if shown.hidden or not 1 <= page <= shown.pages:
        return replace(shown, turnout=_turnout(sitting, survey))
    course, about = _course(shelf, line)
    steps = _pages(about)[page - 1]
    sitting.notes("read answers", survey)
    return replace(
        shown, page=page, items=tuple(_item(sitting, course, about, each) for each in steps)
    )


def everything(sitting: Sitting, shelf: Shelf, survey: str) -> SurveyShown | None:
    """The turnout and, where they are not hidden, the answers to every question."""
    line = _line(sitting, shelf, survey)
    if line is None:
        return None
    shown = replace(_shown(sitting, shelf, line), turnout=_turnout(sitting, survey))
    if shown.hidden:
        return shown
    course, about = _course(shelf, line)
    sitting.notes("read answers", survey)
    steps = (step for page in _pages(about) for step in page)
    return replace(shown, items=tuple(_item(sitting, course, about, each) for each in steps))


def announce(sitting: Sitting, shelf: Shelf, survey: str) -> str | None:
    """Begins a draft that invites to it in each of its languages, with its button. Its name."""
    line = _line(sitting, shelf, survey)
    if line is None or line.state != "open" or not sitting.rights.may("announce"):
        return None
    course, _ = _course(shelf, line)
    name = announcing.begin(sitting)
    found = announcing.find(sitting, name)
    assert found is not None
    texts = {
        language: f"**{course.title[language]}**\n\n{course.summary[language]}"
        for language in course.languages
    }
    details = replace(found.details, opens=survey)
    announcements.write(sitting.tx, replace(found, texts=texts, details=details))
    return name


# --- Figures ----------------------------------------------------------------------------


def _turnout(sitting: Sitting, survey: str) -> Turnout:
    reach = sitting.rights.reach("survey")
    opened, answered = store.people(sitting.tx, survey, reach)
    return Turnout(
        sent=through_the_gate(store.sent(sitting.tx, survey, reach)),
        opened=through_the_gate(opened),
        answered=through_the_gate(answered),
    )


def _hidden(sitting: Sitting, survey: str, about: Survey) -> Hidden | None:
    reach = sitting.rights.reach("survey")
    if about.anonymous and not reach.everything:
        return "reach"
    answered = store.people(sitting.tx, survey, reach)[1]
    return "few" if through_the_gate(answered).few else None


def _item(sitting: Sitting, course: Course, about: Survey, step: Step) -> Item:
    reach = sitting.rights.reach("survey")
    if about.anonymous:
        told = store.unlinked(sitting.tx, course.id, step.id)
    else:
        told = store.linked(sitting.tx, course.id, step.id, reach)
    answered = through_the_gate(sum(people for _, people in told))
    match step:
        case Choose(options=options):
            chosen = _chosen(told, range(1, options + 1))
            return Item(step=step.id, answered=answered, chosen=chosen)
        case Rate(low=low, high=high):
            chosen = _chosen(told, range(low, high + 1))
            return Item(step=step.id, answered=answered, chosen=chosen)
        case _:
            words = _words(told)[: min(answered.people, WORDS)]
            return Item(step=step.id, answered=answered, words=words)


def _chosen(told: list[tuple[Answer, int]], points: range) -> tuple[Count, ...]:
    """For each option, in how many people's answers it is."""
    return tuple(
        through_the_gate(
            sum(people for answer, people in told if isinstance(answer, tuple) and each in answer)
        )
        for each in points
    )


def _words(told: list[tuple[Answer, int]]) -> tuple[str, ...]:
    """In an order that tells nothing of who wrote when, and is the same each time."""
    words = [answer for answer, people in told for _ in range(people) if isinstance(answer, str)]
    return tuple(
        each[:LONGEST_WORDS]
        for each in sorted(words, key=lambda each: sha256(each.encode()).digest())
    )


# --- What it is about -------------------------------------------------------------------


def _line(sitting: Sitting, shelf: Shelf, survey: str) -> SurveyLine | None:
    """The newest release that is offered, else the one that people have seen last."""
    if sitting.rights.reach("survey").nothing:
        return None
    release = shelf.surveys.get(survey) or store.known(sitting.tx).get(survey, "")
    course = shelf.releases.get(release)
    if course is None or course.survey is None:
        return None
    if survey not in shelf.surveys:
        return SurveyLine(survey=survey, release=release, state="withdrawn")
    over = course.survey.is_over(sitting.now.date())
    return SurveyLine(survey=survey, release=release, state="over" if over else "open")


def _course(shelf: Shelf, line: SurveyLine) -> tuple[Course, Survey]:
    course = shelf.releases[line.release]
    assert course.survey is not None
    return course, course.survey


def _shown(sitting: Sitting, shelf: Shelf, line: SurveyLine) -> SurveyShown:
    _, about = _course(shelf, line)
    return SurveyShown(
        survey=line.survey, release=line.release, state=line.state, anonymous=about.anonymous,
        until=about.until, pages=len(_pages(about)), hidden=_hidden(sitting, line.survey, about),
    )  # fmt: skip


def _pages(about: Survey) -> list[list[Step]]:
    pages: list[list[Step]] = []
    for step in about.questions.steps:
        if isinstance(step, Say):
            continue
        alone = step.kind == "write"
        if pages and not alone and len(pages[-1]) < A_PAGE and pages[-1][-1].kind != "write":
            pages[-1].append(step)
        else:
            pages.append([step])
    return pages


# --- What the chat shows ----------------------------------------------------------------


def _listed(sitting: Sitting, shelf: Shelf) -> Done:
    lines = listed(sitting, shelf)
    keys = tuple(key(DeskLabel.SURVEY, SurveyChosen(survey=each.survey)) for each in lines)
    return SurveysShown(surveys=lines), (*keys, key(DeskLabel.DESK, DeskOpened()))


def _overview(sitting: Sitting, shown: SurveyShown) -> Done:
    keys: list[tuple[Button, ...]] = []
    if shown.pages and not shown.hidden:
        keys.append(key(DeskLabel.SURVEY_ANSWERS, AnswersOpened(survey=shown.survey, page=1)))
        as_table = SurveyFileAsked(survey=shown.survey, form="xlsx")
        as_text = SurveyFileAsked(survey=shown.survey, form="csv")
        keys += [key(DeskLabel.AS_TABLE, as_table), key(DeskLabel.AS_TEXT, as_text)]
    if shown.state == "open" and sitting.rights.may("announce"):
        keys.append(key(DeskLabel.SURVEY_SEND, SurveyAnnounced(survey=shown.survey)))
    return shown, (*keys, key(DeskLabel.SURVEYS, SurveysOpened()))


def _file(chat: InChat, asked: SurveyFileAsked, shelf: Shelf) -> Turn:
    """What is in it is worked out when it is sent; whether it may be seen, now and then."""
    found = overview(chat.sitting, shelf, asked.survey)
    if found is None or found.hidden:
        done = _overview(chat.sitting, found) if found else _listed(chat.sitting, shelf)
        return chat.says(*done)
    shown = SurveyFileShown(survey=asked.survey, form=asked.form)
    back = key(DeskLabel.SURVEY, SurveyChosen(survey=asked.survey))
    return chat.says(shown, (back, key(DeskLabel.SURVEYS, SurveysOpened())), in_place=False)


def _answers(shown: SurveyShown) -> Done:
    turns = tuple(
        Button(label=DeskLabel.SURVEY_ANSWERS, does=AnswersOpened(survey=shown.survey, page=each))
        for each in (shown.page - 1, shown.page + 1)
        if 1 <= each <= shown.pages and shown.page
    )
    rows = (turns,) if turns else ()
    back = key(DeskLabel.SURVEY, SurveyChosen(survey=shown.survey))
    return shown, (*rows, back, key(DeskLabel.SURVEYS, SurveysOpened()))
