"""A sentence, the token, every secret: in no log, metric or page, also where the store itself is broken."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import aiohttp

from tests.attack.test_every_route import SIGNED_OUT
from tests.botapi import BotApi
from tests.program.epizod import Epizod
from tests.program.test_secrets import HIDDEN, TOKEN, WEBHOOK_SECRET, WORDS, fast
from tests.service.house import ROOT

METRICS = "a-token-for-the-metrics-that-nobody-may-read"
SIGNING_KEY = "c2lnbmluZy1rZXktdGhhdC1ub2JvZHktbWF5LXJlYWQ"[:43]
NEVER = (*HIDDEN, METRICS, SIGNING_KEY, "SELECT ", "Traceback", "sqlite3", '.py"')
"""In no page. (A log may name a place in the code.)"""
BROKEN = ("feedback", "learners", "chat_events", "sessions")
ASKED = (
    "/", "/healthz", "/readyz", "/metrics", "/chat/export", "/desk", "/desk/enter", "/privacy",
    f"/desk/{WORDS}", f"/{WORDS}", f"/certificates/{WORDS}", f"/pictures/{WORDS}",
    f"/chat/files/report/{WORDS}", f"/desk?said={WORDS}",
)  # fmt: skip


async def test_a_house_that_falls_to_pieces_says_nothing(tmp_path: Path) -> None:
    async with BotApi(fast()) as telegram:
        settings = {
            "BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url, "WEB_CHAT": "1",
            "METRICS_TOKEN": METRICS, "SIGNING_KEY": SIGNING_KEY, "LOG_FORMAT": "json",
            "LESSONS_DIR": str(ROOT / "tests" / "crash" / "lessons"),
        }  # fmt: skip
        cookies = aiohttp.CookieJar(unsafe=True)
        async with (
            Epizod(tmp_path, **settings) as epizod,
            aiohttp.ClientSession(epizod.address, cookie_jar=cookies) as browser,
        ):
            pages = await everything(browser)
            anna = telegram.person(7, "en")
            await anna.start()
            await epizod.idle()
            break_store(epizod)
            pages += await everything(browser)
            await anna.send_text(WORDS)
            await asyncio.sleep(0.3)
            ended, _ = await epizod.stop()
    for page in pages:
        for hidden in (each for each in NEVER if each not in (WORDS, *HIDDEN[1:3])):
            assert hidden not in page
    for hidden in (*HIDDEN, METRICS, SIGNING_KEY, WEBHOOK_SECRET, "Traceback"):
        assert hidden not in ended.out + ended.err
    assert "no such table" in ended.err or "OperationalError" in ended.err, "it has been broken"
    assert all(json.loads(line) for line in ended.err.splitlines())


async def everything(browser: aiohttp.ClientSession) -> list[str]:
    """Says the sentence wherever it can be said, and asks for every page; what comes back."""
    said = []
    async with browser.get("/") as got:
        said.append(await got.text())
    for number, body in enumerate(
        ({"text": WORDS}, {"text": f"/feedback {WORDS}"}, {"text": WORDS})
    ):
        async with browser.post("/chat/text", json={"id": f"canary-{number}", **body}) as got:
            said.append(await got.text())
    evil = {"origin": "https://evil.example"}
    async with browser.post("/desk/enter", data={"code": WORDS}, headers=evil) as got:
        assert got.status in SIGNED_OUT
    for path in ASKED:
        for headers in ({}, {"authorization": f"Bearer {METRICS}"}):
            async with browser.get(path, headers=headers) as got:
                text = await got.text()
                said.append(text)
                assert WORDS not in text, path
    return said


def break_store(epizod: Epizod) -> None:
    """From outside, while it runs: its tables are not there any more."""
    with closing(sqlite3.connect(epizod.database, timeout=20)) as store:
        for table in BROKEN:
            store.execute(f"ALTER TABLE {table} RENAME TO gone_{table}")
        store.commit()
