"""Which language a page speaks to somebody whom we do not know."""

from starlette.requests import Request

from bot.i18n import DEFAULT, NAMES, proposed_language


def accepted(request: Request) -> str:
    """The first language of the browser that we speak."""
    header = request.headers.get("accept-language", "")
    tags = (each.partition(";")[0].strip() for each in header.split(","))
    spoken = (proposed_language(tag) for tag in tags if tag.split("-")[0].lower() in NAMES)
    return next(spoken, DEFAULT)


def wished(request: Request) -> str | None:
    """The language that the address asks for with `?lang=`."""
    tag = request.query_params.get("lang", "")[:35]
    return proposed_language(tag) if tag.split("-")[0].lower() in NAMES else None
