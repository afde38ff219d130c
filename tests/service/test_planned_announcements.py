"""Announcements with a date and an end: they begin in time, or not at all, and say what became of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.course.desk.announcement import (
    Announced,
    AnnouncementShown,
    Details,
    LinksShown,
    Start,
    StartShown,
    Why,
)
from bot.course.desk.labels import DeskLabel
from bot.course.inputs import Arrived
from bot.course.messages import Label, Message, Note
from bot.service.desk import announcing
from bot.service.received import Typed
from bot.store import announcements, audit
from bot.store import learners as learners_
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.announcing import (
    IVAN,
    OLHA,
    TEXT,
    UK,
    announcer,
    at_the_desk,
    draft,
    fire,
    labels,
    learners,
    ledger,
    needs_two_from,
    open_the_newest,
    sent_out,
    shown,
    tap,
)
from tests.service.house import NOW, Talk

TOMORROW = date(2026, 3, 2)
AT_EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    return await at_the_desk(writer)


async def planned(talk: Talk, who: Address = OLHA) -> AnnouncementShown:
    """For tomorrow at eight, by their own clock."""
    await tap(talk, DeskLabel.START, who)
    await tap(talk, DeskLabel.ON_DAY, who, place=1)
    await tap(talk, DeskLabel.AT_HOUR, who, place=1)
    body = (await tap(talk, DeskLabel.PLAN_TO, who)).body
    assert isinstance(body, AnnouncementShown)
    return body


async def in_zone(talk: Talk, who: Address, zone: str) -> None:
    def job(tx: Tx) -> None:
        found = learners_.find(tx, who)
        assert found is not None
        learners_.save(tx, found.id, replace(found.learner, zone=zone))

    await talk.writer.run(job)


async def got(talk: Talk, who: Address) -> list[str]:
    return [m.body.text for m in await shown(talk, who) if isinstance(m.body, Announced)]


async def newest(talk: Talk) -> announcements.Announcement:
    (found,) = await talk.writer.run(lambda tx: announcements.latest(tx, 1))
    return found


# --- When -------------------------------------------------------------------------------


async def test_it_begins_at_its_hour_and_not_before(talk: Talk) -> None:
    await learners(talk, 2)
    await draft(talk)
    body = await planned(talk)
    assert (body.state, body.begins_at, body.details.start) == (
        "planned", AT_EIGHT, Start(at=AT_EIGHT),
    )  # fmt: skip
    assert await sent_out(talk, announcer(talk), 3) == 0
    talk.clock.now = AT_EIGHT - timedelta(seconds=1)
    assert not await talk.writer.run(announcer(talk).feed)
    talk.clock.now = AT_EIGHT
    assert await sent_out(talk, announcer(talk)) == 2
    assert await ledger(talk) == {"sent": 2}


async def test_who_joins_before_it_begins_gets_it_too(talk: Talk) -> None:
    await learners(talk, 1)
    await draft(talk)
    await planned(talk)
    late = Address(channel="telegram", address="999")
    await talk(Arrived(course="short"), late)
    await talk.press(late)
    await talk.press(late)
    talk.clock.now = AT_EIGHT
    assert await sent_out(talk, announcer(talk)) == 2
    assert await got(talk, late) == [TEXT]


async def test_at_nine_on_every_learners_own_clock(talk: Talk) -> None:
    kyiv, lisbon, azores = await learners(talk, 3)
    for who, zone in (
        (kyiv, "Europe/Kyiv"), (lisbon, "Europe/Lisbon"), (azores, "Atlantic/Azores"),
    ):  # fmt: skip
        await in_zone(talk, who, zone)
    await draft(talk)
    await tap(talk, DeskLabel.START)
    await tap(talk, DeskLabel.ON_DAY, place=1)
    await tap(talk, DeskLabel.AT_NINE)
    await tap(talk, DeskLabel.PLAN_TO)
    feeding = announcer(talk)
    for hour, here in ((7, [kyiv]), (9, [kyiv, lisbon]), (10, [kyiv, lisbon, azores])):
        talk.clock.now = datetime(2026, 3, 2, hour, tzinfo=UTC) - timedelta(minutes=1)
        await sent_out(talk, feeding, 2)
        talk.clock.now = datetime(2026, 3, 2, hour, tzinfo=UTC)
        await sent_out(talk, feeding, 2)
        assert [who for who in (kyiv, lisbon, azores) if await got(talk, who)] == here
    assert await ledger(talk) == {"sent": 3}
    last = (await shown(talk, OLHA))[-1].body
    assert isinstance(last, AnnouncementShown)
    assert last.state == "done"


async def test_those_whose_hour_is_to_come_are_counted(talk: Talk) -> None:
    kyiv, *azores = await learners(talk, 5)
    await in_zone(talk, kyiv, "Europe/Kyiv")
    for who in azores:
        await in_zone(talk, who, "Atlantic/Azores")
    await draft(talk)
    await tap(talk, DeskLabel.START)
    await tap(talk, DeskLabel.ON_DAY, place=1)
    await tap(talk, DeskLabel.AT_NINE)
    await tap(talk, DeskLabel.PLAN_TO)
    talk.clock.now = datetime(2026, 3, 2, 7, tzinfo=UTC)
    await sent_out(talk, announcer(talk), 2)
    body = (await tap(talk, DeskLabel.REFRESH)).body
    assert isinstance(body, AnnouncementShown)
    assert (body.outcomes, body.later) == ({"sent": 1, "waiting": 4}, 4)


async def test_a_date_is_written_and_said_back(talk: Talk) -> None:
    await draft(talk)
    await tap(talk, DeskLabel.START)
    await tap(talk, DeskLabel.WRITE_DATE)
    (again,) = await talk(Typed(text="on Christmas"), OLHA)
    (hours,) = await talk(Typed(text="24.12."), OLHA)
    assert again.body == StartShown(details=Details(), zone="UTC", writing=True, refused=True)
    assert hours.body == StartShown(details=Details(), zone="UTC", on=date(2026, 12, 24))
    body = (await tap(talk, DeskLabel.AT_HOUR, place=3)).body
    assert isinstance(body, AnnouncementShown)
    assert body.details.start == Start(at=datetime(2026, 12, 24, 10, tzinfo=UTC))


@pytest.mark.parametrize("text", ["24/12/2026 9:30", "24.12. о 9:30", "24 de dezembro às 9h30"])
async def test_a_time_that_is_written_with_the_date_is_chosen_at_once(
    talk: Talk, text: str
) -> None:
    """By the clock of whoever writes it; and what was understood is said."""
    await in_zone(talk, OLHA, "Europe/Kyiv")
    await draft(talk)
    await tap(talk, DeskLabel.START)
    await tap(talk, DeskLabel.WRITE_DATE)
    (message,) = await talk(Typed(text=text), OLHA)
    assert isinstance(message.body, AnnouncementShown)
    assert message.body.details.start == Start(at=datetime(2026, 12, 24, 7, 30, tzinfo=UTC))
    said = talk.turns.view.page(message, "en").text
    assert "Thursday, 24 December, 09:30 (Kyiv)" in said


async def test_a_time_of_today_that_is_past_is_refused(talk: Talk) -> None:
    await draft(talk)
    await tap(talk, DeskLabel.START)
    await tap(talk, DeskLabel.WRITE_DATE)
    (message,) = await talk(Typed(text="1.3. 11:59"), OLHA)
    assert message.body == StartShown(details=Details(), zone="UTC", refused=True)


async def test_an_hour_is_that_of_the_coordinator(talk: Talk) -> None:
    await in_zone(talk, OLHA, "Europe/Kyiv")
    await draft(talk)
    await tap(talk, DeskLabel.START)
    await tap(talk, DeskLabel.ON_DAY, place=1)
    body = (await tap(talk, DeskLabel.AT_HOUR)).body
    assert isinstance(body, AnnouncementShown)
    assert body.details.start == Start(at=datetime(2026, 3, 2, 5, tzinfo=UTC))


async def test_hours_that_are_past_are_not_offered_and_not_taken(talk: Talk) -> None:
    await draft(talk)
    await tap(talk, DeskLabel.START)
    hours = await tap(talk, DeskLabel.ON_DAY)
    assert DeskLabel.AT_NINE not in labels(hours)
    assert labels(hours).count(DeskLabel.AT_HOUR) == 8
    talk.clock.now = NOW + timedelta(hours=3)
    body = (await tap(talk, DeskLabel.AT_HOUR)).body
    assert isinstance(body, StartShown)
    assert (body.refused, body.details.start) == (True, Start())


async def test_a_plan_whose_time_is_past_is_not_sent(talk: Talk) -> None:
    """Nobody is told on Tuesday what was meant for Monday."""
    await learners(talk, 1)
    await draft(talk)
    await tap(talk, DeskLabel.START)
    await tap(talk, DeskLabel.ON_DAY, place=1)
    await tap(talk, DeskLabel.AT_HOUR, place=1)
    talk.clock.now = AT_EIGHT + timedelta(minutes=1)
    body = (await tap(talk, DeskLabel.PLAN_TO)).body
    assert isinstance(body, AnnouncementShown)
    assert (body.state, body.refused) == ("draft", "time-past")
    assert await sent_out(talk, announcer(talk), 3) == 0


async def test_it_can_be_changed_or_stopped_before(talk: Talk) -> None:
    await learners(talk, 1)
    await draft(talk)
    await planned(talk)
    assert (await tap(talk, DeskLabel.REVISE)).body.kind == "announcement"
    assert (await newest(talk)).state == "draft"
    await planned(talk)
    await tap(talk, DeskLabel.CANCEL)
    talk.clock.now = AT_EIGHT + timedelta(hours=1)
    assert await sent_out(talk, announcer(talk), 3) == 0
    assert (await newest(talk)).state == "cancelled"


# --- Who answers for it -----------------------------------------------------------------


async def written_by_ivan(talk: Talk) -> None:
    await talk(Typed(text="/desk"), IVAN)
    await tap(talk, DeskLabel.ANNOUNCEMENTS, IVAN)
    await tap(talk, DeskLabel.ANNOUNCE, IVAN)
    await tap(talk, DeskLabel.TEXT_IN, IVAN)
    await talk(Typed(text=TEXT), IVAN)


async def test_what_somebody_planned_who_has_left_does_not_go_out(talk: Talk) -> None:
    people = await learners(talk, 2)
    await written_by_ivan(talk)
    await planned(talk, IVAN)
    await talk.writer.run(fire)
    talk.clock.now = AT_EIGHT
    assert await sent_out(talk, announcer(talk)) == 0
    assert [await got(talk, who) for who in people] == [[], []]
    assert (await newest(talk)).state == "draft"
    lines = await talk.writer.run(lambda tx: audit.latest(tx, 0, 1))
    assert lines[0].action == "planned announcement did not begin"


async def test_what_an_erased_author_planned_does_not_go_out(talk: Talk) -> None:
    await learners(talk, 1)
    await written_by_ivan(talk)
    await planned(talk, IVAN)
    await talk.writer.run(
        lambda tx: learners_.erase(tx, learners_.find(tx, IVAN).id)  # type: ignore[union-attr]
    )
    talk.clock.now = AT_EIGHT
    assert await sent_out(talk, announcer(talk)) == 0
    assert (await newest(talk)).state == "draft"


async def test_who_loses_a_part_of_their_reach_reaches_only_the_rest(talk: Talk) -> None:
    people = await learners(talk, 3)
    await written_by_ivan(talk)
    await planned(talk, IVAN)

    def narrow(tx: Tx) -> None:
        tx.execute("UPDATE roles SET granted_over = 'g'")
        tx.execute(
            "INSERT INTO groups (id, kind, name, token, made_at) VALUES ('g', 'region', 'G', 't', 0)"
        )
        found = learners_.find(tx, people[1])
        assert found is not None
        tx.execute(
            "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, 'g', 'in', 0)",
            (found.id,),
        )

    await talk.writer.run(narrow)
    talk.clock.now = AT_EIGHT
    assert await sent_out(talk, announcer(talk)) == 1
    assert [bool(await got(talk, who)) for who in people] == [False, True, False]


async def test_what_has_grown_large_meanwhile_waits_for_a_second_person(talk: Talk) -> None:
    needs_two_from(talk, 3)
    await learners(talk, 2)
    await draft(talk)
    await planned(talk)
    late = Address(channel="telegram", address="999")
    await talk(Arrived(course="short"), late)
    await talk.press(late)
    await talk.press(late)
    talk.clock.now = AT_EIGHT
    assert await sent_out(talk, announcer(talk), 3) == 0
    body = (await shown(talk, OLHA))[-1].body
    assert isinstance(body, AnnouncementShown)
    assert body.state == "asked"


async def test_a_second_person_confirms_a_plan_and_it_stays_one(talk: Talk) -> None:
    needs_two_from(talk, 2)
    await learners(talk, 2)
    await draft(talk)
    assert (await planned(talk)).state == "asked"
    await open_the_newest(talk, IVAN)
    body = (await tap(talk, DeskLabel.PLAN_TO, IVAN)).body
    assert isinstance(body, AnnouncementShown)
    assert body.state == "planned"
    talk.clock.now = AT_EIGHT
    assert await sent_out(talk, announcer(talk)) == 2


# --- Its end ----------------------------------------------------------------------------


async def test_what_could_not_leave_in_time_is_left_out_and_the_report_says_so(talk: Talk) -> None:
    await learners(talk, 5)
    await draft(talk)
    await tap(talk, DeskLabel.START)
    await tap(talk, DeskLabel.LASTS)
    await tap(talk, Label.BACK)
    await tap(talk, DeskLabel.SEND_TO)
    feeding = announcer(talk)
    await talk.writer.run(feeding.feed)
    assert await ledger(talk) == {"queued": 5}
    talk.clock.forward(hours=4)
    await talk.writer.run(feeding.feed)
    assert await ledger(talk) == {"skipped": 5}
    body = (await shown(talk, OLHA))[-1].body
    assert isinstance(body, AnnouncementShown)
    assert (body.state, body.why) == ("done", (Why(outcome="skipped", reason="expired", people=5),))
    assert await sent_out(talk, feeding, 3) == 0


async def test_a_pause_does_not_make_it_last_longer(talk: Talk) -> None:
    await learners(talk, 2)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await tap(talk, DeskLabel.HALT)
    feeding = announcer(talk)
    talk.clock.forward(hours=23)
    await talk.writer.run(feeding.feed)
    assert await ledger(talk) == {"waiting": 2}
    talk.clock.forward(hours=1)
    await talk.writer.run(feeding.feed)
    assert await ledger(talk) == {"skipped": 2}
    assert (await newest(talk)).state == "done"


async def test_a_bot_that_was_down_all_day_sends_nothing_any_more(talk: Talk) -> None:
    await learners(talk, 2)
    await draft(talk)
    await planned(talk)
    talk.clock.now = AT_EIGHT + timedelta(hours=25)
    assert await sent_out(talk, announcer(talk), 3) == 0
    assert await ledger(talk) == {"skipped": 2}


async def test_each_morning_has_its_own_end(talk: Talk) -> None:
    """Who is to get it later may get it later."""
    kyiv, azores = await learners(talk, 2)
    await in_zone(talk, kyiv, "Europe/Kyiv")
    await in_zone(talk, azores, "Atlantic/Azores")
    await draft(talk)
    await tap(talk, DeskLabel.START)
    await tap(talk, DeskLabel.LASTS)
    await tap(talk, DeskLabel.ON_DAY, place=1)
    await tap(talk, DeskLabel.AT_NINE)
    await tap(talk, DeskLabel.PLAN_TO)
    talk.clock.now = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)
    await sent_out(talk, announcer(talk), 3)
    assert [bool(await got(talk, who)) for who in (kyiv, azores)] == [False, True]
    assert await ledger(talk) == {"sent": 1, "skipped": 1}


# --- Buttons and tests ------------------------------------------------------------------


async def test_a_link_and_its_words_go_with_it(talk: Talk) -> None:
    (who,) = await learners(talk, 1)
    await draft(talk, [(0, TEXT), (1, UK)])
    await tap(talk, DeskLabel.LINKS)
    await tap(talk, DeskLabel.LINK)
    for refused in ("http://example.org", "https://example.org:99", "javascript:alert(1)", "words"):
        (again,) = await talk(Typed(text=refused), OLHA)
        assert isinstance(again.body, LinksShown)
        assert again.body.refused
    await talk(Typed(text="https://www.example.org/join"), OLHA)
    await tap(talk, DeskLabel.LINK_WORDS)
    await talk(Typed(text="Join  us"), OLHA)
    await tap(talk, DeskLabel.PREVIEW)
    previews = [m.body.link for m in await shown(talk, OLHA) if isinstance(m.body, Announced)]
    url = "https://www.example.org/join"
    assert previews == [("Join us", url), ("example.org", url)]
    await tap(talk, DeskLabel.SEND_TO)
    await sent_out(talk, announcer(talk))
    (message,) = [m for m in await shown(talk, who) if isinstance(m.body, Announced)]
    assert message.body == Announced(text=TEXT, language="en", link=("Join us", url))


async def test_words_that_are_too_long_for_a_button_are_asked_for_again(talk: Talk) -> None:
    await draft(talk)
    await tap(talk, DeskLabel.LINKS)
    await tap(talk, DeskLabel.LINK)
    await talk(Typed(text="https://example.org"), OLHA)
    await tap(talk, DeskLabel.LINK_WORDS)
    (again,) = await talk(Typed(text="x" * 31), OLHA)
    assert isinstance(again.body, LinksShown)
    assert (again.body.asked, again.body.refused) == ("en", True)


async def test_a_button_that_opens_a_course(talk: Talk) -> None:
    await learners(talk, 1)
    await draft(talk)
    await tap(talk, DeskLabel.LINKS)
    await tap(talk, DeskLabel.LINK_COURSE)
    found = await newest(talk)
    assert found.details.opens == "short"
    ((button,),) = announcing.announced(found, "en").buttons
    assert button.label == Label.COURSE


async def test_a_test_reaches_only_the_person_who_asks_and_says_that_it_is_one(talk: Talk) -> None:
    (who,) = await learners(talk, 1)
    await draft(talk)
    await tap(talk, DeskLabel.TEST)
    *_, test, state = await shown(talk, OLHA)
    assert test == Message(
        body=Announced(text=TEXT, language="en"), buttons=test.buttons, note=Note.TEST
    )
    assert labels(test) == [Label.CONTINUE]
    assert isinstance(state.body, AnnouncementShown)
    assert await got(talk, who) == []
    assert await ledger(talk) == {}


async def test_words_with_their_formatting_are_kept_as_markup(talk: Talk) -> None:
    await draft(talk)
    await tap(talk, DeskLabel.TEXT_IN)
    await talk(Typed(text="A new course", marked="A **new** course"), OLHA)
    assert (await newest(talk)).texts == {"en": "A **new** course"}


async def test_what_is_under_way_pauses_when_its_author_leaves_and_another_goes_on(
    talk: Talk,
) -> None:
    people = await learners(talk, 3)
    await written_by_ivan(talk)
    await tap(talk, DeskLabel.SEND_TO, IVAN)
    feeding = announcer(talk)
    await talk.writer.run(feeding.feed)
    told = len(await shown(talk, IVAN))
    await talk.writer.run(fire)
    assert await sent_out(talk, feeding, 2) == 0
    assert (await newest(talk)).state == "paused"
    assert len(await shown(talk, IVAN)) == told
    await talk(Typed(text="/desk"), OLHA)
    await tap(talk, DeskLabel.ANNOUNCEMENTS)
    await tap(talk, DeskLabel.ANNOUNCEMENT)
    await tap(talk, DeskLabel.RESUME_IT)
    assert await sent_out(talk, feeding) == 3
    assert [len(await got(talk, who)) for who in people] == [1, 1, 1]


async def test_of_a_message_that_may_have_left_an_erasure_says_only_that(talk: Talk) -> None:
    await learners(talk, 2)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await talk.writer.run(announcer(talk).feed)

    def claim_one_and_erase_both(tx: Tx) -> None:
        rows = tx.execute(
            "SELECT id, learner_id FROM outbox WHERE recipient IS NOT NULL"
        ).fetchall()
        tx.execute("UPDATE outbox SET status = 'claimed' WHERE id = ?", (rows[0]["id"],))
        for row in rows:
            learners_.erase(tx, row["learner_id"])

    await talk.writer.run(claim_one_and_erase_both)
    assert await ledger(talk) == {"unknown": 1, "skipped": 1}


async def test_what_is_taken_back_from_a_date_can_be_sent_at_once(talk: Talk) -> None:
    people = await learners(talk, 1)
    await draft(talk)
    await planned(talk)
    await tap(talk, DeskLabel.REVISE)
    await tap(talk, DeskLabel.START)
    await tap(talk, DeskLabel.AT_ONCE)
    await tap(talk, Label.BACK)
    await tap(talk, DeskLabel.SEND_TO)
    assert await sent_out(talk, announcer(talk)) == 1
    assert len(await got(talk, people[0])) == 1
