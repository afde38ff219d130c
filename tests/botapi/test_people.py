"""People: what they do arrives as Telegram would send it, and they see what they would see."""

import asyncio
from typing import Any

import pytest

from tests.botapi import BotApi, Person
from tests.botapi.conftest import Raw


async def updates(api: Raw) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await api("getUpdates"))["result"]
    await api("getUpdates", offset=found[-1]["update_id"] + 1 if found else 0)
    return found


async def test_a_deep_link_starts(api: Raw, server: BotApi) -> None:
    person = server.person(7, "pt", "Inês", "ines")
    await person.start("pp")
    (update,) = await updates(api)
    message = update["message"]
    assert (message["text"], message["from"]) == (
        "/start pp",
        {"id": 7, "is_bot": False, "first_name": "Inês", "username": "ines", "language_code": "pt"},
    )
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["chat"]["type"] == "private"


async def test_every_kind_of_message(api: Raw, anna: Person) -> None:
    kinds = "photo voice sticker video audio document animation video_note location contact dice"
    for kind in kinds.split():
        await anna.send(kind)
    assert [kind in u["message"] for kind, u in zip(kinds.split(), await updates(api), strict=True)]
    await anna.send_text("one")
    await anna.edit_text("two")
    assert [next(iter(u.keys() - {"update_id"})) for u in await updates(api)] == [
        "message",
        "edited_message",
    ]


async def test_blocks_and_comes_back(api: Raw, anna: Person) -> None:
    await anna.block()
    with pytest.raises(AssertionError, match="has blocked the bot"):
        await anna.send_text("x")
    await anna.start()
    found = [update.get("my_chat_member", {}) for update in await updates(api)]
    assert [m.get("new_chat_member", {}).get("status") for m in found] == ["kicked", "member", None]


async def test_presses_what_is_there(api: Raw, anna: Person) -> None:
    keyboard = {
        "inline_keyboard": [
            [{"text": "Так, згоден", "callback_data": "1:y"}],
            [{"text": "Сайт", "url": "https://example.org"}],
        ]
    }
    await api("sendMessage", chat_id=7, text="?", reply_markup=keyboard)
    for wanted in ("Так, згоден", "1:y", "згоден"):
        press = await anna.press(wanted)
        await api("answerCallbackQuery", callback_query_id=press.query_id)
    await anna.forge("9:forged")
    assert [u["callback_query"]["data"] for u in await updates(api)] == ["1:y"] * 3 + ["9:forged"]
    with pytest.raises(AssertionError, match="no button"):
        await anna.press("Ні")
    with pytest.raises(AssertionError, match="is a link"):
        await anna.press("Сайт")


async def test_groups(api: Raw, anna: Person, server: BotApi) -> None:
    group = server.group(title="Відділ")
    said = await api.says("sendMessage", chat_id=group.chat.chat_id, text="x")
    assert said == "Forbidden: bot is not a member of the supergroup chat"
    await anna.add_bot(group)
    await anna.send_text("not for the bot", group)
    await anna.send_text("/start@epizod_test_bot", group)
    found = [next(iter(u.keys() - {"update_id"})) for u in await updates(api)]
    assert found == ["my_chat_member", "message", "message"]
    assert await api.says("sendMessage", chat_id=group.chat.chat_id, text="Пишіть мені") == "ok"
    assert group.last.text == "Пишіть мені"
    assert await api.says("leaveChat", chat_id=group.chat.chat_id) == "ok"
    assert not group.has_bot


async def test_waits_for_what_the_bot_does(api: Raw, anna: Person) -> None:
    await anna.send_text("hi")
    waiting = asyncio.create_task(anna.reads("Welcome"))
    await asyncio.sleep(0)
    await api("sendMessage", chat_id=7, text="<b>Welcome</b>, Anna", parse_mode="HTML")
    assert (await waiting).html == "<b>Welcome</b>, Anna"
    with pytest.raises(TimeoutError, match=r"an update is not confirmed\n.*\n.*Анна: hi"):
        await anna.settled(0.1)
    await updates(api)
    assert [message.text for message in await anna.settled()] == ["Welcome, Anna"]
    with pytest.raises(TimeoutError, match="not seen in"):
        await anna.reads("Goodbye", 0.05)


async def test_news_are_new_and_edited_messages(api: Raw, anna: Person) -> None:
    sent = await api("sendMessage", chat_id=7, text="one")
    await api("sendMessage", chat_id=7, text="two")
    await anna.send_text("hi")
    assert anna.news == []
    await api("editMessageText", chat_id=7, message_id=sent["result"]["message_id"], text="1")
    await api("sendMessage", chat_id=7, text="three")
    assert [message.text for message in anna.news] == ["1", "three"]
