"""A strict fake of Telegram's Bot API, as a real HTTP server with people behind it.

async with BotApi() as telegram:
    anna = telegram.person(7, "uk", "Анна")
    ...                                    # a bot with TELEGRAM_API_URL=telegram.url
    await anna.start("pp")
    await anna.reads("Ласкаво просимо")
    telegram.check()
"""

from .faults import (
    Conflict,
    CutJson,
    FloodWait,
    Hang,
    HttpError,
    HungUp,
    Malformed,
    NotJson,
    Redelivered,
    Reordered,
    ResetAfter,
    ResetBefore,
    RestartedIds,
    Slow,
    UnknownFields,
)
from .keyboard import Button
from .log import Call, Calls, Violation
from .messages import Content, Message
from .people import Person
from .queries import Press
from .server import BotApi
from .settings import TOKEN, Limits, Settings
from .view import Group

__all__ = [
    "TOKEN",
    "BotApi",
    "Button",
    "Call",
    "Calls",
    "Conflict",
    "Content",
    "CutJson",
    "FloodWait",
    "Group",
    "Hang",
    "HttpError",
    "HungUp",
    "Limits",
    "Malformed",
    "Message",
    "NotJson",
    "Person",
    "Press",
    "Redelivered",
    "Reordered",
    "ResetAfter",
    "ResetBefore",
    "RestartedIds",
    "Settings",
    "Slow",
    "UnknownFields",
    "Violation",
]
