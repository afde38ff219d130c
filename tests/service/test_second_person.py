"""What many get is confirmed by a second person who reaches all of them, and by nobody else."""

from datetime import UTC, datetime

import pytest

from bot.course.desk.announcement import Announced, AnnouncementList, AnnouncementShown, Refusal
from bot.course.desk.labels import DeskLabel
from bot.course.desk.rights import Grant, Reach
from bot.course.inputs import Arrived
from bot.course.messages import Message
from bot.service.desk import announcing
from bot.service.desk.sitting import Sitting, sit
from bot.service.received import Typed
from bot.store import announcements, audit, team
from bot.store import learners as learners_
from bot.store.announcements import Announcement
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.announcing import (
    IVAN,
    OLHA,
    TEXT,
    announcer,
    at_the_desk,
    everything_sent,
    labels,
    learners,
    needs_two_from,
    open_the_newest,
    sent_out,
    shown,
    tap,
)
from tests.service.house import NOW, Talk
from tests.service.test_audiences import group, in_the_north

MARIA = Address(channel="telegram", address="1002")
PETRO = Address(channel="telegram", address="1003")
AT_EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """Ivan and Maria coordinate the north, Petro the south; two people are many."""
    await writer.run(lambda tx: group(tx, "north"))
    await writer.run(lambda tx: group(tx, "south"))
    talk = await at_the_desk(writer, "north")
    for who, over in ((MARIA, "north"), (PETRO, "south")):
        await talk(Arrived(course="short"), who)
        await talk.press(who)
        await granted(talk, who, over)
    needs_two_from(talk, 2)
    await in_the_north(talk, *(await learners(talk, 3))[:2])
    return talk


async def granted(talk: Talk, who: Address, over: str) -> None:
    given = Grant(role="coordinator", over=over)
    await talk.writer.run(lambda tx: team.grant(tx, named(tx, who), given, NOW))


async def taken(talk: Talk, who: Address, over: str = "north") -> None:
    await talk.writer.run(lambda tx: team.take(tx, named(tx, who), "coordinator", over))


def named(tx: Tx, who: Address) -> str:
    found = learners_.find(tx, who)
    assert found is not None
    return found.id


async def asked(talk: Talk, *, of_the_north: bool = False, tomorrow: bool = False) -> Message:
    """Ivan writes, chooses, and asks for it to be sent."""
    await talk(Typed(text="/desk"), IVAN)
    await tap(talk, DeskLabel.ANNOUNCEMENTS, IVAN)
    await tap(talk, DeskLabel.ANNOUNCE, IVAN)
    await tap(talk, DeskLabel.TEXT_IN, IVAN)
    await talk(Typed(text=TEXT), IVAN)
    if of_the_north:
        await tap(talk, DeskLabel.AUDIENCE, IVAN)
        await tap(talk, DeskLabel.AUDIENCE_SIDE, IVAN, place=2)
        await tap(talk, DeskLabel.AUDIENCE_OF, IVAN)
        await open_the_newest(talk, IVAN)
    if tomorrow:
        await tap(talk, DeskLabel.START, IVAN)
        await tap(talk, DeskLabel.ON_DAY, IVAN, place=1)
        await tap(talk, DeskLabel.AT_HOUR, IVAN, place=1)
        return await tap(talk, DeskLabel.PLAN_TO, IVAN)
    return await tap(talk, DeskLabel.SEND_TO, IVAN)


async def state(talk: Talk) -> str:
    (found,) = await talk.writer.run(lambda tx: announcements.latest(tx, 1))
    return found.state


async def sees(talk: Talk, who: Address) -> bool:
    return not isinstance((await open_the_newest(talk, who)).body, AnnouncementList)


async def confirms(talk: Talk, who: Address) -> Refusal | None:
    """By what they have in hand, whatever they are shown: a forged button, an old page."""

    def job(tx: Tx) -> Refusal | None:
        return announcing.move(*_at_the_desk(tx, who), "confirm", 0)

    return await talk.writer.run(job)


