"""Who goes first: replies, then prompts, then announcements; one address always in its order."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store import outbox
from bot.store.learners import Address
from bot.store.migrations import migrate
from bot.store.outbox import Again, Outgoing, Priority, Settled
from bot.store.writer import Tx, Writer
from tests.store.plans import plans_of
from tests.store.somebody import HELLO, NOW, send

REPLY, PROMPT, ANNOUNCEMENT = Priority
LEASE = timedelta(minutes=2)


def chat(number: int) -> Address:
    return Address(channel="telegram", address=str(number))


def put(tx: Tx, priority: Priority, *chats: int) -> None:
    for number in chats:
        send(tx, HELLO, to=chat(number), whose=None, priority=priority)


def claim(tx: Tx, limit: int = 8, later: float = 0) -> list[Outgoing]:
    now = NOW + timedelta(seconds=later)
    return outbox.claim(tx, "telegram", now, limit, LEASE, lambda _: True)


def chats(claimed: list[Outgoing]) -> list[int]:
    return [int(each.to.address) for each in claimed]


def sent(tx: Tx, claimed: list[Outgoing]) -> None:
    for each in claimed:
        outbox.settle(tx, Settled(id=each.id, status="sent"), NOW)


async def test_replies_overtake_thousands_of_prompts(writer: Writer) -> None:
    def job(tx: Tx) -> None:
        put(tx, ANNOUNCEMENT, 9001)
        put(tx, PROMPT, *range(5000))
        put(tx, REPLY, 7001, 7002)
        first = claim(tx)
        assert chats(first) == [7001, 7002, 0, 1, 2, 3, 4, 5]
        put(tx, REPLY, 7003)
        assert chats(claim(tx, limit=2)) == [7003, 6]

    await writer.run(job)


async def test_announcements_wait_for_prompts(writer: Writer) -> None:
    def job(tx: Tx) -> None:
        put(tx, ANNOUNCEMENT, 1, 2)
        put(tx, PROMPT, 3)
        put(tx, REPLY, 4)
        assert chats(claim(tx)) == [4, 3, 1, 2]

    await writer.run(job)


async def test_a_reply_hurries_the_prompt_in_front_of_it(writer: Writer) -> None:
    """It neither overtakes the prompt nor waits with it behind all the others."""

    def job(tx: Tx) -> None:
        put(tx, PROMPT, *range(5000))
        put(tx, REPLY, 4321)
        prompt = claim(tx, limit=1)
        assert (chats(prompt), prompt[0].id) == ([4321], 4322)
        sent(tx, prompt)
        reply = claim(tx, limit=1)
        assert (chats(reply), reply[0].id) == ([4321], 5001)
        sent(tx, reply)
        assert chats(claim(tx, limit=1)) == [0]

    await writer.run(job)


async def test_a_prompt_behind_a_reply_is_not_hurried(writer: Writer) -> None:
    def job(tx: Tx) -> None:
        put(tx, PROMPT, 1)
        put(tx, REPLY, 2)
        put(tx, PROMPT, 2)
        order = []
        while claimed := claim(tx, limit=1):
            sent(tx, claimed)
            order += chats(claimed)
        assert order == [2, 1, 2]

    await writer.run(job)


async def test_a_prompt_that_comes_back_is_as_urgent_as_the_reply_behind_it(
    writer: Writer,
) -> None:
    """It was under way when the reply was written."""

    def job(tx: Tx) -> None:
        put(tx, PROMPT, *range(50))
        under_way = claim(tx, limit=50)
        put(tx, REPLY, 40)
        for each in under_way:
            outbox.settle(tx, Again(id=each.id, at=NOW, reason="no connection"), NOW)
        assert chats(claim(tx)) == [40, 0, 1, 2, 3, 4, 5, 6]

    await writer.run(job)


async def test_only_prompts_that_nobody_hurries_are_counted(writer: Writer) -> None:
    def job(tx: Tx) -> None:
        put(tx, PROMPT, *range(10))
        put(tx, REPLY, 5, 20, 21)
        put(tx, ANNOUNCEMENT, 22)
        assert outbox.prompts_waiting(tx, 100) == 9
        assert outbox.prompts_waiting(tx, 4) == 4

    await writer.run(job)


async def test_the_queries_walk_along_an_index_and_sort_nothing(writer: Writer) -> None:
    def work(tx: Tx) -> list[str]:
        def steps() -> None:
            put(tx, REPLY, 1)
            claim(tx)
            outbox.prompts_waiting(tx, 1000)

        return plans_of(tx, steps)

    plans = await writer.run(work)
    assert "SEARCH outbox USING INDEX outbox_waiting (channel=? AND address=?)" in plans
    assert "SEARCH o USING INDEX outbox_pending (channel=?)" in plans
    assert "SCAN outbox USING INDEX outbox_prompts" in plans
    assert not [step for step in plans if step in ("SCAN outbox", "SCAN o") or "B-TREE" in step]


# --- Whatever happens -------------------------------------------------------------------


@dataclass(slots=True)
class Waiting:
    """What the outbox must hold, as plain lists."""

    chats: dict[int, list[tuple[int, Priority]]] = field(default_factory=dict)
    claimed: dict[int, int] = field(default_factory=dict)
    """Ids under way, by chat."""
    last: int = 0

    def add(self, number: int, priority: Priority) -> None:
        self.last += 1
        self.chats.setdefault(number, []).append((self.last, priority))

    def next(self, limit: int) -> list[int]:
        """The first of each chat with nothing under way: by the most urgent that waits there."""
        heads = [
            (min(priority for _, priority in rows), rows[0][0], number)
            for number, rows in self.chats.items()
            if rows and number not in self.claimed
        ]
        first = sorted(heads)[:limit]
        self.claimed |= {number: row for _, row, number in first}
        return [row for _, row, _ in first]


@contextmanager
def empty() -> Iterator[Tx]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as tx:
        tx.row_factory = sqlite3.Row
        migrate(tx)
        yield tx


CHATS = st.integers(1, 4)
ADD = st.tuples(st.just("add"), CHATS, st.sampled_from(Priority))
ACTS = st.lists(
    ADD
    | ADD
    | st.tuples(st.just("claim"), st.integers(1, 3), st.none())
    | st.tuples(st.just("sent"), CHATS, st.none())
    | st.tuples(st.just("again"), CHATS, st.none()),
    max_size=30,
)
EVERYTHING_LEAVES: list[tuple[str, int, Priority | None]] = [
    ("claim", 9, None),
    *(("sent", number, None) for number in range(1, 5)),
]


@given(acts=ACTS)
@settings(max_examples=100, deadline=None)
def test_whatever_happens(acts: list[tuple[str, int, Priority | None]]) -> None:
    with empty() as tx:
        model = Waiting()
        for act, number, priority in [*acts, *EVERYTHING_LEAVES * len(acts)]:
            match act, priority:
                case "add", Priority():
                    put(tx, priority, number)
                    model.add(number, priority)
                case "claim", _:
                    assert [each.id for each in claim(tx, limit=number)] == model.next(number)
                case "sent", _ if number in model.claimed:
                    row = model.claimed.pop(number)
                    outbox.settle(tx, Settled(id=row, status="sent"), NOW)
                    assert model.chats[number].pop(0)[0] == row
                case "again", _ if number in model.claimed:
                    again = Again(id=model.claimed.pop(number), at=NOW, reason="busy")
                    outbox.settle(tx, again, NOW)
        assert not any(model.chats.values())
        assert tx.execute("SELECT count(*) FROM outbox").fetchone()[0] == 0
