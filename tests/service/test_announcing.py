"""Announcements: written at the desk, frozen, fed, sent once to each, and adding up."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot.course.desk.announcement import (
    LONGEST_TEXT,
    Announced,
    AnnouncementList,
    AnnouncementShown,
    Audience,
    TextAsked,
)
from bot.course.desk.labels import DeskLabel
from bot.course.inputs import Arrived
from bot.course.messages import Label
from bot.service import announcer as announcer_
from bot.service.received import Blocked, Tapped, Typed
from bot.store import outbox
from bot.store.learners import Address
from bot.store.outbox import Again
from bot.store.writer import Tx, Writer
from tests.service.announcing import (
    IVAN,
    OLHA,
    TEXT,
    UK,
    announced,
    announcer,
    at_the_desk,
    claimed,
    crowd,
    draft,
    everything_sent,
    fire,
    labels,
    learners,
    ledger,
    needs_two_from,
    open_the_newest,
    person,
    sent,
    sent_out,
    settled,
    shown,
    stranger,
    tap,
    turn_of,
)
from tests.service.house import Talk


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    return await at_the_desk(writer)


# --- The draft --------------------------------------------------------------------------


async def test_the_count_is_shown_by_language_before_anything_is_sent(talk: Talk) -> None:
    """In full fives: 13 people, 12 of whom speak English."""
    await learners(talk, 13)
    await talk(Typed(text="/language"), person(0))
    await talk(Tapped(token=await talk.token(person(0)), index=1), person(0))
    body = await draft(talk)
    assert (body.people, body.everybody) == ({"en": 10, "uk": 0, "pt": 0}, 10)
    assert body.texts == {"en": TEXT}
    assert not [m for m in await shown(talk, person(0)) if isinstance(m.body, Announced)]


async def test_nothing_can_be_sent_without_a_text(talk: Talk) -> None:
    await learners(talk, 1)
    await talk(Typed(text="/desk"), OLHA)
    await tap(talk, DeskLabel.ANNOUNCEMENTS)
    message = await tap(talk, DeskLabel.ANNOUNCE)
    assert DeskLabel.SEND_TO not in labels(message)


async def test_the_preview_goes_to_nobody_else(talk: Talk) -> None:
    await learners(talk, 1)
    await draft(talk, [(0, TEXT), (1, UK)])
    await tap(talk, DeskLabel.PREVIEW)
    previews = [m.body for m in await shown(talk, OLHA) if isinstance(m.body, Announced)]
    assert previews == [
        Announced(text=TEXT, language="en"), Announced(text=UK, language="uk"),
    ]  # fmt: skip
    assert not [m for m in await shown(talk, person(0)) if isinstance(m.body, Announced)]


async def test_the_audience_is_chosen(talk: Talk) -> None:
    await learners(talk, 5, "pt")
    await draft(talk)
    await tap(talk, DeskLabel.AUDIENCE)
    await tap(talk, DeskLabel.AUDIENCE_SIDE, place=2)
    message = await tap(talk, DeskLabel.AUDIENCE_OF, place=2)
    assert isinstance(message.body, AnnouncementShown)
    assert (message.body.audience, message.body.people) == (Audience(language="pt"), {"pt": 5})


async def test_a_draft_that_is_thrown_away_is_gone(talk: Talk) -> None:
    await draft(talk)
    message = await tap(talk, DeskLabel.DISCARD_IT)
    assert isinstance(message.body, AnnouncementList)
    assert message.body.texts == ()


# --- Sending ----------------------------------------------------------------------------


async def test_everybody_gets_it_once_in_their_language_and_the_report_adds_up(talk: Talk) -> None:
    people = await learners(talk, 7)
    await talk(Typed(text="/language"), people[0])
    await talk(Tapped(token=await talk.token(people[0]), index=1), people[0])
    await talk(Blocked(), people[1])
    await draft(talk, [(0, TEXT), (1, UK)])
    await tap(talk, DeskLabel.SEND_TO)
    assert await sent_out(talk, announcer(talk)) == 6
    for each in people:
        got = [m.body for m in await shown(talk, each) if isinstance(m.body, Announced)]
        expected = (UK, "uk") if each == people[0] else (TEXT, "en")
        missing = each == people[1]
        assert got == ([] if missing else [Announced(text=expected[0], language=expected[1])])
    assert await ledger(talk) == {"sent": 6, "blocked": 1}
    last = (await shown(talk, OLHA))[-1].body
    assert isinstance(last, AnnouncementShown)
    assert (last.state, last.outcomes) == ("done", {"sent": 6, "blocked": 1})


async def test_a_missing_language_gets_the_whole_text_in_another(talk: Talk) -> None:
    await learners(talk, 1, "pt")
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await sent_out(talk, announcer(talk))
    (got,) = [m.body for m in await shown(talk, person(0)) if isinstance(m.body, Announced)]
    assert got == Announced(text=TEXT, language="en")


async def test_who_comes_later_does_not_get_it(talk: Talk) -> None:
    await learners(talk, 1)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    late = Address(channel="telegram", address="999")
    await talk(Arrived(course="short"), late)
    await talk.press(late)
    await talk.press(late)
    assert await sent_out(talk, announcer(talk)) == 1


async def test_the_same_press_twice_sends_once(talk: Talk) -> None:
    await learners(talk, 2)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await tap(talk, DeskLabel.SEND_TO)
    assert await sent_out(talk, announcer(talk)) == 2


async def test_a_number_that_has_changed_is_shown_again_first(talk: Talk) -> None:
    """Changed as far as it was shown: by one person it may differ, and nobody learns so."""
    await learners(talk, 4)
    await draft(talk)
    late = Address(channel="telegram", address="999")
    await talk(Arrived(course="short"), late)
    await talk.press(late)
    await talk.press(late)
    message = await tap(talk, DeskLabel.SEND_TO)
    assert isinstance(message.body, AnnouncementShown)
    assert (message.body.state, message.body.refused) == ("draft", "number-changed")
    assert message.body.everybody == 5
    later = Address(channel="telegram", address="998")
    await talk(Arrived(course="short"), later)
    await talk.press(later)
    await talk.press(later)
    assert (await tap(talk, DeskLabel.SEND_TO)).body.state == "sending"  # type: ignore[union-attr]
    assert await sent_out(talk, announcer(talk)) == 6


async def test_no_more_than_a_few_wait_in_the_outbox(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcer_, "IN_OUTBOX", 3)
    await learners(talk, 8)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    feeding = announcer(talk)
    for _ in range(4):
        await talk.writer.run(feeding.feed)
    assert await talk.writer.run(lambda tx: outbox.announcements_waiting(tx, 50)) == 3
    assert await sent_out(talk, feeding) == 8


async def test_pause_takes_back_what_has_not_left(talk: Talk) -> None:
    await learners(talk, 4)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    feeding = announcer(talk)
    await talk.writer.run(feeding.feed)
    await tap(talk, DeskLabel.HALT)
    assert await ledger(talk) == {"waiting": 4}
    assert await sent_out(talk, feeding, 3) == 0
    await tap(talk, DeskLabel.RESUME_IT)
    assert await sent_out(talk, feeding) == 4


async def test_cancel_leaves_the_rest_out_and_the_report_adds_up(talk: Talk) -> None:
    await learners(talk, 4)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    feeding = announcer(talk)
    await talk.writer.run(feeding.feed)
    await tap(talk, DeskLabel.CANCEL)
    assert await sent_out(talk, feeding, 3) == 0
    assert await ledger(talk) == {"skipped": 4}


async def test_who_erases_everything_is_left_out(talk: Talk) -> None:
    people = await learners(talk, 3)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    feeding = announcer(talk)
    await talk.writer.run(feeding.feed)
    await talk(Typed(text="/forget"), people[0])
    await talk(Tapped(token=await talk.token(people[0]), index=1), people[0])
    await sent_out(talk, feeding)
    assert await ledger(talk) == {"sent": 2, "skipped": 1}


async def test_a_lost_answer_is_unknown_and_not_repeated(talk: Talk) -> None:
    await learners(talk, 2)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await talk.writer.run(announcer(talk).feed)

    def repeatable(tx: Tx) -> list[bool]:
        out = outbox.claim(tx, "telegram", talk.clock(), 50, timedelta(minutes=1), lambda _: True)
        return [each.repeatable for each in out if isinstance(each.message.body, Announced)]

    assert await talk.writer.run(repeatable) == [False, False]


async def test_many_people_need_a_second_person(talk: Talk) -> None:
    needs_two_from(talk, 2)
    await learners(talk, 2)
    await draft(talk)
    asked = await tap(talk, DeskLabel.SEND_TO)
    assert isinstance(asked.body, AnnouncementShown)
    assert asked.body.state == "asked"
    await tap(talk, DeskLabel.SEND_TO)
    assert await sent_out(talk, announcer(talk), 2) == 0
    await open_the_newest(talk, IVAN)
    confirmed = await tap(talk, DeskLabel.SEND_TO, IVAN)
    assert isinstance(confirmed.body, AnnouncementShown)
    assert confirmed.body.state == "sending"
    assert await sent_out(talk, announcer(talk)) == 2


async def test_a_coordinator_without_a_role_sends_nothing_any_more(talk: Talk) -> None:
    """What lies prepared on their screen is only a screen."""
    await learners(talk, 2)
    await talk(Typed(text="/desk"), IVAN)
    await tap(talk, DeskLabel.ANNOUNCEMENTS, IVAN)
    await tap(talk, DeskLabel.ANNOUNCE, IVAN)
    await tap(talk, DeskLabel.TEXT_IN, IVAN)
    await talk(Typed(text=TEXT), IVAN)

    await talk.writer.run(fire)
    await tap(talk, DeskLabel.SEND_TO, IVAN)
    assert await sent_out(talk, announcer(talk), 3) == 0


async def test_replies_overtake_an_announcement(talk: Talk) -> None:
    """Whoever waits for an answer is served before all who wait for the announcement."""
    people = await learners(talk, 30)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await everything_sent(talk)
    await talk.writer.run(announcer(talk).feed)
    flying = await claimed(talk, 50)
    await settled(talk, [sent(each) for each in flying if each.to == OLHA])
    waiting = [each for each in flying if each.to != OLHA]
    await settled(talk, [Again(id=e.id, at=talk.clock(), reason="later") for e in waiting])
    *others, last = [each.to for each in waiting]
    assert sorted([*others, last], key=str) == sorted(people, key=str)
    await talk(Typed(text="/help"), last)
    assert [each.to for each in await claimed(talk, 50)] == [last, *others]


# --- Who answers for it -----------------------------------------------------------------


async def test_one_person_alone_does_not_send_to_many(talk: Talk) -> None:
    """Whoever has another's draft sent does not confirm it as well, and sees no button for it."""
    needs_two_from(talk, 2)
    await learners(talk, 2)
    await draft(talk)
    await open_the_newest(talk, IVAN)
    asked = await tap(talk, DeskLabel.SEND_TO, IVAN)
    assert DeskLabel.SEND_TO not in labels(asked)
    await tap(talk, DeskLabel.SEND_TO, IVAN)
    assert await sent_out(talk, announcer(talk), 2) == 0
    confirming = await open_the_newest(talk, OLHA)
    assert DeskLabel.SEND_TO in labels(confirming)
    await tap(talk, DeskLabel.SEND_TO, OLHA)
    assert await sent_out(talk, announcer(talk)) == 2


