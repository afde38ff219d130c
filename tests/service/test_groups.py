"""Groups at the desk: made and changed in the chat, by whom it is allowed, and how one joins."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.course.desk.front import DeskShown
from bot.course.desk.groups import (
    ChangeAsked,
    GroupInvitation,
    GroupLine,
    GroupOpened,
    GroupShown,
    GroupsShown,
    MemberDecided,
    MembersOpened,
    MembersShown,
    SureAsked,
    WordsListed,
)
from bot.course.desk.labels import DeskLabel
from bot.course.desk.rights import Grant
from bot.course.groups import CourseBegins, MembershipTold
from bot.course.inputs import Arrived
from bot.course.messages import AnyLabel, Button, Label, Message
from bot.service.codes import Codes, code
from bot.service.desk import groups
from bot.service.desk.desk import Desk
from bot.service.desk.groups import INVITATION_BASE
from bot.service.desk.sitting import Sitting, sit
from bot.service.received import Tapped, Typed
from bot.service.registrar import Registrar
from bot.store import audit, learners, marks, team
from bot.store import groups as stored
from bot.store.groups import Group
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.house import ANNA, BOHDAN, Talk, messages, turns

BOSS = Address(channel="telegram", address="1000")
NORTH = Address(channel="telegram", address="1001")
SOUTH = Address(channel="telegram", address="1002")
WEDNESDAY = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
EMPTY = GroupShown(
    name="Edition 5", of="edition", course=None, starts_on=None, places=None, joining="open",
    people=0, offered=0, waiting=0, asked=0, on_list=0, used=0, closed=False,
)  # fmt: skip


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """The boss does everything; two coordinators are over a group each; two people learn."""
    desk = Desk(administrators=frozenset({BOSS.address}))
    talk = Talk(writer, replace(await turns(writer), desk=desk))
    talk.clock.now = WEDNESDAY
    for person in (BOSS, NORTH, SOUTH, ANNA, BOHDAN):
        await talk(Arrived(), person)
        await talk.press(person)
    for coordinator, name in ((NORTH, "North"), (SOUTH, "South")):
        await writer.run(lambda tx, c=coordinator, n=name: entrust(tx, talk, c, n))  # type: ignore[misc]
    return talk


def entrust(tx: Tx, talk: Talk, who: Address, name: str) -> None:
    group = stored.make(tx, "region", name, talk.clock())
    grant = Grant(role="coordinator", over=group.id)
    team.grant(tx, id_of(tx, who), grant, talk.clock())


def id_of(tx: Tx, who: Address) -> str:
    found = learners.find(tx, who)
    assert found is not None
    return found.id


async def says(talk: Talk, words: str, who: Address = BOSS) -> Message:
    talk.clock.forward(seconds=5)
    return (await talk(Typed(text=words), who))[-1]


async def tap(talk: Talk, label: AnyLabel, who: Address = BOSS, place: int = 0) -> Message:
    """The button of the newest message to them that has one of this kind."""
    talk.clock.forward(seconds=5)

    def job(tx: Tx) -> Tapped:
        rows = tx.execute(
            "SELECT token, message FROM outbox WHERE address = ? ORDER BY id DESC", (who.address,)
        )
        for row, message in zip(rows, reversed(messages(tx, who)), strict=True):
            there = [n for n, each in enumerate(keys(message)) if each.label == label]
            if there:
                return Tapped(token=row["token"], index=there[place])
        raise AssertionError(label)

    return (await talk(await talk.writer.run(job), who))[-1]


def keys(message: Message) -> list[Button]:
    return [button for row in message.buttons for button in row]


async def opened(talk: Talk, who: Address = BOSS) -> Message:
    await talk(Typed(text="/desk"), who)
    return await tap(talk, DeskLabel.GROUPS, who)


async def made(talk: Talk, name: str = "Edition 5", who: Address = BOSS) -> Message:
    await opened(talk, who)
    await tap(talk, DeskLabel.NEW_GROUP, who)
    await tap(talk, DeskLabel.GROUP_KIND, who)
    return await says(talk, name, who)


async def the_group(talk: Talk, name: str = "Edition 5") -> Group:
    row = await talk.writer.run(
        lambda tx: tx.execute("SELECT id FROM groups WHERE name = ?", (name,)).fetchone()
    )
    found = await talk.writer.run(lambda tx: stored.find(tx, row["id"]))
    assert found is not None
    return found


async def told(talk: Talk, who: Address) -> list[Message]:
    return await talk.writer.run(lambda tx: messages(tx, who))


async def follow(talk: Talk, who: Address, name: str = "Edition 5") -> Message:
    group = await the_group(talk, name)
    return (await talk(Typed(text=f"/start g-{group.token}"), who))[0]


async def change(talk: Talk, place: int, who: Address = BOSS) -> Message:
    """The group's page, then the button that changes a side of it: course, date, places, joining."""
    return await tap(talk, DeskLabel.GROUP_CHANGE, who, place)


