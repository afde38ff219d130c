"""The Markdown of lessons: one parser, its plain text, and what it may not hold.

Render with this `parse` as well, so that what was checked is what learners see.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.content.attributes import STRAY
from bot.content.files import cut_short
from bot.content.problem import Complain

LINKS = ("https://", "http://", "mailto:")
_SHOWN_AS_IT_IS = (
    (
        re.compile(r"\]\("),
        "A link or picture is broken here: write `[words](https://…)`, no spaces in the address.",
    ),
    (re.compile(r"\]\["), "Put the address into the link itself: `[words](https://…)`."),
    (re.compile(r"\[\^"), "Footnotes cannot be shown in a chat: put the note into the text."),
    (
        re.compile(r"\*\*|__"),
        "Bold is not closed here: write `**words**`, no space inside the stars.",
    ),
    (re.compile(r"~~"), "Crossed-out text cannot be shown: delete the `~~`."),
    (re.compile(r"^\|", re.MULTILINE), "Tables cannot be shown in a chat: write a list."),
    (STRAY, "A name in braces must be the first line of a message or end a question's heading."),
)
_BLOCKS = {
    "fence": "Blocks of code cannot be shown in a chat: write plain paragraphs.",
    "code_block": "Text indented by four spaces becomes code: begin at the start of the line.",
    "blockquote": "A line with `>` belongs under an option, indented by two spaces: move it.",
    "html_block": "HTML cannot be used: write plain text, or put a word in **stars**.",
    "bullet_list": "A list inside a list cannot be shown in a chat: make it one list.",
    "ordered_list": "A list inside a list cannot be shown in a chat: make it one list.",
    "hr": "A rule cannot stand inside a list or a reply: delete it.",
    "heading": "A heading cannot stand inside a list or a reply: make it a paragraph.",
}


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Every link is a link here; `check_inline` judges the address."""
        return True


_PARSER = _Parser("commonmark").disable("reference")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Node:
    """A block, or the `inline` in a paragraph or heading: its words are `tokens`, not nodes."""

    type: str
    tag: str = ""
    markup: str = ""
    map: Sequence[int] | None = None
    """Its first line, from 0, and the first that is not of it."""
    content: str = ""
    tokens: Sequence[Token] = ()
    children: list["Node"] = field(default_factory=list)


def parse(text: str) -> Node:
    """The tree of a text. Takes any text."""
    open_nodes = [Node(type="root")]
    for token in _PARSER.parse(text):
        if token.nesting < 0:
            open_nodes.pop()
            continue
        node = Node(
            type=token.type.removesuffix("_open"), tag=token.tag, markup=token.markup,
            map=token.map, content=token.content, tokens=token.children or (),
        )  # fmt: skip
        open_nodes[-1].children.append(node)
        if token.nesting > 0:
            open_nodes.append(node)
    return open_nodes[0]


def first_line(node: Node) -> int:
    """The line of the file, from 1, on which a block begins."""
    return (node.map[0] if node.map else 0) + 1


def content(node: Node) -> str:
    """The Markdown of a paragraph or heading."""
    return node.children[0].content if node.children else ""


def picture_of(node: Node) -> Token | None:
    """The picture, when a paragraph is nothing but one."""
    tokens = _inline(node) if node.type == "paragraph" else []
    return tokens[0] if len(tokens) == 1 and tokens[0].type == "image" else None


def check_block(node: Node, complain: Complain) -> bool:
    """Whether a chat can show this paragraph or list; reports each thing in it that it cannot."""
    match node.type:
        case "paragraph":
            return check_inline(node, complain)
        case "bullet_list" | "ordered_list":
            inner = [each for item in node.children for each in item.children]
            for item in node.children:
                if not item.children:
                    complain(first_line(item), "This list item is empty: write it or delete it.")
            fine = [_check_item(each, complain) for each in inner]
            return all(fine)
        case _:
            complain(first_line(node), _BLOCKS.get(node.type, "This cannot be shown in a chat."))
            return False


def _check_item(node: Node, complain: Complain) -> bool:
    if node.type == "paragraph":
        return check_inline(node, complain)
    complain(first_line(node), _BLOCKS.get(node.type, "This cannot be shown in a chat."))
    return False


def check_inline(node: Node, complain: Complain) -> bool:
    """Whether a chat can show these words; reports each thing in them that it cannot."""
    line, fine = first_line(node), True
    for token in _inline(node):
        if message := _refusal(token, escaped="\\" in content(node)):
            complain(line, message)
            fine = False
        line += token.type in ("softbreak", "hardbreak")
        line += token.content.count("\n") if token.type == "image" else 0
    return fine


def _refusal(token: Token, *, escaped: bool) -> str | None:
    match token.type:
        case "image":
            return "A picture must stand on a line of its own, with an empty line above and below."
        case "html_inline":
            return f"HTML cannot be used (`{cut_short(token.content, 30)}`): write plain text."
        case "code_inline":
            return f"Code cannot be shown (`{cut_short(token.content, 30)}`): delete the backticks."
        case "link_open":
            return _link_refusal(str(token.attrs.get("href", "")))
        case "text" if not escaped:
            shown = (message for mark, message in _SHOWN_AS_IT_IS if mark.search(token.content))
            return next(shown, None)
        case _:
            return None


def _link_refusal(address: str) -> str | None:
    start = next((each for each in LINKS if address.lower().startswith(each)), None)
    if start and re.match(r"[^/?#\s]", address[len(start) :]):
        return None
    shown = cut_short(address)
    return f"The link `{shown}` leads nowhere: begin it with https://, http:// or mailto:."


def plain(text: str) -> str:
    """What a learner reads of a text: no stars, no addresses, pictures left out."""
    return "\n\n".join(filter(None, (_plain_block(each) for each in parse(text).children)))


def _plain_block(node: Node) -> str:
    if node.type in ("paragraph", "heading"):
        return _plain_inline(node).strip()
    if node.type in ("bullet_list", "ordered_list"):
        return "\n".join(
            "• " + " ".join(_plain_block(each) for each in item.children) for item in node.children
        )
    return " ".join(_plain_block(each) for each in node.children)


def _plain_inline(node: Node) -> str:
    parts = []
    for token in _inline(node):
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts)


def _inline(node: Node) -> Sequence[Token]:
    """The flat tokens of a paragraph or heading."""
    return node.children[0].tokens if node.children else ()
