"""One person sends thousands of updates; nobody else waits for more than those under way."""

import asyncio
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.gate import Gate
from bot.channels.telegram.receive import whose
from bot.service.intake import BATCH, Intake
from bot.service.line import REMEMBERED, Line
from bot.store import inbox
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.house import Clock, turns

FLOOD = 5000


def sent(who: str, numbers: range) -> list[Update]:
    return [
        Update(channel="talk", update_id=f"{who}{each}", body=f"{who} {each}", whose=who)
        for each in numbers
    ]


async def intake(writer: Writer, served: list[str]) -> Intake:
    """Notes who is served, and lets nothing follow from it."""
    readers = {"talk": served.append}
    return Intake(writer, await turns(writer), readers, Clock(), lambda: None)


async def all_served(writer: Writer) -> None:
    async with asyncio.timeout(30):
        while await writer.run(lambda tx: inbox.waiting(tx, 1)):  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_whoever_comes_during_a_flood_is_served_with_the_next(writer: Writer) -> None:
    served: list[str] = []
    at = await intake(writer, served)
    await at.put(sent("loud", range(FLOOD)))
    await at.put(sent("early", range(2)))
    running = asyncio.create_task(at.run())
    while len(served) < FLOOD // 2:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    before = len(served)
    await at.put(sent("late", range(3)))
    await all_served(writer)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert [each for each in served if each.startswith("loud")] == [
        f"loud {each}" for each in range(FLOOD)
    ]
    assert (served.index("early 0"), served.index("early 1")) == (1, 3)
    waited = [served.index(f"late {each}") - before for each in range(3)]
    under_way = 2 * BATCH
    assert waited[0] < under_way, "behind what is being served, and one of the loud one's"
    assert waited == sorted(waited)
    assert waited[2] < under_way + 6, "one for one"


async def test_after_a_restart_everybody_stands_as_they_came(writer: Writer) -> None:
    """The line is not kept; each person's order is."""
    first = await intake(writer, [])
    await first.put(sent("loud", range(100)))
    await writer.run(inbox.retry_quarantined)
    served: list[str] = []
    again = await intake(writer, served)
    await again.put(sent("loud", range(100, 200)))
    await again.put(sent("quiet", range(1)))
    running = asyncio.create_task(again.run())
    await all_served(writer)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    loud = [each for each in served if each.startswith("loud")]
    assert loud == [f"loud {each}" for each in range(200)]
    assert served.index("quiet 0") == 101


@given(st.lists(st.integers(min_value=0, max_value=4) | st.none(), max_size=200))
def test_nobody_overtakes_themselves_and_nobody_waits_for_three_of_another(
    steps: list[int | None],
) -> None:
    """A number: that person sends something; None: the first in the line is served."""
    line, waiting, number = Line(), list[tuple[int, int, str]](), 0
    served: dict[str, int] = {}
    for step in steps:
        if step is None:
            if waiting:
                waiting.sort()
                place, sent_as, who = waiting.pop(0)
                line.serve(place)
                assert sent_as > served.get(who, -1)
                served[who] = sent_as
            continue
        who, number = str(step), number + 1
        mine = [each for each in waiting if each[2] == who]
        waiting.append((line.place(who), number, who))
        if not mine:
            ahead = [each[2] for each in sorted(waiting) if each < waiting[-1]]
            assert all(ahead.count(other) <= 2 for other in set(ahead))


def test_it_remembers_only_whoever_is_ahead() -> None:
    line = Line()
    for each in range(20 * REMEMBERED):
        line.place(str(each))
    assert len(line._last) <= 2 * REMEMBERED


def test_whom_an_update_comes_from() -> None:
    for update, who in (
        ({"message": {"chat": {"id": 7}}}, "7"),
        ({"edited_message": {"chat": {"id": 7}}}, "7"),
        ({"my_chat_member": {"chat": {"id": -7}}}, "-7"),
        ({"callback_query": {"from": {"id": 7}, "message": {"chat": {"id": 9}}}}, "7"),
        ({"message": {"chat": {"id": "7"}}}, ""),
        ({"message": None}, ""),
        ([], ""),
    ):
        assert whose(update) == who


async def test_many_files_of_one_person_are_one_question_to_the_store(writer: Writer) -> None:
    """Else a flood of pictures would hold up everybody's updates before they are even kept."""
    asked: list[str] = []

    async def wanted(who: Address) -> bool:
        asked.append(who.address)
        return who.address == "8"

    def picture(number: int, who: int) -> dict[str, Any]:
        file = {"file_id": "f", "file_size": 1}
        message = {"chat": {"id": who, "type": "private"}, "photo": [file]}
        return {"update_id": number, "message": message}

    gate = Gate(None, await intake(writer, []), lambda: 0.0, wanted)  # type: ignore[arg-type]
    await gate.accept([picture(each, 7 + each % 2) for each in range(100)])

    def kept(tx: Tx) -> list[dict[str, Any]]:
        return [json.loads(row["body"]) for row in tx.execute("SELECT body FROM inbox")]

    assert asked == ["7", "8"]
    bodies = await writer.run(kept)
    offered = {each["message"]["chat"]["id"] for each in bodies if "offered" in each}
    assert (len(bodies), offered) == (100, {8})
