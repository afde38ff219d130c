"""The event stream: everything once and in order, from wherever the page left off."""

import asyncio
import json
from typing import Any

import pytest

from bot.course.messages import Label
from tests.channels.conftest import Stage
from tests.channels.scripts import enter, only
from tests.channels.spoken import button
from tests.channels.talkers import Browser, OnTheWeb
from tests.program.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def history(browser: Browser, after: str = "0", **headers: str) -> list[tuple[int, Any]]:
    """What a page that opens now is told up to `ready`."""
    found: list[tuple[int, Any]] = []
    number = 0
    url = f"{browser.address}/chat/events?after={after}"
    async with asyncio.timeout(5), browser.client.get(url, headers=headers) as stream:
        assert stream.status == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        async for raw in stream.content:
            line = raw.decode().rstrip("\n")
            if line.startswith("id: "):
                number = int(line[4:])
            elif line == 'data: {"type":"ready"}':
                return found
            elif line.startswith("data: "):
                found.append((number, json.loads(line[6:])))
    raise AssertionError(found)


async def somebody(stage: Stage) -> OnTheWeb:
    talker = await stage.on_the_web()
    await enter(talker, "en")
    await talker.say("hello")
    return talker


async def test_a_page_that_is_reloaded_is_told_everything_in_order(stage: Stage) -> None:
    talker = await somebody(stage)
    told = await history(talker.browser)
    assert [event["type"] for _, event in told] == [
        "message",
        "edit",
        "message",
        "message",
        "said",
        "message",
    ]
    numbers = [number for number, _ in told]
    assert numbers == sorted(set(numbers))


async def test_a_page_that_comes_back_is_told_what_it_missed(stage: Stage) -> None:
    talker = await somebody(stage)
    everything = await history(talker.browser)
    for index, (number, _) in enumerate(everything):
        assert await history(talker.browser, str(number)) == everything[index + 1 :]
        assert (
            await history(talker.browser, **{"Last-Event-ID": str(number)})
            == everything[index + 1 :]
        )
    last = str(everything[-1][0])
    assert await history(talker.browser, "0", **{"Last-Event-ID": last}) == []


@pytest.mark.parametrize("after", ["", "x", "-1", "1.5", "٣", "9" * 40, "0x1", "%00"])
async def test_a_strange_place_to_start_from_is_the_beginning(after: str, stage: Stage) -> None:
    talker = await somebody(stage)
    assert len(await history(talker.browser, after)) == 6


async def test_two_pages_of_one_browser_are_told_the_same(stage: Stage) -> None:
    talker = await somebody(stage)
    other = Browser(talker.browser.address, "en", talker.browser.client.cookie_jar)
    stage.browsers.append(other)
    await other.open()
    other.events.clear()
    await talker.press(button(Label.CONTINUE))
    await until(lambda: other.last_id >= talker.browser.last_id)
    assert other.events == talker.browser.events


async def test_own_words_are_not_kept_before_consent(stage: Stage) -> None:
    talker = await stage.on_the_web()
    await talker.start()
    await talker.say("a secret before consent")
    told = await history(talker.browser)
    assert [event["type"] for _, event in told] == ["message", "message"]
    sql = "SELECT count(*) FROM learners WHERE state LIKE '%secret%'"
    assert stage.epizod.count(sql) == 0


async def test_after_an_erasure_there_is_only_the_farewell(stage: Stage) -> None:
    talker = await somebody(stage)
    last = (await history(talker.browser))[-1][0]
    await talker.say("/forget")
    await talker.press(button(Label.FORGET))
    farewell = only(talker)
    told = await history(talker.browser)
    assert [event["type"] for _, event in told] == ["erased", "message"]
    assert told[0][0] > last
    assert await history(talker.browser, str(last)) == told
    await talker.say("hello again")
    assert only(talker) != farewell
    assert not only(talker).changed
    assert [e["type"] for _, e in await history(talker.browser)] == ["erased", "message", "message"]


async def test_nothing_of_an_erased_person_is_in_the_files(stage: Stage) -> None:
    talker = await stage.on_the_web()
    await enter(talker, "en")
    secret = "Розкажу-тобі-таємницю"
    for before in ("/feedback", "/help"):
        await talker.say(before)
        await talker.say(secret)
    assert _in_the_files(stage, secret)
    await talker.say("/forget")
    await talker.press(button(Label.FORGET))
    await until(lambda: not _in_the_files(stage, secret))


def _in_the_files(stage: Stage, words: str) -> bool:
    """As it is, or as JSON escapes it."""
    spellings = (words.encode(), json.dumps(words).strip('"').encode())
    contents = [path.read_bytes() for path in stage.epizod.folder.glob("epizod.db*")]
    return any(spelling in content for spelling in spellings for content in contents)
