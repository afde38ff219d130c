"""The team: who belongs to it, invitations, and roles that are taken away."""

from collections.abc import Mapping

from bot.channels.web.desk.visit import Answer, Elsewhere, Missing, Place, Shown, Visit
from bot.course.desk.rights import ROLES, Role
from bot.i18n import Words
from bot.service.desk import team
from bot.service.desk.team import INVITED
from bot.store import audiences, groups, people
from bot.store import team as members
from bot.store.team import InTeam
from bot.view.desk.team import roles

LIST = "/desk/team"


def show(visit: Visit) -> Answer:
    return _team(visit)


def invite(visit: Visit) -> Answer:
    """The page with the invitation is the only place where it can be read."""
    role, over = _role(visit.form.text("role")), visit.form.text("over")
    token = team.invite(visit.sitting, role, over) if role else None
    if role is None or token is None:
        return _team(visit, wrong=(visit.form.text("role"), over))
    t = visit.t
    values = {
        "token": token,
        "link": team.link_of(visit.sitting, token),
        "days": _days(t),
        "role": _role_over(role, _over(visit).get(over, over), t),
    }
    return Shown(template="invitation", title=t("Invitation"), values=values)


def _days(t: Words) -> str:
    return t.n("{n} day", "{n} days", members.LIFETIME.days)


def _team(visit: Visit, wrong: tuple[str, str] | None = None) -> Answer:
    t, tx, over = visit.t, visit.sitting.tx, _over(visit)
    numbers = people.numbers(tx)
    everybody = [
        {
            "n": n, "role": _role_over(m.grant.role, over.get(m.grant.over, m.grant.over), t),
            "since": m.since, "you": m.learner_id == visit.sitting.who,
            "number": numbers[m.learner_id], "grant": m.grant,
        }
        for n, m in enumerate(members.members(tx), 1)
    ]  # fmt: skip
    values = {
        "members": everybody, "roles": [(each, roles(t)[each]) for each in INVITED],
        "groups": groups.names(tx), "courses": audiences.courses(tx), "wrong": wrong,
    }  # fmt: skip
    status = 422 if wrong else 200
    return Shown(template="team", title=t("The team"), values=values, status=status)


def taking(visit: Visit) -> Answer:
    """The second look before a role is taken away."""
    found = _member(visit, visit.query)
    if found is None:
        return Missing()
    over = _over(visit).get(found.grant.over, found.grant.over)
    values = {
        "role_over": _role_over(found.grant.role, over, visit.t), "grant": found.grant,
        "number": visit.query["member"], "since": found.since,
    }  # fmt: skip
    return Shown(template="take", title=visit.t("Take this role away?"), values=values)


def take(visit: Visit) -> Answer:
    form = {name: visit.form.text(name) for name in ("member", "role", "over")}
    found = _member(visit, form)
    if found is None:
        return Missing()
    team.take_role(visit.sitting, found.learner_id, found.grant.role, found.grant.over)
    return Elsewhere(path=LIST, said="taken")


def _member(visit: Visit, named: Mapping[str, str]) -> InTeam | None:
    """The member of the team with this role. Nobody takes a role from themselves."""
    tx, numbers = visit.sitting.tx, people.numbers(visit.sitting.tx)
    wanted = (named.get("member"), named.get("role"), named.get("over", ""))
    return next(
        (
            each
            for each in members.members(tx)
            if (numbers[each.learner_id], each.grant.role, each.grant.over) == wanted
            and each.learner_id != visit.sitting.who
        ),
        None,
    )


def _role(name: str) -> Role | None:
    return next((each for each in ROLES if each == name), None)


def _over(visit: Visit) -> dict[str, str]:
    """The names of what a role can be over."""
    return groups.names(visit.sitting.tx)


def _role_over(role: Role, over: str, t: Words) -> str:
    said = roles(t)[role]
    return t("{role}, {group}", role=said, group=over) if over else said


PLACES = (
    Place(path=LIST, power="team", shows=show, does=invite),
    Place(path=f"{LIST}/take", power="team", shows=taking, does=take),
)