COURSE, DATE, PLACES, JOINING = range(4)


# --- Made and changed -------------------------------------------------------------------


async def test_a_group_is_made_with_three_presses_and_a_name(talk: Talk) -> None:
    message = await made(talk, "  Edition\n5 ")
    assert message.body == EMPTY
    listed = await opened(talk)
    assert isinstance(listed.body, GroupsShown)
    assert listed.body.groups[0] == GroupLine(
        name="Edition 5", of="edition", people=0, waiting=0, asked=0, closed=False
    )


@pytest.mark.parametrize("name", ["A" * 61, " \n "])
async def test_a_name_that_cannot_be_is_asked_for_again(talk: Talk, name: str) -> None:
    assert (await made(talk, name)).body == ChangeAsked(change="name", refused=True)
    assert (await says(talk, "A" * 60)).body == replace(EMPTY, name="A" * 60)


async def test_whatever_is_optional_is_set_later(talk: Talk) -> None:
    await made(talk)
    await change(talk, COURSE)
    body = (await tap(talk, DeskLabel.GROUP_CHOICE)).body
    assert body == (expected := replace(EMPTY, course="short"))
    await change(talk, DATE)
    body = (await tap(talk, DeskLabel.GROUP_CHOICE, place=1)).body
    assert body == (expected := replace(expected, starts_on=date(2026, 3, 16)))
    await change(talk, DATE)
    body = (await says(talk, "24.4.")).body
    assert body == (expected := replace(expected, starts_on=date(2026, 4, 24)))
    await change(talk, PLACES)
    body = (await tap(talk, DeskLabel.GROUP_CHOICE)).body
    assert body == (expected := replace(expected, places=15))
    await change(talk, PLACES)
    body = (await says(talk, " 42 ")).body
    assert body == (expected := replace(expected, places=42))
    await change(talk, JOINING)
    body = (await tap(talk, DeskLabel.GROUP_CHOICE, place=1)).body
    assert body == (expected := replace(expected, joining="approval"))
    await change(talk, 4)
    assert (await says(talk, "Sixth")).body == replace(expected, name="Sixth")


@pytest.mark.parametrize(
    ("place", "words"),
    [(DATE, "soon"), (DATE, "31.2."), (DATE, "1.1.2020"), (PLACES, "many"), (PLACES, "0"),
     (PLACES, "-3"), (PLACES, "99999999"), (PLACES, "２０")],
)  # fmt: skip
async def test_what_cannot_be_read_is_asked_again(talk: Talk, place: int, words: str) -> None:
    await made(talk)
    asked = (await change(talk, place)).body
    assert isinstance(asked, ChangeAsked)
    assert (await says(talk, words)).body == replace(asked, refused=True)


async def test_there_are_never_fewer_places_than_are_taken(talk: Talk) -> None:
    await made(talk)
    for person in (ANNA, BOHDAN):
        await follow(talk, person)
    await change(talk, PLACES)
    refused = (await says(talk, "1")).body
    assert refused == ChangeAsked(change="places", name="Edition 5", refused=True, least=2)
    assert isinstance((await says(talk, "2")).body, GroupShown)


async def test_a_new_edition_is_one_press(talk: Talk) -> None:
    await made(talk)
    await change(talk, PLACES)
    await says(talk, "20")
    await follow(talk, ANNA)
    old = await the_group(talk)
    copied = (await tap(talk, DeskLabel.GROUP_MOVE, place=1)).body
    assert copied == replace(EMPTY, name="Edition 6", places=20)
    new = await the_group(talk, "Edition 6")
    assert new.token != old.token
    assert new.id != old.id


@pytest.mark.parametrize(
    ("name", "following"),
    [("Edition 5", "Edition 6"), ("Edition 9", "Edition 10"), ("Lisboa", "Lisboa 2"),
     ("2026", "2027"), ("A" * 60, "A" * 59 + "2")],
)  # fmt: skip
def test_the_name_of_the_next_edition(name: str, following: str) -> None:
    assert groups.next_name(name) == following


