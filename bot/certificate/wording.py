"""A certificate in words: the same on paper, on its public page and on the command line."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.certificate.model import Certificate
from bot.i18n import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """From top to bottom. Pairs are a heading and what it is about."""

    heading: str
    before_name: str
    name: str
    after_name: str
    course: str
    results: tuple[str, ...]
    issuer: tuple[str, str] | None
    dates: tuple[tuple[str, str], ...]
    origin: tuple[tuple[str, str], ...]


def wording(certificate: Certificate, t: Words) -> Wording:
    return Wording(
        heading=t("Certificate"),
        # Translators: before the name of a person on a certificate: This certifies that / Ana Silva /
        # has completed the course / Public policy. Say it so that it fits men and women.
        before_name=t("This certifies that"),
        name=certificate.name,
        # Translators: between the name of a person and the title of a course on a certificate.
        after_name=t("has completed the course"),
        course=certificate.course_title,
        results=tuple(_results(certificate, t)),
        issuer=(t("Issued by"), certificate.issuer) if certificate.issuer else None,
        # Translators: short headings on a certificate, each with a date under it.
        dates=(
            (t("Begun"), day(certificate.began_on, t)),
            (t("Completed"), day(certificate.completed_on, t)),
            (t("Issued"), day(certificate.issued_on, t)),
        ),
        origin=(
            (t("Certificate number"), certificate.id),
            # Translators: the release of a course, a short code of letters and digits.
            (t("Course version"), certificate.short_release),
        ),
    )


def day(of: date, t: Words) -> str:
    """The day with the month as a word."""
    return t.date(datetime.combine(of, time(12), UTC), "UTC")


def _results(certificate: Certificate, t: Words) -> list[str]:
    episodes, tests = certificate.episodes, certificate.tests
    said = []
    if episodes.of:
        said.append(t("Episodes: {done} of {all}", done=episodes.done, all=episodes.of))
    if tests.of:
        said.append(t("Tests passed: {done} of {all}", done=tests.done, all=tests.of))
    if certificate.hours is not None:
        # Translators: how much time a course takes, on its certificate.
        said.append(t.n("Length: {n} hour", "Length: {n} hours", certificate.hours))
    if certificate.credits:
        said.append(t("Credits: {credits}", credits=certificate.credits))
    return said
