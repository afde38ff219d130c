"""As an operator runs it: looked at, backed up, restored, and moved to another machine."""

import asyncio
import json
import re
import shlex
from pathlib import Path

import aiohttp
import pytest

from bot.__main__ import _parser
from bot.course.messages import Label
from bot.settings import Settings
from tests.botapi import BotApi, Limits, Person
from tests.botapi import Settings as Faked
from tests.channels.spoken import button
from tests.program.epizod import Epizod, called
from tests.program.life import ROOT
from tests.program.waiting import until

TOKEN = "of-prometheus-and-nobody-else"
WORDS = "Оце-вже-моя-таємниця"
HANDBOOK = (ROOT / "docs" / "operations.md").read_text("utf-8")
PEOPLE = "SELECT count(*) FROM learners"


def telegram() -> BotApi:
    return BotApi(Faked(limits=Limits(enforced=False), answer_within=10))


async def get(url: str, **headers: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as client, client.get(url, headers=headers) as answer:
        return answer.status, await answer.text()


async def agreed(server: BotApi, epizod: Epizod, number: int) -> Person:
    """Somebody who has begun."""
    person = server.person(number, "en", f"Person {number}")
    await person.start()
    await settled(server, epizod)
    await person.press(button(Label.AGREE, "en"))
    await settled(server, epizod)
    return person


async def ready(epizod: Epizod) -> bool:
    """Whether it says so, a moment after its start: Telegram has to have answered once."""
    for _ in range(200):
        if await get(epizod.address + "/readyz") == (200, '{"status":"ok"}'):
            return True
        await asyncio.sleep(0.05)
    return False


async def settled(server: BotApi, epizod: Epizod) -> None:
    await until(lambda: not server.updates.pending)
    await epizod.idle()


async def erased(server: BotApi, epizod: Epizod, person: Person) -> None:
    await person.send_text("/forget")
    await settled(server, epizod)
    await person.press(button(Label.FORGET, "en"))
    await settled(server, epizod)


@pytest.mark.parametrize("page", ["docs/operations.md", "README.md", "lessons/README.md"])
def test_every_command_that_a_page_names_is_understood(page: str) -> None:
    named = re.findall(r"-m bot ([a-z][^`\n]*)", (ROOT / page).read_text("utf-8"))
    assert named
    for line in named:
        _parser().parse_args(shlex.split(line, comments=True))


def test_the_handbook_shows_every_command_of_an_operator() -> None:
    named = set(re.findall(r"-m bot ([a-z-]+)", HANDBOOK))
    assert {"backup", "restore", "check", "invite", "verify", "revoke", "new-key"} <= named


def test_the_handbook_and_the_example_name_every_setting_and_no_other() -> None:
    known = {name.upper() for name in Settings.model_fields}
    example = (ROOT / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^#([A-Z_]+)=", example, re.MULTILINE)) == known
    _, _, table = HANDBOOK.partition("| name | what it is |")
    rows = table.partition("\n\n")[0].splitlines()
    assert {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])} == known
    written = set(re.findall(r"^    ([A-Z_]+)=", HANDBOOK, re.MULTILINE))
    assert {"BOT_TOKEN", "DATABASE_URL", "BACKUP_DIR", "ADMIN_IDS"} == written


@pytest.mark.parametrize("page", ["docs/operations.md", "README.md"])
def test_every_link_leads_somewhere(page: str) -> None:
    file = ROOT / page
    for address in re.findall(r"\]\((?!https?:)([^)]+)\)", file.read_text("utf-8")):
        name, _, place = address.partition("#")
        led = file.parent / name if name else file
        assert led.exists(), address
        if place:
            titles = re.findall(r"^#+ (.+)$", led.read_text("utf-8"), re.MULTILINE)
            assert place in {title.lower().replace(" ", "-") for title in titles}, address


def test_the_unit_runs_what_the_handbook_installs() -> None:
    unit = (ROOT / "docs" / "epizod.service").read_text("utf-8")
    folder = re.search(r"^WorkingDirectory=(.+)$", unit, re.MULTILINE)
    assert folder
    assert f"git clone ADDRESS {folder[1]}" in HANDBOOK
    assert f"ExecStart={folder[1]}/.venv/bin/python -m bot run" in unit
    for written in re.findall(r"ReadWritePaths=-?(.+)", unit):
        assert f"BACKUP_DIR={written}" in HANDBOOK
    assert "RestartPreventExitStatus=2" in unit


