"""Groups from the learner's side: joining, waiting, a place that is offered, leaving."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.course.groups import (
    CourseBegins,
    GroupKind,
    LeavingAsked,
    MembershipTold,
    MyGroup,
    MyGroups,
    PlaceOffered,
)
from bot.course.inputs import Arrived, Enrolled
from bot.course.messages import (
    AnyLabel,
    CourseCard,
    FeedbackOffered,
    Label,
    Message,
    Simple,
    Welcome,
)
from bot.service.received import Happening, Tapped, Typed, Unblocked
from bot.service.registrar import BATCH, Registrar
from bot.store import allowed, groups, learners, members, outbox
from bot.store.groups import Group
from bot.store.learners import Address
from bot.store.outbox import Settled
from bot.store.writer import Tx, Writer
from tests.service.house import ANNA, BOHDAN, Talk, messages, turns
from tests.store.somebody import learner

CLARA = Address(channel="telegram", address="9")
PEOPLE = (ANNA, BOHDAN, CLARA)
MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """Anna, Bohdan and Clara have agreed, and have begun nothing; all of them live by UTC."""
    talk = Talk(writer, await turns(writer))
    talk.clock.now = MONDAY
    for person in PEOPLE:
        await talk(Arrived(), person)
        await talk.press(person)
    await all_sent(talk)
    return talk


async def made(talk: Talk, kind: GroupKind = "edition", **changes: object) -> Group:
    def job(tx: Tx) -> Group:
        group = replace(groups.make(tx, kind, "Edition 5", talk.clock()), **changes)  # type: ignore[arg-type]
        assert groups.write(tx, group)
        return group

    return await talk.writer.run(job)


async def follow(talk: Talk, group: Group, who: Address = ANNA) -> list[Message]:
    """The person follows the link of the group."""
    return await talk(Typed(text=f"/start g-{group.token}"), who)


async def tap(talk: Talk, label: AnyLabel, who: Address = ANNA) -> Message:
    """The newest button of this kind that they have got."""
    talk.clock.forward(seconds=5)

    def job(tx: Tx) -> Tapped:
        rows = tx.execute(
            "SELECT token, message FROM outbox WHERE address = ? ORDER BY id DESC", (who.address,)
        )
        for row, message in zip(rows, reversed(messages(tx, who)), strict=True):
            labels = [button.label for keys in message.buttons for button in keys]
            if label in labels:
                return Tapped(token=row["token"], index=labels.index(label))
        raise AssertionError(label)

    return (await talk(await talk.writer.run(job), who))[0]


async def told(talk: Talk, who: Address) -> list[Message]:
    return await talk.writer.run(lambda tx: messages(tx, who))


async def all_sent(talk: Talk) -> None:
    def job(tx: Tx) -> None:
        for row in tx.execute("SELECT id FROM outbox WHERE status = 'pending'").fetchall():
            outbox.settle(tx, Settled(id=row["id"], status="sent"), talk.clock())

    await talk.writer.run(job)


async def step(talk: Talk, **passed: float) -> None:
    """Time passes, the registrar looks, and what there is to say is sent."""
    talk.clock.forward(**passed)
    await talk.writer.run(registrar(talk).step)
    await all_sent(talk)


def registrar(talk: Talk) -> Registrar:
    return Registrar(talk.writer, talk.turns.view.shelf, talk.clock, lambda: None)


async def states(talk: Talk, group: Group) -> dict[str, str]:
    """Who is in which state, by their addresses."""
    sql = (
        "SELECT a.address, m.state FROM members m JOIN addresses a ON a.learner_id = m.learner_id"
        " WHERE m.group_id = ?"
    )
    return await talk.writer.run(
        lambda tx: {row["address"]: row["state"] for row in tx.execute(sql, (group.id,))}
    )


def joined(**changes: object) -> MembershipTold:
    return MembershipTold(what="joined", name="Edition 5", **changes)  # type: ignore[arg-type]


def of(what: str, **changes: object) -> MembershipTold:
    return MembershipTold(what=what, name="Edition 5", **changes)  # type: ignore[arg-type]


# --- By a link --------------------------------------------------------------------------


async def test_whoever_has_the_link_of_an_open_group_is_in(talk: Talk) -> None:
    group = await made(talk)
    (message,) = await follow(talk, group)
    assert message.body == joined()
    assert await states(talk, group) == {"7": "in"}


async def test_following_it_twice_changes_nothing_and_shows_where_one_is(talk: Talk) -> None:
    group = await made(talk, places=1)
    await follow(talk, group)
    (message,) = await follow(talk, group)
    assert isinstance(message.body, MyGroups)
    assert message.body.groups == (MyGroup(name="Edition 5", state="in"),)


async def test_consent_comes_first_and_the_group_is_not_forgotten(writer: Writer) -> None:
    talk = Talk(writer, await turns(writer))
    group = await made(talk)
    (welcome,) = await follow(talk, group)
    assert welcome.body == Welcome(course=None, group=True)
    assert await states(talk, group) == {}
    await talk(Typed(text="What is this?"))
    settled, answer = await talk.press()
    assert (settled.body, answer.body) == (Simple(what="agreed"), joined())
    assert await states(talk, group) == {"7": "in"}
    found = await writer.run(lambda tx: learners.find(tx, ANNA))
    assert found is not None
    assert found.learner.invited_group is None


async def test_who_does_not_agree_is_in_no_group(writer: Writer) -> None:
    talk = Talk(writer, await turns(writer))
    group = await made(talk)
    await follow(talk, group)
    await tap(talk, Label.NOT_NOW)
    assert await states(talk, group) == {}


async def test_a_link_cannot_be_guessed_nor_half_known(talk: Talk) -> None:
    group = await made(talk)
    guesses = (
        group.token[:-1], group.token + "A", group.token.swapcase(), "A" * 22, group.id.ljust(22, "0"),
        "%" * 22, "_" * 22,
    )  # fmt: skip
    for guess in guesses:
        (message,) = await talk(Typed(text=f"/start g-{guess}"))
        assert message.body != joined()
    assert await states(talk, group) == {}
    assert len(group.token) >= 22, "128 bits in letters of six"


async def test_a_renewed_link_kills_the_old_one(talk: Talk) -> None:
    group = await made(talk)
    token = await talk.writer.run(lambda tx: groups.renew(tx, group.id))
    (message,) = await follow(talk, group)
    assert message.body == MembershipTold(what="no-link")
    (message,) = await follow(talk, replace(group, token=token))
    assert message.body == joined()


async def test_a_closed_group_takes_nobody(talk: Talk) -> None:
    group = await made(talk)
    await talk.writer.run(lambda tx: groups.close(tx, group.id, talk.clock()))
    (message,) = await follow(talk, group)
    assert message.body == of("closed")
    assert await states(talk, group) == {}


# --- Places and the waiting list --------------------------------------------------------


async def test_when_all_places_are_taken_one_waits_in_line(talk: Talk) -> None:
    group = await made(talk, places=1)
    await follow(talk, group)
    assert [m.body for m in await follow(talk, group, BOHDAN)] == [of("queued", in_line=1)]
    assert [m.body for m in await follow(talk, group, CLARA)] == [of("queued", in_line=2)]


async def full(talk: Talk) -> Group:
    """Anna is in, Bohdan and Clara wait."""
    group = await made(talk, places=1)
    for person in PEOPLE:
        await follow(talk, group, person)
    await all_sent(talk)
    return group


async def test_a_free_place_is_offered_to_the_first_and_taken(talk: Talk) -> None:
    group = await full(talk)
    await tap(talk, Label.MY_GROUPS)
    asked = await tap(talk, Label.LEAVE_GROUP)
    assert asked.body == LeavingAsked(name="Edition 5", state="in")
    assert (await tap(talk, Label.LEAVE_FOR_GOOD)).body == of("left")
    await step(talk)
    until = talk.clock() + timedelta(hours=48)
    offer = (await told(talk, BOHDAN))[-1]
    assert offer.body == PlaceOffered(name="Edition 5", until=until, zone="UTC")
    assert await states(talk, group) == {"8": "offered", "9": "waiting"}
    assert (await tap(talk, Label.TAKE_PLACE, BOHDAN)).body == joined()
    await step(talk, days=3)
    assert await states(talk, group) == {"8": "in", "9": "waiting"}


async def test_one_is_asked_before_one_leaves(talk: Talk) -> None:
    group = await full(talk)
    await talk(Typed(text="/groups"))
    await tap(talk, Label.LEAVE_GROUP)
    assert isinstance((await tap(talk, Label.STAY)).body, MyGroups)
    assert (await states(talk, group))["7"] == "in"


async def test_a_place_that_is_given_up_goes_to_the_next(talk: Talk) -> None:
    group = await full(talk)
    await leaves(talk, group, ANNA)
    await step(talk)
    assert (await tap(talk, Label.GIVE_UP_PLACE, BOHDAN)).body == of("given-up")
    await step(talk)
    assert await states(talk, group) == {"9": "offered"}


async def test_a_place_that_nobody_takes_in_time_goes_to_the_next(talk: Talk) -> None:
    group = await full(talk)
    await leaves(talk, group, ANNA)
    await step(talk)
    await step(talk, hours=47, minutes=59)
    assert (await states(talk, group))["8"] == "offered"
    await step(talk, minutes=1)
    assert (await told(talk, BOHDAN))[-1].body == of("lapsed")
    assert await states(talk, group) == {"9": "offered"}
    assert isinstance((await told(talk, CLARA))[-1].body, PlaceOffered)


async def test_who_was_late_is_told_so_and_can_join_the_line_again(talk: Talk) -> None:
    group = await full(talk)
    await leaves(talk, group, ANNA)
    await step(talk)
    await step(talk, hours=48)
    assert (await tap(talk, Label.TAKE_PLACE, BOHDAN)).body == of("place-gone")
    assert (await tap(talk, Label.JOIN_AGAIN, BOHDAN)).body == of("queued", in_line=1)
    assert await states(talk, group) == {"8": "waiting", "9": "offered"}


async def test_the_time_to_answer_never_ends_at_night(talk: Talk) -> None:
    """Nor is anybody asked at night; the place is kept for them until the morning."""
    group = await full(talk)
    await leaves(talk, group, ANNA)
    talk.clock.now = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
    await step(talk)
    assert (await states(talk, group))["8"] == "waiting"
    talk.clock.now = datetime(2026, 3, 3, 20, 59, tzinfo=UTC)
    await step(talk)
    assert offered_until(await told(talk, BOHDAN)) == datetime(2026, 3, 5, 20, 59, tzinfo=UTC)


def offered_until(seen: list[Message]) -> datetime:
    body = seen[-1].body
    assert isinstance(body, PlaceOffered)
    return body.until


async def test_an_erased_person_s_place_goes_to_the_next(talk: Talk) -> None:
    group = await full(talk)
    await talk(Typed(text="/forget"))
    await tap(talk, Label.FORGET)
    await step(talk)
    assert await states(talk, group) == {"8": "offered", "9": "waiting"}


async def test_more_places_are_offered_to_as_many(talk: Talk) -> None:
    group = await full(talk)
    assert await talk.writer.run(lambda tx: groups.write(tx, replace(group, places=3)))
    await step(talk)
    assert await states(talk, group) == {"7": "in", "8": "offered", "9": "offered"}


async def test_nobody_overtakes_the_line(talk: Talk) -> None:
    """A place has become free, and somebody new comes before the first in line has been asked."""
    group = await made(talk, places=1)
    await follow(talk, group)
    await follow(talk, group, BOHDAN)
    await leaves(talk, group, ANNA)
    assert [m.body for m in await follow(talk, group, CLARA)] == [of("queued", in_line=2)]


async def test_who_has_blocked_the_bot_keeps_the_place_in_line(talk: Talk) -> None:
    group = await full(talk)
    await leaves(talk, group, ANNA)
    await talk.writer.run(lambda tx: learners.set_reachable(tx, BOHDAN, reachable=False))
    await step(talk)
    assert await states(talk, group) == {"8": "waiting", "9": "offered"}


async def test_a_group_that_is_closed_tells_those_who_wait(talk: Talk) -> None:
    group = await full(talk)
    await talk.writer.run(lambda tx: groups.close(tx, group.id, talk.clock()))
    await step(talk)
    assert (await told(talk, BOHDAN))[-1].body == of("dismissed")
    assert await states(talk, group) == {"7": "in"}


async def leaves(talk: Talk, group: Group, who: Address) -> None:
    await talk(Typed(text="/groups"), who)
    await tap(talk, Label.LEAVE_GROUP, who)
    await tap(talk, Label.LEAVE_FOR_GOOD, who)
    await all_sent(talk)


async def test_a_step_that_dies_has_done_nothing_and_the_next_does_it_once(talk: Talk) -> None:
    group = await full(talk)
    await leaves(talk, group, ANNA)

    def dies(tx: Tx) -> None:
        registrar(talk).step(tx)
        raise KeyboardInterrupt

    with pytest.raises(RuntimeError):
        await talk.writer.run(failing(dies))
    assert await states(talk, group) == {"8": "waiting", "9": "waiting"}
    for _ in range(3):
        await step(talk)
    offers = [m for m in await told(talk, BOHDAN) if isinstance(m.body, PlaceOffered)]
    assert len(offers) == 1


async def broken(talk: Talk, who: Address) -> str:
    """The row of a member can be read by nobody any more. What they are called inside the store."""

    def job(tx: Tx) -> str:
        found = learners.find(tx, who)
        assert found is not None
        tx.execute("UPDATE members SET since = ? WHERE learner_id = ?", (2**60, found.id))
        return found.id

    return await talk.writer.run(job)


async def test_a_row_that_breaks_holds_up_nobody(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    """The next in line is offered the place; the log says where it broke, and not for whom."""
    group = await full(talk)
    whose = await broken(talk, BOHDAN)
    await leaves(talk, group, ANNA)
    await step(talk)
    await step(talk)
    assert await states(talk, group) == {"8": "waiting", "9": "offered"}
    (line,) = [each for each in caplog.messages if "put aside" in each]
    assert whose not in line
    await talk.writer.run(lambda tx: tx.execute("UPDATE members SET since = 0"))
    await talk(Typed(text="/groups"), CLARA)
    await tap(talk, Label.GIVE_UP_PLACE, CLARA)
    await step(talk, hours=1)
    assert await states(talk, group) == {"8": "offered"}


async def test_a_person_who_breaks_gets_the_course_of_others_held_up_by_nobody(
    talk: Talk,
) -> None:
    group = await made(talk, course="short", starts_on=date(2026, 3, 9))
    for who in PEOPLE:
        await follow(talk, group, who)
    await all_sent(talk)
    await broken(talk, ANNA)
    await step(talk, days=7)
    assert [len(await begins(talk, who)) for who in PEOPLE] == [0, 1, 1]


async def test_those_for_whom_it_is_night_do_not_stand_before_others(talk: Talk) -> None:
    """A group was closed; more than a batch of those who wait are asleep, and came first."""
    group = await full(talk)

    def job(tx: Tx) -> None:
        groups.close(tx, group.id, talk.clock())
        for number in range(BATCH + 5):
            who, state = f"sleeper-{number}", learner(zone="Pacific/Auckland")
            learners.add(tx, who, Address(channel="telegram", address=who), state, talk.clock())
            tx.execute(
                "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, ?, 'asked', 0)",
                (who, group.id),
            )

    await talk.writer.run(job)
    await step(talk)
    await step(talk)
    assert (await told(talk, BOHDAN))[-1].body == of("dismissed")
    await step(talk, hours=9)
    await step(talk)
    assert await states(talk, group) == {"7": "in"}


def failing(job: Callable[[Tx], None]) -> Callable[[Tx], None]:
    def run(tx: Tx) -> None:
        try:
            job(tx)
        except KeyboardInterrupt:
            raise RuntimeError from None

    return run


# --- By a list --------------------------------------------------------------------------


async def listed(talk: Talk, *words: str) -> Group:
    group = await made(talk, joining="list")
    await talk.writer.run(lambda tx: allowed.put(tx, group.id, words))
    return group


async def test_who_is_on_the_list_is_in(talk: Talk) -> None:
    group = await listed(talk, "Olena.K@example.gov.ua")
    assert [m.body for m in await follow(talk, group)] == [of("word-asked")]
    (message,) = await talk(Typed(text="  olena.k@EXAMPLE.gov.ua "))
    assert message.body == joined()


async def test_a_word_can_be_used_once(talk: Talk) -> None:
    group = await listed(talk, "4711")
    for person in (ANNA, BOHDAN):
        await follow(talk, group, person)
        await talk(Typed(text="4711"), person)
    assert await states(talk, group) == {"7": "in"}
    assert (await told(talk, BOHDAN))[-1].body == of("wrong-word")


async def test_who_left_comes_back_without_saying_it_again(talk: Talk) -> None:
    group = await listed(talk, "4711")
    await follow(talk, group)
    await talk(Typed(text="4711"))
    await leaves(talk, group, ANNA)
    assert [m.body for m in await follow(talk, group)] == [joined()]


async def test_there_are_five_tries_a_day(talk: Talk) -> None:
    group = await listed(talk, "4711")
    await follow(talk, group)
    for number in range(4):
        assert [m.body for m in await talk(Typed(text=f"000{number}"))] == [of("wrong-word")]
    assert [m.body for m in await talk(Typed(text="0004"))] == [of("no-more-words")]
    await follow(talk, group)
    await talk(Typed(text="4711"))
    assert await states(talk, group) == {}
    talk.clock.forward(days=1)
    await follow(talk, group)
    assert [m.body for m in await talk(Typed(text="4711"))] == [joined()]


async def test_an_erased_account_brings_no_end_of_new_tries(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowed, "TRIES_OF_ALL", 7)
    group = await listed(talk, "4711")
    for person in (ANNA, BOHDAN):
        await follow(talk, group, person)
        for number in range(4):
            await talk(Typed(text=f"000{number}"), person)
        await talk.writer.run(lambda tx, p=person: erase(tx, p))  # type: ignore[misc]
    assert [m.body for m in await follow(talk, group, CLARA)] == [of("no-more-words")]


def erase(tx: Tx, who: Address) -> None:
    found = learners.find(tx, who)
    assert found is not None
    learners.erase(tx, found.id)


async def test_no_word_is_kept(talk: Talk) -> None:
    """Neither those on the list nor what was said, right or wrong."""
    group = await listed(talk, "secret-4711")
    await follow(talk, group)
    await talk(Typed(text="wrong-4712"))
    await talk(Typed(text="secret-4711"))
    assert await states(talk, group) == {"7": "in"}
    dump = await talk.writer.run(lambda tx: "\n".join(tx.iterdump()))
    assert [word for word in ("secret-4711", "wrong-4712") if word in dump] == []


async def test_the_same_word_is_another_hash_elsewhere(talk: Talk) -> None:
    one, two = await listed(talk, "4711"), await listed(talk, "4711")
    rows = await talk.writer.run(
        lambda tx: [row["word_hash"] for row in tx.execute("SELECT word_hash FROM allowed")]
    )
    assert one.id != two.id
    assert len({*rows}) == 2


# --- The course of a group --------------------------------------------------------------


async def test_without_a_date_the_course_is_there_on_joining(talk: Talk) -> None:
    group = await made(talk, course="short")
    first, card = await follow(talk, group)
    assert first.body == joined()
    assert isinstance(card.body, CourseCard)
    assert card.buttons[0][0].label == Label.START
    await step(talk, days=1)
    assert not [m for m in await told(talk, ANNA) if isinstance(m.body, CourseBegins)]


async def test_before_its_date_one_is_told_when_it_begins(talk: Talk) -> None:
    group = await made(talk, course="short", starts_on=date(2026, 3, 9))
    (message,) = await follow(talk, group)
    assert message.body == joined(begins_on=date(2026, 3, 9))
    (message,) = await talk(Typed(text="/groups"))
    assert isinstance(message.body, MyGroups)
    assert message.body.groups == (
        MyGroup(name="Edition 5", state="in", begins_on=date(2026, 3, 9)),
    )


async def begins(talk: Talk, who: Address) -> list[CourseBegins]:
    return [m.body for m in await told(talk, who) if isinstance(m.body, CourseBegins)]


async def test_it_begins_at_nine_where_each_member_is_and_once(talk: Talk) -> None:
    group = await made(talk, course="short", starts_on=date(2026, 3, 9))
    await lives_in(talk, ANNA, "Europe/Kyiv")
    await lives_in(talk, BOHDAN, "Atlantic/Azores")
    for person in (ANNA, BOHDAN):
        await follow(talk, group, person)
    await all_sent(talk)
    came: list[tuple[int, int]] = []
    talk.clock.now = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
    for _ in range(24 * 12):
        await step(talk, minutes=5)
        came.append((len(await begins(talk, ANNA)), len(await begins(talk, BOHDAN))))
    changes = [n for n in range(1, len(came)) if came[n] != came[n - 1]]
    times = [datetime(2026, 3, 8, 23, 35, tzinfo=UTC) + n * timedelta(minutes=5) for n in changes]
    assert times == [
        datetime(2026, 3, 9, 7, 0, tzinfo=UTC), datetime(2026, 3, 9, 10, 0, tzinfo=UTC),
    ]  # fmt: skip
    assert came[-1] == (1, 1)
    card = next(m for m in await told(talk, ANNA) if isinstance(m.body, CourseBegins))
    assert card.until == datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
    assert card.buttons[0][0].does == Enrolled(course="short")


async def lives_in(talk: Talk, who: Address, zone: str) -> None:
    def job(tx: Tx) -> None:
        found = learners.find(tx, who)
        assert found is not None
        learners.save(tx, found.id, replace(found.learner, zone=zone))

    await talk.writer.run(job)


async def test_who_has_begun_is_not_asked_to_begin(talk: Talk) -> None:
    group = await made(talk, course="short", starts_on=date(2026, 3, 9))
    await follow(talk, group)
    await talk(Arrived(course="short"))
    await tap(talk, Label.START)
    await step(talk, days=7)
    assert await begins(talk, ANNA) == []


async def test_who_joins_after_the_date_begins_at_once(talk: Talk) -> None:
    group = await made(talk, course="short", starts_on=date(2026, 3, 1))
    first, card = await follow(talk, group)
    assert (first.body, type(card.body)) == (joined(), CourseCard)


async def test_a_pause_is_kept(talk: Talk) -> None:
    group = await made(talk, course="short", starts_on=date(2026, 3, 9))
    await follow(talk, group)
    await paused(talk, ANNA, until=date(2026, 3, 17))
    for _ in range(8 * 24):
        await step(talk, hours=1)
    assert await begins(talk, ANNA) == []
    for _ in range(7 * 24):
        await step(talk, hours=1)
    assert len(await begins(talk, ANNA)) == 1


async def paused(talk: Talk, who: Address, until: date) -> None:
    def job(tx: Tx) -> None:
        found = learners.find(tx, who)
        assert found is not None
        rhythm = replace(found.learner.rhythm, paused_until=until)
        learners.save(tx, found.id, replace(found.learner, rhythm=rhythm))

    await talk.writer.run(job)


async def test_a_card_that_could_not_leave_that_day_comes_on_the_next_working_day(
    talk: Talk,
) -> None:
    group = await made(talk, course="short", starts_on=date(2026, 3, 6))
    await follow(talk, group)
    await all_sent(talk)
    talk.clock.now = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
    await talk.writer.run(registrar(talk).step)
    talk.clock.now = datetime(2026, 3, 6, 21, 0, tzinfo=UTC)
    await talk.writer.run(lambda tx: talk.turns.take_back(tx, talk.clock(), 10))
    days = []
    for _ in range(4 * 24):
        await step(talk, hours=1)
        if len(await begins(talk, ANNA)) == 2:
            days.append(talk.clock())
    assert days[0] == datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    assert len(await begins(talk, ANNA)) == 2


async def test_a_card_that_is_withdrawn_because_the_person_is_there_is_not_lost(
    talk: Talk,
) -> None:
    group = await made(talk, course="short", starts_on=date(2026, 3, 9))
    await follow(talk, group)
    talk.clock.now = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    await talk.writer.run(registrar(talk).step)
    await talk(Typed(text="/help"))
    await step(talk, seconds=1)
    sent = await talk.writer.run(
        lambda tx: [
            row["status"]
            for row, m in zip(
                tx.execute("SELECT status FROM outbox WHERE address = '7' ORDER BY id"),
                messages(tx, ANNA), strict=True,
            )
            if isinstance(m.body, CourseBegins)
        ]
    )  # fmt: skip
    assert sent == ["failed", "sent"]


async def test_who_comes_back_after_blocking_gets_the_course_then(talk: Talk) -> None:
    group = await made(talk, course="short", starts_on=date(2026, 3, 9))
    await follow(talk, group)
    await talk.writer.run(lambda tx: learners.set_reachable(tx, ANNA, reachable=False))
    await step(talk, days=7)
    assert await begins(talk, ANNA) == []
    await talk(unblocked())
    await step(talk, hours=1)
    assert len(await begins(talk, ANNA)) == 1


def unblocked() -> Happening:
    return Unblocked()


# --- What a learner sees ----------------------------------------------------------------


async def test_my_groups_tell_the_number_and_each_group(talk: Talk) -> None:
    group = await full(talk)
    await talk(Typed(text="/settings"), CLARA)
    mine = (await tap(talk, Label.MY_GROUPS, CLARA)).body
    assert isinstance(mine, MyGroups)
    assert mine.groups == (MyGroup(name="Edition 5", state="waiting", in_line=2),)
    found = await talk.writer.run(lambda tx: members.numbered(tx, group.id, mine.number))
    assert found is not None
    assert found.state == "waiting"


async def test_leaving_keeps_the_progress(talk: Talk) -> None:
    group = await made(talk, course="short")
    await follow(talk, group)
    await tap(talk, Label.START)
    await leaves(talk, group, ANNA)
    found = await talk.writer.run(lambda tx: learners.find(tx, ANNA))
    assert found is not None
    assert "short" in found.learner.enrolments


async def test_the_button_of_somebody_else_does_nothing(talk: Talk) -> None:
    group = await full(talk)
    await leaves(talk, group, ANNA)
    await step(talk)
    token = await talk.token(BOHDAN)
    await talk(Tapped(token=token, index=0), CLARA)
    assert await states(talk, group) == {"8": "offered", "9": "waiting"}


async def test_looking_at_one_s_groups_ends_what_words_were_asked_for(talk: Talk) -> None:
    await talk(Typed(text="/feedback"))
    await talk(Typed(text="/groups"))
    (message,) = await talk(Typed(text="Hello"))
    assert message.body == FeedbackOffered(text="Hello")
