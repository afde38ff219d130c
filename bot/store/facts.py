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
    FeedbackGivenAnonymously,
    PlanMade,
    PlanMoved,
    PlanTold,
    PromptMade,
    SurveyEnded,
    SurveyOpened,
    TestTaken,
)
from bot.store import certificates, feedback, surveys
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx


def add(tx: Tx, learner_id: str, language: str, facts: Iterable[Fact], now: datetime) -> None:
    for fact in facts:
        _add(tx, learner_id, language, fact, to_ms(now))


def _add(tx: Tx, learner_id: str, language: str, fact: Fact, now: int) -> None:  # noqa: PLR0912
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
            feedback.given(tx, learner_id, language, fact, from_ms(now))
        case FeedbackGivenAnonymously():
            feedback.given_anonymously(tx, learner_id, language, fact, from_ms(now))
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
        case SurveyOpened():
            surveys.opened(tx, learner_id, fact, from_ms(now))
        case SurveyEnded():
            surveys.ended(tx, learner_id, fact, from_ms(now))
        case _:
            assert_never(fact)
