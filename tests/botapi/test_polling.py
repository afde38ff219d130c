"""getUpdates: nothing is lost before a higher offset, one poll at a time."""

import asyncio
from typing import Any

from tests.botapi import BotApi, Person, RestartedIds
from tests.botapi.conftest import Raw


async def polled(api: Raw, **params: Any) -> list[tuple[int, str]]:
    answer = await api("getUpdates", **params)
    return [(update["update_id"], update["message"]["text"]) for update in answer["result"]]


async def test_updates_stay_until_a_higher_offset(api: Raw, anna: Person) -> None:
    for text in "abc":
        await anna.send_text(text)
    first = await polled(api)
    assert [text for _, text in first] == ["a", "b", "c"]
    assert await polled(api, limit=2) == first[:2]
    assert await polled(api, offset=first[1][0]) == first[1:]
    assert await polled(api, offset=-1) == first[2:]
    assert await polled(api, offset=first[2][0] + 1) == []
    assert await polled(api) == []


async def test_a_long_poll_ends_with_the_update(api: Raw, anna: Person) -> None:
    poll = asyncio.create_task(polled(api, timeout=5))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await anna.send_text("now")
    assert [text for _, text in await asyncio.wait_for(poll, 1)] == ["now"]
    assert await asyncio.wait_for(api("getUpdates", offset=-1, timeout=0), 1)


async def test_a_newer_poll_ends_the_older(api: Raw, anna: Person) -> None:
    older = asyncio.create_task(api.says("getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(polled(api, timeout=5))
    assert await older == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    await anna.send_text("now")
    assert [text for _, text in await newer] == ["now"]
    assert [violation.rule for violation in api.server.violations] == ["two pollers"]


async def test_a_poll_that_went_away_is_no_conflict(api: Raw, anna: Person) -> None:
    gone = asyncio.create_task(api("getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    gone.cancel()
    again = asyncio.create_task(polled(api, timeout=1))
    await asyncio.sleep(0.2)
    await anna.send_text("now")
    assert [text for _, text in await again] == ["now"]
    assert api.server.violations == []


async def test_allowed_updates(api: Raw, anna: Person) -> None:
    await api("getUpdates", allowed_updates=["callback_query"])
    await anna.send_text("unheard")
    assert await polled(api) == []
    await api("getUpdates", allowed_updates=[])
    await anna.send_text("heard")
    assert [text for _, text in await polled(api)] == ["heard"]
    assert (await api("getUpdates", allowed_updates=["massage"]))["error_code"] == 400


async def test_ids_restart_at_random_once_nothing_waits(
    api: Raw, anna: Person, server: BotApi
) -> None:
    await anna.send_text("old")
    old = (await polled(api))[0][0]
    server.faults.add(RestartedIds(seed=3))
    assert [text for _, text in await polled(api)] == ["old"]
    await api("getUpdates", offset=old + 1)
    await anna.send_text("new")
    new, text = (await polled(api, offset=old + 1))[0]
    assert (text, new < old) == ("new", True)
    assert await polled(api, offset=old + 1) == [(new, "new")]
    assert await polled(api, offset=new + 1) == []


async def test_no_poll_beside_a_webhook(api: Raw, anna: Person) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/hook")
    assert await api.says("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    assert await api.says("deleteWebhook") == "ok"
    assert await api.says("getUpdates") == "ok"
