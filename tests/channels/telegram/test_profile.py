"""What Telegram shows of the bot before anybody speaks to it: in each language, told when it changed."""

from dataclasses import replace

import pytest

from bot.channels.telegram import profile
from bot.channels.telegram.api import Api
from bot.i18n import Words
from bot.service.commands import COMMANDS
from bot.store.writer import Writer
from bot.view.pages import View
from tests.botapi import BotApi, FloodWait, HttpError
from tests.botapi import Settings as BotSettings
from tests.program.foreign import ForeignServer

METHODS = ("setMyCommands", "setMyName", "setMyDescription", "setMyShortDescription")

ABOUT = tuple(each for each in COMMANDS if each != "desk")
"""The commands that learners are told of."""


def told(telegram: BotApi) -> list[tuple[str, str]]:
    return [
        (call.method, call.params.get("language_code", "")) for call in telegram.calls.of(*METHODS)
    ]


async def test_everything_is_told_in_each_language(
    telegram: BotApi, api: Api, writer: Writer, view: View
) -> None:
    await profile.tell(api, writer, view.words)
    assert sorted(told(telegram)) == sorted(
        (m, code) for m in METHODS for code in ("", "en", "pt", "uk")
    )
    shown = telegram.profile
    for code in ("en", "pt", "uk"):
        assert [each["command"] for each in shown.commands_for(code)] == ["start", *ABOUT]
    for texts in (shown.names, shown.descriptions, shown.short_descriptions):
        assert texts[""] == texts["en"]
        assert len({texts["en"], texts["pt"], texts["uk"]}) == 3
    assert shown.commands_for("fr") == shown.commands_for("en") != shown.commands_for("uk")
    telegram.check(refusals=True)


async def test_nothing_is_told_twice(
    telegram: BotApi, api: Api, writer: Writer, view: View
) -> None:
    await profile.tell(api, writer, view.words)
    before = len(telegram.calls)
    await profile.tell(api, writer, view.words)
    assert len(telegram.calls) == before


async def test_only_what_changed_is_told(
    telegram: BotApi, api: Api, writer: Writer, view: View
) -> None:
    await profile.tell(api, writer, view.words)
    before = len(told(telegram))

    class Renamed(Words):
        def __call__(self, text: str, **values: object) -> str:
            said = Words.__call__(self, text, **values)
            return said + "!" if text.startswith("Epizod") else said

    changed = Renamed("uk", view.words["uk"].catalogue)
    await profile.tell(api, writer, {**view.words, "uk": changed})
    assert told(telegram)[before:] == [("setMyName", "uk")]
    assert telegram.profile.names["uk"].endswith("!")


@pytest.mark.parametrize("fault", [HttpError(), FloodWait(retry_after=60)])
async def test_what_was_refused_is_told_at_the_next_start(
    fault: HttpError | FloodWait, telegram: BotApi, api: Api, writer: Writer, view: View
) -> None:
    telegram.faults.add(replace(fault), method="setMyName", times=2)
    await profile.tell(api, writer, view.words)
    assert set(telegram.profile.names) == {"uk", "pt"}
    before = len(told(telegram))
    await profile.tell(api, writer, view.words)
    assert told(telegram)[before:] == [("setMyName", ""), ("setMyName", "en")]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
async def test_a_server_that_refuses_everything_stops_nothing(
    status: int, writer: Writer, view: View
) -> None:
    async with ForeignServer(unknown=status) as server:
        api = Api("1:x", server.url)
        await profile.tell(api, writer, view.words)
        await api.close()
        assert len(server.refused) == len(METHODS) * 4


async def test_another_bot_on_the_same_database_is_told_everything(
    telegram: BotApi, api: Api, writer: Writer, view: View
) -> None:
    await profile.tell(api, writer, view.words)
    async with BotApi(BotSettings(token="4711:another")) as elsewhere:
        another = Api(elsewhere.token, elsewhere.url)
        await profile.tell(another, writer, view.words)
        assert sorted(told(elsewhere)) == sorted(told(telegram))
        await another.close()


async def test_what_was_refused_is_told_again_without_a_restart(
    telegram: BotApi, api: Api, writer: Writer, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profile, "FIRST_PAUSE", 0.01)
    telegram.faults.add(HttpError(status=502), method="setMyName", times=2)
    await profile.keep_telling(api, writer, view.words)
    assert set(telegram.profile.names) == {"", "en", "pt", "uk"}
