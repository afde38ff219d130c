"""The coordinators' desk in the chat: every action checks the role anew, and leaves its trace.

action ─► role at this moment ─┬─ none or too little: the desk says so, nothing is done
                               └─ done, in the same transaction as its line in the audit
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from bot.course.announcement import AnnouncementAction, AnnouncementsOpened
from bot.course.desk import (
    AnswerAsked,
    AnswerBegun,
    AnswerDecided,
    AnswerShown,
    AuditLine,
    AuditOpened,
    AuditShown,
    DeskAction,
    DeskOpened,
    DeskShown,
    FeedbackAnswered,
    InboxOpened,
    InboxShown,
    InvitationAnswered,
    InvitationMade,
    InvitationShown,
    Mark,
    Member,
    OwnAction,
    Role,
    RoleTaken,
    TeamOpened,
    TeamShown,
    ThreadMarked,
    ThreadOpened,
    ThreadShown,
)
from bot.course.inputs import Asked, Ref
from bot.course.learner import Draft, Learner
from bot.course.messages import Body, Button, Keyboard, Label, Message
from bot.course.scene import CONTINUE
from bot.course.turn import Turn
from bot.service import announcing
from bot.service.sitting import Sitting, key
from bot.store import audit, learners, outbox, team, threads
from bot.store.writer import Tx

PAGE = 5
"""Threads on one page of the inbox: as many as a phone shows with their buttons."""
AUDITED = 20
LONGEST_ANSWER = 3000
ADMINISTRATORS_ONLY = (TeamOpened, InvitationMade, RoleTaken, AuditOpened)

Done: TypeAlias = tuple[Body, Keyboard]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`administrators`: the Telegram ids of ADMIN_IDS."""

    administrators: Collection[str]

    def take(
        self, tx: Tx, learner_id: str, learner: Learner, action: DeskAction, origin: Ref | None,
        now: datetime,
    ) -> Turn:  # fmt: skip
        """What follows at the desk. Whoever has no right to the action sees only what is theirs."""
        before = learner.draft
        learner = replace(learner, turn=learner.turn + 1, draft=None, active_at=now)
        role = team.role_of(tx, learner_id, self.administrators)
        if role is None:
            return _turn(learner, DeskShown(role=None), CONTINUE, None)
        sitting = Sitting(
            tx=tx, learner_id=learner_id, learner=learner, role=role, draft=before, now=now,
            administrators=self.administrators,
        )  # fmt: skip
        if role != "administrator" and isinstance(action, ADMINISTRATORS_ONLY):
            action = DeskOpened()
        if isinstance(action, AnswerBegun):
            return _answer_begun(sitting, action.thread)
        if isinstance(action, AnnouncementAction):
            return announcing.take(sitting, action, origin)
        body, keys = _done(sitting, action)
        return _turn(learner, body, keys, origin)

    def answered(self, tx: Tx, learner_id: str, learner: Learner, text: str, now: datetime) -> Turn:
        """The words of an answer: shown as they will be read, sent only after one more press.

        The words of an announcement go into its draft.
        """
        draft = learner.draft
        assert draft is not None
        assert draft.about is not None
        learner = replace(learner, turn=learner.turn + 1, draft=None, active_at=now)
        role = team.role_of(tx, learner_id, self.administrators)
        if role is None:
            return _turn(learner, DeskShown(role=None), CONTINUE, None)
        if draft.purpose == "announcement":
            sitting = Sitting(
                tx=tx, learner_id=learner_id, learner=learner, role=role, draft=draft, now=now,
                administrators=self.administrators,
            )  # fmt: skip
            return announcing.written(sitting, draft.about, text)
        text = text.strip()[:LONGEST_ANSWER]
        kept = Draft(text=text, turn=learner.turn, purpose="answer", about=draft.about)
        keys = (
            key(Label.SEND, AnswerDecided(thread=draft.about, send=True)),
            key(Label.DISCARD, AnswerDecided(thread=draft.about, send=False)),
        )
        return _turn(replace(learner, draft=kept), AnswerShown(text=text, sent=False), keys, None)

    def invited(self, tx: Tx, learner_id: str, learner: Learner, token: str, now: datetime) -> Turn:
        role = team.accept(tx, learner_id, token, now)
        if role is not None:
            audit.add(tx, learner_id, "joined", role, now)
        learner = replace(learner, turn=learner.turn + 1, draft=None, active_at=now)
        keys = (key(Label.DESK, DeskOpened()),) if role else CONTINUE
        return _turn(learner, InvitationAnswered(role=role), keys, None)


