"""The inbox: threads of feedback within the reach of whoever sits at the desk, and their answers."""

from dataclasses import replace
from typing import TypeAlias, assert_never

from bot.course.desk.front import DeskOpened
from bot.course.desk.inbox import (
    AnswerAsked,
    AnswerBegun,
    AnswerDecided,
    AnswerShown,
    FeedbackAnswered,
    InboxAction,
    InboxOpened,
    InboxShown,
    Mark,
    ThreadMarked,
    ThreadOpened,
    ThreadShown,
)
from bot.course.desk.labels import DeskLabel
from bot.course.inputs import Asked
from bot.course.learner import Draft
from bot.course.messages import Body, Button, Keyboard, Label, Message
from bot.course.scene import CONTINUE
from bot.course.turn import Turn
from bot.service.desk.sitting import InChat, Sitting, key
from bot.store import learners, outbox, threads

PAGE = 5
"""Threads on one page of the inbox: as many as a phone shows with their buttons."""
LONGEST_ANSWER = 3000

Done: TypeAlias = tuple[Body, Keyboard]


def take(chat: InChat, action: InboxAction) -> Turn:
    match action:
        case InboxOpened():
            return chat.says(*_inbox(chat, action))
        case ThreadOpened(thread=thread):
            return chat.says(*_thread(chat, thread))
        case ThreadMarked(thread=thread):
            mark(chat.sitting, thread, action.mark)
            return chat.says(*_thread(chat, thread))
        case AnswerBegun(thread=thread):
            return _begun(chat, thread)
        case AnswerDecided():
            return chat.says(*_decided(chat, action))
        case _:
            assert_never(action)


def written(chat: InChat, draft: Draft, text: str) -> Turn:
    """The words of an answer: shown as they will be read, sent only after one more press."""
    assert draft.about is not None
    text = text.strip()[:LONGEST_ANSWER]
    kept = Draft(text=text, turn=chat.learner.turn, purpose="answer", about=draft.about)
    keys = (
        key(Label.SEND, AnswerDecided(thread=draft.about, send=True)),
        key(Label.DISCARD, AnswerDecided(thread=draft.about, send=False)),
    )
    return chat.keeping(kept).says(AnswerShown(text=text, sent=False), keys)


# --- What is done, in the chat or on a page ---------------------------------------------


def find(sitting: Sitting, thread: str) -> threads.Thread | None:
    """The thread, if it is within reach."""
    return threads.find(sitting.tx, thread, sitting.rights.reach("answer"))


def read(sitting: Sitting, thread: str) -> threads.Thread | None:
    """The thread; what was new is being dealt with from now on."""
    found = find(sitting, thread)
    if found is None or found.state != "new":
        return found
    threads.move(sitting.tx, thread, "open", sitting.now)
    sitting.notes("read", thread)
    return replace(found, state="open")


def mark(sitting: Sitting, thread: str, as_: Mark) -> None:
    if find(sitting, thread) is None:
        return
    if as_ == "complaint":
        threads.mark_complaint(sitting.tx, thread)
    else:
        threads.move(sitting.tx, thread, as_, sitting.now)
    sitting.notes(as_, thread)


def answer(sitting: Sitting, thread: str, text: str) -> bool:
    """Whether the answer is on its way to the learner; in the same transaction it is kept."""
    found = find(sitting, thread)
    if found is None or not text:
        return False
    threads.answer(sitting.tx, thread, text, sitting.now)
    threads.move(sitting.tx, thread, "done", sitting.now)
    sitting.notes("answered", thread)
    _tell(sitting, found, text)
    return True


def _tell(sitting: Sitting, thread: threads.Thread, answer: str) -> None:
    whose = thread.learner_id
    learner = learners.state(sitting.tx, whose)
    address = learners.reached_at(sitting.tx, whose)
    if learner is None or address is None or whose == sitting.who:
        return
    turn = learner.turn + 1
    learners.save(sitting.tx, whose, replace(learner, turn=turn))
    body = FeedbackAnswered(asked=thread.asked, answer=answer)
    keys: Keyboard = ((Button(label=Label.WRITE_BACK, does=Asked(menu="feedback")),), *CONTINUE)
    outbox.add(
        sitting.tx, address, whose, turn, [Message(body=body, buttons=keys)],
        language=learner.language, pictures=learner.pictures, now=sitting.now,
    )  # fmt: skip


# --- What the chat shows ----------------------------------------------------------------


def _inbox(chat: InChat, asked: InboxOpened) -> Done:
    page = max(0, asked.page)
    reach = chat.sitting.rights.reach("answer")
    found = threads.listed(chat.tx, reach, asked.state, page * PAGE, PAGE + 1)
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
        Button(label=DeskLabel.INBOX_OF, does=InboxOpened(state=state))
        for state in ("new", "open", "done")
        if state != asked.state
    )
    body = InboxShown(state=asked.state, threads=tuple(shown), page=page, zone=chat.learner.zone)
    return body, (*keys, others, key(DeskLabel.DESK, DeskOpened()))


def _thread(chat: InChat, thread: str) -> Done:
    found = read(chat.sitting, thread)
    if found is None:
        return _inbox(chat, InboxOpened(state="new"))
    keys: list[tuple[Button, ...]] = [key(DeskLabel.REPLY, AnswerBegun(thread=thread))]
    mark: Mark = "open" if found.state == "done" else "done"
    keys.append(key(DeskLabel.MARK, ThreadMarked(thread=thread, mark=mark)))
    if not found.complaint:
        keys.append(key(DeskLabel.MARK, ThreadMarked(thread=thread, mark="complaint")))
    body = ThreadShown(
        state=found.state, complaint=found.complaint, language=found.language,
        entries=found.entries, zone=chat.learner.zone,
    )  # fmt: skip
    return body, (*keys, key(Label.BACK, InboxOpened(state="new")))


def _begun(chat: InChat, thread: str) -> Turn:
    found = find(chat.sitting, thread)
    if found is None:
        return chat.says(*_inbox(chat, InboxOpened(state="new")), in_place=False)
    keys = (key(Label.DISCARD, AnswerDecided(thread=thread, send=False)),)
    return chat.asks("answer", thread, AnswerAsked(language=found.language), keys)


def _decided(chat: InChat, decision: AnswerDecided) -> Done:
    draft = chat.draft
    mine = draft is not None and draft.purpose == "answer" and draft.about == decision.thread
    text = draft.text if draft and mine and decision.send else None
    if not text or not answer(chat.sitting, decision.thread, text):
        return _thread(chat, decision.thread)
    keys = (
        key(DeskLabel.INBOX, InboxOpened(state="new")),
        key(DeskLabel.DESK, DeskOpened()),
    )
    return AnswerShown(text=text, sent=True), keys
