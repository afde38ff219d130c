"""The inbox: each update once, in order, and not for ever."""

from datetime import timedelta

from bot.store import inbox
from bot.store.inbox import Update
from bot.store.writer import Writer
from tests.store.somebody import NOW


def update(number: int | str, body: str = "{}", channel: str = "telegram") -> Update:
    return Update(channel=channel, update_id=str(number), body=body)


async def test_each_update_is_kept_once(writer: Writer) -> None:
    same = [update(5, "first"), update(5, "again"), update(6)]
    assert await writer.run(lambda tx: inbox.put(tx, same, NOW)) == 2
    assert await writer.run(lambda tx: inbox.put(tx, same, NOW)) == 0
    assert await writer.run(lambda tx: inbox.put(tx, [update(5, channel="web")], NOW)) == 1
    waiting = await writer.run(lambda tx: inbox.waiting(tx, 10))
    assert [(each.channel, each.body) for each in waiting] == [
        ("telegram", "first"),
        ("telegram", "{}"),
        ("web", "{}"),
    ]


async def test_ids_that_start_anew_are_new(writer: Writer) -> None:
    """Lower than all before, and not a repetition."""
    numbers = [900, 901, 3, 4, 902]
    new = [await writer.run(lambda tx, n=n: inbox.put(tx, [update(n)], NOW)) for n in numbers]  # type: ignore[misc]
    assert new == [1] * 5
    waiting = await writer.run(lambda tx: inbox.waiting(tx, 10))
    assert [each.id for each in waiting] == [1, 2, 3, 4, 5]


async def test_an_update_takes_effect_once_and_its_body_goes(writer: Writer) -> None:
    await writer.run(lambda tx: inbox.put(tx, [update(1, "words")], NOW))
    assert await writer.run(lambda tx: inbox.done(tx, 1)) is True
    assert await writer.run(lambda tx: inbox.done(tx, 1)) is False
    assert await writer.run(lambda tx: inbox.put(tx, [update(1, "words")], NOW)) == 0
    rows = await writer.run(lambda tx: tx.execute("SELECT status, body FROM inbox").fetchall())
    assert [tuple(row) for row in rows] == [("done", None)]


async def test_what_is_put_aside_waits_no_more(writer: Writer) -> None:
    """If nobody knows whose it is, nobody could erase it: its words go at once."""
    await writer.run(lambda tx: inbox.put(tx, [update(1, "words"), update(2)], NOW))
    await writer.run(lambda tx: inbox.quarantine(tx, 1, None))
    assert [each.id for each in await writer.run(lambda tx: inbox.waiting(tx, 10))] == [2]
    assert await writer.run(lambda tx: inbox.done(tx, 1)) is False
    rows = await writer.run(lambda tx: tx.execute("SELECT body FROM inbox WHERE id = 1").fetchall())
    assert [tuple(row) for row in rows] == [(None,)]


async def test_ids_are_remembered_for_48_hours_and_no_longer(writer: Writer) -> None:
    await writer.run(lambda tx: inbox.put(tx, [update(1), update(2)], NOW))
    await writer.run(lambda tx: inbox.done(tx, 1))
    almost, after = NOW + timedelta(hours=48), NOW + timedelta(hours=48, seconds=1)
    await writer.run(lambda tx: inbox.put(tx, [*map(update, range(3, 3 + inbox.LATEST))], almost))
    await writer.run(lambda tx: inbox.forget_old(tx, almost))
    assert await writer.run(lambda tx: inbox.put(tx, [update(1)], almost)) == 0
    await writer.run(lambda tx: inbox.forget_old(tx, after))
    assert await writer.run(lambda tx: inbox.put(tx, [update(1)], after)) == 1


async def test_the_latest_ids_are_remembered_whatever_the_clock_says(writer: Writer) -> None:
    """It may have jumped ahead before Telegram was told that we have them."""
    await writer.run(lambda tx: inbox.put(tx, [update(1)], NOW))
    await writer.run(lambda tx: inbox.done(tx, 1))
    later = NOW + timedelta(days=365)
    await writer.run(lambda tx: inbox.forget_old(tx, later))
    assert await writer.run(lambda tx: inbox.put(tx, [update(1)], later)) == 0


async def test_what_waits_is_never_forgotten(writer: Writer) -> None:
    await writer.run(lambda tx: inbox.put(tx, [update(1)], NOW))
    await writer.run(lambda tx: inbox.forget_old(tx, NOW + timedelta(days=365)))
    assert len(await writer.run(lambda tx: inbox.waiting(tx, 10))) == 1


async def test_what_is_put_aside_and_has_an_owner_is_tried_again_at_the_start(
    writer: Writer,
) -> None:
    await writer.run(lambda tx: inbox.put(tx, [update(1, "words"), update(2, "lost")], NOW))
    assert await writer.run(lambda tx: inbox.quarantine(tx, 1, "7")) is True
    assert await writer.run(lambda tx: inbox.quarantine(tx, 2, None)) is True
    await writer.run(inbox.retry_quarantined)
    assert [each.body for each in await writer.run(lambda tx: inbox.waiting(tx, 10))] == ["words"]
    assert await writer.run(lambda tx: inbox.quarantine(tx, 1, "7")) is False


async def test_words_put_aside_are_kept_for_48_hours_and_no_longer(writer: Writer) -> None:
    await writer.run(lambda tx: inbox.put(tx, [update(1, "words")], NOW))
    await writer.run(lambda tx: inbox.quarantine(tx, 1, "7"))
    after = NOW + timedelta(hours=48, seconds=1)
    await writer.run(lambda tx: inbox.forget_old(tx, after))
    assert not await writer.run(lambda tx: tx.execute("SELECT * FROM inbox").fetchall())
