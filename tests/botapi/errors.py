"""Refusals in Telegram's own shape and wording."""

from typing import Any


class ApiError(Exception):
    """One refused call. `violation` names the rule when the bot itself is at fault."""

    def __init__(
        self,
        code: int,
        description: str,
        *,
        retry_after: int | None = None,
        violation: str | None = None,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.violation = violation

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def bad_request(text: str) -> ApiError:
    return ApiError(400, f"Bad Request: {text}")


def misuse(rule: str, text: str) -> ApiError:
    """A 400 that is also an error of the test: the bot asked what no bot should ask."""
    return ApiError(400, f"Bad Request: {text}", violation=rule)


def forbidden(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str, *, violation: str | None = None) -> ApiError:
    return ApiError(409, f"Conflict: {text}", violation=violation)


def too_many_requests(seconds: int, *, violation: str | None = None) -> ApiError:
    return ApiError(
        429,
        f"Too Many Requests: retry after {seconds}",
        retry_after=seconds,
        violation=violation,
    )


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
WRONG_FILE = "wrong file identifier/HTTP URL specified"
TWO_POLLERS = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
