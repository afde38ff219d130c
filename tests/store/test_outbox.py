"""The outbox: one message at a time for each address, in order; what became of each."""

from collections.abc import Callable
from datetime import timedelta

from bot.course.inputs import Ref
from bot.course.messages import Message, Simple
from bot.store import outbox
from bot.store.learners import Address
from bot.store.outbox import KEPT_TURNS, Again, Outcome, Outgoing, Posted, Settled
from bot.store.writer import Tx, Writer
from tests.store.somebody import ASKING, HELLO, HERE, NOW, SOMEBODY, add, send

THERE = Address(channel="telegram", address="8")
LEASE = timedelta(minutes=2)


def claim(
    tx: Tx, limit: int = 8, later: float = 0, ready: Callable[[Address], bool] = lambda _: True
) -> list[Outgoing]:
    return outbox.claim(tx, "telegram", NOW + timedelta(seconds=later), limit, LEASE, ready)


def sent(outgoing: Outgoing, platform_id: str = "1") -> Outcome:
    posted = Posted(id=platform_id, form="text")
    return Settled(id=outgoing.id, status="sent", posted=posted)


def two_people(tx: Tx) -> None:
    """Three messages to one, two to the other, the second of these in between."""
    add(tx)
    add(tx, "other", THERE)
    send(tx, HELLO, HELLO, turn=1)
    send(tx, HELLO, to=THERE, whose="other", turn=1)
    send(tx, HELLO, turn=2)
    send(tx, HELLO, to=THERE, whose="other", turn=2)


async def test_one_for_each_address_the_oldest_first(writer: Writer) -> None:
    await writer.run(two_people)
    rounds = []
    while claimed := await writer.run(claim):
        rounds.append([(each.id, each.to.address) for each in claimed])
        for each in claimed:
            await writer.run(lambda tx, e=each: outbox.settle(tx, sent(e), NOW))  # type: ignore[misc]
    assert rounds == [
        [(1, HERE.address), (3, THERE.address)],
        [(2, HERE.address), (5, THERE.address)],
        [(4, HERE.address)],
    ]


async def test_what_is_claimed_holds_back_its_own_chat_only(writer: Writer) -> None:
    await writer.run(two_people)
    (first,) = await writer.run(lambda tx: claim(tx, limit=1))
    assert [each.to for each in await writer.run(claim)] == [THERE]
    assert await writer.run(claim) == []
    await writer.run(lambda tx: outbox.settle(tx, sent(first), NOW))
    assert [each.id for each in await writer.run(claim)] == [2]


async def test_a_chat_that_is_not_ready_delays_nobody(writer: Writer) -> None:
    await writer.run(two_people)
    claimed = await writer.run(lambda tx: claim(tx, limit=1, ready=lambda to: to == THERE))
    assert [each.to for each in claimed] == [THERE]


async def test_what_waits_for_a_moment_holds_back_what_follows(writer: Writer) -> None:
    await writer.run(two_people)
    (first, other) = await writer.run(claim)
    at = NOW + timedelta(seconds=30)
    again = Again(id=first.id, at=at, reason="asked to wait")
    await writer.run(lambda tx: outbox.settle(tx, again, NOW))
    await writer.run(lambda tx: outbox.settle(tx, sent(other), NOW))
    assert [each.to for each in await writer.run(claim)] == [THERE]
    assert await writer.run(lambda tx: claim(tx, later=29.9)) == []
    (repeated,) = await writer.run(lambda tx: claim(tx, later=30))
    assert (repeated.id, repeated.attempts, repeated.token) == (first.id, 2, first.token)


async def test_the_next_attempt_is_known(writer: Writer) -> None:
    assert await writer.run(lambda tx: outbox.next_attempt(tx, "telegram", NOW)) is None
    await writer.run(two_people)
    claimed = await writer.run(claim)
    at = NOW + timedelta(seconds=30)
    for each in claimed:
        again = Again(id=each.id, at=at, reason="asked to wait")
        await writer.run(lambda tx, a=again: outbox.settle(tx, a, NOW))  # type: ignore[misc]
    await writer.run(lambda tx: tx.execute("DELETE FROM outbox WHERE attempts = 0"))
    assert await writer.run(lambda tx: outbox.next_attempt(tx, "telegram", NOW)) == at
    assert await writer.run(lambda tx: outbox.next_attempt(tx, "web", NOW)) is None


async def test_claims_of_a_process_that_died_wait_again(writer: Writer) -> None:
    await writer.run(two_people)
    before = await writer.run(claim)
    assert await writer.run(claim) == []
    await writer.run(outbox.release_claims)
    after = await writer.run(claim)
    assert [each.id for each in after] == [each.id for each in before]
    for each in after:
        await writer.run(lambda tx, e=each: outbox.settle(tx, sent(e), NOW))  # type: ignore[misc]
    await writer.run(outbox.release_claims)
    assert {each.id for each in await writer.run(claim)}.isdisjoint(each.id for each in after)


