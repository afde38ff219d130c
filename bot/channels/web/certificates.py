"""The public page of a certificate: whether it is valid, and what stands on it.

Whoever has the number sees it; nobody can list or guess numbers, and no search engine may keep a
page. What is signed stands behind the `#` of the printed link and never comes here.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from bot.certificate.wording import wording
from bot.channels.web.language import accepted, wished
from bot.channels.web.throttle import Throttle, network
from bot.i18n import NAMES, Words
from bot.service.certificates import Certificates, Public

HERE = __name__.rpartition(".")[0]
HEADERS = {"cache-control": "no-store", "x-robots-tag": "noindex, noarchive"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePages:
    """`throttle` counts by network address, which is written down nowhere."""

    certificates: Certificates
    words: Mapping[str, Words]
    throttle: Throttle

    def routes(self) -> list[Route]:
        return [
            Route("/certificates/key", self.key),
            Route("/certificates/issuer", self.issuer),
            Route("/certificates/page.css", self.style),
            Route("/certificates/{id}", self.page),
        ]

    async def page(self, request: Request) -> Response:
        """200 for a certificate that is valid or revoked, 404 for a number that is not known."""
        if not self._allows(request):
            return self._wait(request)
        found = await self.certificates.public(request.path_params["id"])
        language = wished(request) or (found.certificate.language if found else accepted(request))
        t = self.words[language]
        context = {
            "t": t,
            "language": language,
            "languages": NAMES,
            "state": _state(found),
            "verdict": _verdict(found, t),
            "said": asdict(wording(found.certificate, t)) if found else None,
            "spoken": found.certificate.language if found else language,
        }
        return _templates().TemplateResponse(
            request, "certificate.html", context, status_code=200 if found else 404, headers=HEADERS
        )

    async def key(self, request: Request) -> Response:
        return JSONResponse(self.certificates.public_keys())

    async def issuer(self, request: Request) -> Response:
        return JSONResponse(self.certificates.issuer())

    async def style(self, _: Request) -> Response:
        return Response(_style(), media_type="text/css", headers={"cache-control": "no-cache"})

    def _allows(self, request: Request) -> bool:
        return self.throttle.allows(network(request))

    def _wait(self, request: Request) -> Response:
        t = self.words[wished(request) or accepted(request)]
        text = t("Too many requests at once. Please wait a moment and try again.")
        headers = {**HEADERS, "retry-after": "5"}
        return Response(text, status_code=429, media_type="text/plain", headers=headers)


def _state(found: Public | None) -> str:
    if found is None:
        return "unknown"
    return "valid" if found.revoked_at is None else "revoked"


def _verdict(found: Public | None, t: Words) -> tuple[str, str]:
    """The answer in one sentence, and what follows from it."""
    if found is None:
        return (
            t("This certificate is not known here."),
            t(
                "Please compare the address letter by letter with the one on the certificate."
                " Certificates of people who erased their data are not kept, unless they asked for it."
            ),
        )
    if found.revoked_at is None:
        return (
            t("This certificate is valid."),
            t("The document must say exactly what stands below. If it differs, it was changed."),
        )
    return (
        t("This certificate was revoked on {date}.", date=t.date(found.revoked_at, "UTC")),
        t("It said what stands below, and is no longer valid."),
    )


@cache
def _templates() -> Jinja2Templates:
    return Jinja2Templates(env=Environment(loader=PackageLoader(HERE), autoescape=True))


@cache
def _style() -> str:
    return (files(HERE) / "static" / "certificate.css").read_text("utf-8")
