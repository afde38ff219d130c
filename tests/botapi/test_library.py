"""python-telegram-bot takes the fake for Telegram."""

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MenuButtonCommands,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TimedOut

from tests.botapi import BotApi, FloodWait, Hang, Person
from tests.botapi import Conflict as ConflictFault
from tests.botapi.media import PIXEL


@pytest.fixture
async def bot(server: BotApi) -> AsyncIterator[Bot]:
    bot = Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url)
    async with bot:
        yield bot


async def test_talks_to_a_person(server: BotApi, anna: Person, bot: Bot) -> None:
    button = InlineKeyboardButton("Далі", callback_data="n:1")
    sent = await bot.send_message(
        7,
        "<b>Привіт</b> &amp; 👍",
        parse_mode="HTML",
        reply_markup=InlineKeyboardMarkup([[button]]),
    )
    assert (sent.text, sent.text_html) == ("Привіт & 👍", anna.last.html)
    await anna.press("Далі")
    (update,) = await bot.get_updates(timeout=1)
    assert update.callback_query is not None
    assert await update.callback_query.answer("Добре")
    await update.callback_query.edit_message_text("Готово")
    assert (anna.last.text, anna.last.buttons) == ("Готово", ())
    await bot.get_updates(offset=update.update_id + 1)
    await anna.settled()
    server.check(refusals=True)


@pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
async def test_raw_updates(anna: Person, bot: Bot) -> None:
    await anna.send_text("x")
    (update,) = await bot.do_api_request("getUpdates", {"timeout": 1})
    assert update["message"]["text"] == "x"


async def test_media(server: BotApi, anna: Person, bot: Bot) -> None:
    first = await bot.send_photo(7, PIXEL, caption="one")
    again = await bot.send_photo(
        7, first.photo[-1].file_id, caption="<i>two</i>", parse_mode="HTML"
    )
    assert first.photo == again.photo
    await bot.edit_message_media(InputMediaPhoto(PIXEL, caption="three"), 7, again.message_id)
    await bot.edit_message_caption(7, again.message_id, caption="four")
    assert [(m.text, m.photo) for m in anna.received] == [("one", PIXEL), ("four", PIXEL)]
    await bot.send_document(7, b'{"learner": {}}', filename="export.json")
    assert (anna.last.document, anna.last.document_name) == (b'{"learner": {}}', "export.json")
    server.check(refusals=True)


async def test_profile(server: BotApi, anna: Person, bot: Bot) -> None:
    commands = (BotCommand("start", "Почати"),)
    await bot.set_my_commands(commands, language_code="uk")
    assert await bot.get_my_commands(language_code="uk") == commands
    await bot.set_my_name("Епізод", language_code="uk")
    await bot.set_my_description("Курси", language_code="uk")
    await bot.set_my_short_description("Курси", language_code="uk")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat(7)).first_name == "Анна"
    assert (await bot.get_webhook_info()).url == ""
    await bot.send_chat_action(7, "typing")
    server.check(refusals=True)


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_errors_are_the_librarys_own(server: BotApi, anna: Person, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(7, "")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(404, "x")
    server.faults.add(FloodWait(retry_after=3), method="sendMessage")
    with pytest.raises(RetryAfter, match=r"Retry in (3 seconds|0:00:03)"):
        await bot.send_message(7, "x")
    server.faults.add(ConflictFault(), method="getUpdates")
    with pytest.raises(Conflict):
        await bot.get_updates()
    server.faults.add(Hang(), method="getMe")
    with pytest.raises(TimedOut):
        await bot.get_me(read_timeout=0.1)
    await anna.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(7, "x")
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=server.base_url):
            pass
