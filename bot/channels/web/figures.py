"""`/metrics`, for Prometheus: with METRICS_TOKEN to whoever has it, else to this machine only."""

import hmac

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.health import FRESH
from bot.channels.web.this_machine import from_this_machine
from bot.service.metrics import CONTENT_TYPE, Metrics


def route(metrics: Metrics, token: str | None) -> Route:
    """The token is compared in constant time."""

    async def told(request: Request) -> Response:
        if not _may_read(request, token):
            return Response(status_code=404)
        return Response(await metrics.text(), headers=FRESH, media_type=CONTENT_TYPE)

    return Route("/metrics", told)


def _may_read(request: Request, token: str | None) -> bool:
    if token is None:
        return from_this_machine(request)
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(shown.encode(), token.encode())
