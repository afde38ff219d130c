"""All addresses of the desk, place by place."""

from bot.channels.web.desk import (
    alerts,
    announcements,
    audit,
    enclosure,
    front,
    group_form,
    groups,
    inbox,
    members,
    people,
    preview,
    reports,
    surveys,
    team,
    topics,
    writing,
)
from bot.channels.web.desk.visit import Place

PLACES: tuple[Place, ...] = (
    *front.PLACES, *inbox.PLACES, *topics.PLACES, *alerts.PLACES, *announcements.PLACES,
    *writing.PLACES, *enclosure.PLACES, *groups.PLACES, *group_form.PLACES, *members.PLACES,
    *reports.PLACES, *surveys.PLACES, *preview.PLACES, *people.PLACES, *team.PLACES, *audit.PLACES,
)  # fmt: skip
