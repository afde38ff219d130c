"""What was done at the desk: for administrators to read, and to take along."""

from bot.channels.web.desk.visit import Answer, Given, Place, Shown, Visit
from bot.service.desk import audit
from bot.service.documents import Document
from bot.view.desk.deeds import deed

PAGE = 50
LIST = "/desk/audit"


def show(visit: Visit) -> Answer:
    t, page = visit.t, visit.page
    found = audit.page(visit.sitting, page * PAGE, PAGE + 1)
    lines = [
        {
            "at": each.at, "deed": deed(each.action, t), "about": each.about,
            "who": t("number {n}", n=each.number) if each.number else t("somebody not in the team list"),
        }
        for each in found[:PAGE]
    ]  # fmt: skip
    values = {"lines": lines, "page": page, "more": len(found) > PAGE}
    return Shown(template="audit", title=t("What was done"), values=values)


def export(visit: Visit) -> Answer:
    content = audit.export(visit.sitting)
    return Given(document=Document(name="epizod-audit.csv", media_type="text/csv", content=content))


PLACES = (
    Place(path=LIST, power="audit", shows=show),
    Place(path=f"{LIST}/export", power="audit", does=export),
)