async def test_a_group_is_closed_after_a_question_and_opened_again(talk: Talk) -> None:
    await made(talk)
    asked = await tap(talk, DeskLabel.GROUP_MOVE, place=2)
    assert asked.body == SureAsked(what="close", name="Edition 5")
    assert (await tap(talk, DeskLabel.SURE)).body == replace(EMPTY, closed=True)
    assert (await follow(talk, ANNA)).body == MembershipTold(what="closed", name="Edition 5")
    await tap(talk, DeskLabel.GROUP_MOVE, place=2)
    assert (await follow(talk, ANNA)).body == MembershipTold(what="joined", name="Edition 5")


async def test_a_course_that_would_begin_at_once_for_somebody_is_asked_about(talk: Talk) -> None:
    await made(talk)
    await follow(talk, ANNA)
    await change(talk, COURSE)
    asked = await tap(talk, DeskLabel.GROUP_CHOICE)
    assert asked.body == SureAsked(what="begin", name="Edition 5", people=1)
    assert (await the_group(talk)).course is None
    assert (await tap(talk, DeskLabel.SURE)).body == replace(EMPTY, course="short", people=1)
    await step(talk)
    assert isinstance((await told(talk, ANNA))[-1].body, CourseBegins)


async def step(talk: Talk) -> None:
    registrar = Registrar(talk.writer, talk.turns.view.shelf, talk.clock, lambda: None)
    await talk.writer.run(registrar.step)


# --- The link ---------------------------------------------------------------------------


async def test_the_link_is_shown_again_and_says_what_it_opens(talk: Talk) -> None:
    await made(talk)
    group = await the_group(talk)
    command = f"/start g-{group.token}"
    expected = GroupInvitation(
        group=group.id, name="Edition 5", joining="open", command=command, link=None, closed=False
    )
    for _ in range(2):
        assert (await tap(talk, DeskLabel.GROUP_LINK)).body == expected
    base = "https://t.me/epizod_bot?start="
    await talk.writer.run(lambda tx: marks.put(tx, INVITATION_BASE, base))
    shown = (await tap(talk, DeskLabel.GROUP_LINK)).body
    assert shown == replace(expected, link=f"{base}g-{group.token}")


async def test_a_new_link_is_asked_about_and_the_old_one_is_dead(talk: Talk) -> None:
    await made(talk)
    old = await the_group(talk)
    asked = await tap(talk, DeskLabel.GROUP_MOVE)
    assert asked.body == SureAsked(what="renew", name="Edition 5")
    assert await the_group(talk) == old
    shown = (await tap(talk, DeskLabel.SURE)).body
    new = await the_group(talk)
    assert isinstance(shown, GroupInvitation)
    assert shown.command == f"/start g-{new.token}" != f"/start g-{old.token}"
    (message,) = await talk(Typed(text=f"/start g-{old.token}"), ANNA)
    assert message.body == MembershipTold(what="no-link")


async def test_the_code_is_only_for_those_who_may_see_it_at_that_moment(talk: Talk) -> None:
    link = "http://127.0.0.1:8080/?start="
    await talk.writer.run(lambda tx: marks.put(tx, INVITATION_BASE, link))
    codes = Codes(writer=talk.writer, administrators=frozenset({BOSS.address}), clock=talk.clock)
    north = await the_group(talk, "North")
    boss, mine, other, learner = [
        await talk.writer.run(lambda tx, w=who: id_of(tx, w))  # type: ignore[misc]
        for who in (BOSS, NORTH, SOUTH, ANNA)
    ]
    found = await codes.png(mine, north.id)
    assert found == (f"group-{north.id}.png", code(f"{link}g-{north.token}"))
    assert await codes.png(boss, north.id) == found
    assert await codes.png(other, north.id) is None
    assert await codes.png(learner, north.id) is None
    await talk.writer.run(lambda tx: team.take(tx, mine, "coordinator", north.id))
    assert await codes.png(mine, north.id) is None


def test_the_code_is_a_picture_that_prints_well() -> None:
    picture = code("https://t.me/epizod_bot?start=g-" + "A" * 22)
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert width == height >= 500


# --- Members ----------------------------------------------------------------------------


async def by_approval(talk: Talk) -> None:
    await made(talk)
    await change(talk, JOINING)
    await tap(talk, DeskLabel.GROUP_CHOICE, place=1)
    for person in (ANNA, BOHDAN):
        asked = await follow(talk, person)
        assert asked.body == MembershipTold(what="asked", name="Edition 5")
    await opened(talk)
    await tap(talk, DeskLabel.GROUP)


