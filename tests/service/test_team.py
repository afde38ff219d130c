"""Roles over a group or a course: who is invited to what, and how far that goes."""

from dataclasses import replace

import pytest

from bot.course.desk.front import DeskShown
from bot.course.desk.inbox import InboxShown
from bot.course.desk.labels import DeskLabel
from bot.course.desk.rights import Grant
from bot.course.desk.team import InvitationAnswered, InvitationShown, OverAsked, TeamShown
from bot.course.inputs import Arrived
from bot.course.messages import AnyLabel, Simple, Welcome
from bot.service.desk.desk import Desk
from bot.service.received import Typed
from bot.store import learners, team
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.house import ANNA, BOHDAN, Talk, turns
from tests.service.test_desk import feedback, tap

BOSS = Address(channel="telegram", address="1000")
OLHA = Address(channel="telegram", address="9")


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """Anna is in the group North, Olha in none; Bohdan is to become somebody of the team."""
    talk = Talk(writer, replace(await turns(writer), desk=Desk(administrators={BOSS.address})))
    for person in (ANNA, BOHDAN, BOSS, OLHA):
        await talk(Arrived(course="short"), person)
        await talk.press(person)

    def north(tx: Tx) -> None:
        tx.execute(
            "INSERT INTO groups (id, kind, name, token, made_at)"
            " VALUES ('north', 'region', 'North', 't', 0)"
        )
        anna = learners.find(tx, ANNA)
        assert anna is not None
        tx.execute(
            "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, 'north', 'in', 0)",
            (anna.id,),
        )

    await writer.run(north)
    return talk


def labels(message: object) -> list[AnyLabel]:
    return [button.label for row in getattr(message, "buttons", ()) for button in row]


async def invited(talk: Talk, role: int, over: int) -> InvitationShown:
    """The invitation that the boss makes with the buttons of these places."""
    await talk(Typed(text="/desk"), BOSS)
    await tap(talk, DeskLabel.TEAM, BOSS)
    asked = await tap(talk, DeskLabel.INVITE, BOSS, place=role)
    assert isinstance(asked.body, OverAsked)
    made = (await tap(talk, DeskLabel.OVER, BOSS, place=over)).body
    assert isinstance(made, InvitationShown)
    return made


async def test_a_coordinator_of_a_group_reads_the_words_of_that_group_only(talk: Talk) -> None:
    invitation = await invited(talk, role=0, over=1)
    assert (invitation.role, invitation.over) == ("coordinator", "North")
    (welcome,) = await talk(Typed(text=f"/start i-{invitation.token}"), BOHDAN)
    assert welcome.body == InvitationAnswered(role="coordinator")
    await feedback(talk, "From the north.", ANNA)
    await feedback(talk, "From anywhere.", OLHA)
    (desk,) = await talk(Typed(text="/desk"), BOHDAN)
    assert desk.body == DeskShown(role="coordinator", new=1)
    inbox = (await tap(talk, DeskLabel.INBOX, BOHDAN)).body
    assert isinstance(inbox, InboxShown)
    assert [line.excerpt for line in inbox.threads] == ["From the north."]


async def test_a_viewer_finds_reports_at_the_desk_and_nothing_else(talk: Talk) -> None:
    invitation = await invited(talk, role=1, over=0)
    await talk(Typed(text=f"/start i-{invitation.token}"), BOHDAN)
    (desk,) = await talk(Typed(text="/desk"), BOHDAN)
    assert desk.body == DeskShown(role="viewer")
    assert DeskLabel.REPORTS in labels(desk)
    assert not {DeskLabel.INBOX, DeskLabel.ANNOUNCEMENTS, DeskLabel.GROUPS} & {*labels(desk)}


async def test_an_administrator_is_one_of_everything(talk: Talk) -> None:
    await talk(Typed(text="/desk"), BOSS)
    await tap(talk, DeskLabel.TEAM, BOSS)
    made = (await tap(talk, DeskLabel.INVITE, BOSS, place=3)).body
    assert isinstance(made, InvitationShown)
    assert (made.role, made.over) == ("administrator", "")


