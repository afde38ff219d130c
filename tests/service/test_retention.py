"""What is deleted when, with a clock that jumps; and whoever has not come for two years."""

import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.course.desk.rights import Grant
from bot.course.messages import Simple
from bot.service.absence import AWAY, BATCH, NOTICE, Absences
from bot.service.received import Blocked, Typed
from bot.service.retention import AUDIT, INVITATIONS, MESSAGES, RULES, Retention
from bot.store import absence, audit, certificates, chat, inbox, learners, outbox, team
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.reader import Reader
from bot.store.writer import Tx, Writer
from tests.service.house import ANNA, BOHDAN, ROOT, Clock, Talk
from tests.service.test_desk import BOSS, opened, shown
from tests.store.somebody import CERTIFICATE, NOW, SOMEBODY, fill
from tests.store.test_erasure import traces

DAY = timedelta(days=1)
DOCUMENT = ROOT / "docs" / "operations.md"


def spoken(after: timedelta) -> str:
    """As the handbook says it."""
    hours = after // timedelta(hours=1)
    if after < timedelta(hours=2):
        return f"{after // timedelta(minutes=1)} minutes"
    return f"{hours} hours" if after <= timedelta(days=2) else f"{after.days} days"


def test_the_handbook_says_the_same() -> None:
    text = DOCUMENT.read_text("utf-8")
    missing = [
        line for rule in RULES if (line := f"| {rule.what} | {spoken(rule.after)} |") not in text
    ]
    assert missing == []


# --- Rules ------------------------------------------------------------------------------