async def requests(talk: Talk) -> Message:
    return await tap(talk, DeskLabel.MEMBERS, place=1)


async def test_requests_are_approved_and_refused_and_people_are_told(talk: Talk) -> None:
    await by_approval(talk)
    shown = (await requests(talk)).body
    assert isinstance(shown, MembersShown)
    assert [line.state for line in shown.members] == ["asked", "asked"]
    numbers = {line.number for line in shown.members}
    left = (await tap(talk, DeskLabel.DECIDE)).body
    assert isinstance(left, MembersShown)
    assert {line.number for line in left.members} < numbers
    assert (await tap(talk, DeskLabel.DECIDE, place=1)).body == replace(left, members=())
    answers = {(await told(talk, who))[-1].body for who in (ANNA, BOHDAN)}
    assert answers == {
        MembershipTold(what="joined", name="Edition 5"),
        MembershipTold(what="refused", name="Edition 5"),
    }


async def test_who_is_approved_when_all_places_are_taken_waits(talk: Talk) -> None:
    await by_approval(talk)
    await change(talk, PLACES)
    await says(talk, "1")
    await requests(talk)
    await tap(talk, DeskLabel.DECIDE)
    await tap(talk, DeskLabel.DECIDE)
    answers = {(await told(talk, who))[-1].body for who in (ANNA, BOHDAN)}
    assert answers == {
        MembershipTold(what="joined", name="Edition 5"),
        MembershipTold(what="queued", name="Edition 5", in_line=1),
    }


async def test_the_course_comes_to_who_is_approved(talk: Talk) -> None:
    await by_approval(talk)
    await change(talk, COURSE)
    await tap(talk, DeskLabel.GROUP_CHOICE)
    await requests(talk)
    await tap(talk, DeskLabel.DECIDE)
    await step(talk)
    begun = [
        who for who in (ANNA, BOHDAN) if isinstance((await told(talk, who))[-1].body, CourseBegins)
    ]
    assert len(begun) == 1


async def test_a_member_is_removed_after_a_question(talk: Talk) -> None:
    await made(talk)
    await follow(talk, ANNA)
    await opened(talk)
    await tap(talk, DeskLabel.GROUP)
    members = (await tap(talk, DeskLabel.MEMBERS)).body
    assert isinstance(members, MembersShown)
    (line,) = members.members
    asked = await tap(talk, DeskLabel.DECIDE)
    assert asked.body == SureAsked(what="remove", name="Edition 5", number=line.number)
    assert (await tap(talk, DeskLabel.SURE)).body == replace(members, members=())
    assert (await told(talk, ANNA))[-1].body == MembershipTold(what="removed", name="Edition 5")


async def test_members_stand_by_number_on_pages_of_ten(talk: Talk) -> None:
    await made(talk)
    for number in range(12):
        person = Address(channel="telegram", address=f"5{number:02}")
        await talk(Arrived(), person)
        await talk.press(person)
        await follow(talk, person)
    await opened(talk)
    await tap(talk, DeskLabel.GROUP)
    first = (await tap(talk, DeskLabel.MEMBERS)).body
    second = (await tap(talk, DeskLabel.OLDER)).body
    assert isinstance(first, MembersShown)
    assert isinstance(second, MembersShown)
    everybody = [line.number for line in (*first.members, *second.members)]
    assert (len(first.members), len({*everybody})) == (10, 12)
    assert (await tap(talk, DeskLabel.NEWER)).body == first


async def test_the_desk_never_names_anybody(talk: Talk) -> None:
    await by_approval(talk)
    await requests(talk)
    seen = str(await told(talk, BOSS))
    for person in (ANNA, BOHDAN):
        assert await talk.writer.run(lambda tx, p=person: id_of(tx, p)) not in seen  # type: ignore[misc]


# --- The list ---------------------------------------------------------------------------


async def test_words_are_put_on_the_list_in_the_chat_and_only_hashes_stay(talk: Talk) -> None:
    await made(talk)
    await change(talk, JOINING)
    await tap(talk, DeskLabel.GROUP_CHOICE, place=2)
    await change(talk, 4)
    body = (await says(talk, "olena-4711\n\n  4712 \nx\nOLENA-4711")).body
    expected = WordsListed(name="Edition 5", added=2, known=1, refused=1, on_list=2, used=0)
    assert body == expected
    body = (await says(talk, "4713\n4712")).body
    assert body == replace(expected, added=1, known=1, refused=0, on_list=3)
    await follow(talk, ANNA)
    assert (await says(talk, "Olena-4711", ANNA)).body == MembershipTold(
        what="joined", name="Edition 5"
    )
    dump = await talk.writer.run(lambda tx: "\n".join(tx.iterdump()).casefold())
    assert "olena-4711" not in dump


