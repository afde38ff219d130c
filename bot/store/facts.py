"""Facts as rows. Only ever added; a fact that is already there stays as it was."""

import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from bot.course.facts import (
    ActivityCompleted,
    Answered,
    CertificateIssued,
    CourseCompleted,
    EnrolmentBegan,
    Fact,
    FeedbackGiven,
    PlanMade,
    PlanMoved,
    PlanTold,
    PromptMade,
    TestTaken,
)
from bot.store import certificates, threads
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx


def add(tx: Tx, learner_id: str, language: str, facts: Iterable[Fact], now: datetime) -> None:
    for fact in facts:
        _add(tx, learner_id, language, fact, to_ms(now))


def _add(tx: Tx, learner_id: str, language: str, fact: Fact, now: int) -> None:
    match fact:
        case EnrolmentBegan():
            tx.execute(
                "INSERT INTO enrolments (learner_id, course, release, started_at, code)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (learner_id, fact.course, fact.release, now, secrets.token_hex(8)),
            )
        case Answered():
            tx.execute(
                "INSERT INTO answers (learner_id, course, release, activity, step, attempt, about,"
                " response, correct, language, answered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    learner_id, fact.course, fact.release, fact.activity, fact.step, fact.attempt,
                    fact.about, json.dumps(fact.response, ensure_ascii=False), fact.right, language,
                    now,
                ),
            )  # fmt: skip
        case TestTaken():
            tx.execute(
                "INSERT INTO tests_taken (learner_id, course, test, attempt, correct, asked, passed,"
                " taken_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    learner_id, fact.course, fact.test, fact.attempt, fact.right, fact.asked,
                    fact.passed, now,
                ),
            )  # fmt: skip
        case ActivityCompleted():
            tx.execute(
                "INSERT INTO completions (learner_id, course, activity, sort, completed_at)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (learner_id, fact.course, fact.activity, fact.sort, now),
            )
        case CourseCompleted():
            tx.execute(
                "UPDATE enrolments SET completed_at = ?"
                " WHERE learner_id = ? AND course = ? AND completed_at IS NULL",
                (now, learner_id, fact.course),
            )
        case FeedbackGiven():
            thread = _thread(tx, learner_id)
            threads.wrote(tx, learner_id, thread, from_ms(now))
            tx.execute(
                "INSERT INTO feedback (learner_id, thread, course, activity, step, language, text,"
                " written_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    learner_id, thread, fact.course, fact.activity, fact.step,
                    language, fact.text, now,
                ),
            )  # fmt: skip
        case PromptMade():
            tx.execute(
                "INSERT INTO prompts (learner_id, on_day, items, made_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (learner_id, fact.on.isoformat(), json.dumps(fact.items), now),
            )
        case PlanMade():
            tx.execute(
                "INSERT INTO plans (learner_id, plan, course, module, text, due_on, made_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    learner_id, fact.plan, fact.course, fact.module, fact.text,
                    fact.due_on.isoformat(), now,
                ),
            )  # fmt: skip
        case PlanMoved():
            tx.execute(
                "UPDATE plans SET due_on = ? WHERE learner_id = ? AND plan = ?",
                (fact.due_on.isoformat(), learner_id, fact.plan),
            )
        case PlanTold():
            tx.execute(
                "INSERT INTO plan_reports (learner_id, plan, result, note, reported_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (learner_id, fact.plan, fact.result, fact.note, now),
            )
        case CertificateIssued():
            certificates.issue(tx, learner_id, fact, from_ms(now))
        case _:
            assert_never(fact)


def _thread(tx: Tx, learner_id: str) -> str:
    """One thread for one learner, under a random address that tells nothing about them."""
    row = tx.execute(
        "SELECT thread FROM feedback WHERE learner_id = ? ORDER BY id LIMIT 1", (learner_id,)
    ).fetchone()
    return str(row["thread"]) if row else secrets.token_urlsafe(12)
