"""The certificate as an Open Badges 3.0 credential: a signed VC-JWT (1EdTech, section 8.2).

The credential is the payload itself, beside the registered claims; the header holds the public key.
The holder is known by the printed name only, and by an address made from the certificate's number.
"""

from datetime import UTC
from typing import TYPE_CHECKING, Any

from bot.certificate.model import Certificate
from bot.certificate.signing import address, compact, jwk

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
SCHOOL = "Epizod"
"""Who vouches where no issuing body is set."""


def badge(certificate: Certificate, base_url: str, key: "Ed25519PrivateKey") -> str:
    """As a compact JWT; it says nothing that is not printed on the certificate."""
    public = {k: v for k, v in jwk(key.public_key()).items() if k in ("kty", "crv", "x")}
    return compact(claims(certificate, base_url), key, {"typ": "JWT", "jwk": public})


def issuer(base_url: str, name: str | None = None) -> dict[str, Any]:
    """The profile of the issuer, as it stands in badges and under its own address."""
    return {
        "id": f"{base_url.rstrip('/')}/certificates/issuer",
        "type": ["Profile"],
        "name": name or SCHOOL,
        "url": base_url,
    }


def claims(certificate: Certificate, base_url: str) -> dict[str, Any]:
    page = address(certificate.id, base_url)
    moment = certificate.issued_at.astimezone(UTC).replace(microsecond=0)
    school = issuer(base_url, certificate.issuer)
    return {
        "@context": list(CONTEXT),
        "id": page,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": certificate.course_title,
        "issuer": school,
        "validFrom": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": _subject(certificate, page, base_url),
        "iss": school["id"],
        "jti": page,
        "sub": f"{page}#holder",
        "nbf": int(moment.timestamp()),
    }


def _subject(certificate: Certificate, page: str, base_url: str) -> dict[str, Any]:
    return {
        "id": f"{page}#holder",
        "type": ["AchievementSubject"],
        "activityStartDate": f"{certificate.began_on}T00:00:00Z",
        "activityEndDate": f"{certificate.completed_on}T00:00:00Z",
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": certificate.name,
                "identityType": "name",
            }
        ],
        "achievement": {
            "id": f"{base_url.rstrip('/')}/certificates/issuer#{certificate.course_id}"
            f"-{certificate.short_release}-{certificate.language}",
            "type": ["Achievement"],
            "achievementType": "Certificate",
            "name": certificate.course_title,
            "description": _description(certificate),
            "criteria": {"narrative": _criteria(certificate)},
            "inLanguage": certificate.language,
            "version": certificate.short_release,
        },
    }


def _criteria(certificate: Certificate) -> str:
    """In English, as other programs read it: the words of people stand on the page."""
    return f"All {certificate.episodes.of} episodes completed, {certificate.tests.of} tests passed."


def _description(certificate: Certificate) -> str:
    said = [certificate.course_title]
    if certificate.hours is not None:
        said.append(f"{certificate.hours} h")
    if certificate.credits:
        said.append(certificate.credits)
    return "; ".join(said)