async def test_one_role_of_two_is_taken_and_the_other_stays(talk: Talk) -> None:
    def both(tx: Tx) -> str:
        found = learners.find(tx, BOHDAN)
        assert found is not None
        for grant in (
            Grant(role="coordinator", over="north"),
            Grant(role="viewer"),
        ):
            team.grant(tx, found.id, grant, talk.clock())
        return found.id

    who = await talk.writer.run(both)
    await talk(Typed(text="/desk"), BOSS)
    shown = (await tap(talk, DeskLabel.TEAM, BOSS)).body
    assert isinstance(shown, TeamShown)
    assert [(m.role, m.over) for m in shown.members] == [("coordinator", "North"), ("viewer", "")]
    await tap(talk, DeskLabel.TAKE_ROLE, BOSS)
    rights = await talk.writer.run(lambda tx: team.rights_of(tx, who, ()))
    assert rights.grants == (Grant(role="viewer"),)


async def test_an_invitation_over_a_group_that_is_gone_is_not_made(talk: Talk) -> None:
    await talk(Typed(text="/desk"), BOSS)
    await tap(talk, DeskLabel.TEAM, BOSS)
    await tap(talk, DeskLabel.INVITE, BOSS)
    await talk.writer.run(lambda tx: tx.execute("DELETE FROM groups"))
    shown = (await tap(talk, DeskLabel.OVER, BOSS, place=1)).body
    assert shown == OverAsked(role="coordinator")
    made = await talk.writer.run(lambda tx: tx.execute("SELECT * FROM invitations").fetchall())
    assert made == []


async def test_an_invitation_ends_with_the_right_of_whoever_made_it(talk: Talk) -> None:
    def administrator(tx: Tx) -> str:
        found = learners.find(tx, BOHDAN)
        assert found is not None
        team.grant(tx, found.id, Grant(role="administrator"), talk.clock())
        return found.id

    who = await talk.writer.run(administrator)
    await talk(Typed(text="/desk"), BOHDAN)
    await tap(talk, DeskLabel.TEAM, BOHDAN)
    made = (await tap(talk, DeskLabel.INVITE, BOHDAN, place=3)).body
    assert isinstance(made, InvitationShown)
    await talk.writer.run(lambda tx: team.take(tx, who, "administrator"))
    (message,) = await talk(Typed(text=f"/start i-{made.token}"), BOHDAN)
    assert message.body == InvitationAnswered(role=None)


async def test_consent_comes_first_and_the_invitation_is_not_forgotten(talk: Talk) -> None:
    invitation = await invited(talk, role=0, over=1)
    newcomer = Address(channel="telegram", address="10")
    (welcome,) = await talk(Typed(text=f"/start i-{invitation.token}"), newcomer)
    assert welcome.body == Welcome(course=None, team=True)
    found = await talk.writer.run(lambda tx: learners.find(tx, newcomer))
    assert found is not None
    assert invitation.token not in repr(found.learner)
    settled, answer = await talk.press(newcomer)
    assert (settled.body, answer.body) == (
        Simple(what="agreed"), InvitationAnswered(role="coordinator")
    )  # fmt: skip
    (late,) = await talk(Typed(text=f"/start i-{invitation.token}"), ANNA)
    assert late.body == InvitationAnswered(role=None)


async def test_an_invitation_taken_meanwhile_brings_nothing_after_consent(talk: Talk) -> None:
    invitation = await invited(talk, role=0, over=1)
    newcomer = Address(channel="telegram", address="10")
    await talk(Typed(text=f"/start i-{invitation.token}"), newcomer)
    await talk(Typed(text=f"/start i-{invitation.token}"), BOHDAN)
    _, answer = await talk.press(newcomer)
    assert answer.body == InvitationAnswered(role=None)
