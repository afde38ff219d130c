"""What was signed is confirmed; whatever was changed, moved or signed otherwise is not."""

import base64
import json
from dataclasses import replace
from typing import Any

import jwt
import pytest
import segno

from bot.certificate import signing
from bot.certificate.badge import badge
from bot.certificate.model import Certificate
from bot.certificate.signing import NotVerified, Verified, WrongKey, verify
from tests.certificate.papers import ALL, BASE, FULL, KEY, LONG, PLAIN, PUBLIC, link

PUBLIC_KEY = KEY.public_key()
CODE = signing.sign(PLAIN, KEY)
NO_CODE = NotVerified(reason="code")
FORGED = NotVerified(reason="signature")


def short(certificate: Certificate) -> Certificate:
    """As it comes out of the code: of the release only what is printed, times in whole seconds."""
    return replace(
        certificate,
        release=certificate.short_release,
        issued_at=certificate.issued_at.replace(microsecond=0),
    )


def encoded(part: object) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def payload(code: str) -> dict[str, Any]:
    part = code.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "==")))


@pytest.mark.parametrize("certificate", ALL)
def test_the_link_and_the_bare_code_are_confirmed(certificate: Certificate) -> None:
    confirmed = Verified(certificate=short(certificate))
    assert verify(link(certificate), PUBLIC_KEY) == confirmed
    assert verify(f"  {signing.sign(certificate, KEY)}\n", PUBLIC_KEY) == confirmed
    assert verify(signing.sign(certificate, KEY), signing.public_key(PUBLIC)) == confirmed


def test_what_is_signed_stands_behind_the_hash() -> None:
    before, _, after = link(PLAIN).partition("#")
    assert before == f"{BASE}/certificates/{PLAIN.id}"
    assert after == CODE
    assert signing.link(PLAIN, f"{BASE}/", KEY) == link(PLAIN)


@pytest.mark.parametrize("place", range(0, len(CODE), 7))
def test_no_letter_can_be_changed(place: int) -> None:
    other = "A" if CODE[place] != "A" else "B"
    changed = CODE[:place] + other + CODE[place + 1 :]
    if place == len(CODE) - 1:
        return
    assert isinstance(verify(changed, PUBLIC_KEY), NotVerified)


def test_no_claim_can_be_changed() -> None:
    head, _, signature = CODE.split(".")
    for short_name in payload(CODE):
        changed = {**payload(CODE), short_name: "2026-01-01"}
        assert verify(f"{head}.{encoded(changed)}.{signature}", PUBLIC_KEY) == FORGED


def test_another_key_is_another_school() -> None:
    other = signing.private_key(signing.new_key())
    assert verify(signing.sign(PLAIN, other), PUBLIC_KEY) == FORGED


def test_no_algorithm_but_ours() -> None:
    """Neither none, nor the public key taken for a shared secret, nor a key in the header."""
    said = payload(CODE)
    for head in ("none", "None", "NONE"):
        unsigned = f"{encoded({'alg': head, 'typ': signing.KIND})}.{encoded(said)}."
        assert verify(unsigned, PUBLIC_KEY) == NO_CODE
        assert verify(unsigned + CODE.split(".")[2], PUBLIC_KEY) == NO_CODE
    shared = jwt.encode(
        said, PUBLIC_KEY.public_bytes_raw(), algorithm="HS256", headers={"typ": signing.KIND}
    )
    assert verify(shared, PUBLIC_KEY) == NO_CODE
    other = signing.private_key(signing.new_key())
    with_key = signing.compact(
        said, other, {"typ": signing.KIND, "jwk": signing.jwk(other.public_key())}
    )
    assert verify(with_key, PUBLIC_KEY) == FORGED


def test_nothing_else_that_the_key_signs_is_a_certificate() -> None:
    assert verify(badge(PLAIN, BASE, KEY), PUBLIC_KEY) == NO_CODE
    assert verify(signing.compact(payload(CODE), KEY, {"typ": "JWT"}), PUBLIC_KEY) == NO_CODE
    nothing = signing.compact({}, KEY, {"typ": signing.KIND})
    assert verify(nothing, PUBLIC_KEY) == NO_CODE
    wrong = signing.compact({**payload(CODE), "e": "many"}, KEY, {"typ": signing.KIND})
    assert verify(wrong, PUBLIC_KEY) == NO_CODE


def test_an_address_cannot_borrow_the_code_of_another() -> None:
    moved = link(PLAIN).replace(PLAIN.id, "A" * 22)
    assert verify(moved, PUBLIC_KEY) == NotVerified(reason="address")


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "a.b", "a.b.c", "..", f"{BASE}/certificates/{PLAIN.id}", CODE + ".x", CODE + "=",
        CODE[:-20], CODE.replace(".", "#"), "é." + CODE, "x" * 9000, CODE + "A" * 9000, "\ud800.b.c",
    ],
)  # fmt: skip
def test_what_is_no_code(text: str) -> None:
    assert isinstance(verify(text, PUBLIC_KEY), NotVerified)


def test_keys_as_text() -> None:
    made = signing.private_key(signing.new_key())
    assert signing.written(signing.public_key(signing.written(made.public_key()))) == (
        signing.written(made.public_key())
    )
    for wrong in ("", "short", "ü" * 43, "A" * 42, "A" * 44, f"{PUBLIC}\n"):
        with pytest.raises(WrongKey):
            signing.public_key(wrong)


def test_the_public_key_for_other_programs() -> None:
    """PyJWT reads it and confirms what it signed; the name of the key is its thumbprint."""
    shown = signing.jwk(PUBLIC_KEY)
    key = jwt.PyJWK(shown)
    signed = jwt.api_jws.decode(CODE, key, algorithms=["EdDSA"])
    assert json.loads(signed) == payload(CODE)
    assert "d" not in shown
    assert len(shown["kid"]) == 43


@pytest.mark.parametrize(("certificate", "version"), [(PLAIN, 16), (FULL, 18), (LONG, 27)])
def test_the_square_code_stays_coarse_enough(certificate: Certificate, version: int) -> None:
    """On 52 mm: 0.6 mm a module for most, never less than 0.4 mm."""
    code = segno.make(link(certificate), error="l", micro=False)
    assert isinstance(code.version, int)
    assert code.version <= version
    assert 52 / code.symbol_size(border=0)[0] >= 0.4
