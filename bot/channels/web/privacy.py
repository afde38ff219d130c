"""The privacy notice as a page of its own: what Telegram asks every bot for."""

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.i18n import NAMES, Words
from bot.view.about import privacy_text
from bot.view.markup import WEB, render


def route(words: Mapping[str, Words]) -> Route:
    """`/privacy`: what /privacy says in the chat, in every language."""
    templates = Environment(loader=PackageLoader(__name__.rpartition(".")[0]), autoescape=True)
    notices = [
        {"language": language, "name": name, "html": render(privacy_text(words[language]), WEB)}
        for language, name in NAMES.items()
    ]
    page = templates.get_template("privacy.html").render(notices=notices)

    async def privacy(_: Request) -> Response:
        return HTMLResponse(page)

    return Route("/privacy", privacy)