async def test_what_somebody_who_has_left_asked_for_is_a_draft_again(talk: Talk) -> None:
    needs_two_from(talk, 2)
    await learners(talk, 2)
    await draft(talk)
    await open_the_newest(talk, IVAN)
    await tap(talk, DeskLabel.SEND_TO, IVAN)
    await talk.writer.run(fire)
    await open_the_newest(talk, OLHA)
    body = (await tap(talk, DeskLabel.SEND_TO, OLHA)).body
    assert isinstance(body, AnnouncementShown)
    assert body.state == "draft"
    assert await sent_out(talk, announcer(talk), 2) == 0


async def test_its_way_is_shown_to_whoever_had_it_sent_in_their_own_message(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after another person confirmed it; and what the author is writing is not disturbed."""
    needs_two_from(talk, 2)
    await learners(talk, 40)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await open_the_newest(talk, IVAN)
    await tap(talk, DeskLabel.SEND_TO, IVAN)
    before = await turn_of(talk, OLHA)
    monkeypatch.setattr(announcer_, "IN_OUTBOX", 10)
    await sent_out(talk, announcer(talk))
    assert await turn_of(talk, OLHA) == before
    rows = await talk.writer.run(
        lambda tx: tx.execute(
            "SELECT o.id, o.replaces, e.address AS whose FROM outbox o"
            " LEFT JOIN outbox e ON e.id = o.replaces WHERE o.address = ? ORDER BY o.id DESC",
            (OLHA.address,),
        ).fetchmany(4)
    )
    assert [row["whose"] for row in rows] == [OLHA.address] * 4
    assert [row["replaces"] for row in rows[:-1]] == [row["id"] for row in rows[1:]]
    last = (await shown(talk, OLHA))[-1].body
    assert isinstance(last, AnnouncementShown)
    assert (last.state, last.outcomes) == ("done", {"sent": 40})


async def test_who_had_it_sent_sees_that_another_stopped_it(talk: Talk) -> None:
    await learners(talk, 5)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await open_the_newest(talk, IVAN)
    await tap(talk, DeskLabel.CANCEL, IVAN)
    for who in (OLHA, IVAN):
        body = (await shown(talk, who))[-1].body
        assert isinstance(body, AnnouncementShown)
        assert (body.state, body.outcomes) == ("cancelled", {"skipped": 5})


async def test_an_announcement_goes_on_when_its_author_is_erased(talk: Talk) -> None:
    await learners(talk, 5)
    await open_the_newest(talk, IVAN)
    await tap(talk, DeskLabel.ANNOUNCE, IVAN)
    await tap(talk, DeskLabel.TEXT_IN, IVAN)
    await talk(Typed(text=TEXT), IVAN)
    await tap(talk, DeskLabel.SEND_TO, IVAN)
    feeding = announcer(talk)
    await talk.writer.run(feeding.feed)
    await talk(Typed(text="/forget"), IVAN)
    await talk(Tapped(token=await talk.token(IVAN), index=1), IVAN)
    assert await sent_out(talk, feeding) == 5
    body = (await open_the_newest(talk, OLHA)).body
    assert isinstance(body, AnnouncementShown)
    assert (body.state, body.outcomes) == ("done", {"sent": 5})


# --- Odd cases --------------------------------------------------------------------------


async def test_two_at_once_take_turns(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcer_, "IN_OUTBOX", 4)
    people = await learners(talk, 8)
    for text in ("The first", "The second"):
        await draft(talk, [(0, text)])
        await tap(talk, DeskLabel.SEND_TO)
    feeding = announcer(talk)
    await talk.writer.run(feeding.feed)
    got = [each for who in people for each in await announced(talk, who)]
    assert sorted(got) == ["The first"] * 2 + ["The second"] * 2
    assert await sent_out(talk, feeding) == 16
    assert [await announced(talk, who) for who in people] == [["The first", "The second"]] * 8


async def test_nobody_to_send_it_to(talk: Talk) -> None:
    """It looks like fewer than five; only whoever sends it is told."""
    (who,) = await learners(talk, 1)
    before = await draft(talk)
    await talk(Typed(text="/forget"), who)
    await talk(Tapped(token=await talk.token(who), index=1), who)
    message = await tap(talk, DeskLabel.SEND_TO)
    assert message.body == replace(before, refused="nobody")
    assert DeskLabel.SEND_TO in labels(message)


async def test_what_was_asked_for_is_not_sent_to_nobody(talk: Talk) -> None:
    needs_two_from(talk, 1)
    (who,) = await learners(talk, 1)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await open_the_newest(talk, IVAN)
    await talk(Typed(text="/forget"), who)
    await talk(Tapped(token=await talk.token(who), index=1), who)
    message = await tap(talk, DeskLabel.SEND_TO, IVAN)
    assert isinstance(message.body, AnnouncementShown)
    assert (message.body.state, message.body.refused) == ("asked", "nobody")


@pytest.mark.parametrize(
    "label",
    [
        DeskLabel.SEND_TO,
        DeskLabel.HALT,
        DeskLabel.CANCEL,
        DeskLabel.DISCARD_IT,
        DeskLabel.TEXT_IN,
        DeskLabel.AUDIENCE,
    ],
)
async def test_buttons_of_a_finished_announcement_show_what_became_of_it(
    talk: Talk, label: Label
) -> None:
    await learners(talk, 5)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await sent_out(talk, announcer(talk))
    message = await tap(talk, label)
    assert isinstance(message.body, AnnouncementShown)
    assert (message.body.state, message.body.outcomes) == ("done", {"sent": 5})
    assert await sent_out(talk, announcer(talk), 2) == 0


async def test_words_that_come_when_it_is_on_its_way_change_nothing(talk: Talk) -> None:
    await learners(talk, 1)
    await draft(talk)
    await tap(talk, DeskLabel.TEXT_IN)
    await open_the_newest(talk, IVAN)
    await tap(talk, DeskLabel.SEND_TO, IVAN)
    (message,) = await talk(Typed(text="Too late"), OLHA)
    assert isinstance(message.body, AnnouncementList)
    await sent_out(talk, announcer(talk))
    assert await announced(talk, person(0)) == [TEXT]


@pytest.mark.parametrize("text", ["a" * (LONGEST_TEXT + 1), "🙂" * (LONGEST_TEXT // 2 + 1)])
async def test_a_text_that_is_too_long_is_asked_for_again(talk: Talk, text: str) -> None:
    await draft(talk)
    await tap(talk, DeskLabel.TEXT_IN)
    (message,) = await talk(Typed(text=text), OLHA)
    length = len(text.encode("utf-16-le")) // 2
    assert message.body == TextAsked(language="en", refused=length)
    (message,) = await talk(Typed(text="b" * LONGEST_TEXT), OLHA)
    assert isinstance(message.body, AnnouncementShown)
    assert message.body.texts == {"en": "b" * LONGEST_TEXT}


async def test_one_whose_state_cannot_be_read_stops_nobody(talk: Talk) -> None:
    await learners(talk, 3)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await talk.writer.run(
        lambda tx: (
            tx.execute(
                "UPDATE learners SET state = '?' WHERE id ="
                " (SELECT learner_id FROM addresses WHERE address = ?)",
                (person(1).address,),
            ).rowcount
        )
    )
    assert await sent_out(talk, announcer(talk)) == 2
    assert await ledger(talk) == {"sent": 2, "failed": 1}


@pytest.mark.parametrize(
    ("halt", "rest"), [(DeskLabel.HALT, "waiting"), (DeskLabel.CANCEL, "skipped")]
)
async def test_what_is_stopped_does_not_leave_after_a_delay(
    talk: Talk, halt: Label, rest: str
) -> None:
    """Telegram asked to wait while it was stopped: it is not tried again."""
    await learners(talk, 3)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await everything_sent(talk)
    feeding = announcer(talk)
    await talk.writer.run(feeding.feed)
    flying = await claimed(talk, 2)
    await tap(talk, halt)
    again = [Again(id=each.id, at=talk.clock(), reason="asked to wait") for each in flying]
    await settled(talk, again)
    assert await everything_sent(talk) == 0
    await talk.writer.run(feeding.feed)
    assert await ledger(talk) == {rest: 3}
    (reply,) = await talk(Typed(text="/help"), flying[-1].to)
    assert reply.body in [each.message.body for each in await claimed(talk, 50)]


async def test_what_was_under_way_at_a_cancel_is_in_the_last_report(talk: Talk) -> None:
    """Its author sees once more what became of it, and no more often."""
    await learners(talk, 6)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await everything_sent(talk)
    feeding = announcer(talk)
    await talk.writer.run(feeding.feed)
    flying = [each for each in await claimed(talk, 3) if isinstance(each.message.body, Announced)]
    await tap(talk, DeskLabel.CANCEL)
    await talk.writer.run(feeding.feed)
    body = (await shown(talk, OLHA))[-1].body
    assert isinstance(body, AnnouncementShown)
    assert body.outcomes == {"queued": 2, "skipped": 4}
    await settled(talk, [sent(each) for each in flying])
    told = [await talk.writer.run(feeding.feed) for _ in range(3)]
    body = (await shown(talk, OLHA))[-1].body
    assert isinstance(body, AnnouncementShown)
    assert (body.state, body.outcomes) == ("cancelled", {"sent": 2, "skipped": 4})
    assert told == [True, False, False]


async def test_what_a_crash_left_open_is_not_known_after_a_cancel(talk: Talk) -> None:
    """Its people may have got it, so they are neither left out nor served a second time."""
    await learners(talk, 4)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await everything_sent(talk)
    await talk.writer.run(announcer(talk).feed)
    flying = await claimed(talk, 3)
    assert [isinstance(each.message.body, Announced) for each in flying] == [False, True, True]
    await talk.writer.run(outbox.release_claims)
    await tap(talk, DeskLabel.CANCEL)
    assert await ledger(talk) == {"unknown": 2, "skipped": 2}
    assert await everything_sent(talk) == 0


# --- Deaths -----------------------------------------------------------------------------

WINDOW = 8
CROWD = 300


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_dies_nobody_gets_it_twice_and_the_report_is_true(
    talk: Talk, seed: int
) -> None:
    """Between any two steps the process may die, with messages out whose answer nobody read.

    Of those it is not known whether they arrived; everybody else got it.
    """
    chance = Random(seed)
    await talk.writer.run(lambda tx: crowd(tx, CROWD, talk.turns.view.shelf.offered["short"]))
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    assert await ledger(talk) == {"waiting": CROWD}
    got, open_at_death = Counter[Address](), set[Address]()
    feeding, deaths = announcer(talk), 0
    for _ in range(1000):
        talk.clock.forward(seconds=1)
        if chance.random() < 0.5:
            await talk.writer.run(feeding.feed)
        flying = await claimed(talk, WINDOW)
        delivered = flying if chance.random() < 0.8 else flying[: chance.randrange(WINDOW + 1)]
        got.update(each.to for each in delivered if isinstance(each.message.body, Announced))
        if chance.random() < 0.2:
            answered = delivered[: chance.randrange(len(delivered) + 1)]
            open_at_death |= {
                each.to
                for each in flying
                if each not in answered and isinstance(each.message.body, Announced)
            }
            feeding, deaths = announcer(talk), deaths + 1
            await settled(talk, [sent(each) for each in answered])
            await talk.writer.run(outbox.release_claims)
        else:
            held = [
                Again(id=e.id, at=talk.clock(), reason="later") for e in flying[len(delivered) :]
            ]
            await settled(talk, [*(sent(each) for each in delivered), *held])
        if not {"waiting", "queued"} & set(await ledger(talk)):
            break
    assert deaths >= 5
    everybody = {stranger(number) for number in range(CROWD)}
    assert set(got.values()) == {1}
    assert everybody - open_at_death <= set(got) <= everybody
    assert len(open_at_death) <= deaths * WINDOW
    unknown = len(open_at_death)
    assert await ledger(talk) == {"sent": CROWD - unknown, "unknown": unknown}
