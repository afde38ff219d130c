"""Another implementation of Open Badges 3.0 accepts the badge, and refuses a changed one."""

import base64
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from bot.certificate import signing
from bot.certificate.badge import badge, issuer
from bot.certificate.model import Certificate
from tests.certificate.papers import ALL, BASE, FULL, KEY, PLAIN

PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    head, body, _ = token.split(".")
    return tuple(json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, body))


@pytest.mark.parametrize("certificate", ALL)
def test_an_independent_verifier_accepts_it(certificate: Certificate) -> None:
    page = f"{BASE}/certificates/{certificate.id}"
    accepted = OB3Verifier(PEM).verify(badge(certificate, BASE, KEY))
    (identity,) = accepted.identifiers
    assert accepted.id == page
    assert accepted.recipient_id == f"{page}#holder"
    assert accepted.issuer.id == f"{BASE}/certificates/issuer"
    assert accepted.issuer.name == (certificate.issuer or "Epizod")
    assert accepted.achievement.name == certificate.course_title
    assert accepted.achievement.achievement_type == "Certificate"
    assert accepted.issuance_date == certificate.issued_at
    assert (identity.identity_type, identity.identity_hash, identity.hashed) == (
        "name", certificate.name, False,
    )  # fmt: skip


def test_it_refuses_a_changed_one_and_another_key() -> None:
    token = badge(PLAIN, BASE, KEY)
    head, body, signature = token.split(".")
    _, said = parts(token)
    said["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    changed = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    other = badge(PLAIN, BASE, signing.private_key(signing.new_key()))
    for forged in (f"{head}.{changed}.{signature}", f"{none}.{body}.", other):
        with pytest.raises(OB3VerificationError):
            OB3Verifier(PEM).verify(forged)


def test_the_header_holds_the_public_key_and_nothing_secret() -> None:
    token = badge(PLAIN, BASE, KEY)
    head, said = parts(token)
    public = signing.jwk(KEY.public_key())
    assert head == {
        "alg": "EdDSA", "typ": "JWT", "jwk": {name: public[name] for name in ("kty", "crv", "x")},
    }  # fmt: skip
    assert jwt.decode(token, jwt.PyJWK(public), algorithms=["EdDSA"]) == said


def test_the_claims_agree_with_the_credential() -> None:
    _, said = parts(badge(FULL, BASE, KEY))
    assert said["iss"] == said["issuer"]["id"] == issuer(BASE)["id"]
    assert said["jti"] == said["id"]
    assert said["sub"] == said["credentialSubject"]["id"]
    assert said["validFrom"] == "2026-11-21T10:30:15Z"
    assert said["nbf"] == int(FULL.issued_at.timestamp())
    assert "exp" not in said
    assert "4 h; 0,1 ECTS" in said["credentialSubject"]["achievement"]["description"]
