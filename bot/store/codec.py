"""Documents in the database: learners and messages as JSON."""

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.course.facts import CertificateIssued
from bot.course.inputs import Action
from bot.course.learner import Learner
from bot.course.messages import Message

T = TypeVar("T")

LEARNER: TypeAdapter[Learner] = TypeAdapter(Learner)
MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)
ACTION: TypeAdapter[Action] = TypeAdapter(Action)
CERTIFICATE: TypeAdapter[CertificateIssued] = TypeAdapter(CertificateIssued)


def dump(adapter: TypeAdapter[T], value: T) -> str:
    return adapter.dump_json(value).decode()


class Unreadable(ValueError):
    """A document that is none of ours. Says nothing of what is in it."""


def load(adapter: TypeAdapter[T], document: str) -> T:
    """The value that was dumped. Raises Unreadable."""
    try:
        return adapter.validate_json(document)
    except ValidationError as error:
        raise Unreadable(f"{error.error_count()} errors") from None
