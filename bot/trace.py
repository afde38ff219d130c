"""Which update is being worked on: what follows from it carries its number, up to the last message.

The number is that of its row in the inbox. It tells nothing about a person, and the row is gone after
two days.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_update: ContextVar[int | None] = ContextVar("update", default=None)


def update() -> int | None:
    """The update of which this is a consequence; None where nobody has asked for it."""
    return _update.get()


@contextmanager
def about(number: int | None) -> Iterator[None]:
    token = _update.set(number)
    try:
        yield
    finally:
        _update.reset(token)
