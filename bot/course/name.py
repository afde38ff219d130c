"""A name as it can be printed: what cannot be seen is taken out, what cannot be set is refused."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

LONGEST_NAME = 80

LETTERS = re.compile(
    "["
    "A-Za-z\u00aa-\u024f"  # Latin
    "\u1e00-\u1eff"  # Latin of Vietnam
    "\u0386-\u03ce\u1f00-\u1fff"  # Greek
    "\u0400-\u045f\u0490-\u04ff"  # Cyrillic
    "\u0531-\u0587"  # Armenian
    "\u10d0-\u10f0"  # Georgian
    "\u05d0-\u05ea"  # Hebrew
    "\u0621-\u063a\u0641-\u064a"  # Arabic
    "]"
)
"""Where the letters stand that the fonts of the certificate have; a test sets each of them."""
BESIDE = re.compile(r"[ '’ʼ‘`´.,()/&+·‐‑–0-9-]")
MARKS = re.compile("[\u0300-\u0304\u0306-\u030c\u0323\u0326-\u0328]")
"""Marks that stand on a letter for which there is no letter in one piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPrintable:
    """`letters`: there are signs that cannot be set; Latin or Cyrillic letters can."""

    why: Literal["empty", "long", "letters"]


def printable_name(text: str) -> str | NotPrintable:
    """The name in one line, without control, zero-width and direction characters, or why not.

    What it gives, it gives again for itself.
    """
    seen = "".join(" " if each.isspace() else each for each in text)
    seen = "".join(each for each in seen if unicodedata.category(each) not in ("Cc", "Cf"))
    name = " ".join(unicodedata.normalize("NFC", seen).split())
    if not any(_is_letter(each) for each in name):
        return NotPrintable(why="letters" if name else "empty")
    if len(name) > LONGEST_NAME:
        return NotPrintable(why="long")
    return name if _can_be_set(name) else NotPrintable(why="letters")


def _is_letter(sign: str) -> bool:
    return sign.isalpha() and LETTERS.match(sign) is not None


def _can_be_set(name: str) -> bool:
    """A mark stands on a letter, and no more than one does."""
    after_letter = False
    for each in name:
        if MARKS.match(each):
            if not after_letter:
                return False
            after_letter = False
            continue
        after_letter = _is_letter(each)
        if not after_letter and not BESIDE.match(each):
            return False
    return True
