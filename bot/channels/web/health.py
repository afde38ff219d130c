"""For whoever runs this: is it alive, and can it do its work.

/healthz   200 while the process turns; nothing else makes it fail
/readyz    200, or 503 with the reasons
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.service.health import NotReady

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
