"""Everything that is kept about one person, as one JSON document. Its schema: `docs/export.md`."""

import json
from datetime import datetime
from typing import Any

from bot.store.export import everything
from bot.store.reader import Reader, Row
from bot.store.times import from_ms

FORMAT = "epizod-export/1"
FILE_NAME = "epizod-export.json"


async def export(reader: Reader, learner_id: str, now: datetime) -> bytes | None:
    """The document in UTF-8, complete as of one moment; None if nothing is kept about the person."""
    rows = await everything(reader, learner_id)
    if not rows["learner"]:
        return None
    document = {
        "format": FORMAT,
        "exported_at": now.isoformat(timespec="seconds"),
        "learner": _learner(rows["learner"][0], rows["addresses"]),
        "enrolments": [_enrolment(row, rows["completions"]) for row in rows["enrolments"]],
        "completions": [_completion(row) for row in rows["completions"]],
        "tests": [_test(row) for row in rows["tests"]],
        "answers": [_answer(row) for row in rows["answers"]],
        "feedback": [_feedback(row) for row in rows["feedback"]],
        "certificates": [_certificate(row) for row in rows["certificates"]],
        "messages": [_message(row) for row in rows["messages"]],
        "threads": [_feedback_thread(row, rows["team_answers"]) for row in rows["threads"]],
        "letterboxes": [
            _letterbox(row, rows["anonymous"], rows["anonymous_answers"])
            for row in rows["letterboxes"]
        ],
        "wishes": [_wish(row) for row in rows["wishes"]],
        "alerts": [{"how": row["how"], "told_at": _when(row["told_at"])} for row in rows["alerts"]],
        "roles": [
            {
                "role": row["role"],
                "over": row["granted_over"],
                "granted_at": _when(row["granted_at"]),
            }
            for row in rows["roles"]
        ],
        "groups": [_membership(row) for row in rows["groups"]],
        "on_lists": [
            {"group": row["group_id"], "used_at": _when(row["used_at"])} for row in rows["on_lists"]
        ],
        "wrong_words": [
            {"group": row["group_id"], "said_at": _when(row["said_at"])}
            for row in rows["wrong_words"]
        ],
        "announcements": [_announcement(row) for row in rows["announcements"]],
        "plans": [_plan(row, rows["plan_reports"]) for row in rows["plans"]],
        "prompts": [_prompt(row) for row in rows["prompts"]],
        "surveys": [_survey(row) for row in rows["surveys"]],
        "sessions": [_session(row) for row in rows["sessions"]],
        "sign_in_links": [
            {"expires_at": _when(row["expires_at"])} for row in rows["sign_in_links"]
        ],
        "digests": [{"next_at": _when(row["next_at"])} for row in rows["digests"]],
        "warned": [{"warned_at": _when(row["warned_at"])} for row in rows["warned"]],
        "timers": [{"kind": row["kind"], "due_at": _when(row["due_at"])} for row in rows["timers"]],
        "chat": [
            {"at": _when(row["created_at"]), "event": json.loads(row["event"])}
            for row in rows["chat"]
        ],
        "put_aside": [
            {
                "at": _when(row["received_at"]),
                "channel": row["channel"],
                "address": row["address"],
                "update": json.loads(row["body"]),
            }
            for row in rows["put_aside"]
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _when(ms: int | None) -> str | None:
    return None if ms is None else from_ms(ms).isoformat(timespec="seconds")


def _learner(row: Row, addresses: list[Row]) -> dict[str, Any]:
    state = json.loads(row["state"])
    return {
        "id": row["id"],
        "number": row["number"],
        "language": state["language"],
        "zone": state["zone"],
        "pictures": state["pictures"],
        "created_at": _when(row["created_at"]),
        "consented_at": state["consented_at"],
        "addresses": [
            {"channel": a["channel"], "address": a["address"], "reachable": bool(a["reachable"])}
            for a in addresses
        ],
        "state": state,
    }


def _enrolment(row: Row, completions: list[Row]) -> dict[str, Any]:
    done = [each for each in completions if each["course"] == row["course"]]
    return {
        "course": row["course"],
        "release": row["release"],
        "code": row["code"],
        "started_at": _when(row["started_at"]),
        "completed_at": _when(row["completed_at"]),
        "episodes_completed": [each["activity"] for each in done if each["sort"] == "episode"],
        "tests_passed": [each["activity"] for each in done if each["sort"] == "test"],
    }


def _feedback_thread(row: Row, answers: list[Row]) -> dict[str, Any]:
    return {
        "thread": row["thread"], "state": row["state"], "complaint": bool(row["complaint"]),
        "wish": bool(row["wish"]),
        "answers": [
            {"text": a["text"], "written_at": _when(a["written_at"])}
            for a in answers if a["thread"] == row["thread"]
        ],
    }  # fmt: skip


def _letterbox(row: Row, said: list[Row], answers: list[Row]) -> dict[str, Any]:
    """The anonymous words behind it, which lead to nobody in any other way."""
    mine = [_feedback(each) for each in said if each["thread"] == row["thread"]]
    return {"address": row["address"], **_feedback_thread(row, answers), "feedback": mine}


def _wish(row: Row) -> dict[str, Any]:
    return {
        "topic": row["topic"], "titles": json.loads(row["titles"]),
        "wished_at": _when(row["wished_at"]),
    }  # fmt: skip


def _announcement(row: Row) -> dict[str, Any]:
    return {
        "id": row["announcement"], "language": row["language"], "status": row["status"],
        "reason": row["reason"],
    }  # fmt: skip


def _membership(row: Row) -> dict[str, Any]:
    return {
        "id": row["group_id"], "name": row["name"], "state": row["state"],
        "since": _when(row["since"]), "until": _when(row["until"]), "in_line": row["in_line"],
        "started_at": _when(row["started_at"]),
    }  # fmt: skip


def _plan(row: Row, reports: list[Row]) -> dict[str, Any]:
    return {
        "plan": row["plan"], "course": row["course"], "module": row["module"],
        "text": row["text"], "due_on": row["due_on"], "made_at": _when(row["made_at"]),
        "reports": [
            {"result": r["result"], "note": r["note"], "reported_at": _when(r["reported_at"])}
            for r in reports if r["plan"] == row["plan"]
        ],
    }  # fmt: skip


def _prompt(row: Row) -> dict[str, Any]:
    return {
        "on": row["on_day"], "items": json.loads(row["items"]), "made_at": _when(row["made_at"]),
    }  # fmt: skip


def _session(row: Row) -> dict[str, Any]:
    return {
        "language": row["language"], "made_at": _when(row["made_at"]),
        "seen_at": _when(row["seen_at"]), "expires_at": _when(row["expires_at"]),
    }  # fmt: skip


def _survey(row: Row) -> dict[str, Any]:
    return {
        "survey": row["survey"], "release": row["release"], "opened_on": row["opened_on"],
        "answered_on": row["answered_on"],
    }  # fmt: skip


def _completion(row: Row) -> dict[str, Any]:
    return {
        "course": row["course"], "activity": row["activity"], "sort": row["sort"],
        "completed_at": _when(row["completed_at"]),
    }  # fmt: skip


def _test(row: Row) -> dict[str, Any]:
    return {
        "course": row["course"], "test": row["test"], "attempt": row["attempt"],
        "right": row["correct"], "asked": row["asked"], "passed": bool(row["passed"]),
        "taken_at": _when(row["taken_at"]),
    }  # fmt: skip


def _answer(row: Row) -> dict[str, Any]:
    return {
        "course": row["course"], "release": row["release"], "activity": row["activity"],
        "step": row["step"], "attempt": row["attempt"], "about": row["about"],
        "response": json.loads(row["response"]),
        "right": None if row["correct"] is None else bool(row["correct"]),
        "language": row["language"], "answered_at": _when(row["answered_at"]),
    }  # fmt: skip


def _feedback(row: Row) -> dict[str, Any]:
    return {
        "thread": row["thread"], "course": row["course"], "activity": row["activity"],
        "step": row["step"], "language": row["language"], "text": row["text"],
        "message": row["message"], "written_at": _when(row["written_at"]),
    }  # fmt: skip


def _certificate(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"], "course": row["course"], "release": row["release"], "name": row["name"],
        "language": row["language"], "printed": json.loads(row["document"]),
        "issued_at": _when(row["issued_at"]), "asked_at": _when(row["asked_at"]),
        "revoked_at": _when(row["revoked_at"]),
    }  # fmt: skip


def _message(row: Row) -> dict[str, Any]:
    return {
        "channel": row["channel"], "turn": row["turn"], "language": row["language"],
        "status": row["status"], "message": json.loads(row["message"]),
        "created_at": _when(row["created_at"]), "settled_at": _when(row["settled_at"]),
    }  # fmt: skip
