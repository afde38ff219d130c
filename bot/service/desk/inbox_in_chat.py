"""The inbox in the chat: what a coordinator presses and writes, and what is shown of it."""

from dataclasses import replace
from typing import TypeAlias, assert_never

from bot.content.telegram_limits import units
from bot.course.desk.front import DeskOpened
from bot.course.desk.inbox import (
    AlertsChosen,
    AlertsOpened,
    AlertsShown,
    AlertWay,
    AnswerAsked,
    AnswerBegun,
    AnswerDecided,
    AnswerShown,
    FilterOpened,
    FilterShown,
    InboxAction,
    InboxOpened,
    InboxShown,
    Mark,
    Only,
    SearchAsked,
    SearchBegun,
    ThreadMarked,
    ThreadOpened,
    ThreadShown,
)
from bot.course.desk.labels import DeskLabel
from bot.course.desk.topics import CountOpened, TopicsOpened
from bot.course.learner import Draft
from bot.course.messages import Body, Button, Keyboard, Label
from bot.course.turn import Turn
from bot.service.desk.inbox import LONGEST_ANSWER, LONGEST_SEARCH, alert, answer, find, mark, read
from bot.service.desk.sitting import InChat, key
from bot.store import alerts, threads
from bot.store import chat as pages
from bot.store.threads import Thread

PAGE = 5
"""Threads on one page of the inbox: as many as a phone shows with their buttons."""
NEW = InboxOpened(state="new")

Done: TypeAlias = tuple[Body, Keyboard]


def take(chat: InChat, action: InboxAction) -> Turn:
    match action:
        case InboxOpened():
            return chat.says(*_inbox(chat, action))
        case FilterOpened():
            return chat.says(*_filter(chat, action))
        case SearchBegun():
            keys = (key(Label.BACK, NEW),)
            return chat.asks("search", None, SearchAsked(), keys)
        case ThreadOpened(thread=thread):
            return chat.says(*_thread(chat, thread))
        case ThreadMarked(thread=thread):
            mark(chat.sitting, thread, action.mark)
            return chat.says(*_thread(chat, thread))
        case AnswerBegun(thread=thread):
            return _begun(chat, thread)
        case AnswerDecided():
            return chat.says(*_decided(chat, action))
        case AlertsOpened():
            return chat.says(*_alerts(chat))
        case AlertsChosen(how=how):
            alert(chat.sitting, how)
            return chat.says(*_alerts(chat))
        case _:
            assert_never(action)


def written(chat: InChat, draft: Draft, text: str) -> Turn:
    """The words of an answer: shown as they will be read, sent only after one more press."""
    found = find(chat.sitting, draft.about or "")
    if found is None:
        return chat.says(*_inbox(chat, NEW))
    text, thread = text.strip(), found.thread
    length = units(text)
    if not text or length > LONGEST_ANSWER:
        return _asks(chat, found, refused=length or None)
    kept = Draft(text=text, turn=chat.learner.turn, purpose="answer", about=thread)
    keys = (
        key(Label.SEND, AnswerDecided(thread=thread, send=True)),
        key(Label.DISCARD, AnswerDecided(thread=thread, send=False)),
    )
    return chat.keeping(kept).says(AnswerShown(text=text, sent=False), keys)


def sought(chat: InChat, text: str) -> Turn:
    """The threads in which these words stand, whatever their state. What was typed is not kept."""
    pages.forget_said(chat.tx, chat.sitting.who, text)
    words = " ".join(text.split())[:LONGEST_SEARCH]
    return chat.says(*_inbox(chat, InboxOpened(state=None, only=Only(words=words))))


# --- What the chat shows ----------------------------------------------------------------


def _inbox(chat: InChat, asked: InboxOpened) -> Done:
    page = max(0, asked.page)
    reach = chat.sitting.rights.reach("answer")
    found = threads.listed(chat.tx, reach, asked.state, page * PAGE, PAGE + 1, asked.only)
    shown = found[:PAGE]
    keys = [
        key(DeskLabel.THREAD, ThreadOpened(thread=each.thread, number=number))
        for number, each in enumerate(shown, 1)
    ]
    turns = [Button(label=DeskLabel.NEWER, does=replace(asked, page=page - 1))] if page else []
    if len(found) > PAGE:
        turns.append(Button(label=DeskLabel.OLDER, does=replace(asked, page=page + 1)))
    if turns:
        keys.append(tuple(turns))
    others = tuple(
        Button(label=DeskLabel.INBOX_OF, does=replace(asked, state=state, page=0, of="all"))
        for state in ("new", "open", "done")
        if state != asked.state
    )
    narrow = (
        Button(label=DeskLabel.FILTER, does=FilterOpened(state=asked.state, only=asked.only)),
        Button(label=DeskLabel.SEARCH, does=SearchBegun()),
    )
    beside = (
        Button(label=DeskLabel.TOPICS, does=TopicsOpened()),
        Button(label=DeskLabel.ALERTS, does=AlertsOpened()),
    )
    body = InboxShown(
        state=asked.state, threads=tuple(shown), page=page, zone=chat.learner.zone, only=asked.only
    )
    return body, (*keys, others, narrow, beside, key(DeskLabel.DESK, DeskOpened()))