async def test_five_hundred_lines_at_a_time(talk: Talk) -> None:
    group = await the_group(talk, "North")
    done = await sitting(
        talk, NORTH, lambda s: groups.allow(s, group.id, map(str, range(1000, 1600)))
    )
    assert done == groups.Listing(added=500, known=0, refused=100)


async def test_what_is_written_on_the_chat_page_for_a_list_does_not_stay_in_its_history(
    talk: Talk,
) -> None:
    from bot.store import chat

    page = Address(channel="web", address="page")

    def job(tx: Tx) -> None:
        tx.execute("INSERT INTO addresses (channel, address, learner_id) VALUES (?, ?, ?)",
                   (page.channel, page.address, id_of(tx, ANNA)))  # fmt: skip
        for number, text in enumerate(("4711", "Other words")):
            event = {"type": "said", "id": f"s{number}", "text": text}
            chat.add(tx, page.address, f"s{number}", event, talk.clock())
        chat.forget_said(tx, id_of(tx, ANNA), "4711")

    await talk.writer.run(job)
    rows = await talk.writer.run(
        lambda tx: [row["event"] for row in tx.execute("SELECT event FROM chat_events")]
    )
    assert ["Other words" in row for row in rows] == [True]


# --- Rights -----------------------------------------------------------------------------


async def sitting(talk: Talk, who: Address, does: object) -> object:
    assert callable(does)

    def job(tx: Tx) -> object:
        return does(sit(tx, id_of(tx, who), frozenset({BOSS.address}), talk.clock()))

    return await talk.writer.run(job)


async def test_a_coordinator_of_a_group_sees_only_that(talk: Talk) -> None:
    body = (await opened(talk, NORTH)).body
    assert isinstance(body, GroupsShown)
    assert [line.name for line in body.groups] == ["North"]
    body = (await opened(talk)).body
    assert isinstance(body, GroupsShown)
    assert {line.name for line in body.groups} == {"North", "South"}


async def test_who_makes_a_group_has_it_and_nothing_else(talk: Talk) -> None:
    await made(talk, who=NORTH)
    body = (await opened(talk, NORTH)).body
    assert isinstance(body, GroupsShown)
    assert [line.name for line in body.groups] == ["Edition 5", "North"]
    group = await the_group(talk)
    rights = await talk.writer.run(lambda tx: team.rights_of(tx, id_of(tx, NORTH), ()))
    assert Grant(role="coordinator", over=group.id) in rights.grants
    body = (await opened(talk, SOUTH)).body
    assert isinstance(body, GroupsShown)
    assert [line.name for line in body.groups] == ["South"]


async def test_who_is_over_everything_needs_no_grant(talk: Talk) -> None:
    await made(talk)
    rights = await talk.writer.run(lambda tx: team.rights_of(tx, id_of(tx, BOSS), ()))
    assert rights.grants == ()


async def test_a_learner_makes_no_group(talk: Talk) -> None:
    assert await sitting(talk, ANNA, lambda s: groups.make(s, "region", "Mine")) is None
    message = (await talk(Typed(text="/desk"), ANNA))[0]
    assert message.body == DeskShown(role=None)


async def test_another_coordinator_s_group_is_out_of_reach_of_a_forged_press(talk: Talk) -> None:
    """The buttons of one, in the hands of another: sent again to them, with every action there is."""
    north = await the_group(talk, "North")
    (number,) = await member_of(talk, north)
    before = await everything(talk, north)
    forged = (
        GroupOpened(group=north.id), MembersOpened(group=north.id),
        *(MemberDecided(group=north.id, number=number, decision=each, sure=True)
          for each in ("approve", "refuse", "remove")),
    )  # fmt: skip
    for action in forged:
        learner_id = await talk.writer.run(lambda tx: id_of(tx, SOUTH))

        def job(tx: Tx, action: object = action, learner_id: str = learner_id) -> Message:
            state = learners.state(tx, learner_id)
            assert state is not None
            turn = talk.turns.desk.take(tx, learner_id, state, action, None, talk.clock())  # type: ignore[arg-type]
            return turn.messages[0]

        body = (await talk.writer.run(job)).body
        assert isinstance(body, GroupsShown)
        assert [line.name for line in body.groups] == ["South"]
    seen = "SELECT DISTINCT action FROM audit WHERE who = ?"
    whose = await talk.writer.run(lambda tx: id_of(tx, SOUTH))
    done = await talk.writer.run(lambda tx: [r["action"] for r in tx.execute(seen, (whose,))])
    assert done == ["listed groups"]
    await talk.writer.run(lambda tx: tx.execute("DELETE FROM audit WHERE action = 'listed groups'"))
    assert await everything(talk, north) == before


