"""Neither the token nor what a learner wrote is ever in the log, whatever goes wrong, at DEBUG."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from bot.channels.telegram.webhook import PATH
from bot.course.messages import Label
from tests.botapi import (
    BotApi,
    CutJson,
    HttpError,
    Limits,
    Malformed,
    NotJson,
    ResetAfter,
    Settings,
)
from tests.channels.spoken import button
from tests.program.epizod import Epizod
from tests.program.waiting import until

KEY = "AAH-key_that-nobody-may-read"
TOKEN = f"123456:{KEY}"
WORDS = "Оце-вже-моя-таємниця"
WEBHOOK_SECRET = "webhook-secret-that-nobody-may-read"
HIDDEN = (KEY, WORDS, WORDS.encode("unicode_escape").decode(), WEBHOOK_SECRET)


def nothing_hidden_in(log: str) -> None:
    for hidden in HIDDEN:
        assert hidden not in log


async def say_it_everywhere(telegram: BotApi, epizod: Epizod) -> None:
    """As an answer, as feedback, as free text, as a command, in a file, in a name."""
    anna = telegram.person(7, "uk", WORDS, WORDS)
    await anna.start(WORDS)
    await anna.send_text(WORDS)
    await taken(telegram, epizod)
    await anna.press(button(Label.AGREE, "uk"))
    await taken(telegram, epizod)
    for said in (WORDS, f"/feedback {WORDS}", WORDS, f"/{WORDS}", f"/start {WORDS}"):
        await anna.send_text(said)
        await taken(telegram, epizod)
    await anna.send("document", file_name=WORDS, caption=WORDS)
    await anna.send("contact", first_name=WORDS)
    await anna.forge(WORDS)
    group = telegram.group(title=WORDS)
    await anna.add_bot(group)
    await until(lambda: not group.has_bot)
    await taken(telegram, epizod)


async def taken(telegram: BotApi, epizod: Epizod) -> None:
    await until(lambda: not telegram.updates.pending)
    await epizod.idle()


def fast() -> Settings:
    return Settings(token=TOKEN, limits=Limits(enforced=False), answer_within=30)


async def test_in_an_ordinary_conversation(tmp_path: Path) -> None:
    async with (
        BotApi(fast()) as telegram,
        Epizod(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=telegram.url) as epizod,
    ):
        await say_it_everywhere(telegram, epizod)
        assert epizod.count("SELECT count(*) FROM feedback WHERE text = ?", WORDS) == 1
        ended, _ = await epizod.stop()
    nothing_hidden_in(ended.out + ended.err)
    assert ended.code == 0


async def test_when_everything_goes_wrong(tmp_path: Path) -> None:
    async with BotApi(fast()) as telegram:
        for fault in (HttpError(status=500), HttpError(status=404), CutJson(), ResetAfter()):
            for method in ("sendMessage", "answerCallbackQuery", "getUpdates", "setMyName"):
                telegram.faults.add(fault, method=method, skip=1)
        for kind in ("missing", "types", "unknown", "empty", "scalar", "no_id"):
            telegram.faults.add(Malformed(kind=kind))
        telegram.faults.add(NotJson(body=f'{{"result": {WORDS}'.encode()))
        epizod = Epizod(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=telegram.url)
        async with epizod:
            await say_something(telegram)
            await asyncio.sleep(3)
            ended, _ = await epizod.stop()
    nothing_hidden_in(ended.out + ended.err)


async def say_something(telegram: BotApi) -> None:
    anna = telegram.person(7, "uk", WORDS, WORDS)
    await anna.start(WORDS)
    for _ in range(3):
        await anna.send_text(WORDS)


async def test_when_there_is_no_telegram(tmp_path: Path) -> None:
    epizod = Epizod(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL="http://telegram.invalid")
    async with epizod:
        await asyncio.sleep(1)
        ended, _ = await epizod.stop()
    nothing_hidden_in(ended.out + ended.err)


@pytest.mark.parametrize("by", ["polling", "webhook"])
async def test_when_the_token_is_refused(tmp_path: Path, by: str) -> None:
    webhook = {"PUBLIC_URL": "http://127.0.0.1:9", "WEBHOOK_SECRET": WEBHOOK_SECRET}
    async with BotApi() as telegram:
        settings = webhook if by == "webhook" else {}
        epizod = Epizod(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=telegram.url, **settings)
        await epizod.launch()
        ended = await epizod.ended()
    assert ended.code == 2
    nothing_hidden_in(ended.out + ended.err)


async def test_on_the_chat_page_and_at_the_webhook(tmp_path: Path) -> None:
    async with BotApi(fast()) as telegram:
        settings = {
            "BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url, "WEB_CHAT": "1",
            "PUBLIC_URL": "http://127.0.0.1:9", "WEBHOOK_SECRET": WEBHOOK_SECRET,
        }  # fmt: skip
        cookies = aiohttp.CookieJar(unsafe=True)
        async with (
            Epizod(tmp_path, **settings) as epizod,
            aiohttp.ClientSession(epizod.address, cookie_jar=cookies) as browser,
        ):
            await (await browser.get("/", params={"start": WORDS})).read()
            for body in ({"id": "12345678", "text": WORDS}, {"text": WORDS}, {"id": WORDS}):
                async with browser.post("/chat/text", json=body) as got:
                    assert got.status in {202, 422}
            headers = {"X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET}
            for update in ({"update_id": 1, "message": {"text": WORDS}}, WORDS, {"message": WORDS}):
                async with browser.post(PATH, json=update, headers=headers) as got:
                    assert got.status in {200, 400}
            async with browser.post(
                PATH, json={}, headers={"X-Telegram-Bot-Api-Secret-Token": WORDS}
            ):
                pass
            await epizod.idle()
            ended, _ = await epizod.stop()
    nothing_hidden_in(ended.out + ended.err)
