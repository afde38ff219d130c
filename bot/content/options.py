"""The list under a question: options with replies, or the two ends of a scale."""

import re
from dataclasses import dataclass

from bot.content.draft import Kind
from bot.content.files import cut_short
from bot.content.markdown import Node, check_inline, content, first_line
from bot.content.problem import Complain
from bot.course.model import OptionWording

_BOX = re.compile(r"\[([^\]]{0,3})\][ \t]*")
_END = re.compile(r"(-?\d{1,4})\s*=\s*(\S.*)")
FEWEST, MOST, MOST_OF_POLL = 2, 6, 8
MOST_POINTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    wordings: tuple[OptionWording, ...]
    right: tuple[int, ...]
    lines: tuple[int, ...]


def read_options(items: Node, kind: Kind, several: bool, refuse: Complain) -> Options:
    """Options in order, and the numbers of the right ones."""
    wordings: list[OptionWording] = []
    right: list[int] = []
    for number, item in enumerate(items.children, start=1):
        text, reply = _option(item, refuse, needs_reply=kind != "poll")
        if kind == "quiz":
            text, is_right = _unbox(text, first_line(item), refuse)
            right += [number] * is_right
        elif _BOX.match(text):
            refuse(first_line(item), "Boxes `[ ]` are only for `.quiz`: delete the box.")
        if kind == "poll" and reply:
            refuse(
                first_line(item),
                f"The option “{cut_short(text, 40)}” has a reply, and a poll has none: write"
                " .choice instead of .poll, or delete the reply.",
            )
        wordings.append(OptionWording(text=text, reply=reply))
    line = first_line(items)
    most = MOST_OF_POLL if kind == "poll" else MOST
    if not FEWEST <= len(wordings) <= most:
        what = "poll" if kind == "poll" else "question"
        refuse(line, f"A {what} has {FEWEST} to {most} options; here are {len(wordings)}.")
    if kind == "quiz" and not right:
        refuse(line, "No option is marked as right: write `[x]` before it.")
    if kind == "quiz" and len(right) > 1 and not several:
        refuse(line, "Several options are right: keep one `[x]`, or write `.quiz .several`.")
    _refuse_twins(wordings, items, refuse)
    lines = tuple(first_line(each) for each in items.children)
    return Options(wordings=tuple(wordings), right=tuple(right), lines=lines)


def read_ends(items: Node, refuse: Complain) -> tuple[tuple[int, int], tuple[str, str]]:
    """The lowest and the highest point of a scale, and the words for them."""
    found: list[tuple[int, str]] = []
    for item in items.children:
        text, reply = _option(item, refuse, needs_reply=False)
        match = _END.fullmatch(text)
        if match is None or reply:
            refuse(first_line(item), "An end of a scale is written `- 1 = words`, without a reply.")
        else:
            found.append((int(match[1]), match[2].strip()))
    if len(items.children) != 2:
        refuse(first_line(items), "A scale needs two lines: its lowest and its highest point.")
    if len(found) != 2:
        return (0, 0), ("", "")
    (low, words), (high, more_words) = found
    if not 2 <= high - low + 1 <= MOST_POINTS:
        refuse(
            first_line(items),
            f"The scale runs from {low} to {high}: write the lowest point first,"
            f" and at most {MOST_POINTS} points.",
        )
    return (low, high), (words, more_words)


def _option(item: Node, refuse: Complain, *, needs_reply: bool = True) -> tuple[str, str]:
    line = first_line(item)
    paragraphs = [each for each in item.children if each.type == "paragraph"]
    quotes = [each for each in item.children if each.type == "blockquote"]
    for other in item.children:
        if other not in paragraphs and other not in quotes:
            refuse(first_line(other), "Under an option only its reply can stand, a line with `>`.")
    if len(paragraphs) != 1 or item.children[0] is not paragraphs[0]:
        refuse(
            line,
            "An option is one line of text, with its reply below: `- words`, then `  > reply`.",
        )
        return "", ""
    text = content(paragraphs[0])
    check_inline(paragraphs[0], refuse)
    if "\n" in text:
        refuse(
            line, f"The option “{cut_short(text, 30)}” stands on several lines: write it on one."
        )
    if len(quotes) > 1:
        refuse(
            first_line(quotes[1]),
            "This option has two replies: put a `>` on the lines between them.",
        )
    reply = _reply(quotes[0], refuse) if quotes else ""
    if needs_reply and not reply:
        refuse(line, f"The option “{cut_short(text)}” has no reply: write `  > reply` below it.")
    return text, reply


def _reply(quote: Node, refuse: Complain) -> str:
    for each in quote.children:
        if each.type == "paragraph":
            check_inline(each, refuse)
        else:
            refuse(first_line(each), "A reply is plain paragraphs: no list, heading or code.")
    return "\n\n".join(content(each) for each in quote.children if each.type == "paragraph")


def _unbox(text: str, line: int, refuse: Complain) -> tuple[str, bool]:
    box = _BOX.match(text)
    mark = box.group(1) if box else ""
    rest = text[box.end() :] if box else text
    if mark in ("х", "Х"):
        refuse(line, "The x in this box is the Cyrillic letter: type it with an English keyboard.")
    elif box is None or mark not in (" ", "x", "X"):
        refuse(
            line,
            f"The option “{cut_short(text, 40)}” needs a box: `- [ ] words`, or `- [x] words`"
            " if it is right.",
        )
    elif not rest:
        refuse(line, "This option is empty: write its words after the box.")
    return rest, mark in ("x", "X", "х", "Х")


def _refuse_twins(wordings: list[OptionWording], items: Node, refuse: Complain) -> None:
    seen: set[str] = set()
    for item, wording in zip(items.children, wordings, strict=True):
        if wording.text and wording.text.casefold() in seen:
            refuse(first_line(item), f"The option “{cut_short(wording.text)}” stands here twice.")
        seen.add(wording.text.casefold())
