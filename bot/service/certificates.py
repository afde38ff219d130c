"""Certificates as files for their holders and as pages for everybody who has the number."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.certificate import badge, pdf, signing
from bot.certificate.model import Certificate, Share
from bot.i18n import Words
from bot.store import certificates, marks
from bot.store.certificates import Issued
from bot.store.reader import Reader
from bot.store.writer import Tx

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_MARK = "signing.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """What anybody learns of a certificate whose number they have."""

    certificate: Certificate
    revoked_at: datetime | None


def signing_key(tx: Tx, setting: str | None) -> str:
    """The key of the setting; without one a key that this installation makes once and keeps."""
    kept = setting or marks.get(tx, KEY_MARK)
    return kept or marks.put_once(tx, KEY_MARK, signing.new_key())


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """`base_url` is where the public pages are reached from outside."""

    reader: Reader
    words: Mapping[str, Words]
    base_url: str
    key: str = field(repr=False)
    one: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False, compare=False)
    """Pages are set one at a time: nobody waits noticeably for other people's certificates."""

    async def pdf(self, learner_id: str, course: str) -> tuple[str, bytes] | None:
        """File name and page of the certificate that was asked for last, unless it was revoked."""
        certificate = await self._latest(learner_id, course)
        if certificate is None:
            return None
        link = signing.link(certificate, self.base_url, self._private())
        words = self.words[certificate.language]
        async with self.one:
            content = await asyncio.to_thread(pdf.render, certificate, link, words)
        return f"{_file_name(certificate)}.pdf", content

    async def badge(self, learner_id: str, course: str) -> tuple[str, bytes] | None:
        """File name and Open Badges credential of the same certificate."""
        certificate = await self._latest(learner_id, course)
        if certificate is None:
            return None
        token = badge.badge(certificate, self.base_url, self._private())
        return f"{_file_name(certificate)}.jwt", token.encode()

    async def public(self, number: str) -> Public | None:
        """Nobody can guess a number: it is 128 random bits."""
        issued = await certificates.find(self.reader, number.lower())
        if issued is None:
            return None
        return Public(certificate=_certificate(issued), revoked_at=issued.revoked_at)

    def issuer(self) -> dict[str, object]:
        """The profile that badges name as their issuer."""
        return badge.issuer(self.base_url)

    def public_keys(self) -> dict[str, object]:
        """The public key as a set of one (RFC 7517)."""
        return {"keys": [signing.jwk(self._private().public_key())]}

    def _private(self) -> "Ed25519PrivateKey":
        return signing.private_key(self.key)

    async def _latest(self, learner_id: str, course: str) -> Certificate | None:
        issued = await certificates.of_learner(self.reader, learner_id, course)
        return _certificate(issued[0]) if issued and issued[0].revoked_at is None else None


def _certificate(issued: Issued) -> Certificate:
    said = issued.printed
    return Certificate(
        id=issued.id, name=said.name, language=said.language, course_id=said.course,
        course_title=said.title, release=said.release, issuer=said.issuer, hours=said.hours,
        credits=said.credits, episodes=Share(done=said.episodes, of=said.episodes),
        tests=Share(done=said.tests, of=said.tests), began_on=said.began_on,
        completed_on=said.completed_on, issued_at=issued.issued_at,
        issued_on=said.issued_on,
    )  # fmt: skip


def _file_name(certificate: Certificate) -> str:
    return f"epizod-{certificate.course_id}-{certificate.language}"
