"""The desk in the chat: who gets in, what they may do, and how a learner is answered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.course.desk.front import DeskShown
from bot.course.desk.labels import DeskLabel
from bot.course.desk.rights import Role
from bot.course.desk.team import AuditShown, InvitationAnswered, InvitationShown, TeamShown
from bot.course.inputs import Arrived
from bot.course.messages import AnyLabel, Label, Message, Welcome
from bot.service.desk.desk import Desk
from bot.service.received import Tapped, Typed
from bot.store import team
from bot.store.learners import Address
from bot.store.writer import Writer
from tests.service.house import ANNA, BOHDAN, Talk, turns

OLHA = Address(channel="telegram", address="9")
BOSS = Address(channel="telegram", address="1000")


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    return await opened(writer)


async def opened(writer: Writer) -> Talk:
    """Anna learns; Bohdan and the boss of ADMIN_IDS have agreed and do nothing yet."""
    desk = Desk(administrators=frozenset({BOSS.address}))
    talk = Talk(writer, replace(await turns(writer), desk=desk))
    for person in (ANNA, BOHDAN, BOSS):
        await talk(Arrived(course="short"), person)
        await talk.press(person)
    return talk


async def tap(talk: Talk, label: AnyLabel, who: Address, place: int = 0) -> Message:
    """Presses the button of the newest message to them, and gives what comes."""
    [message] = [m for m in await shown(talk, who) if m.buttons][-1:]
    labels = [button.label for row in message.buttons for button in row]
    indexes = [index for index, each in enumerate(labels) if each == label]
    came = await talk(Tapped(token=await talk.token(who), index=indexes[place]), who)
    return came[0]


async def shown(talk: Talk, who: Address) -> list[Message]:
    from tests.service.house import messages

    return await talk.writer.run(lambda tx: messages(tx, who))


async def joined(talk: Talk, who: Address, role: Role = "coordinator") -> Message:
    token = await talk.writer.run(lambda tx: team.invite(tx, role, "", talk.clock()))
    talk.clock.forward(minutes=1)
    (message,) = await talk(Typed(text=f"/start i-{token}"), who)
    return message


async def feedback(talk: Talk, text: str, who: Address = ANNA) -> None:
    await talk(Typed(text="/feedback"), who)
    await talk(Typed(text=text), who)
    talk.clock.forward(minutes=1)


# --- Who gets in ------------------------------------------------------------------------


async def test_the_desk_is_closed_to_learners(talk: Talk) -> None:
    (message,) = await talk(Typed(text="/desk"))
    assert message.body == DeskShown(role=None)


async def test_those_named_in_the_settings_are_administrators(talk: Talk) -> None:
    (message,) = await talk(Typed(text="/desk"), BOSS)
    assert message.body == DeskShown(role="administrator")
    labels = [button.label for row in message.buttons for button in row]
    assert labels == [
        DeskLabel.INBOX, DeskLabel.ANNOUNCEMENTS, DeskLabel.GROUPS, DeskLabel.REPORTS,
        DeskLabel.SURVEYS, DeskLabel.LOOK, DeskLabel.TEAM, DeskLabel.AUDIT, DeskLabel.BROWSER,
        Label.CONTINUE,
    ]  # fmt: skip


async def test_an_invitation_opens_the_desk_once(talk: Talk) -> None:
    token = await talk.writer.run(lambda tx: team.invite(tx, "coordinator", "", talk.clock()))
    (message,) = await talk(Typed(text=f"/start i-{token}"), BOHDAN)
    assert message.body == InvitationAnswered(role="coordinator")
    (message,) = await talk(Typed(text=f"/start i-{token}"), ANNA)
    assert message.body == InvitationAnswered(role=None)
    assert (await talk(Typed(text="/desk"), ANNA))[0].body == DeskShown(role=None)
    assert (await talk(Typed(text="/desk"), BOHDAN))[0].body == DeskShown(role="coordinator")


async def test_an_invitation_expires_and_cannot_be_guessed(talk: Talk) -> None:
    token = await talk.writer.run(lambda tx: team.invite(tx, "coordinator", "", talk.clock()))
    talk.clock.forward(days=team.LIFETIME / timedelta(days=1))
    for text in (token, token[:-1], "A" * len(token)):
        (message,) = await talk(Typed(text=f"/start i-{text}"), BOHDAN)
        assert message.body == InvitationAnswered(role=None)


async def test_the_database_holds_no_invitation_that_works(talk: Talk) -> None:
    token = await talk.writer.run(lambda tx: team.invite(tx, "coordinator", "", talk.clock()))
    rows = await talk.writer.run(
        lambda tx: [tuple(row) for row in tx.execute("SELECT * FROM invitations")]
    )
    assert token not in str(rows)


async def test_whoever_has_not_agreed_is_asked_first(talk: Talk) -> None:
    message = await joined(talk, OLHA)
    assert isinstance(message.body, Welcome)


async def test_the_role_is_looked_up_at_each_press(talk: Talk) -> None:
    """A desk that is still open on the screen does nothing for somebody who has left the team."""
    await joined(talk, BOHDAN)
    await feedback(talk, "The crossing is missing.")
    await tap(talk, DeskLabel.DESK, BOHDAN)
    await talk(Typed(text="/desk"), BOSS)
    await tap(talk, DeskLabel.TEAM, BOSS)
    await tap(talk, DeskLabel.TAKE_ROLE, BOSS)
    assert (await tap(talk, DeskLabel.INBOX, BOHDAN)).body == DeskShown(role=None)


async def test_a_coordinator_s_forged_press_reaches_nothing_of_an_administrator_s(
    talk: Talk,
) -> None:
    """The administrator's own button, pressed with the coordinator's account."""
    await joined(talk, BOHDAN)
    await talk(Typed(text="/desk"), BOSS)
    token = await talk.token(BOSS)
    (message,) = await talk(Tapped(token=token, index=1), BOHDAN)
    assert not isinstance(message.body, TeamShown)


async def test_a_role_goes_with_the_person(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await talk(Typed(text="/forget"), BOHDAN)
    await talk(Tapped(token=await talk.token(BOHDAN), index=1), BOHDAN)
    assert await talk.writer.run(team.members) == []


# --- The team and its traces ------------------------------------------------------------


async def test_an_administrator_invites_and_removes(talk: Talk) -> None:
    await talk(Typed(text="/desk"), BOSS)
    await tap(talk, DeskLabel.TEAM, BOSS)
    invitation = (await tap(talk, DeskLabel.INVITE, BOSS)).body
    assert isinstance(invitation, InvitationShown)
    (message,) = await talk(Typed(text=f"/start i-{invitation.token}"), BOHDAN)
    assert message.body == InvitationAnswered(role="coordinator")
    listed = (await tap(talk, DeskLabel.TEAM, BOSS)).body
    assert isinstance(listed, TeamShown)
    assert [(m.number, m.role, m.you) for m in listed.members] == [(1, "coordinator", False)]
    assert (await tap(talk, DeskLabel.TAKE_ROLE, BOSS)).body == replace(listed, members=())
    assert (await talk(Typed(text="/desk"), BOHDAN))[0].body == DeskShown(role=None)


async def test_what_was_done_can_be_read_and_holds_nobody_s_words(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "A secret.")
    await talk(Typed(text="/desk"), BOHDAN)
    for label in (DeskLabel.INBOX, DeskLabel.THREAD, DeskLabel.REPLY):
        await tap(talk, label, BOHDAN)
    await talk(Typed(text="An answer."), BOHDAN)
    await tap(talk, Label.SEND, BOHDAN)
    await talk(Typed(text="/desk"), BOSS)
    done = (await tap(talk, DeskLabel.AUDIT, BOSS)).body
    assert isinstance(done, AuditShown)
    number = await talk.writer.run(lambda tx: team.members(tx)[0].number)
    assert [(line.member, line.action) for line in done.lines] == [
        (number, "answered"), (number, "read"), (number, "listed messages"), (number, "joined"),
    ]  # fmt: skip
    assert "secret" not in str(done)
    assert "An answer" not in str(done)