def test_the_table_of_alerts_is_whole_when_it_is_drawn() -> None:
    """A bar within a cell begins another, also within a figure."""
    _, _, table = HANDBOOK.partition("| for how long | figure | |\n")
    rows = table.partition("\n\n")[0].splitlines()
    assert len(rows) > 5
    assert {row.count("|") for row in rows} == {4}


async def test_a_backup_is_made_while_it_runs_and_restored_without_who_was_erased(
    tmp_path: Path,
) -> None:
    """The way that the handbook shows."""
    async with telegram() as server:
        settings = {"BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url}
        kept = {**settings, "BACKUP_DIR": str(tmp_path / "backups")}
        copy = tmp_path / "copy.db"
        async with Epizod(tmp_path, **kept) as epizod:
            anna = await agreed(server, epizod, 1)
            await anna.send_text(WORDS)
            await agreed(server, epizod, 2)
            made = await called(tmp_path, "backup", str(copy), **kept)
            assert (made.code, made.err) == (0, "")
            assert f"{copy} is a sound backup: 2 learners" in made.out
            await erased(server, epizod, anna)
            await agreed(server, epizod, 3)
            running = await called(tmp_path, "restore", str(copy), **kept)
            assert running.code == 2
            assert "stop it first" in running.err
            await epizod.stop()
        done = await called(tmp_path, "restore", str(copy), **kept)
        assert (done.code, done.err) == (0, "")
        assert "they were erased since: 1." in done.out
        async with Epizod(tmp_path, **kept) as epizod:
            assert epizod.count(PEOPLE) == 1
            await settled(server, epizod)
            assert await ready(epizod)
            ended, _ = await epizod.stop()
        assert ended.code == 0
        assert WORDS.encode() not in (tmp_path / "epizod.db").read_bytes()
        assert WORDS not in made.out + done.out + ended.err


async def test_on_another_machine_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    async with telegram() as server:
        settings = {"BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url}
        async with Epizod(old, **settings) as epizod:
            anna = await agreed(server, epizod, 1)
            await epizod.stop()
        assert (await called(old, "backup", str(tmp_path / "move.db"), **settings)).code == 0
        arrived = await called(new, "restore", str(tmp_path / "move.db"), **settings)
        assert arrived.code == 1
        assert "--moved" in arrived.err
        moved = await called(new, "restore", str(tmp_path / "move.db"), "--moved", **settings)
        assert (moved.code, moved.err) == (0, "")
        async with Epizod(new, **settings) as epizod:
            await anna.send_text("/progress")
            await settled(server, epizod)
            assert epizod.count(PEOPLE) == 1
            server.check()


async def test_the_bot_backs_up_by_itself(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    async with Epizod(tmp_path, BACKUP_DIR=str(folder)) as epizod:
        await until(lambda: list(folder.glob("epizod-*.db")), within=30)
        _, told = await get(epizod.address + "/metrics")
        await epizod.stop()
    assert "epizod_backup_failed 0.0" in told
    (made,) = folder.glob("epizod-*.db")
    restored = await called(tmp_path, "restore", str(made))
    assert (restored.code, restored.err) == (0, "")


async def test_figures_and_json_lines_hold_neither_secrets_nor_words(tmp_path: Path) -> None:
    async with telegram() as server:
        settings = {
            "BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "LOG_FORMAT": "json",
            "METRICS_TOKEN": TOKEN, "DATABASE_URL": f"sqlite:///{tmp_path / 'epizod.db'}",
        }  # fmt: skip
        async with Epizod(tmp_path, **settings) as epizod:
            anna = await agreed(server, epizod, 1)
            await anna.send_text(f"/feedback {WORDS}")
            await settled(server, epizod)
            assert (await get(epizod.address + "/metrics"))[0] == 404
            status, told = await get(epizod.address + "/metrics", Authorization=f"Bearer {TOKEN}")
            ended, _ = await epizod.stop()
    assert status == 200
    assert 'epizod_sends_total{channel="telegram",outcome="sent"}' in told
    assert "epizod_updates_taken_total 3.0" in told
    lines = [json.loads(line) for line in ended.err.splitlines()]
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
    for hidden in (server.token, TOKEN, WORDS):
        assert hidden not in told + ended.err + ended.out


async def test_not_ready_while_telegram_is_away(tmp_path: Path) -> None:
    async with Epizod(
        tmp_path, BOT_TOKEN="1:x", TELEGRAM_API_URL="http://telegram.invalid"
    ) as epizod:
        assert (await get(epizod.address + "/healthz"))[0] == 200
        status, told = await get(epizod.address + "/readyz")
        assert status == 503
        assert json.loads(told)["status"] == "not ready"
        assert "Telegram" in json.loads(told)["reasons"][0]
