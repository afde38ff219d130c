"""`python -m bot verify` tells it in plain words, without database and network."""

import io

import pytest

from bot.certificate.check import check, show_new_key
from bot.certificate.signing import new_key, private_key, public_key, sign, written
from tests.certificate.papers import FULL, KEY, PLAIN, PRIVATE, PUBLIC, link

OTHER = written(private_key(new_key()).public_key())

SAID = """\
VERIFIED: signed with this key and unchanged.

This certifies that João Gonçalves da Conceição has completed the course “Políticas públicas e como ganham forma”.
Episodes: 10 of 10
Tests passed: 5 of 5
Length: 4 hours
Credits: 0,1 ECTS
Issued by: Direção-Geral do Dia a Dia
Begun: 1 September 2026
Completed: 20 November 2026
Issued: 21 November 2026
Certificate number: mfrggzdfmztwq2lknnwg23tpoi
Course version: a1b2c3d4e5f6

Whether it was revoked later, only its page on the web knows.
"""  # noqa: E501


def answer(code: str, public: str | None = None, private: str | None = None) -> tuple[int, str]:
    out = io.StringIO()
    return check(code, public, private, out), out.getvalue()


@pytest.mark.parametrize("code", [link(FULL), sign(FULL, KEY)], ids=["link", "token"])
def test_what_is_certified(code: str) -> None:
    assert answer(code, public=PUBLIC) == (0, SAID)
    assert answer(code, private=PRIVATE) == (0, SAID)


@pytest.mark.parametrize(
    ("code", "key", "why"),
    [
        ("hello", PUBLIC, "no code of a certificate"),
        (link(PLAIN), OTHER, "another key signed it"),
        (link(PLAIN)[:-5] + "AAAAA", PUBLIC, "The signature does not fit"),
        (link(PLAIN).replace(PLAIN.id, "x"), PUBLIC, "of another certificate"),
    ],
    ids=["no code", "another key", "another signature", "another number"],
)
def test_why_not(code: str, key: str, why: str) -> None:
    result, said = answer(code, public=key)
    assert result == 1
    assert said.startswith("NOT VERIFIED.")
    assert why in said


def test_a_missing_and_a_wrong_key() -> None:
    assert answer(link(PLAIN))[0] == 2
    assert answer(link(PLAIN), public="x")[0] == 2


def test_a_new_key() -> None:
    out = io.StringIO()
    assert show_new_key(out) == 0
    private, public = (line.split("=")[-1].split(": ")[-1] for line in out.getvalue().splitlines())
    assert written(private_key(private).public_key()) == written(public_key(public))
