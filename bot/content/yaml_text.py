"""YAML with a line number for every value, and without its traps.

Aliases, tags, repeated keys and keys that are no words are refused; text that merely
looks like a date or a fraction stays text. Nothing here raises on bad YAML.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.content.files import INVISIBLE, cut_short
from bot.content.problem import Complain

Path: TypeAlias = tuple[str | int, ...]
DEEPEST = 8
MOST_BRACKETS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Values of plain dicts, lists, text, whole numbers, booleans and None."""

    value: object
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """Where the value stands, or the nearest thing around it that was written."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str, first_line: int, complain: Complain) -> Tree | None:
    """Everything the text says, or None once its problems have been reported."""
    if len(text) > 64_000:
        complain(first_line, "This part is longer than 64 kB: shorten it.")
        return None
    if line := _line_too_deep(text):
        complain(first_line + line - 1, "Too many brackets are open here: close them.")
        return None
    try:
        return _Builder(first_line, complain).tree(YAML(typ="safe", pure=True).compose(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        complain(line, _in_plain_words(str(error.problem or error.context or "")))
    except RecursionError:
        complain(first_line, "Lists inside lists go too deep here: keep to the plain form.")
    except Exception:  # ruamel.yaml lets all kinds escape on damaged text
        complain(first_line, "This part cannot be read: compare it with a lesson that works.")
    return None


def _line_too_deep(text: str) -> int | None:
    """Where brackets are nested as nobody means to: ruamel.yaml would ponder them for minutes."""
    depth = 0
    for line, words in enumerate(text.split("\n"), start=1):
        for character in words:
            depth += (character in "[{") - (character in "]}" and depth > 0)
        if depth > MOST_BRACKETS:
            return line
    return None


def _in_plain_words(problem: str) -> str:
    if "undefined alias" in problem or "while scanning an alias" in problem:
        return "A word that begins with `*` has a special meaning here: put the text in quotes."
    if "mapping values are not allowed" in problem:
        return "This line has one colon too many: put the text after the first colon in quotes."
    if "tab" in problem or "'\\t'" in problem:
        return "This line holds a tab: use spaces to indent."
    if "quoted scalar" in problem or "end of stream" in problem:
        return 'A quotation mark is not closed: begin and end the text with the same `"`.'
    return (
        "This line cannot be read: look for a missing quotation mark, bracket or colon"
        " and for wrong indentation, here and in the line above."
    )


class _Builder:
    def __init__(self, first_line: int, complain: Complain) -> None:
        self._first = first_line
        self._complain = complain
        self._lines: dict[Path, int] = {}
        self._ok = True

    def tree(self, root: Node | None) -> Tree | None:
        self._lines[()] = self._first
        value = {} if root is None else self._build(root, ())
        return Tree(value=value, lines=self._lines) if self._ok else None

    def _refuse(self, node: Node, message: str) -> None:
        self._ok = False
        self._complain(self._first + node.start_mark.line, message)

    def _build(self, node: Node, path: Path) -> object:
        self._lines.setdefault(path, self._first + node.start_mark.line)
        if node.anchor:  # without anchors there are no aliases
            self._refuse(
                node,
                "A word that begins with `&` has a special meaning here: put the text in quotes.",
            )
            return None
        if len(path) > DEEPEST:
            self._refuse(node, "Lists inside lists go too deep here: keep to the plain form.")
            return None
        match node:
            case MappingNode():
                return self._mapping(node, path)
            case SequenceNode():
                return [self._build(each, (*path, n)) for n, each in enumerate(node.value)]
            case ScalarNode():
                return self._scalar(node)
            case _:
                return None

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, object]:
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if isinstance(key_node, ScalarNode) else None
            if not isinstance(key, str):
                self._refuse(key_node, "What stands before a colon must be a plain word.")
            elif key in values:
                self._refuse(
                    key_node, f"`{cut_short(key)}` stands here twice: keep one of the two."
                )
            else:
                self._lines[*path, key] = self._first + key_node.start_mark.line
                values[key] = self._build(value_node, (*path, key))
        return values

    def _scalar(self, node: ScalarNode) -> object:
        text = str(node.value)
        if INVISIBLE.search(text):
            self._refuse(node, "An invisible character stands in this text: delete it.")
        match str(node.tag).removeprefix("tag:yaml.org,2002:"):
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int" if re.fullmatch(r"[-+]?[0-9]{1,9}", text):
                return int(text)
            case "str" | "int" | "float" | "timestamp" | "value" | "merge":
                return text
            case _:
                self._refuse(node, "A word that begins with `!` must be put in quotes.")
                return None