def _at_the_desk(tx: Tx, who: Address) -> tuple[Sitting, Announcement]:
    (found,) = announcements.latest(tx, 1)
    return sit(tx, named(tx, who), {OLHA.address}, NOW), found


# --- Who may ----------------------------------------------------------------------------


async def test_two_coordinators_of_one_group_confirm_each_other(talk: Talk) -> None:
    assert DeskLabel.SEND_TO not in labels(await asked(talk))
    before = await open_the_newest(talk, MARIA)
    assert labels(before) == [DeskLabel.PREVIEW, DeskLabel.SEND_TO, DeskLabel.ANNOUNCEMENTS]
    await tap(talk, DeskLabel.PREVIEW, MARIA)
    previews = [m.body for m in await shown(talk, MARIA) if isinstance(m.body, Announced)]
    assert previews == [Announced(text=TEXT, language="en")]
    body = (await tap(talk, DeskLabel.SEND_TO, MARIA)).body
    assert isinstance(body, AnnouncementShown)
    assert body.state == "sending"
    await everything_sent(talk)
    assert await sent_out(talk, announcer(talk)) == 2
    lines = await talk.writer.run(lambda tx: audit.latest(tx, 0, 3))
    maria = await talk.writer.run(lambda tx: named(tx, MARIA))
    assert [each.who for each in lines if each.action == "confirm announcement"] == [maria]


async def test_nobody_confirms_their_own(talk: Talk) -> None:
    await asked(talk)
    assert await confirms(talk, IVAN) == "second-person"
    assert await state(talk) == "asked"


async def test_who_reaches_others_neither_sees_nor_confirms_it(talk: Talk) -> None:
    await asked(talk)
    assert not await sees(talk, PETRO)
    assert await confirms(talk, PETRO) == "second-person"
    assert await state(talk) == "asked"


async def test_who_reaches_a_part_does_not_confirm_the_whole(talk: Talk) -> None:
    await granted(talk, IVAN, "south")
    await asked(talk)
    for who in (MARIA, PETRO):
        assert not await sees(talk, who)
        assert await confirms(talk, who) == "second-person"
    await granted(talk, PETRO, "north")
    assert await sees(talk, PETRO)
    assert await confirms(talk, PETRO) is None


async def test_what_is_for_one_group_is_confirmed_by_whoever_looks_after_it(talk: Talk) -> None:
    """Also where its author reaches more."""
    await granted(talk, IVAN, "south")
    await asked(talk, of_the_north=True)
    assert not await sees(talk, PETRO)
    await open_the_newest(talk, MARIA)
    body = (await tap(talk, DeskLabel.SEND_TO, MARIA)).body
    assert isinstance(body, AnnouncementShown)
    assert body.state == "sending"


async def test_a_second_person_only_confirms(talk: Talk) -> None:
    """They see no draft, and neither change nor discard what waits."""
    await asked(talk)

    def tried(tx: Tx) -> list[Refusal | None]:
        sitting, found = _at_the_desk(tx, MARIA)
        return [announcing.move(sitting, found, how, 0) for how in ("revise", "discard", "cancel")]

    assert await talk.writer.run(tried) == ["not-now"] * 3
    await open_the_newest(talk, IVAN)
    await tap(talk, DeskLabel.REVISE, IVAN)
    assert not await sees(talk, MARIA)


async def test_who_confirmed_it_can_follow_and_stop_it(talk: Talk) -> None:
    await asked(talk)
    await open_the_newest(talk, MARIA)
    await tap(talk, DeskLabel.SEND_TO, MARIA)
    await open_the_newest(talk, MARIA)
    await tap(talk, DeskLabel.HALT, MARIA)
    assert await state(talk) == "paused"
    assert await sent_out(talk, announcer(talk), 2) == 0
    await tap(talk, DeskLabel.CANCEL, MARIA)
    assert await state(talk) == "cancelled"


