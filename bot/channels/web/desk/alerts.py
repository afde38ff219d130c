"""How somebody of the team is told of new messages from learners, in the chat."""

from typing import get_args

from bot.channels.web.desk.visit import Answer, Elsewhere, Missing, Place, Shown, Visit
from bot.course.desk.inbox import AlertWay
from bot.service.desk import inbox
from bot.store import alerts
from bot.view.desk.inbox import alerts as said
from bot.view.desk.inbox_labels import alert_ways

NOT_AT_ALL = "none"


def show(visit: Visit) -> Answer:
    t = visit.t
    how = alerts.way(visit.sitting.tx, visit.sitting.who)
    values = {
        "how": how or NOT_AT_ALL, "now": said(t)[how],
        "ways": [(way or NOT_AT_ALL, words) for way, words in alert_ways(t).items()],
    }  # fmt: skip
    return Shown(template="alerts", title=t("Tell me of new ones"), values=values)


def choose(visit: Visit) -> Answer:
    asked = visit.form.text("how")
    how = next((each for each in get_args(AlertWay) if each == asked), None)
    if how is None and asked != NOT_AT_ALL:
        return Missing()
    inbox.alert(visit.sitting, how)
    return Elsewhere(path="/desk/alerts", said="changed")


PLACES = (Place(path="/desk/alerts", power="answer", shows=show, does=choose),)
