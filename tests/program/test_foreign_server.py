"""The bot works with a Bot API server that it has never seen, and does not wear it out."""

import asyncio
from pathlib import Path

from bot.course.messages import Label
from bot.service.commands import COMMANDS
from tests.channels.spoken import button, welcome, words
from tests.program.epizod import Epizod
from tests.program.foreign import ForeignServer
from tests.program.waiting import until

TOKEN = "77:foreign_token"
MOST_POLLS_A_SECOND = 6


async def until_said(server: ForeignServer, sentence: str) -> None:
    await until(lambda: any(sentence in words(text) for text in server.texts))


async def until_new(server: ForeignServer) -> None:
    """Until there is another message than now."""
    before = len(server.messages)
    await until(lambda: len(server.messages) > before)


async def test_a_person_gets_into_the_course_and_is_answered(tmp_path: Path) -> None:
    async with ForeignServer() as server:
        server.writes("/start")
        async with Epizod(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url) as epizod:
            await until_said(server, welcome())
            server.presses("Português")
            await until_said(server, welcome("pt"))
            server.presses("English")
            await until_said(server, welcome())
            server.presses(button(Label.AGREE))
            await until_new(server)
            server.presses(button(Label.START))
            await until_new(server)
            for command in COMMANDS:
                if command != "export":  # this server takes no documents
                    server.writes(f"/{command}")
                    await until_new(server)
            ended, _ = await epizod.stop()
        assert ended.code == 0
        assert server.answered == ["q1", "q2", "q3", "q4"]
        assert "Traceback" not in ended.err


async def test_it_is_killed_and_nothing_is_repeated_although_everything_is_delivered_again(
    tmp_path: Path,
) -> None:
    async with ForeignServer() as server:
        server.writes("/start pp")
        for label in (Label.AGREE, Label.START, Label.LEAVE, Label.CONTINUE):
            async with Epizod(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url) as epizod:
                if not server.messages:
                    await until_new(server)
                await epizod.idle()
                server.presses(button(label))
                await until_new(server)
                await epizod.idle()
                epizod.process.kill()
        assert len(server.texts) == len(set(server.texts))


async def test_answers_that_come_at_once_make_no_busy_loop(tmp_path: Path) -> None:
    async with ForeignServer() as server:
        async with Epizod(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url):
            await asyncio.sleep(3)
        polls = server.asked_for("getUpdates")
        assert len(polls) >= 3
        assert len(polls) / (polls[-1] - polls[0]) < MOST_POLLS_A_SECOND
        assert len(server.asked) - len(polls) < 30


async def test_an_update_that_cannot_be_confirmed_makes_no_busy_loop(tmp_path: Path) -> None:
    async with ForeignServer() as server:
        server.junk = [{"no": "id"}, None, "nonsense"]
        async with Epizod(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url):
            await asyncio.sleep(2)
        assert 2 <= len(server.asked_for("getUpdates")) < 20


async def test_a_server_that_does_not_know_a_method_says_so_once(tmp_path: Path) -> None:
    async with ForeignServer() as server:
        async with Epizod(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url) as epizod:
            await asyncio.sleep(1)
            ended, _ = await epizod.stop()
        assert ended.code == 0
        assert "setMyCommands" in server.refused
        assert len(server.refused) == len(ended.err.splitlines())
