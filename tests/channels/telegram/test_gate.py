"""Where updates come in by polling: first to the disk, then confirmed; a press is answered at once."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram.error import Conflict as TwoPollers
from telegram.error import NetworkError, RetryAfter

from bot.channels.telegram import gate as gate_module
from bot.channels.telegram.api import Api
from bot.channels.telegram.gate import FORGET_OFFSET_AFTER, Gate, TokenRefused
from bot.service.intake import Intake
from bot.service.turns import Turns
from bot.store.inbox import Update
from bot.store.writer import StoreUnavailable, Tx, Writer
from bot.view.pages import View
from tests.botapi import (
    BotApi,
    FloodWait,
    HttpError,
    Malformed,
    NotJson,
    Person,
    Redelivered,
    ResetBefore,
    RestartedIds,
    Settings,
)
from tests.channels.telegram.conftest import NOON
from tests.program.waiting import until


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Door(Intake):
    """An intake that can be held shut, or broken, and remembers what came through."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    broken: int = 0
    kept: list[Update] = field(default_factory=list)

    async def put(
        self, updates: Iterable[Update], beside: Callable[[Tx], object] | None = None
    ) -> None:
        await self.open.wait()
        if self.broken:
            self.broken -= 1
            raise StoreUnavailable("disk full")
        self.kept += updates


@pytest.fixture
def door() -> Door:
    door = Door()
    door.open.set()
    return door


@asynccontextmanager
async def polling(api: Api, intake: Intake, clock: Clock | None = None) -> AsyncIterator[None]:
    """Polls while inside; a gate that gives up raises here."""
    task = asyncio.create_task(Gate(api, intake, clock or Clock()).poll())
    try:
        yield
        assert not task.done(), task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, TokenRefused):
            await task


def offsets(telegram: BotApi) -> list[int | None]:
    found = (call.params.get("offset") for call in telegram.calls.of("getUpdates"))
    return [None if offset is None else int(offset) for offset in found]


async def test_an_update_is_confirmed_only_when_it_is_kept(
    telegram: BotApi, api: Api, door: Door, anna: Person
) -> None:
    door.open.clear()
    async with polling(api, door):
        await anna.send_text("kept?")
        update = telegram.updates.pending[0]
        await until(lambda: update.handed_over)
        await asyncio.sleep(0.1)
        assert update.confirmed_at is None
        assert offsets(telegram) == [None]
        door.open.set()
        await until(lambda: update.confirmed_at)
    assert [json.loads(each.body)["message"]["text"] for each in door.kept] == ["kept?"]
    telegram.check(refusals=True)


async def test_what_could_not_be_kept_is_asked_for_again(
    telegram: BotApi, api: Api, door: Door, anna: Person
) -> None:
    door.broken = 1
    async with polling(api, door):
        await anna.send_text("once more")
        await until(lambda: door.kept)
    assert offsets(telegram)[:2] == [None, None]
    telegram.check(refusals=True)


async def test_an_update_that_is_delivered_again_takes_effect_once(
    telegram: BotApi, api: Api, writer: Writer, view: View, anna: Person
) -> None:
    intake = Intake(writer, Turns(view=view), {}, lambda: NOON, lambda: None)
    telegram.faults.add(Redelivered(), times=4)
    async with polling(api, intake):
        for text in ("one", "two", "three"):
            await anna.send_text(text)
            await until(lambda: not telegram.updates.pending)
        rows = await writer.run(lambda tx: tx.execute("SELECT body FROM inbox").fetchall())
    texts = [json.loads(row["body"])["message"]["text"] for row in rows]
    assert sorted(texts) == ["/start", "one", "three", "two"]


async def test_a_press_is_answered_at_once_and_once(
    telegram: BotApi, api: Api, door: Door, anna: Person
) -> None:
    telegram.faults.add(Redelivered(), times=3)
    async with polling(api, door):
        await telegram_says(telegram, anna)
        presses = [await anna.forge(f"1:abcdefgh:{i}") for i in range(3)]
        await until(lambda: all(press.waited is not None for press in presses))
        await until(lambda: not telegram.updates.pending)
    assert all((press.waited or 0.0) < 2.0 for press in presses)
    assert [press.toast for press in presses] == ["", "", ""]
    assert len(telegram.calls.of("answerCallbackQuery")) == 3
    telegram.check(refusals=True)


async def telegram_says(telegram: BotApi, anna: Person) -> None:
    api = Api(telegram.token, telegram.url)
    await api.call("sendMessage", chat_id=anna.user_id, text="Press!")
    await api.close()


async def test_a_press_is_not_answered_before_it_is_kept(
    telegram: BotApi, api: Api, door: Door, anna: Person
) -> None:
    await telegram_says(telegram, anna)
    door.open.clear()
    async with polling(api, door):
        press = await anna.forge("1:abcdefgh:0")
        await asyncio.sleep(0.2)
        assert press.waited is None
        door.open.set()
        await until(lambda: press.waited is not None)


async def test_a_press_that_is_too_old_to_be_answered_hurts_nobody(
    telegram: BotApi, api: Api, door: Door
) -> None:
    query = {"id": "gone", "from": {"id": 7}, "data": "1:abcdefgh:0"}
    telegram.updates.put({"callback_query": query})
    async with polling(api, door):
        await until(lambda: telegram.calls.of("answerCallbackQuery"))
        await until(lambda: not telegram.updates.pending)
    assert len(door.kept) == 1