def _turn(learner: Learner, body: Body, keys: Keyboard, origin: Ref | None) -> Turn:
    return Turn(learner=learner, messages=(Message(body=body, buttons=keys, replaces=origin),))


def _done(sitting: Sitting, action: OwnAction) -> Done:
    match action:
        case DeskOpened():
            return _desk(sitting)
        case InboxOpened():
            return _inbox(sitting, action)
        case ThreadOpened(thread=thread):
            return _thread(sitting, thread)
        case ThreadMarked():
            return _marked(sitting, action)
        case AnswerDecided():
            return _decided(sitting, action)
        case TeamOpened():
            return _team(sitting)
        case InvitationMade(role=role):
            return _invitation(sitting, role)
        case RoleTaken():
            return _taken(sitting, action)
        case AuditOpened():
            return _audit(sitting)
        case AnswerBegun():
            raise TypeError(action)
        case _:
            assert_never(action)


def _desk(sitting: Sitting) -> Done:
    counts = threads.counts(sitting.tx)
    keys: Keyboard = (
        key(Label.INBOX, InboxOpened(state="new")),
        key(Label.ANNOUNCEMENTS, AnnouncementsOpened()),
    )
    if sitting.role == "administrator":
        keys = (*keys, key(Label.TEAM, TeamOpened()), key(Label.AUDIT, AuditOpened()))
    body = DeskShown(role=sitting.role, new=counts.get("new", 0), open=counts.get("open", 0))
    return body, (*keys, *CONTINUE)


# --- Feedback ---------------------------------------------------------------------------


def _inbox(sitting: Sitting, asked: InboxOpened) -> Done:
    page = max(0, asked.page)
    found = threads.listed(sitting.tx, asked.state, page * PAGE, PAGE + 1)
    shown = found[:PAGE]
    keys = [
        key(Label.THREAD, ThreadOpened(thread=each.thread, number=number))
        for number, each in enumerate(shown, 1)
    ]
    turns = [Button(label=Label.NEWER, does=replace(asked, page=page - 1))] if page else []
    if len(found) > PAGE:
        turns.append(Button(label=Label.OLDER, does=replace(asked, page=page + 1)))
    if turns:
        keys.append(tuple(turns))
    others = tuple(
        Button(label=Label.INBOX_OF, does=InboxOpened(state=state))
        for state in ("new", "open", "done")
        if state != asked.state
    )
    body = InboxShown(state=asked.state, threads=tuple(shown), page=page, zone=sitting.learner.zone)
    return body, (*keys, others, key(Label.DESK, DeskOpened()))


def _thread(sitting: Sitting, thread: str) -> Done:
    found = threads.find(sitting.tx, thread)
    if found is None:
        return _inbox(sitting, InboxOpened(state="new"))
    if found.state == "new":
        threads.move(sitting.tx, thread, "open", sitting.now)
        sitting.notes("read", thread)
        found = replace(found, state="open")
    keys: list[tuple[Button, ...]] = [key(Label.REPLY, AnswerBegun(thread=thread))]
    mark: Mark = "open" if found.state == "done" else "done"
    keys.append(key(Label.MARK, ThreadMarked(thread=thread, mark=mark)))
    if not found.complaint:
        keys.append(key(Label.MARK, ThreadMarked(thread=thread, mark="complaint")))
    body = ThreadShown(
        state=found.state, complaint=found.complaint, language=found.language,
        entries=found.entries, zone=sitting.learner.zone,
    )  # fmt: skip
    back = Button(label=Label.BACK, does=InboxOpened(state="new"))
    return body, (*keys, (back,))


def _marked(sitting: Sitting, marked: ThreadMarked) -> Done:
    if threads.find(sitting.tx, marked.thread) is not None:
        if marked.mark == "complaint":
            threads.mark_complaint(sitting.tx, marked.thread)
        else:
            threads.move(sitting.tx, marked.thread, marked.mark, sitting.now)
        sitting.notes(marked.mark, marked.thread)
    return _thread(sitting, marked.thread)


