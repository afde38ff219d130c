"""The team: invitations, roles and the audit. Only administrators come here, but for the invited."""

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from bot.course.desk.front import DeskOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.rights import Role
from bot.course.desk.team import (
    AuditLine,
    AuditOpened,
    AuditShown,
    InvitationAnswered,
    InvitationBegun,
    InvitationMade,
    InvitationShown,
    Member,
    OverAsked,
    RoleTaken,
    TeamAction,
    TeamOpened,
    TeamShown,
)
from bot.course.messages import Body, Button, Keyboard, Label
from bot.course.scene import CONTINUE
from bot.course.turn import Turn
from bot.service.desk.groups import INVITATION_BASE
from bot.service.desk.sitting import InChat, Sitting, key
from bot.store import audiences, audit, groups, marks, team

INVITED: tuple[Role, ...] = ("coordinator", "viewer", "author", "administrator")
AUDITED = 20
"""Lines of the audit on one page."""

Done: TypeAlias = tuple[Body, Keyboard]


def take(chat: InChat, action: TeamAction) -> Turn:
    match action:
        case TeamOpened():
            return chat.says(*_team(chat))
        case InvitationBegun(role=role):
            return chat.says(*_over(chat, role))
        case InvitationMade():
            return chat.says(*_invitation(chat, action))
        case RoleTaken():
            take_role(chat.sitting, action.member, action.role, action.over)
            return chat.says(*_team(chat))
        case AuditOpened():
            return chat.says(*_audit(chat, max(0, action.page)))
        case _:
            assert_never(action)


def invited(chat: InChat, invitation: str) -> Turn:
    """What the invitation with this fingerprint brings: the role, once, to the first who opens it,
    as long as whoever made it may invite.
    """
    sitting = chat.sitting
    maker = team.invited_by(sitting.tx, invitation)
    holds = maker is None or sitting.rights_of(maker).may("team")
    grant = team.accept(sitting.tx, sitting.who, invitation, sitting.now) if holds else None
    if grant is not None:
        sitting.notes("joined", f"{grant.role} {grant.over}".strip())
    keys = (key(DeskLabel.DESK, DeskOpened()),) if grant else CONTINUE
    return chat.says(InvitationAnswered(role=grant.role if grant else None), keys)


# --- What is done, in the chat or on a page ---------------------------------------------


def invite(sitting: Sitting, role: Role, over: str) -> str | None:
    """The token of a new invitation; None where there is nothing of this name to be over."""
    if over and over not in _choices(sitting, role):
        return None
    token = team.invite(sitting.tx, role, over, sitting.now, sitting.who)
    sitting.notes("invited", f"{role} {over}".strip())
    return token


def link_of(sitting: Sitting, token: str) -> str | None:
    """Where an invitation is opened by a press; None as long as that is not known."""
    base = marks.get(sitting.tx, INVITATION_BASE)
    return f"{base}i-{token}" if base else None


def take_role(sitting: Sitting, member: str, role: Role, over: str) -> None:
    """Nobody takes a role from themselves."""
    if member != sitting.who and team.take(sitting.tx, member, role, over):
        sitting.notes(f"took {role}", member)


def _choices(sitting: Sitting, role: Role) -> dict[str, str]:
    """Over what this role can be, beside everything: groups or courses, by their names."""
    match role:
        case "administrator":
            return {}
        case "author":
            return {course: course for course in audiences.courses(sitting.tx)}
        case "coordinator" | "viewer":
            return groups.names(sitting.tx)
        case _:
            assert_never(role)


# --- What the chat shows ----------------------------------------------------------------


def _team(chat: InChat) -> Done:
    everybody = team.members(chat.tx)
    names = groups.names(chat.tx)
    mine = chat.sitting.who
    lines = tuple(
        Member(
            number=number, role=m.grant.role, since=m.since, you=m.learner_id == mine,
            over=names.get(m.grant.over, m.grant.over), name=m.number,
        )
        for number, m in enumerate(everybody, 1)
    )  # fmt: skip
    takes = [
        key(
            DeskLabel.TAKE_ROLE,
            RoleTaken(
                member=m.learner_id, role=m.grant.role, number=number, over=m.grant.over
            ),
        )
        for number, m in enumerate(everybody, 1)
        if m.learner_id != mine
    ]  # fmt: skip
    invites = [key(DeskLabel.INVITE, InvitationBegun(role=role)) for role in INVITED]
    body = TeamShown(members=lines, zone=chat.learner.zone)
    return body, (*invites, *takes, key(DeskLabel.DESK, DeskOpened()))


def _over(chat: InChat, role: Role) -> Done:
    """An administrator is one of everything; for the others it is asked, if there is a choice."""
    choices = _choices(chat.sitting, role)
    return _asked(role, choices) if choices else _invitation(chat, InvitationMade(role=role))


def _asked(role: Role, choices: Mapping[str, str]) -> Done:
    keys = [
        key(DeskLabel.OVER, InvitationMade(role=role, over=over, name=name))
        for over, name in (("", ""), *choices.items())
    ]
    back: tuple[Button, ...] = key(Label.BACK, TeamOpened())
    return OverAsked(role=role), (*keys, back)


def _invitation(chat: InChat, made: InvitationMade) -> Done:
    token = invite(chat.sitting, made.role, made.over)
    if token is None:
        return _asked(made.role, _choices(chat.sitting, made.role))
    body = InvitationShown(
        role=made.role, token=token, days=team.LIFETIME.days, over=made.name or made.over,
        link=link_of(chat.sitting, token),
    )  # fmt: skip
    return body, (key(DeskLabel.TEAM, TeamOpened()),)


def _audit(chat: InChat, page: int) -> Done:
    found = audit.latest(chat.tx, page * AUDITED, AUDITED + 1)
    lines = tuple(
        AuditLine(at=each.at, member=each.number, action=each.action, about=each.about)
        for each in found[:AUDITED]
    )
    turns = [Button(label=DeskLabel.NEWER, does=AuditOpened(page=page - 1))] if page else []
    if len(found) > AUDITED:
        turns.append(Button(label=DeskLabel.OLDER, does=AuditOpened(page=page + 1)))
    body = AuditShown(lines=lines, zone=chat.learner.zone)
    rows: Keyboard = (tuple(turns),) if turns else ()
    return body, (*rows, key(DeskLabel.DESK, DeskOpened()))
