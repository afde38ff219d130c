"""`python -m bot verify` and `new-key`: what a code certifies, in plain words."""

import gettext
from typing import TextIO

from bot.certificate.signing import (
    NotVerified,
    WrongKey,
    new_key,
    private_key,
    public_key,
    verify,
    written,
)
from bot.certificate.wording import wording
from bot.i18n import Words

WHY_NOT = {
    "code": "This is no code of a certificate, or a part of it is missing.",
    "signature": "The signature does not fit: it was changed, or another key signed it.",
    "address": "The signature is good, but of another certificate than the address names.",
}


def check(code: str, public: str | None, private: str | None, out: TextIO) -> int:
    """0 if the code was signed with the key, 1 if not, 2 without a key. Asks no network or database."""
    try:
        key = public_key(public) if public else private and private_key(private).public_key()
    except WrongKey as wrong:
        print(f"--key: {wrong}", file=out)
        return 2
    if not key:
        print("--key: give the public key; the bot shows it as x at /certificates/key", file=out)
        return 2
    answer = verify(code, key)
    if isinstance(answer, NotVerified):
        print(f"NOT VERIFIED. {WHY_NOT[answer.reason]}", file=out)
        return 1
    english = Words("en", gettext.NullTranslations())
    said = wording(answer.certificate, english)
    lines = [
        "VERIFIED: signed with this key and unchanged.", "",
        f"{said.before_name} {said.name} {said.after_name} “{said.course}”.", *said.results,
        *(f"{label}: {value}" for label, value in _pairs(said.issuer, *said.dates, *said.origin)),
        "", "Whether it was revoked later, only its page on the web knows.",
    ]  # fmt: skip
    print("\n".join(lines), file=out)
    return 0


def _pairs(*pairs: tuple[str, str] | None) -> list[tuple[str, str]]:
    return [pair for pair in pairs if pair is not None]


def show_new_key(out: TextIO) -> int:
    private = new_key()
    public = written(private_key(private).public_key())
    print(f"SIGNING_KEY={private}\npublic key: {public}", file=out)
    return 0
