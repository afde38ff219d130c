"""Documents in the database: learners and messages as JSON, read back strictly."""

from typing import TypeVar

from pydantic import TypeAdapter

from bot.course.inputs import Action
from bot.course.learner import Learner
from bot.course.messages import Message

T = TypeVar("T")

LEARNER: TypeAdapter[Learner] = TypeAdapter(Learner)
MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)
ACTION: TypeAdapter[Action] = TypeAdapter(Action)


def dump(adapter: TypeAdapter[T], value: T) -> str:
    return adapter.dump_json(value).decode()
