"""Transcripts: a conversation as a text that can be read, played, and written anew.

    # what it is about
    > words of the learner       > [A button]        > [A button] again, at once
    > (photo)                    > (edited message)  > [A button] of the oldest message
    … 25 hours later               … until something comes
        what the bot says, with [its] [buttons]

Only the lines that do not belong to the bot are the script; playing it gives the whole text.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from bot.course.inputs import TextEdited, UnreadableReceived
from bot.service.received import Happening, Tapped, Typed
from tests.transcripts.chat import A_MOMENT, Chat, Shown
from tests.view.interface import telegram

_button = re.compile(r"\[(?P<label>.+)\](?P<how> again, at once| of the oldest message)?")
_jump = re.compile(r"… (?P<number>\d+) (?P<unit>minute|hour|day)s? later")
INDENT = "    "


async def play(text: str, chat: Chat) -> str:
    """The whole transcript, as it comes out today."""
    parts: list[str] = []
    comment: list[str] = []
    last: Happening | None = None
    for line in text.splitlines():
        if line.startswith("> "):
            at_once = line.endswith(" again, at once")
            happening = last if at_once and last else happening_of(line[2:], chat)
            shown = await chat.happens(happening, timedelta(seconds=1) if at_once else A_MOMENT)
            parts.append(_part(line, shown, chat))
            last = happening
        elif jump := _jump.fullmatch(line):
            shown = await chat.passes(timedelta(**{jump["unit"] + "s": int(jump["number"])}))
            parts.append(_part(line, shown, chat))
        elif line == "… until something comes":
            shown = await chat.waits()
            when = await chat.local_time() if shown else "nothing ever comes"
            parts.append(_part(line, shown, chat, when))
        elif line.startswith("#"):
            comment.append(line)
        else:
            assert not line or line.startswith(INDENT), f"what is this line: {line}"
    return "\n\n".join(["\n".join(comment), *parts]) + "\n"


def happening_of(words: str, chat: Chat) -> Happening:
    button = _button.fullmatch(words)
    if button:
        tapped: Tapped = chat.tap(button["label"], older=bool(button["how"]))
        return tapped
    match words:
        case "(photo)":
            return UnreadableReceived()
        case "(edited message)":
            return TextEdited()
        case _:
            return Typed(text=words)


def _part(line: str, shown: list[Shown], chat: Chat, when: str = "") -> str:
    blocks = [block(message) for message in shown] or [_lines(["(nothing is said)"])]
    if when:
        line = f"{line}\n\n{INDENT}({when})"
    if not chat.known:
        blocks.append(_lines(["(nothing about this person is kept)"]))
    return "\n\n".join([line, *blocks])


def block(shown: Shown) -> str:
    page = shown.page
    marks = [
        mark
        for mark, applies in {
            "(in place)": shown.in_place,
            "(picture)": page.picture is not None,
            "(file)": page.attached is not None,
        }.items()
        if applies
    ]
    said = telegram(page.text).formatted.text.strip().splitlines()
    keys = [" ".join(f"[{key}]" for key in row) for row in page.keys]
    return _lines([*marks, *said, *keys])


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(f"{INDENT}{line}".rstrip() for line in lines)
