"""The signature of a certificate: whoever has the public key can check it, without asking anybody.

The code on the paper is a link. What is signed stands behind its `#`, and so in no server's log.
The algorithm is Ed25519 and no other, whatever a header says; a key in a header is not looked at.
"""

import base64
import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from bot.certificate.model import Certificate, adapter

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

ALGORITHM = "EdDSA"
KIND = "cert+jwt"
"""In the header: no other thing that this key has signed is taken for a certificate."""
KEY_BYTES = 32
LONGEST = 8_000

CLAIMS = {
    "i": "id", "n": "name", "l": "language", "c": "course_id", "t": "course_title", "r": "release",
    "e": "episodes", "p": "tests", "b": "began_on", "d": "completed_on", "s": "issued_on",
    "iat": "issued_at", "o": "issuer", "h": "hours", "k": "credits",
}  # fmt: skip
"""Short names: the code on the paper must stay coarse enough for a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The signature is good. Whether it was revoked later, only its public page knows."""

    certificate: Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class NotVerified:
    """`code`: this is no code of a certificate. `signature`: changed, or by another key.

    `address`: the signature is good, but of another certificate than the address names.
    """

    reason: Literal["code", "signature", "address"]


class WrongKey(ValueError):
    """This is no Ed25519 key as 43 letters of base64url."""


def new_key() -> str:
    """A private key, as SIGNING_KEY takes it. No shell takes its public key for an option."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    while True:
        key = Ed25519PrivateKey.generate()
        if not written(key.public_key()).startswith("-"):
            return _to_text(key.private_bytes_raw())


def private_key(text: str) -> "Ed25519PrivateKey":
    """Raises WrongKey."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(_key_bytes(text))


def public_key(text: str) -> "Ed25519PublicKey":
    """From what `written` gave. Raises WrongKey."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(_key_bytes(text))


def written(key: "Ed25519PublicKey") -> str:
    return _to_text(key.public_bytes_raw())


def jwk(key: "Ed25519PublicKey") -> dict[str, str]:
    """The public key for other programs, named by its thumbprint (RFC 7638, RFC 8037)."""
    needed = {"crv": "Ed25519", "kty": "OKP", "x": written(key)}
    thumbprint = sha256(json.dumps(needed, separators=(",", ":")).encode()).digest()
    return {**needed, "kid": _to_text(thumbprint), "use": "sig", "alg": ALGORITHM}


def link(certificate: Certificate, base_url: str, key: "Ed25519PrivateKey") -> str:
    """What the code on the paper says."""
    return f"{address(certificate.id, base_url)}#{sign(certificate, key)}"


def address(certificate_id: str, base_url: str) -> str:
    """The public page of a certificate."""
    return f"{base_url.rstrip('/')}/certificates/{certificate_id}"


def sign(certificate: Certificate, key: "Ed25519PrivateKey") -> str:
    """All that the certificate says, as a compact JWT."""
    return compact(_claims(certificate), key, {"typ": KIND})


def compact(claims: dict[str, Any], key: "Ed25519PrivateKey", header: dict[str, Any]) -> str:
    """Claims in UTF-8, not escaped: a Cyrillic name would be three times as long."""
    from jwt import PyJWS

    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    return PyJWS().encode(payload, key, algorithm=ALGORITHM, headers=header)


def verify(text: str, key: "Ed25519PublicKey") -> Verified | NotVerified:
    """Whether this link, or this code alone, was signed with the key and is as it was signed."""
    from jwt import InvalidTokenError, PyJWS
    from jwt.exceptions import InvalidSignatureError
    from pydantic import ValidationError

    found = re.fullmatch(
        r"(?:\S*/certificates/(?P<id>[\w-]+)#)?(?P<code>[\w-]+\.[\w-]+\.[\w-]*)",
        text.strip()[: LONGEST + 1],
        re.ASCII,
    )
    if found is None or len(found[0]) > LONGEST:
        return NotVerified(reason="code")
    try:
        signed = PyJWS().decode_complete(found["code"], key, algorithms=[ALGORITHM])
    except InvalidSignatureError:
        return NotVerified(reason="signature")
    except InvalidTokenError:
        return NotVerified(reason="code")
    if signed["header"].get("typ") != KIND:
        return NotVerified(reason="code")
    try:
        certificate = _certificate(json.loads(signed["payload"]))
    except (ValueError, AttributeError, ValidationError):
        return NotVerified(reason="code")
    if found["id"] not in (None, certificate.id):
        return NotVerified(reason="address")
    return Verified(certificate=certificate)


def _claims(certificate: Certificate) -> dict[str, Any]:
    said = adapter().dump_python(certificate, mode="json")
    said["release"] = certificate.short_release
    said["issued_at"] = int(certificate.issued_at.timestamp())
    for share in ("episodes", "tests"):
        said[share] = [said[share]["done"], said[share]["of"]]
    return {short: said[name] for short, name in CLAIMS.items() if said[name] is not None}


def _certificate(claims: dict[str, Any]) -> Certificate:
    said = {CLAIMS[short]: value for short, value in claims.items() if short in CLAIMS}
    for share in ("episodes", "tests"):
        done, of = said.get(share) or (0, 0)
        said[share] = {"done": done, "of": of}
    return adapter().validate_python(said)


def _key_bytes(text: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}=?", text):
        raise WrongKey("give 43 letters as `python -m bot new-key` prints them")
    return base64.urlsafe_b64decode(text[:43] + "=")


def _to_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
