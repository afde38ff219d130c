"""The team in words: who belongs to it, how one comes to it, and what was done."""

from typing import assert_never

from bot.course.desk.rights import Role
from bot.course.desk.team import (
    AuditShown,
    InvitationAnswered,
    InvitationShown,
    Member,
    OverAsked,
    TeamBody,
    TeamShown,
)
from bot.i18n import Words
from bot.view.desk.deeds import deed
from bot.view.page import paragraphs, plain


def text(body: TeamBody, t: Words) -> str:
    match body:
        case TeamShown():
            return _team(body, t)
        case OverAsked(role=role):
            return t(
                "Over whom or what shall the invited person have this role: {role}?",
                role=roles(t)[role],
            )
        case InvitationShown():
            return _invitation(body, t)
        case InvitationAnswered(role=None):
            return t(
                "This invitation is not valid: it was used, it is too old, or it is none of"
                " ours. Ask for a new one."
            )
        case InvitationAnswered(role=role):
            assert role is not None
            return t("You are now {role}. Your desk: /desk", role=roles(t)[role])
        case AuditShown():
            return _audit(body, t)
        case _:
            assert_never(body)


def _team(body: TeamShown, t: Words) -> str:
    lines = [_member(each, body.zone, t) for each in body.members]
    note = t(
        "People are shown by number: names are not kept. Administrators named in ADMIN_IDS do not"
        " stand here."
    )
    return paragraphs("**" + t("The team") + "**", "\n".join(lines), note)


def _member(member: Member, zone: str, t: Words) -> str:
    role = roles(t)[member.role]
    if member.over:
        role = t("{role}, {group}", role=role, group=plain(member.over))
    if member.you:
        role += f" ({t('you')})"
    since = t.date(member.since, zone)
    line = t("{number}. {role}, since {date}", number=str(member.number), role=role, date=since)
    return f"{line} · {member.name}" if member.name else line


def _invitation(body: InvitationShown, t: Words) -> str:
    """Without its token, it was shown and is not kept."""
    how = t.n(
        "Give this to one person, who writes it to this bot. It works once, for {n} day, and is"
        " shown only now:",
        "Give this to one person, who writes it to this bot. It works once, for {n} days, and is"
        " shown only now:",
        body.days,
    )
    role = roles(t)[body.role]
    if body.over:
        role = t("{role}, {group}", role=role, group=plain(body.over))
    invited = t("Invitation: {role}", role=role)
    if not body.token:
        return paragraphs(
            f"**{invited}**", t("The invitation was shown here once; it is not kept.")
        )
    link = plain(body.link) if body.link else None
    return paragraphs(f"**{invited}**", how, link, plain(f"/start i-{body.token}"))


def _audit(body: AuditShown, t: Words) -> str:
    if not body.lines:
        return paragraphs("**" + t("What was done") + "**", t("There is nothing here."))
    lines = (
        f"- {t.date(each.at, body.zone)}, "
        + (t("number {n}", n=each.member) if each.member else t("somebody not in the team list"))
        + f": {plain(deed(each.action, t))} {plain(each.about)}".rstrip()
        for each in body.lines
    )
    return paragraphs("**" + t("What was done") + "**", "\n".join(lines))


def roles(t: Words) -> dict[Role, str]:
    return {
        "administrator": t("administrator"),
        "coordinator": t("coordinator"),
        "author": t("author"),
        "viewer": t("viewer"),
    }