def _answer_begun(sitting: Sitting, thread: str) -> Turn:
    found = threads.find(sitting.tx, thread)
    if found is None:
        return _turn(sitting.learner, *_inbox(sitting, InboxOpened(state="new")), None)
    draft = Draft(text=None, turn=sitting.learner.turn, purpose="answer", about=thread)
    keys = (key(Label.DISCARD, AnswerDecided(thread=thread, send=False)),)
    learner = replace(sitting.learner, draft=draft)
    return _turn(learner, AnswerAsked(language=found.language), keys, None)


def _decided(sitting: Sitting, decision: AnswerDecided) -> Done:
    draft, found = sitting.draft, threads.find(sitting.tx, decision.thread)
    mine = draft is not None and draft.purpose == "answer" and draft.about == decision.thread
    if found is None or draft is None or not mine or not draft.text or not decision.send:
        return _thread(sitting, decision.thread)
    threads.answer(sitting.tx, found.thread, draft.text, sitting.now)
    threads.move(sitting.tx, found.thread, "done", sitting.now)
    sitting.notes("answered", found.thread)
    _tell(sitting, found, draft.text)
    back = Button(label=Label.INBOX, does=InboxOpened(state="new"))
    return AnswerShown(text=draft.text, sent=True), ((back,), key(Label.DESK, DeskOpened()))


def _tell(sitting: Sitting, thread: threads.Thread, answer: str) -> None:
    """The answer goes into the outbox of the learner, in the same transaction."""
    whose = thread.learner_id
    learner = learners.state(sitting.tx, whose)
    address = learners.reached_at(sitting.tx, whose)
    if learner is None or address is None or whose == sitting.learner_id:
        return
    turn = learner.turn + 1
    learners.save(sitting.tx, whose, replace(learner, turn=turn))
    body = FeedbackAnswered(asked=thread.asked, answer=answer)
    keys: Keyboard = ((Button(label=Label.WRITE_BACK, does=Asked(menu="feedback")),), *CONTINUE)
    outbox.add(
        sitting.tx, address, whose, turn, [Message(body=body, buttons=keys)],
        language=learner.language, pictures=learner.pictures, now=sitting.now,
    )  # fmt: skip


# --- The team ---------------------------------------------------------------------------


def _team(sitting: Sitting) -> Done:
    everybody = team.members(sitting.tx)
    lines = tuple(
        Member(number=number, role=m.role, since=m.since, you=m.learner_id == sitting.learner_id)
        for number, m in enumerate(everybody, 1)
    )
    takes = [
        key(Label.TAKE_ROLE, RoleTaken(member=m.learner_id, role=m.role, number=number))
        for number, m in enumerate(everybody, 1)
        if m.learner_id != sitting.learner_id
    ]
    invites = [
        key(Label.INVITE, InvitationMade(role=role)) for role in ("coordinator", "administrator")
    ]
    body = TeamShown(members=lines, zone=sitting.learner.zone)
    return body, (*invites, *takes, key(Label.DESK, DeskOpened()))


def _invitation(sitting: Sitting, role: Role) -> Done:
    token = team.invite(sitting.tx, role, sitting.now)
    sitting.notes("invited", role)
    body = InvitationShown(role=role, token=token, days=team.LIFETIME.days)
    return body, (key(Label.TEAM, TeamOpened()),)


def _taken(sitting: Sitting, taken: RoleTaken) -> Done:
    if taken.member != sitting.learner_id and team.take(sitting.tx, taken.member, taken.role):
        sitting.notes(f"took {taken.role}", taken.member)
    return _team(sitting)


def _audit(sitting: Sitting) -> Done:
    numbers = {m.learner_id: n for n, m in enumerate(team.members(sitting.tx), 1)}
    lines = tuple(
        AuditLine(at=each.at, member=numbers.get(each.who), action=each.action, about=each.about)
        for each in audit.latest(sitting.tx, AUDITED)
    )
    body = AuditShown(lines=lines, zone=sitting.learner.zone)
    return body, (key(Label.DESK, DeskOpened()),)
