"""Lines of the log: text or JSON, and in none of them a secret or what an error says."""

import json
import logging
import sys
from typing import Literal

import pytest

from bot import trace
from bot.logs import formatter

SECRET = "123:secret-of-the-bot"
WORDS = "Оце-вже-моя-таємниця"


def line(style: Literal["text", "json"], message: str, logger: str = "bot.x") -> str:
    """What is written of an error with words in it."""
    try:
        raise ValueError(WORDS)
    except ValueError:
        error = sys.exc_info()
    record = logging.LogRecord(logger, logging.ERROR, __file__, 1, message, None, error)
    return formatter(style, SECRET, None).format(record)


@pytest.mark.parametrize("style", ["text", "json"])
def test_of_an_error_the_kind_and_the_place(style: Literal["text", "json"]) -> None:
    told = line(style, "it broke")
    assert "ValueError in line:" in told
    assert WORDS not in told
    assert WORDS.encode("unicode_escape").decode() not in told
    assert "\n" not in told


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_secret_is_taken_out(style: Literal["text", "json"]) -> None:
    told = line(style, f"https://api.telegram.org/bot{SECRET}/getMe")
    assert SECRET not in told
    assert "bot[secret]/getMe" in told


@pytest.mark.parametrize("style", ["text", "json"])
def test_what_asyncio_adds_of_the_error_is_left_out(style: Literal["text", "json"]) -> None:
    message = f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{WORDS}')>"
    told = line(style, message, "asyncio")
    assert "Task exception was never retrieved" in told
    assert WORDS not in told


def test_json_says_which_update_it_is_about() -> None:
    with trace.about(17):
        told = json.loads(line("json", "it broke"))
    assert {**told, "time": ""} == {
        "time": "", "level": "ERROR", "logger": "bot.x", "message": "it broke", "update": 17,
        "fault": told["fault"],
    }  # fmt: skip
    assert "update" not in json.loads(line("json", "it broke"))


def test_text_says_which_update_it_is_about() -> None:
    with trace.about(17):
        assert "ERROR bot.x: [update 17] it broke (ValueError in line:" in line("text", "it broke")
    assert "ERROR bot.x: it broke (ValueError" in line("text", "it broke")
