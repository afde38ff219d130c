"""The methods of the Bot API that the fake knows, by their lower-case names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .params import Params, Spec
from .telegram import Telegram

Handler = Callable[[Telegram, Params], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    name: str
    spec: Spec
    handler: Handler


METHODS: dict[str, Method] = {}


def method(name: str, spec: Spec) -> Callable[[Handler], Handler]:
    """Registers a handler for calls of `name`."""

    def register(handler: Handler) -> Handler:
        METHODS[name.lower()] = Method(name=name, spec=spec, handler=handler)
        return handler

    return register
