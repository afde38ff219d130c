"""The certificate as one page that is tagged, may be archived, and reads well aloud."""

import io
import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from bot.certificate.model import Certificate
from bot.certificate.wording import wording
from bot.i18n import LOCALES, Words

if TYPE_CHECKING:
    import typst

STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
"""PDF/UA-1: for readers with assistive technology. PDF/A-2a: for archives."""


def render(certificate: Certificate, link: str, t: Words) -> bytes:
    """The same certificate, link and words give the same bytes. What is in them is never code.

    It takes the processor for some hundredths of a second: call it in a thread.
    """
    out = compiler(certificate, link, t).compile(
        format="pdf", pdf_standards=[*STANDARDS], timestamp=int(certificate.issued_at.timestamp())
    )
    assert isinstance(out, bytes)
    return out


def compiler(certificate: Certificate, link: str, t: Words) -> "typst.Compiler":
    """The page before it is written, once, in some format. Fonts of the system are not looked at."""
    import typst

    return typst.Compiler(
        files(__package__).joinpath("certificate.typ").read_bytes(),
        font_paths=_fonts(), ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(_page(certificate, link, t), ensure_ascii=False)},
    )  # fmt: skip


def short(link: str) -> str:
    """The link as people type it: without the protocol and without the signature."""
    return link.partition("#")[0].removeprefix("https://").removeprefix("http://")


def _page(certificate: Certificate, link: str, t: Words) -> dict[str, object]:
    language, _, region = LOCALES[certificate.language].partition("_")
    return {
        **asdict(wording(certificate, t)),
        "language": language,
        "region": region,
        "issued_on": [
            certificate.issued_on.year,
            certificate.issued_on.month,
            certificate.issued_on.day,
        ],
        "scan": t("To check this certificate, scan the code or open this address:"),
        "address": short(link),
        "link": link,
        # Translators: read aloud in place of the square code on a certificate.
        "code_in_words": t("Code to scan: it opens {address}", address=short(link)),
        "code": _code(link),
    }


def _code(link: str) -> str:
    """The QR code as a picture of lines, as large as its page allows."""
    import segno

    out = io.BytesIO()
    segno.make(link, error="l", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, nl=False, omitsize=True
    )
    return out.getvalue().decode()


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False)
