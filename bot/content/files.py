"""Reading files that anybody may have put there.

Nothing here raises on what it finds on disk, follows a link out of the folder, waits
for a pipe, or reads more than it was told to.
"""

import os
import re
import stat
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from bot.content.problem import Complain

TEXT_LIMIT = 64_000
"""Bytes, several times the longest lesson: whatever stands in so many is read within seconds."""
YAML_LIMIT = 64_000
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
    "\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
)
"""Characters that no text of a lesson needs: they break files, chats or logs, keep marks apart that
look like one, or let whoever reviews a change read something else than learners get.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a file was not read, as the end of a sentence that begins with its name."""

    reason: str
    missing: bool = False


def read_bytes(path: Path, *, inside: Path, limit: int) -> bytes | Refusal:
    """The whole of a regular file of at most `limit` bytes that really lies `inside`."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(inside.resolve(strict=True)):
            return Refusal(reason="leads out of this folder: put a copy of the file here instead")
        mode = real.stat().st_mode
        if stat.S_ISDIR(mode):
            return Refusal(reason="is a folder, not a file: give the folder another name")
        if not stat.S_ISREG(mode):
            return Refusal(reason="is not an ordinary file: put an ordinary file in its place")
        with real.open("rb") as stream:
            content = stream.read(limit + 1)
    except FileNotFoundError:
        return Refusal(reason="does not exist", missing=True)
    except (OSError, RuntimeError, ValueError):
        return Refusal(reason="cannot be opened: check its name and who may read it")
    if len(content) > limit:
        return Refusal(reason=f"is larger than {limit // 1000} kB: make it smaller")
    return content


def read_text(content: bytes, complain: Complain) -> str | None:
    """The text with `\\n` line ends; a byte-order mark and Windows line ends are accepted.

    Invisible characters are reported and replaced, so that the rest can be checked too.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        complain(line, "This file is not UTF-8 text from here on: save it again as UTF-8.")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line_text in enumerate(text.split("\n"), start=1):
        if found := INVISIBLE.search(line_text):
            code = f"U+{ord(found.group()):04X}"
            complain(number, f"An invisible character ({code}) stands in this line: delete it.")
    return INVISIBLE.sub(" ", text)


def entries(folder: Path) -> tuple[Path, ...]:
    """What lies in a folder, hidden things left out, by name; nothing if it cannot be read."""
    try:
        return tuple(sorted(each for each in folder.iterdir() if not each.name.startswith(".")))
    except (OSError, ValueError):
        return ()


def is_folder(path: Path, *, inside: Path) -> bool:
    """Whether this is a folder that really lies `inside`."""
    try:
        real = path.resolve(strict=True)
        return real.is_dir() and real.is_relative_to(inside.resolve(strict=True))
    except (OSError, RuntimeError, ValueError):
        return False


def shown(path: Path) -> str:
    """A name fit to print on one line, whatever bytes it is made of."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")
    return INVISIBLE.sub("?", text).replace("\n", "?").replace("\t", "?")


def cut_short(text: str, most: int = 60) -> str:
    """A few words of a text, on one line, to show which one is meant."""
    line = " ".join(INVISIBLE.sub("?", text[: 2 * most]).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def did_you_mean(word: str, known: list[str]) -> str:
    """` Did you mean …?`, or nothing when no known word is near."""
    folded = {each.casefold(): each for each in known}
    near = get_close_matches(word[:80].casefold(), list(folded), n=1, cutoff=0.6)
    return f" Did you mean `{folded[near[0]]}`?" if near else ""