async def test_after_long_silence_the_offset_is_dropped(
    telegram: BotApi, api: Api, door: Door, anna: Person
) -> None:
    clock = Clock()
    async with polling(api, door, clock):
        telegram.faults.add(RestartedIds(seed=5))
        await anna.send_text("before the holidays")
        await until(lambda: len(offsets(telegram)) == 2)
        assert offsets(telegram)[1] is not None
        clock.now += FORGET_OFFSET_AFTER + 1
        await anna.send_text("after the holidays")
        await until(lambda: len(door.kept) == 2)
        await anna.send_text("and on")
        await until(lambda: len(door.kept) == 3)
    first, second, third = (int(each.update_id) for each in door.kept)
    assert abs(second - first) >= 1000
    assert third == second + 1


@pytest.mark.parametrize("kind", ["missing", "types", "unknown", "empty", "scalar", "no_id"])
async def test_a_malformed_update_delays_nobody(
    kind: Any, telegram: BotApi, api: Api, door: Door, anna: Person
) -> None:
    telegram.faults.add(Malformed(kind=kind))
    async with polling(api, door):
        await anna.send_text("still here")
        await until(lambda: any("still here" in each.body for each in door.kept))
        await until(lambda: not telegram.updates.pending)


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\U0001f600", '"; DROP TABLE inbox; --'])
async def test_no_text_is_too_strange_to_be_kept(
    text: str, telegram: BotApi, api: Api, writer: Writer, view: View
) -> None:
    intake = Intake(writer, Turns(view=view), {}, lambda: NOON, lambda: None)
    message = {"chat": {"id": 7, "type": "private"}, "from": {"id": 7}, "text": text}
    telegram.updates.put({"message": message})
    async with polling(api, intake):
        await until(lambda: not telegram.updates.pending)
        rows = await writer.run(lambda tx: tx.execute("SELECT body FROM inbox").fetchall())
    assert [json.loads(row["body"])["message"]["text"] for row in rows] == [text]


async def test_it_waits_as_long_as_telegram_asks(telegram: BotApi, api: Api, door: Door) -> None:
    telegram.faults.add(FloodWait(retry_after=1), method="getUpdates")
    async with polling(api, door):
        await until(lambda: len(offsets(telegram)) == 2)
    first, second = (call.at for call in telegram.calls.of("getUpdates"))
    assert second - first >= 1.0


@pytest.mark.parametrize("fault", [HttpError(status=502), HttpError(status=404), ResetBefore()])
async def test_it_tries_again_more_and_more_slowly(
    fault: Any, telegram: BotApi, api: Api, door: Door, anna: Person
) -> None:
    telegram.faults.add(fault, method="getUpdates", times=2)
    async with polling(api, door):
        await anna.send_text("patience")
        await until(lambda: door.kept)
    first, second, third = (call.at for call in telegram.calls.of("getUpdates")[:3])
    assert second - first >= 0.4
    assert third - second >= 0.9


@pytest.mark.parametrize(
    "body",
    [b"<html>\xff", b"", b"[]", b"null", b"{}", b'{"ok": true}', b'{"ok": true, "result": 7}'],
)
async def test_an_answer_of_another_shape_is_no_end(
    body: bytes, telegram: BotApi, api: Api, door: Door, anna: Person
) -> None:
    telegram.faults.add(NotJson(body=body))
    async with polling(api, door):
        await anna.send_text("patience")
        await until(lambda: door.kept)


def test_how_long_it_waits_after_what(caplog: pytest.LogCaptureFixture) -> None:
    pause = gate_module._pause
    with caplog.at_level(logging.WARNING):
        assert pause(RetryAfter(7), 1) == 7
        assert pause(RetryAfter("soon"), 1) == 1  # type: ignore[arg-type]
        assert pause(TwoPollers("409"), 1) == 5
        assert pause(StoreUnavailable("full"), 1) == 1
        assert [pause(NetworkError("x"), n) for n in (1, 2, 3, 7, 100)] == [0.5, 1, 2, 30, 30]
    assert "only one process may receive" in caplog.text


async def test_another_poller_is_named_in_the_log(
    telegram: BotApi, api: Api, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.forgive("two pollers")
    other = Api(telegram.token, telegram.url)
    async with polling(api, door):
        await until(lambda: offsets(telegram))
        await other.call("getUpdates", timeout=0)
        await until(lambda: "only one process" in caplog.text)
    await other.close()


async def test_a_refused_token_is_the_end(door: Door) -> None:
    async with BotApi(Settings(token="1:right")) as telegram:
        api = Api("1:wrong", telegram.url)
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(Gate(api, door, Clock()).poll(), 5)
        await api.close()


async def test_a_webhook_of_an_earlier_life_is_taken_away(
    telegram: BotApi, api: Api, door: Door, anna: Person
) -> None:
    await api.call("setWebhook", url="http://127.0.0.1:9/old", secret_token="s")
    await anna.send_text("who hears me?")
    async with polling(api, door):
        await until(lambda: door.kept)
    assert telegram.dispatch.webhook.url == ""
    telegram.check(refusals=True)


async def test_a_webhook_left_over_is_taken_away_however_often_that_fails(
    telegram: BotApi, api: Api, door: Door, anna: Person
) -> None:
    telegram.forgive("poll beside webhook")
    await api.call("setWebhook", url="http://127.0.0.1:9/left-over")
    telegram.faults.add(HttpError(status=502), method="deleteWebhook", times=1)
    async with polling(api, door):
        await anna.send_text("Is anybody there?")
        await until(lambda: door.kept)