async def member_of(talk: Talk, group: Group) -> list[str]:
    await follow(talk, ANNA, group.name)
    rows = await talk.writer.run(
        lambda tx: tx.execute(
            "SELECT l.number FROM members m JOIN learners l ON l.id = m.learner_id"
            " WHERE m.group_id = ?", (group.id,),
        ).fetchall()
    )  # fmt: skip
    return [row["number"] for row in rows]


async def everything(talk: Talk, group: Group) -> list[object]:
    tables = ("groups", "members", "allowed", "audit", "roles")
    return await talk.writer.run(
        lambda tx: [tuple(r) for each in tables for r in tx.execute(f"SELECT * FROM {each}")]
    )


async def test_nothing_that_is_done_at_the_desk_reaches_another_s_group(talk: Talk) -> None:
    """The same for the web page, which calls these."""
    north = await the_group(talk, "North")
    (number,) = await member_of(talk, north)
    before = await everything(talk, north)

    def tries(at: Sitting) -> list[object]:
        return [
            groups.find(at, north.id), groups.change(at, replace(north, name="Mine")),
            groups.close(at, north.id), groups.copy(at, north.id), groups.renew(at, north.id),
            groups.invitation(at, north.id), groups.allow(at, north.id, ["4711"]),
            groups.empty_list(at, north.id), groups.people(at, north.id, "in", 0, 10),
            *(groups.decide(at, north.id, number, each)
              for each in ("approve", "refuse", "remove")),
            groups.begin_now(at, replace(north, course="short")),
        ]  # fmt: skip

    for who in (SOUTH, ANNA):
        outcomes = await sitting(talk, who, tries)
        assert isinstance(outcomes, list)
        assert not any(outcomes)
    assert await everything(talk, north) == before


async def test_a_course_that_is_not_there_cannot_be_chosen(talk: Talk) -> None:
    north = await the_group(talk, "North")
    forged = replace(north, course="../secret")
    assert await sitting(talk, NORTH, lambda s: groups.change(s, forged)) is False


async def test_who_has_lost_the_role_writes_no_name(talk: Talk) -> None:
    """It was asked for the words while the role was still there."""
    await made(talk, who=NORTH)
    await tap(talk, DeskLabel.GROUP_CHANGE, NORTH, 4)

    def fire(tx: Tx) -> None:
        for each in team.members(tx):
            team.take(tx, each.learner_id, each.grant.role, each.grant.over)

    await talk.writer.run(fire)
    assert (await says(talk, "Mine", NORTH)).body == DeskShown(role=None)
    assert (await the_group(talk)).name == "Edition 5"


async def test_what_was_done_is_in_the_audit_without_anybody_s_words(talk: Talk) -> None:
    await by_approval(talk)
    await requests(talk)
    await tap(talk, DeskLabel.DECIDE)
    await tap(talk, Label.BACK)
    await tap(talk, DeskLabel.GROUP_MOVE, place=2)
    await tap(talk, DeskLabel.SURE)
    lines = await talk.writer.run(lambda tx: audit.latest(tx, 0, 10))
    group = await the_group(talk)
    assert {each.about for each in lines} <= {group.id, ""}
    assert [each.action for each in lines] == [
        "closed group", "approved in group", "listed people of group", "looked at group",
        "changed group", "made group", "listed groups",
    ]  # fmt: skip
    assert not re.search("Edition", str(lines))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2031, 1, 1), date.max])
async def test_a_course_begins_on_a_day_that_every_calendar_has(talk: Talk, day: date) -> None:
    """The first and the last days of the calendar are no days in every zone."""
    await made(talk)
    group = await the_group(talk)

    def change_it(tx: Tx) -> bool:
        sitting = sit(tx, id_of(tx, BOSS), {BOSS.address}, talk.clock())
        return groups.change(sitting, replace(group, starts_on=day))

    assert await talk.writer.run(change_it) is False
    assert await the_group(talk) == group
