"""Somebody in the store, about whom everything is kept that can be kept."""

import json
from datetime import UTC, date, datetime, timedelta

from bot.course.desk.rights import Reach
from bot.course.desk.team import fingerprint
from bot.course.facts import (
    ActivityCompleted,
    Answered,
    CertificateIssued,
    CourseCompleted,
    EnrolmentBegan,
    Fact,
    FeedbackGiven,
    FeedbackGivenAnonymously,
    PlanMade,
    PlanMoved,
    PlanTold,
    PromptMade,
    SurveyEnded,
    SurveyOpened,
    TestTaken,
)
from bot.course.inputs import Asked
from bot.course.learner import Draft, Enrolment, Learner
from bot.course.messages import Button, FeedbackOffered, Label, Message, Simple
from bot.course.turn import Timer
from bot.store import (
    alerts,
    allowed,
    announcements,
    certificates,
    chat,
    digests,
    facts,
    inbox,
    learners,
    outbox,
    releases,
    sessions,
    team,
    threads,
    timers,
    topics,
)
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.outbox import Priority
from bot.store.writer import Tx

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HERE = Address(channel="telegram", address="7007001")
PAGE = Address(channel="web", address="page-of-somebody")
SOMEBODY = "somebody"
RELEASE = "release-of-somebody"

CERTIFICATE = CertificateIssued(
    course="c1", release=RELEASE, name="Name-Of Somebody", language="en", title="A course",
    issuer=None, hours=None, credits=None, episodes=2, tests=1, began_on=date(2026, 2, 1),
    completed_on=date(2026, 3, 1), issued_on=date(2026, 3, 2),
)  # fmt: skip

HELLO = Message(body=Simple(what="help"))
ASKING = Message(
    body=Simple(what="privacy"),
    buttons=((Button(label=Label.EXPORT, does=Asked(menu="export")),),),
)


def learner(**changes: object) -> Learner:
    values: dict[str, object] = {"seed": 1, "language": "en", "zone": "UTC", **changes}
    return Learner(**values)  # type: ignore[arg-type]


def add(tx: Tx, learner_id: str = SOMEBODY, address: Address = HERE) -> None:
    learners.add(tx, learner_id, address, learner(), NOW)


def send(
    tx: Tx, *messages: Message, to: Address = HERE, whose: str | None = SOMEBODY, turn: int = 1,
    priority: Priority = Priority.REPLY,
) -> None:  # fmt: skip
    outbox.add(
        tx, to, whose, turn, messages, language="en", pictures=True, now=NOW, priority=priority
    )


def fill(tx: Tx) -> dict[str, str]:
    """Somebody with a row in every table. Gives the words of theirs that lie there, by place."""
    words = {
        "answer": "words-of-an-answer",
        "feedback": "words-of-feedback",
        "draft": "words-of-a-draft",
        "message": "words-shown-again",
        "chat": "words-on-the-page",
        "certificate": CERTIFICATE.name,
        "plan": "words-of-a-plan",
        "note": "words-about-a-plan",
        "team": "words-of-the-team",
        "put aside": "words-that-broke-a-turn",
    }
    begun = Enrolment(course="c1", release=RELEASE, started_at=NOW)
    kept = learner(
        consented_at=NOW, enrolments={"c1": begun}, draft=Draft(turn=4, text=words["draft"])
    )
    add(tx)
    tx.execute("INSERT INTO addresses (channel, address, learner_id) VALUES (?, ?, ?)",
               (PAGE.channel, PAGE.address, SOMEBODY))  # fmt: skip
    learners.save(tx, SOMEBODY, kept)
    releases.put(tx, RELEASE, "c1", "{}", NOW)
    facts.add(tx, SOMEBODY, "en", everything(words), NOW)
    certificates.issue(tx, SOMEBODY, CERTIFICATE, NOW)
    announcement = announcements.begin(tx, SOMEBODY, NOW)
    found = announcements.find(tx, announcement)
    assert found is not None
    announcements.freeze(tx, found, Reach(everything=True), NOW)
    tx.execute("UPDATE recipients SET reason = 'why-not'")
    team.accept(tx, SOMEBODY, fingerprint(team.invite(tx, "coordinator", "", NOW)), NOW)
    tx.execute(
        "INSERT INTO groups (id, kind, name, token, made_at) VALUES ('g', 'edition', 'G', 't', 0)"
    )
    tx.execute(
        "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, 'g', 'in', 0)",
        (SOMEBODY,),
    )
    allowed.put(tx, "g", ["a-word-of-somebody"])
    assert allowed.use(tx, "g", SOMEBODY, "a-word-of-somebody", NOW)
    allowed.note_wrong(tx, "g", SOMEBODY, NOW)
    mine = "SELECT thread FROM threads WHERE learner_id IS NOT NULL"
    thread = tx.execute(mine).fetchone()["thread"]
    threads.answer(tx, thread, words["team"], NOW)
    topics.wish(tx, topics.make(tx, {"en": "a-topic-wished-for"}, NOW), SOMEBODY, NOW)
    alerts.choose(tx, SOMEBODY, "hourly", NOW)
    sessions.enter(tx, sessions.make_link(tx, SOMEBODY, NOW), NOW)
    sessions.make_link(tx, SOMEBODY, NOW)
    digests.want(tx, SOMEBODY, NOW + timedelta(days=7))
    tx.execute("INSERT INTO warned (learner_id, warned_at) VALUES (?, 0)", (SOMEBODY,))
    timers.set_all(tx, SOMEBODY, 4, [Timer(kind="forget-unconsented", due=NOW + timedelta(days=1))])
    send(tx, Message(body=FeedbackOffered(text=words["message"])), turn=4)
    inbox.put(
        tx, [Update(channel="telegram", update_id="9", body=json.dumps(words["put aside"]))], NOW
    )
    row = tx.execute("SELECT id FROM inbox WHERE update_id = '9'").fetchone()["id"]
    inbox.quarantine(tx, row, HERE.address)
    chat.add(tx, PAGE.address, "m1", {"type": "message", "id": "m1", "html": words["chat"]}, NOW)
    return words


def everything(words: dict[str, str]) -> tuple[Fact, ...]:
    return (
        EnrolmentBegan(course="c1", release=RELEASE),
        Answered(
            course="c1", release=RELEASE, activity="a1", step="s1", attempt=1,
            response=words["answer"], right=None,
        ),
        ActivityCompleted(course="c1", activity="episode-done", sort="episode"),
        TestTaken(course="c1", test="test-taken", attempt=3, right=4, asked=5, passed=True),
        ActivityCompleted(course="c1", activity="test-done", sort="test"),
        CourseCompleted(course="c1"),
        FeedbackGiven(
            text=words["feedback"], course="c1", activity="a1", step="s2", message="message-of-theirs"
        ),
        FeedbackGivenAnonymously(text="words-of-nobody", course="c1", activity="a1"),
        PromptMade(on=date(2026, 3, 1), items=("activity:a2",)),
        PlanMade(plan="p3", course="c1", module="m1", text=words["plan"], due_on=date(2026, 3, 8)),
        PlanMoved(plan="p3", due_on=date(2026, 3, 9)),
        PlanTold(plan="p3", result="partly", note=words["note"]),
        SurveyOpened(survey="s1", release=RELEASE),
        SurveyEnded(survey="s1", anonymous=False, answered=True, unlinked={}),
    )  # fmt: skip
