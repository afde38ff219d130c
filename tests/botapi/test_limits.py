"""Sliding windows: what is admitted, what must wait, and who does not wait."""

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.botapi import BotApi, FloodWait, Limits, Settings
from tests.botapi.conftest import Raw
from tests.botapi.errors import ApiError
from tests.botapi.limits import Flood


def refusal(flood: Flood, chat_id: int, now: float) -> ApiError | None:
    try:
        flood.admit(chat_id, now, private=True)
    except ApiError as error:
        return error
    return None


def test_a_chat_has_a_burst_and_then_one_a_second() -> None:
    flood = Flood(Limits())
    assert [refusal(flood, 7, 0.0) for _ in range(5)] == [None] * 5
    sixth = refusal(flood, 7, 0.0)
    assert sixth is not None
    assert sixth.body() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert refusal(flood, 8, 0.0) is None
    assert [refusal(flood, 7, second) for second in (1.0, 2.0, 3.0)] == [None] * 3


def test_all_chats_share_thirty_a_second() -> None:
    flood = Flood(Limits())
    assert [refusal(flood, chat, chat / 100) for chat in range(30)] == [None] * 30
    assert refusal(flood, 99, 0.5) is not None
    assert refusal(flood, 98, 1.6) is None


def test_going_on_regardless_is_a_violation_but_not_at_once() -> None:
    flood = Flood(Limits())
    flood.refuse(7, 0.0, 3)
    on_its_way, too_soon, after = (refusal(flood, 7, at) for at in (0.1, 1.0, 3.0))
    assert (on_its_way and on_its_way.violation, too_soon and too_soon.violation) == (
        None,
        "ignored retry_after",
    )
    assert (too_soon and too_soon.retry_after, after) == (2, None)


@given(st.lists(st.floats(0, 0.5), max_size=200), st.integers(1, 5))
def test_never_admits_more_than_the_windows_hold(gaps: list[float], chats: int) -> None:
    limits = Limits(per_second=10, slack=0.0)
    flood, now, admitted = Flood(limits), 0.0, list[tuple[float, int]]()
    for number, gap in enumerate(gaps):
        now += gap
        if refusal(flood, number % chats, now) is None:
            admitted.append((now, number % chats))
    for start, _ in admitted:
        window = [chat for at, chat in admitted if start <= at < start + 0.999]
        assert len(window) <= 10
        assert all(window.count(chat) <= 6 for chat in range(chats))


async def test_the_server_records_who_does_not_wait() -> None:
    settings = Settings(limits=Limits(grace=0.0))
    async with BotApi(settings) as server, aiohttp.ClientSession() as session:
        api = Raw(server=server, session=session)
        await server.person(7).start()
        said = [await api.says("sendMessage", chat_id=7, text=str(n)) for n in range(7)]
        assert said == ["ok"] * 5 + ["Too Many Requests: retry after 1"] * 2
        assert [v.rule for v in server.violations] == ["ignored retry_after"]
        assert server.calls.largest_window(1.0) == 5


@pytest.mark.parametrize(("edits_count", "outcome"), [(True, 429), (False, 200)])
async def test_edits_count_unless_told_otherwise(edits_count: bool, outcome: int) -> None:
    limits = Limits(chat_burst=1, edits_count=edits_count)
    async with BotApi(Settings(limits=limits)) as server, aiohttp.ClientSession() as session:
        api = Raw(server=server, session=session)
        await server.person(7).start()
        sent = await api("sendMessage", chat_id=7, text="one")
        target = {"chat_id": 7, "message_id": sent["result"]["message_id"]}
        edited = await api("editMessageText", **target, text="two")
        assert edited.get("error_code", 200) == outcome


@pytest.mark.parametrize("everybody", [True, False])
async def test_a_scripted_flood_silences_one_chat_or_all(
    server: BotApi, api: Raw, everybody: bool
) -> None:
    for user_id in (7, 8):
        await server.person(user_id).start()
    server.faults.add(FloodWait(retry_after=1, everybody=everybody), method="sendMessage")
    said = [await api.says("sendMessage", chat_id=chat, text="x") for chat in (7, 7, 8)]
    refused = "Too Many Requests: retry after 1"
    assert said == [refused, refused, refused if everybody else "ok"]
