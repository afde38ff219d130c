"""Timers: one of each kind for a learner, and each fires once."""

from datetime import datetime, timedelta

from bot.course.inputs import TimerFired, TimerKind
from bot.course.turn import Timer
from bot.store import timers
from bot.store.learners import Address
from bot.store.timers import Due
from bot.store.writer import Tx, Writer
from tests.store.plans import plans_of
from tests.store.somebody import NOW, SOMEBODY, add

LATER = NOW + timedelta(hours=1)


def set_in(turn: int) -> Due:
    return Due(learner_id=SOMEBODY, fired=TimerFired(timer="forget-unconsented", set_in=turn))


def put(tx: Tx, turn: int, due: datetime | None) -> None:
    timers.set_all(tx, SOMEBODY, turn, [Timer(kind="forget-unconsented", due=due)])


async def test_due_when_the_moment_has_come(writer: Writer) -> None:
    await writer.run(add)
    await writer.run(lambda tx: put(tx, 3, LATER))
    before = LATER - timedelta(milliseconds=1)
    assert await writer.run(lambda tx: timers.due(tx, before, 10)) == []
    assert await writer.run(lambda tx: timers.due(tx, LATER, 10)) == [set_in(3)]


async def test_the_last_one_set_counts(writer: Writer) -> None:
    await writer.run(add)
    await writer.run(lambda tx: put(tx, 3, NOW))
    (old,) = await writer.run(lambda tx: timers.due(tx, NOW, 10))
    await writer.run(lambda tx: put(tx, 4, NOW))
    assert await writer.run(lambda tx: timers.take(tx, old)) is False
    (new,) = await writer.run(lambda tx: timers.due(tx, NOW, 10))
    assert new == set_in(4)


async def test_each_fires_once(writer: Writer) -> None:
    await writer.run(add)
    await writer.run(lambda tx: put(tx, 3, NOW))
    (due,) = await writer.run(lambda tx: timers.due(tx, NOW, 10))
    assert await writer.run(lambda tx: timers.take(tx, due)) is True
    assert await writer.run(lambda tx: timers.take(tx, due)) is False
    assert await writer.run(lambda tx: timers.due(tx, LATER, 10)) == []


async def test_the_oldest_first_and_no_more_than_asked(writer: Writer) -> None:
    for number in range(5):
        name = f"learner-{number}"
        due = NOW - timedelta(minutes=number)

        def job(tx: Tx, name: str = name, due: datetime = due) -> None:
            tx.execute("INSERT INTO learners (id, state, created_at) VALUES (?, '{}', 0)", (name,))
            timers.set_all(tx, name, 1, [Timer(kind="forget-unconsented", due=due)])

        await writer.run(job)
    found = await writer.run(lambda tx: timers.due(tx, NOW, 2))
    assert [each.learner_id for each in found] == ["learner-4", "learner-3"]


async def test_one_that_is_never_due_goes(writer: Writer) -> None:
    await writer.run(add)
    await writer.run(lambda tx: put(tx, 3, NOW))
    (old,) = await writer.run(lambda tx: timers.due(tx, NOW, 10))
    await writer.run(lambda tx: put(tx, 4, None))
    assert await writer.run(lambda tx: timers.due(tx, LATER, 10)) == []
    assert await writer.run(lambda tx: timers.take(tx, old)) is False
    await writer.run(lambda tx: put(tx, 5, None))
    assert await writer.run(lambda tx: timers.due(tx, LATER, 10)) == []


async def test_what_goes_is_of_that_kind_and_that_learner_only(writer: Writer) -> None:
    def job(tx: Tx) -> None:
        add(tx)
        add(tx, "other", Address(channel="telegram", address="8"))
        timers.set_all(tx, "other", 1, [Timer(kind="prompt", due=NOW)])
        timers.set_all(
            tx, SOMEBODY, 2,
            [Timer(kind="forget-unconsented", due=NOW), Timer(kind="prompt", due=NOW)],
        )  # fmt: skip
        timers.set_all(tx, SOMEBODY, 3, [Timer(kind="prompt", due=None)])

    await writer.run(job)
    found = await writer.run(lambda tx: timers.due(tx, NOW, 10))
    assert sorted((each.learner_id, each.fired.timer, each.fired.set_in) for each in found) == [
        ("other", "prompt", 1),
        (SOMEBODY, "forget-unconsented", 2),
    ]


async def test_the_oldest_of_all_kinds_or_of_those_asked_for(writer: Writer) -> None:
    def job(tx: Tx) -> None:
        for number in range(6):
            name, due = f"learner-{number}", NOW - timedelta(minutes=number)
            tx.execute("INSERT INTO learners (id, state, created_at) VALUES (?, '{}', 0)", (name,))
            kind: TimerKind = "prompt" if number % 2 else "forget-unconsented"
            timers.set_all(tx, name, 1, [Timer(kind=kind, due=due)])

    await writer.run(job)
    found = await writer.run(lambda tx: timers.due(tx, NOW, 3))
    assert [each.learner_id for each in found] == ["learner-5", "learner-4", "learner-3"]
    found = await writer.run(lambda tx: timers.due(tx, NOW, 2, ["forget-unconsented"]))
    assert [each.learner_id for each in found] == ["learner-4", "learner-2"]


async def test_what_is_due_is_found_by_the_index(writer: Writer) -> None:
    """However many timers there are, of whatever kind, only those that fire are looked at."""
    plans = await writer.run(lambda tx: plans_of(tx, lambda: timers.due(tx, NOW, 10)))
    assert plans == ["SEARCH timers USING INDEX timers_due (kind=? AND due_at<?)"] * len(
        timers.KNOWN
    )


async def test_a_kind_of_a_later_version_is_left_alone(writer: Writer) -> None:
    await writer.run(add)
    await writer.run(
        lambda tx: tx.execute("INSERT INTO timers VALUES (?, 'of-tomorrow', 0, 1)", (SOMEBODY,))
    )
    assert await writer.run(lambda tx: timers.due(tx, NOW, 10)) == []
