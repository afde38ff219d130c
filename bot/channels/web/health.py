"""For whoever runs this: is it alive, can it do its work, and how is it doing.

/healthz   200 while the process turns; nothing else makes it fail
/readyz    200, or 503 with the reasons
/metrics   for Prometheus: with METRICS_TOKEN to whoever has it, else to this machine only
"""

import hmac
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.web.clock import from_this_machine
from bot.service.health import NotReady
from bot.service.metrics import CONTENT_TYPE, Metrics

FRESH = {"cache-control": "no-store"}


def probes(check: Callable[[], Awaitable[None]]) -> list[Route]:
    """`check` raises NotReady with the reasons; of anything else that it raises nothing is told."""

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers=FRESH)

    async def ready(_: Request) -> Response:
        try:
            await check()
        except NotReady as error:
            told = {"status": "not ready", "reasons": error.reasons}
            return JSONResponse(told, status_code=503, headers=FRESH)
        except Exception:
            told = {"status": "not ready", "reasons": ("the store does not answer",)}
            return JSONResponse(told, status_code=503, headers=FRESH)
        return JSONResponse({"status": "ok"}, headers=FRESH)

    return [Route("/healthz", alive), Route("/readyz", ready)]


def figures(metrics: Metrics, token: str | None) -> Route:
    """`/metrics`, for whoever shows the token in constant time, or without one for this machine."""

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
