"""Whatever the desk writes into the audit has words for those who read it."""

import ast
from pathlib import Path
from typing import get_args

from bot.course.desk.announcement import Move
from bot.course.desk.inbox import Mark
from bot.course.desk.rights import ROLES
from bot.view.desk.deeds import deeds
from tests.view.interface import WORDS

ROOT = Path(__file__).parents[2]
MADE_UP = {
    *(f"{move} announcement" for move in get_args(Move)),
    *(f"took {role}" for role in ROLES),
    *(f"{done} in group" for done in ("approved", "refused", "removed")),
    *(f"unlinked {channel}" for channel in ("telegram", "web")),
    *get_args(Mark),
}
"""Put together where they are written, so that reading the code does not find them."""


def written() -> set[str]:
    """Every text that stands as the first argument of a `notes` or a `looks`."""
    found: set[str] = set()
    for file in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="notes" | "looks"), args=[said, *_]):
                    found |= texts(said)
                case _:
                    pass
    return found


def texts(node: ast.expr) -> set[str]:
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp():
            return texts(node.body) | texts(node.orelse)
        case ast.BinOp(left=ast.Constant(value=str(text))):
            return {text + end for end in texts(node.right)}
        case _:
            return set()


def test_every_deed_has_words() -> None:
    assert len(written()) > 20
    assert sorted((written() | MADE_UP) - set(deeds(WORDS["en"]))) == []