# --- The right is asked for once more ---------------------------------------------------


async def test_a_plan_begins_while_the_second_person_has_the_right(talk: Talk) -> None:
    await asked(talk, tomorrow=True)
    await open_the_newest(talk, MARIA)
    await tap(talk, DeskLabel.PLAN_TO, MARIA)
    assert await state(talk) == "planned"
    talk.clock.now = AT_EIGHT
    assert await sent_out(talk, announcer(talk)) == 2


@pytest.mark.parametrize("gone", ["role", "reach", "person"])
async def test_a_plan_that_nobody_vouches_for_any_more_waits(talk: Talk, gone: str) -> None:
    """The second person has left, looks after others, or is erased."""
    await asked(talk, tomorrow=True)
    await open_the_newest(talk, MARIA)
    await tap(talk, DeskLabel.PLAN_TO, MARIA)
    if gone == "person":
        await talk.writer.run(lambda tx: learners_.erase(tx, named(tx, MARIA)))
    else:
        await taken(talk, MARIA)
    if gone == "reach":
        await granted(talk, MARIA, "south")
    talk.clock.now = AT_EIGHT
    assert await sent_out(talk, announcer(talk), 3) == 0
    assert await state(talk) == "asked"


async def test_what_is_changed_after_it_was_confirmed_is_confirmed_anew(talk: Talk) -> None:
    await asked(talk, tomorrow=True)
    await open_the_newest(talk, MARIA)
    await tap(talk, DeskLabel.PLAN_TO, MARIA)
    await open_the_newest(talk, IVAN)
    await tap(talk, DeskLabel.REVISE, IVAN)
    await tap(talk, DeskLabel.PLAN_TO, IVAN)
    assert await state(talk) == "asked"
    assert not await sees(talk, PETRO)
    assert await sees(talk, MARIA)


async def test_what_somebody_asked_for_who_has_left_leads_no_stranger_to_it(talk: Talk) -> None:
    """Nobody's reach says any more whom it was for, unless it names a group."""
    await asked(talk)
    await taken(talk, IVAN)
    for who in (MARIA, PETRO):
        assert not await sees(talk, who)
        assert await confirms(talk, who) == "second-person"


async def test_of_a_group_it_becomes_a_draft_of_whoever_looks_after_it(talk: Talk) -> None:
    await asked(talk, of_the_north=True)
    await taken(talk, IVAN)
    assert not await sees(talk, PETRO)
    await open_the_newest(talk, MARIA)
    body = (await tap(talk, DeskLabel.SEND_TO, MARIA)).body
    assert isinstance(body, AnnouncementShown)
    assert (body.state, body.refused) == ("draft", "asker-left")
    assert await sent_out(talk, announcer(talk), 2) == 0


# --- From how many on -------------------------------------------------------------------


@pytest.mark.parametrize(("setting", "expected"), [(2, "asked"), (3, "sending")])
async def test_from_how_many_on_is_a_setting(talk: Talk, setting: int, expected: str) -> None:
    needs_two_from(talk, setting)
    await asked(talk)
    assert await state(talk) == expected


NORTH, SOUTH = Reach(groups=frozenset({"north"})), Reach(groups=frozenset({"south"}))
BOTH, ALL = Reach(groups=frozenset({"north", "south"})), Reach(everything=True)


@pytest.mark.parametrize(
    ("whole", "parts"),
    [(ALL, [ALL, BOTH, NORTH, Reach()]), (BOTH, [BOTH, NORTH, SOUTH]), (NORTH, [NORTH]), (Reach(), [])],
)  # fmt: skip
def test_a_reach_includes_what_is_within_it(whole: Reach, parts: list[Reach]) -> None:
    everything = [ALL, BOTH, NORTH, SOUTH, Reach()]
    assert [each for each in everything if whole.includes(each)] == [
        each for each in everything if each in parts or whole == ALL
    ]
