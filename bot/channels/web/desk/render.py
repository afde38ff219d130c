"""Pages of the desk as HTML: one layout, every word in one language, nothing unescaped."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from bot.channels.web.desk.said import said
from bot.channels.web.desk.session import form_key
from bot.channels.web.desk.visit import Shown, Visit
from bot.course.desk.rights import Power, Rights
from bot.i18n import NAMES, Words
from bot.view.desk.team import roles
from bot.view.markup import WEB, render

PACKAGE = "bot.channels.web"
HEADERS = {
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow, noarchive",
    "referrer-policy": "same-origin",  # with no-referrer a browser would not tell whose form it is
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}
FILES: Mapping[str, str] = {
    "desk.css": "text/css",
    "enter.js": "text/javascript",
    "progress.js": "text/javascript",
}


def links(rights: Rights, t: Words) -> list[tuple[str, str]]:
    """Where this person may go: address and words."""
    places: tuple[tuple[Power, str, str], ...] = (
        ("answer", "/desk/inbox", t("Messages from learners")),
        ("announce", "/desk/announcements", t("Announcements")),
        ("groups", "/desk/groups", t("Groups")),
        ("reports", "/desk/reports", t("Reports")),
        ("survey", "/desk/surveys", t("Surveys")),
        ("preview", "/desk/preview", t("Preview of courses")),
        ("people", "/desk/people", t("People")),
        ("team", "/desk/team", t("The team")),
        ("audit", "/desk/audit", t("What was done")),
    )
    return [(path, words) for power, path, words in places if rights.may(power)]


def page(shown: Shown, visit: Visit, here: str) -> Response:
    """A page for somebody who is signed in."""
    t, zone, role = visit.t, visit.zone, visit.sitting.rights.role

    def when(at: datetime) -> Markup:
        """A moment in the time zone of whoever reads it."""
        machine = at.isoformat(timespec="seconds")
        return Markup('<time datetime="{}">{}</time>').format(machine, t.moment(at, zone))

    return _html(
        shown.template, t, shown.status,
        {
            "title": shown.title, "key": form_key(visit.token), "here": here, "when": when,
            "links": links(visit.sitting.rights, t), "role": roles(t)[role] if role else "",
            "said": said(visit.query.get("said", ""), t), **shown.values,
        },
    )  # fmt: skip


def plain_page(template: str, t: Words, status: int = 200, **values: object) -> Response:
    """A page for somebody whom we do not know."""
    return _html(template, t, status, {"key": None, "links": (), "said": None, **values})


def _html(name: str, t: Words, status: int, values: Mapping[str, object]) -> Response:
    html = _templates().get_template(f"desk/{name}.html").render(t=t, languages=NAMES, **values)
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def markup(text: str) -> Markup:
    """Markdown as HTML in which nothing else can hide."""
    return Markup(render(text, WEB))  # noqa: S704


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader(PACKAGE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    templates.filters["markup"] = markup
    return templates


@cache
def file(name: str) -> bytes:
    return (files(PACKAGE) / "static" / "desk" / name).read_bytes()