async def test_a_lease_runs_out_only_where_nobody_knows_of_it(writer: Writer) -> None:
    """A sender opens what was its own, and not what it still has under way."""

    def statuses(tx: Tx) -> list[str]:
        return [row["status"] for row in tx.execute("SELECT status FROM outbox ORDER BY id")]

    def job(tx: Tx) -> list[list[str]]:
        two_people(tx)
        claim(tx)
        later, seen = NOW + timedelta(hours=1), []
        for channel, serves, under_way in (
            ("web", "all", ()),
            ("telegram", "announcements", ()),
            ("telegram", "others", (HERE.address,)),
        ):
            outbox.claim(tx, channel, later, 8, LEASE, lambda _: False, serves, under_way)  # type: ignore[arg-type]
            seen.append(statuses(tx))
        return seen

    both = ["claimed", "pending", "claimed", "pending", "pending"]
    assert await writer.run(job) == [both, both, ["claimed", *["pending"] * 4]]


async def test_a_claim_that_nobody_settled_is_open_again_when_its_lease_has_run_out(
    writer: Writer,
) -> None:
    await writer.run(two_people)
    before = await writer.run(claim)
    assert await writer.run(lambda tx: claim(tx, later=LEASE.total_seconds())) == []
    after = await writer.run(lambda tx: claim(tx, later=LEASE.total_seconds() + 1))
    assert [each.id for each in after] == [each.id for each in before]


async def test_a_change_knows_the_message_it_changes(writer: Writer) -> None:
    changed = Message(body=Simple(what="kept"), replaces=Ref(turn=1))
    await writer.run(add)
    await writer.run(lambda tx: send(tx, HELLO, turn=1))
    await writer.run(lambda tx: send(tx, changed, turn=2))
    (first,) = await writer.run(claim)
    await writer.run(lambda tx: outbox.settle(tx, sent(first, "4711"), NOW))
    (change,) = await writer.run(claim)
    assert change.replaces == Posted(id="4711", form="text")


async def test_a_change_of_what_never_arrived_is_a_new_message(writer: Writer) -> None:
    changed = Message(body=Simple(what="kept"), replaces=Ref(turn=1))
    await writer.run(add)
    await writer.run(lambda tx: send(tx, HELLO, turn=1))
    await writer.run(lambda tx: send(tx, changed, turn=2))
    (first,) = await writer.run(claim)
    await writer.run(lambda tx: outbox.settle(tx, Settled(id=first.id, status="failed"), NOW))
    (change,) = await writer.run(claim)
    assert change.replaces is None


async def test_a_button_is_found_by_its_own_person_only(writer: Writer) -> None:
    await writer.run(two_people)
    await writer.run(lambda tx: send(tx, ASKING, turn=7))
    token = await writer.run(
        lambda tx: tx.execute("SELECT token FROM outbox WHERE turn = 7").fetchone()["token"]
    )
    found = await writer.run(lambda tx: outbox.find_button(tx, SOMEBODY, token))
    assert found == (Ref(turn=7), ASKING)
    assert await writer.run(lambda tx: outbox.find_button(tx, "other", token)) is None
    assert await writer.run(lambda tx: outbox.find_button(tx, SOMEBODY, "")) is None


async def test_buttons_are_kept_for_so_many_turns(writer: Writer) -> None:
    """What still waits to be sent is kept however old it is."""
    await writer.run(add)
    await writer.run(lambda tx: send(tx, ASKING, turn=1))
    (first,) = await writer.run(claim)
    await writer.run(lambda tx: outbox.settle(tx, sent(first), NOW))
    await writer.run(lambda tx: send(tx, HELLO, turn=2))
    await writer.run(lambda tx: send(tx, HELLO, turn=KEPT_TURNS))
    assert await writer.run(lambda tx: outbox.find_button(tx, SOMEBODY, first.token)) is not None
    await writer.run(lambda tx: send(tx, HELLO, turn=KEPT_TURNS + 2))
    assert await writer.run(lambda tx: outbox.find_button(tx, SOMEBODY, first.token)) is None
    turns = await writer.run(lambda tx: [r["turn"] for r in tx.execute("SELECT turn FROM outbox")])
    assert turns == [2, KEPT_TURNS, KEPT_TURNS + 2]


async def test_nothing_waits_for_somebody_who_cannot_be_reached(writer: Writer) -> None:
    await writer.run(two_people)
    (first,) = await writer.run(lambda tx: claim(tx, limit=1))
    blocked = Settled(id=first.id, status="blocked")
    await writer.run(lambda tx: outbox.settle(tx, blocked, NOW))
    await writer.run(lambda tx: outbox.unreachable(tx, HERE, "blocked", NOW))
    assert not await writer.run(lambda tx: outbox.is_waiting(tx, HERE))
    assert await writer.run(lambda tx: outbox.is_waiting(tx, THERE))
    statuses = await writer.run(
        lambda tx: [tuple(row) for row in tx.execute("SELECT address, status FROM outbox")]
    )
    assert sorted(set(statuses)) == [(HERE.address, "blocked"), (THERE.address, "pending")]


async def test_a_clock_that_was_put_back_silences_nobody(writer: Writer) -> None:
    await writer.run(two_people)
    first, *_ = await writer.run(claim)
    later = NOW + timedelta(seconds=30)
    again = Again(id=first.id, at=later, reason="server error 502")
    await writer.run(lambda tx: outbox.settle(tx, again, NOW))
    assert first.id not in [each.id for each in await writer.run(claim)]
    back = await writer.run(lambda tx: claim(tx, later=-timedelta(days=1).total_seconds()))
    assert first.id in [each.id for each in back]
