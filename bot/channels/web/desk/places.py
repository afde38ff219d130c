"""All addresses of the desk, place by place."""

from bot.channels.web.desk import (
    announcements,
    audit,
    front,
    group_form,
    groups,
    inbox,
    members,
    people,
    reports,
    team,
    writing,
)
from bot.channels.web.desk.visit import Place

PLACES: tuple[Place, ...] = (
    *front.PLACES, *inbox.PLACES, *announcements.PLACES, *writing.PLACES, *groups.PLACES,
    *group_form.PLACES, *members.PLACES, *reports.PLACES, *people.PLACES, *team.PLACES, *audit.PLACES,
)  # fmt: skip
