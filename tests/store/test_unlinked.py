"""An address that was taken from somebody gets nothing more of theirs, whatever was under way."""

from datetime import timedelta

import pytest

from bot.store import announcements, learners, outbox, people
from bot.store.learners import Address
from bot.store.outbox import Again, Outcome, Outgoing, Settled
from bot.store.writer import Tx, Writer
from tests.store.somebody import HELLO, HERE, NOW, SOMEBODY, add, learner, send

LATER = NOW + timedelta(hours=1)
OTHER = Address(channel="telegram", address="9")


def claim(tx: Tx) -> list[Outgoing]:
    return outbox.claim(tx, "telegram", LATER, 10, timedelta(minutes=2), lambda _: True)


async def under_way(writer: Writer) -> Outgoing:
    """One message is claimed and another waits behind it, when the address is unlinked."""
    await writer.run(add)
    await writer.run(lambda tx: send(tx, HELLO, turn=1))
    await writer.run(lambda tx: send(tx, HELLO, turn=2))
    (claimed,) = await writer.run(claim)
    await writer.run(lambda tx: people.unlink(tx, SOMEBODY, HERE, NOW))
    return claimed


async def rows(writer: Writer) -> list[tuple[str, str | None]]:
    sql = "SELECT status, reason FROM outbox ORDER BY id"
    return await writer.run(lambda tx: [(row["status"], row["reason"]) for row in tx.execute(sql)])


async def test_what_was_under_way_is_not_tried_again(writer: Writer) -> None:
    claimed = await under_way(writer)
    again = Again(id=claimed.id, at=NOW, reason="asked to wait")
    await writer.run(lambda tx: outbox.settle(tx, again, NOW))
    assert await writer.run(claim) == []
    assert await rows(writer) == [("unknown", "unlinked"), ("failed", "unlinked")]


async def test_nor_after_a_crash(writer: Writer) -> None:
    await under_way(writer)
    await writer.run(outbox.release_claims)
    assert await writer.run(claim) == []


async def test_what_arrived_nevertheless_is_recorded(writer: Writer) -> None:
    claimed = await under_way(writer)
    arrived = Settled(id=claimed.id, status="sent")
    await writer.run(lambda tx: outbox.settle(tx, arrived, NOW))
    assert (await rows(writer))[0] == ("sent", None)


@pytest.mark.parametrize(
    "outcome", [Again(id=1, at=NOW, reason="r"), Settled(id=1, status="sent"), None]
)
async def test_an_announcement_under_way_there_comes_to_its_end(
    writer: Writer, outcome: Outcome | None
) -> None:
    """Whatever the channel says then; with no outcome, the process died."""

    def job(tx: Tx) -> str:
        add(tx)
        learners.save(tx, SOMEBODY, learner(consented_at=NOW))
        name = announcements.begin(tx, SOMEBODY, NOW)
        tx.execute(
            "INSERT INTO recipients (announcement, learner_id, language, not_before, status)"
            " VALUES (?, ?, 'en', 0, 'queued')",
            (name, SOMEBODY),
        )
        tx.execute("UPDATE announcements SET state = 'sending'")
        outbox.add(
            tx, HERE, SOMEBODY, 1, [HELLO], language="en", pictures=True, now=NOW, recipient=1
        )
        assert len(claim(tx)) == 1
        people.unlink(tx, SOMEBODY, HERE, NOW)
        return name

    name = await writer.run(job)
    if outcome is None:
        await writer.run(outbox.release_claims)
    else:
        await writer.run(lambda tx: outbox.settle(tx, outcome, NOW))
    assert await writer.run(lambda tx: announcements.is_over(tx, name))
    assert await writer.run(lambda tx: announcements.outcomes(tx, name)) == {"unknown": 1}
    assert await writer.run(claim) == []


async def test_whoever_comes_there_anew_is_written_to(writer: Writer) -> None:
    await under_way(writer)
    await writer.run(lambda tx: add(tx, "newcomer", HERE))
    await writer.run(lambda tx: send(tx, HELLO, whose="newcomer"))
    (claimed,) = await writer.run(claim)
    assert claimed.learner_id == "newcomer"


async def test_another_address_of_theirs_goes_on(writer: Writer) -> None:
    await writer.run(add)
    await writer.run(
        lambda tx: tx.execute("INSERT INTO addresses VALUES ('telegram', '9', ?, 1)", (SOMEBODY,))
    )
    await writer.run(lambda tx: send(tx, HELLO, to=OTHER))
    await writer.run(lambda tx: people.unlink(tx, SOMEBODY, HERE, NOW))
    assert [each.to for each in await writer.run(claim)] == [OTHER]