def _filter(chat: InChat, asked: FilterOpened) -> Done:
    """Each button leads straight to the threads that are left."""
    courses, languages = threads.places(chat.tx, chat.sitting.rights.reach("answer"))
    only, back = asked.only, InboxOpened(state=asked.state, only=asked.only)
    flags: Keyboard = (
        key(DeskLabel.ONLY, replace(back, only=replace(only, complaints=True), of="complaints")),
        key(DeskLabel.ONLY, replace(back, only=replace(only, wishes=True), of="wishes")),
    )
    by_course: Keyboard = tuple(
        key(DeskLabel.ONLY, replace(back, only=replace(only, course=course), of="course"))
        for course in courses
    )
    by_language = tuple(
        Button(
            label=DeskLabel.ONLY,
            does=replace(back, only=replace(only, language=language), of="language"),
        )
        for language in languages
    )
    rows = (*flags, *by_course, *((by_language,) if by_language else ()))
    everything = key(DeskLabel.ONLY, replace(back, only=Only()))
    body = FilterShown(state=asked.state, only=only)
    return body, (*rows, everything, key(Label.BACK, back))


def _thread(chat: InChat, thread: str) -> Done:
    found = read(chat.sitting, thread)
    return _inbox(chat, NEW) if found is None else shown(found, chat.learner.zone)


def shown(found: Thread, zone: str) -> Done:
    """The thread with what can be done about it."""
    thread = found.thread
    keys = [key(DeskLabel.REPLY, AnswerBegun(thread=thread))]
    other: Mark = "open" if found.state == "done" else "done"
    keys.append(key(DeskLabel.MARK, ThreadMarked(thread=thread, mark=other)))
    if not found.complaint:
        keys.append(key(DeskLabel.MARK, ThreadMarked(thread=thread, mark="complaint")))
    if found.letterbox is None:
        keys.append(key(DeskLabel.COUNT, CountOpened(thread=thread)))
    body = ThreadShown(
        thread=thread, state=found.state, complaint=found.complaint, wish=found.wish,
        anonymous=found.letterbox is not None, language=found.language, entries=found.entries,
        zone=zone,
    )  # fmt: skip
    return body, (*keys, key(Label.BACK, NEW))


def _begun(chat: InChat, thread: str) -> Turn:
    found = find(chat.sitting, thread)
    if found is None:
        return chat.says(*_inbox(chat, NEW), in_place=False)
    return _asks(chat, found)


def _asks(chat: InChat, found: Thread, refused: int | None = None) -> Turn:
    keys = (key(Label.DISCARD, AnswerDecided(thread=found.thread, send=False)),)
    body = AnswerAsked(language=found.language, refused=refused)
    return chat.asks("answer", found.thread, body, keys)


def _decided(chat: InChat, decision: AnswerDecided) -> Done:
    draft = chat.draft
    mine = draft is not None and draft.purpose == "answer" and draft.about == decision.thread
    text = draft.text if draft and mine and decision.send else None
    became = answer(chat.sitting, decision.thread, text) if text else "refused"
    if text is None or became == "refused":
        return _thread(chat, decision.thread)
    keys = (key(DeskLabel.INBOX, NEW), key(DeskLabel.DESK, DeskOpened()))
    body = AnswerShown(
        text=text, sent=True, reached=became != "kept", letterbox=became == "in the letterbox"
    )
    return body, keys


def _alerts(chat: InChat) -> Done:
    how = alerts.way(chat.tx, chat.sitting.who)
    others: tuple[AlertWay | None, ...] = ("each", "hourly", None)
    keys = tuple(key(DeskLabel.ALERT, AlertsChosen(how=other)) for other in others if other != how)
    return AlertsShown(how=how), (*keys, key(Label.BACK, NEW))