def counts(tx: Tx) -> dict[str, int]:
    tables = ("inbox", "chat_events", "sessions", "sign_in_links", "wrong_words", "invitations",
              "outbox", "audit", "learners", "answers", "feedback", "certificates")  # fmt: skip
    return {name: tx.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


@pytest.fixture
async def full(writer: Writer) -> Writer:
    """Somebody about whom everything is kept; all that was under way is done."""

    def done(tx: Tx) -> None:
        fill(tx)
        inbox.put(tx, [Update(channel="telegram", update_id="1", body="{}")], NOW)
        tx.execute("UPDATE inbox SET status = 'quarantined' WHERE update_id = '1'")
        tx.execute("UPDATE outbox SET status = 'sent'")
        audit.add(tx, SOMEBODY, "did something", "", NOW)

    await writer.run(done)
    return writer


async def left(writer: Writer, passed: timedelta) -> dict[str, int]:
    await Retention(writer=writer, clock=Clock(NOW + passed)).tidy()
    return await writer.run(counts)


async def test_each_thing_has_its_time(full: Writer) -> None:
    """What is gone after each span, one after the other."""
    spans = [
        timedelta(minutes=29), timedelta(minutes=31), timedelta(hours=25), timedelta(hours=49),
        timedelta(days=38), MESSAGES + DAY, AUDIT + DAY,
    ]  # fmt: skip
    before, gone = await full.run(counts), []
    for span in spans:
        after = await left(full, span)
        gone.append({name for name in after if after[name] < before[name]})
        before = after
    assert gone == [
        {"sign_in_links"}, {"sessions"}, {"wrong_words"}, {"inbox"}, {"invitations"},
        {"outbox", "chat_events"}, {"audit"},
    ]  # fmt: skip
    assert {name for name, n in before.items() if n} == {
        "learners", "answers", "feedback", "certificates",
    }  # fmt: skip


async def test_what_is_deleted_is_deleted_with_its_bytes(full: Writer, database: Path) -> None:
    assert traces(database, "words-on-the-page", "words-shown-again") != []
    await left(full, MESSAGES + DAY)
    assert traces(database, "words-on-the-page", "words-shown-again") == []


async def test_what_still_waits_is_not_deleted(full: Writer) -> None:
    def wait(tx: Tx) -> None:
        tx.execute("UPDATE outbox SET status = 'pending'")

    await full.run(wait)
    before = await full.run(counts)
    assert (await left(full, 2 * MESSAGES))["outbox"] == before["outbox"]


async def test_many_are_deleted_a_few_at_a_time(full: Writer) -> None:
    def add(tx: Tx) -> None:
        for _ in range(1234):
            chat.add(tx, "page", "m", {"type": "said"}, NOW - timedelta(days=500))
            audit.add(tx, SOMEBODY, "did something", "", NOW - 2 * AUDIT)

    await full.run(add)
    after = await left(full, timedelta())
    assert (after["chat_events"], after["audit"]) == (1, 1)


async def test_a_rule_that_breaks_holds_up_no_other(
    full: Writer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> int:
        raise ValueError("words of somebody")

    monkeypatch.setattr(outbox, "forget_old", broken)
    caplog.set_level(logging.ERROR, "bot")
    after = await left(full, AUDIT + DAY)
    assert (after["outbox"] > 0, after["audit"], after["chat_events"]) == (True, 0, 0)
    assert [record.message.split(": ")[0] for record in caplog.records] == ["not deleted yet"]
    assert "words of somebody" not in caplog.text


async def test_an_invitation_that_holds_is_kept(full: Writer) -> None:
    await full.run(lambda tx: team.invite(tx, "viewer", "", NOW + INVITATIONS))
    assert (await left(full, timedelta(days=38)))["invitations"] == 1


# --- Whoever does not come --------------------------------------------------------------


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """Anna and Bohdan have agreed, and so has the boss of ADMIN_IDS; at noon."""
    return await opened(writer)


@pytest.fixture
async def absences(talk: Talk, database: Path) -> AsyncIterator[Absences]:
    async with Reader(database) as reader:
        yield Absences(
            writer=talk.writer, reader=reader, clock=talk.clock, on_turn=lambda: None,
            administrators={BOSS.address},
        )  # fmt: skip


async def said(talk: Talk, who: Address, before: int) -> list[object]:
    return [message.body for message in (await shown(talk, who))[before:]]


async def there(talk: Talk, who: Address) -> bool:
    return await talk.writer.run(lambda tx: learners.find(tx, who)) is not None


async def step(talk: Talk, absences: Absences, now: datetime) -> None:
    talk.clock.now = now
    await absences.step()


async def test_they_are_told_once_and_erased_a_month_later(
    talk: Talk, absences: Absences, database: Path
) -> None:
    began, before = talk.clock.now, len(await shown(talk, ANNA))
    await step(talk, absences, began + AWAY - DAY)
    assert await said(talk, ANNA, before) == []
    told = began + AWAY + DAY
    for hours in range(0, 48, 6):
        await step(talk, absences, told + timedelta(hours=hours))
    assert await said(talk, ANNA, before) == [Simple(what="long-away")]
    await step(talk, absences, told + NOTICE - timedelta(hours=1))
    assert await there(talk, ANNA)
    await step(talk, absences, told + NOTICE + DAY)
    assert not await there(talk, ANNA)
    assert (await said(talk, ANNA, 0))[-1:] == [Simple(what="forgotten")]


async def test_whoever_comes_stays(talk: Talk, absences: Absences) -> None:
    told = talk.clock.now + AWAY + DAY
    await step(talk, absences, told)
    talk.clock.forward(days=29)
    await talk(Typed(text="/progress"), ANNA)
    await step(talk, absences, told + NOTICE + DAY)
    assert (await there(talk, ANNA), await there(talk, BOHDAN)) == (True, False)
    again = talk.clock.now + AWAY + DAY
    before = len(await shown(talk, ANNA))
    await step(talk, absences, again)
    assert await said(talk, ANNA, before) == [Simple(what="long-away")]


async def test_nobody_of_the_team_is_told_or_erased(talk: Talk, absences: Absences) -> None:
    def join(tx: Tx) -> None:
        found = learners.find(tx, BOHDAN)
        assert found is not None
        team.grant(tx, found.id, Grant(role="viewer"), talk.clock.now)

    await talk.writer.run(join)
    before = {who: len(await shown(talk, who)) for who in (BOSS, BOHDAN)}
    for days in (1, 40, 80):
        await step(talk, absences, NOW.replace(hour=12) + AWAY + days * DAY)
    for who, number in before.items():
        assert await there(talk, who)
        assert await said(talk, who, number) == []


async def test_whoever_joined_the_team_after_they_were_told_stays(
    talk: Talk, absences: Absences
) -> None:
    told = talk.clock.now + AWAY + DAY
    await step(talk, absences, told)

    def join(tx: Tx) -> None:
        found = learners.find(tx, BOHDAN)
        assert found is not None
        team.grant(tx, found.id, Grant(role="viewer"), told)

    await talk.writer.run(join)
    await step(talk, absences, told + NOTICE + DAY)
    assert await there(talk, BOHDAN)


async def test_nobody_is_told_at_night(talk: Talk, absences: Absences) -> None:
    before = len(await shown(talk, ANNA))
    midnight = (talk.clock.now + AWAY + DAY).replace(hour=0)
    await step(talk, absences, midnight)
    assert await said(talk, ANNA, before) == []
    await step(talk, absences, midnight.replace(hour=12))
    assert await said(talk, ANNA, before) == [Simple(what="long-away")]


async def test_whoever_blocked_the_bot_goes_silently(talk: Talk, absences: Absences) -> None:
    await talk(Blocked(), ANNA)
    told = talk.clock.now + AWAY + DAY
    await step(talk, absences, told)
    before = len(await shown(talk, ANNA))
    await step(talk, absences, told + NOTICE + DAY)
    assert not await there(talk, ANNA)
    assert before == 0 or await said(talk, ANNA, before) == []


async def test_certificates_stay_valid(talk: Talk, absences: Absences) -> None:
    def issue(tx: Tx) -> str | None:
        found = learners.find(tx, ANNA)
        assert found is not None
        return certificates.issue(tx, found.id, CERTIFICATE, talk.clock.now)

    number = await talk.writer.run(issue)
    told = talk.clock.now + AWAY + DAY
    await step(talk, absences, told)
    await step(talk, absences, told + NOTICE + DAY)
    assert not await there(talk, ANNA)
    kept = await certificates.find(absences.reader, str(number))
    assert kept is not None
    assert kept.printed == CERTIFICATE


async def test_an_account_that_cannot_be_read_goes_in_its_turn(
    talk: Talk, absences: Absences
) -> None:
    def spoil(tx: Tx) -> None:
        found = learners.find(tx, ANNA)
        assert found is not None
        tx.execute("UPDATE learners SET state = '{}' WHERE id = ?", (found.id,))

    def accounts(tx: Tx) -> int:
        return int(tx.execute("SELECT count(*) FROM learners").fetchone()[0])

    await talk.writer.run(spoil)
    before = await talk.writer.run(accounts)
    told = talk.clock.now + AWAY + DAY
    await step(talk, absences, told)
    await step(talk, absences, told + NOTICE + DAY)
    assert before - await talk.writer.run(accounts) == 2, "and Bohdan"


async def test_they_are_told_a_few_at_a_time(talk: Talk, absences: Absences) -> None:
    def many(tx: Tx) -> None:
        tx.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450)"
            " INSERT INTO learners (id, number, state, language, zone, agreed, created_at, active_at)"
            " SELECT 'x' || i, 'x' || i, '{}', 'en', 'UTC', 1, 0, 0 FROM n"
        )

    def warned(tx: Tx) -> int:
        return int(tx.execute("SELECT count(*) FROM warned").fetchone()[0])

    await talk.writer.run(many)
    noon = talk.clock.now.replace(hour=12)
    told = []
    for _ in range(3):
        await step(talk, absences, noon)
        told.append(await talk.writer.run(warned))
    assert told == [BATCH, 2 * BATCH, 450]


async def test_it_reads_an_index_and_not_a_million_documents(
    database: Path, writer: Writer
) -> None:
    async with Reader(database) as reader:
        plans = [
            str([row["detail"] for row in await reader.all(f"EXPLAIN QUERY PLAN {sql}", (0,))])
            for sql in (absence.AWAY, absence.NEVER_BACK)
        ]
    assert "COVERING INDEX learners_told" in plans[0]
    assert "INDEX learners_never_back" in plans[1]
