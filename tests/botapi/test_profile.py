"""Commands, names and descriptions by language."""

from typing import Any

import pytest

from tests.botapi.conftest import Raw


def one(command: str, description: str = "d") -> dict[str, Any]:
    return {"commands": [{"command": command, "description": description}]}


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("setMyCommands", one("Start"), "BOT_COMMAND_INVALID"),
    ("setMyCommands", one("старт"), "BOT_COMMAND_INVALID"),
    ("setMyCommands", one(""), "command must be non-empty"),
    ("setMyCommands", one("x" * 33), "command length must not exceed 32"),
    ("setMyCommands", one("x", ""), "command description must be non-empty"),
    ("setMyCommands", one("x", "d" * 257), "command description length must not exceed 256"),
    ("setMyCommands", {**one("x"), "language_code": "ua"}, "invalid language code specified"),
    ("setMyName", {"name": "x" * 65}, "BOT_TITLE_INVALID"),
    ("setMyDescription", {"description": "x" * 513}, "BOT_DESCRIPTION_INVALID"),
    ("setMyShortDescription", {"short_description": "x" * 121}, "BOT_ABOUT_INVALID"),
]


@pytest.mark.parametrize(("method", "params", "refusal"), REFUSED)
async def test_refuses(api: Raw, method: str, params: dict[str, Any], refusal: str) -> None:
    assert await api.says(method, **params) == f"Bad Request: {refusal}"


async def test_keeps_texts_by_language(api: Raw) -> None:
    await api("setMyCommands", **one("help", "Help"))
    await api("setMyCommands", **one("help", "Допомога"), language_code="uk")
    profile = api.server.profile
    assert profile.commands_for("uk") == [{"command": "help", "description": "Допомога"}]
    assert profile.commands_for("pt") == [{"command": "help", "description": "Help"}]
    await api("setMyShortDescription", short_description="Короткі курси", language_code="uk")
    answer = await api("getMyShortDescription", language_code="uk")
    assert answer["result"] == {"short_description": "Короткі курси"}
    await api("setMyName", name="Епізод", language_code="uk")
    assert (await api("getMyName"))["result"] == {"name": "Epizod"}
    assert (await api("getMyName", language_code="uk"))["result"] == {"name": "Епізод"}
    assert await api.says("setChatMenuButton", menu_button={"type": "commands"}) == "ok"
    assert await api.says("deleteMyCommands", language_code="uk") == "ok"
    assert (await api("getMyCommands", language_code="uk"))["result"] == []
