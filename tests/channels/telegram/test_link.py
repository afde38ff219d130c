"""The link that opens the bot, for invitations: learned from Telegram at every start."""

import pytest

from bot.channels.telegram import profile
from bot.channels.telegram.api import Api
from bot.service.desk.groups import INVITATION_BASE
from bot.store import marks
from bot.store.writer import Writer
from tests.botapi import BotApi, HttpError


async def base(writer: Writer) -> str | None:
    return await writer.run(lambda tx: marks.get(tx, INVITATION_BASE))


async def test_it_is_made_of_the_bot_s_own_name(telegram: BotApi, api: Api, writer: Writer) -> None:
    await writer.run(lambda tx: marks.put(tx, INVITATION_BASE, "https://t.me/old_bot?start="))
    assert await profile.learn_link(api, writer)
    assert await base(writer) == f"https://t.me/{telegram.telegram.bot['username']}?start="
    telegram.check(refusals=True)


async def test_until_telegram_has_answered_it_is_asked_again(
    telegram: BotApi, api: Api, writer: Writer
) -> None:
    telegram.faults.add(HttpError(status=500), method="getMe")
    assert not await profile.learn_link(api, writer)
    assert await base(writer) is None
    assert await profile.learn_link(api, writer)


@pytest.mark.parametrize("username", ["a/../b", "x?y=", "бот", ""])
async def test_a_strange_name_makes_no_link(
    username: str, telegram: BotApi, api: Api, writer: Writer
) -> None:
    telegram.telegram.bot["username"] = username
    assert await profile.learn_link(api, writer)
    assert await base(writer) is None
