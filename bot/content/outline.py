"""What `course.yaml` says, also when parts of it are wrong.

The rest of a course can be checked only when we know which folders it names, so the
outline takes what it can from a file that `validate` refuses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.page import Role
from bot.content.schema import LANGUAGE, Entry
from bot.content.yaml_text import Path, Tree

BESIDE: dict[str, Role] = {
    "after_episode": "questionnaire",
    "before": "questionnaire",
    "after": "questionnaire",
    "follow_ups": "follow-up",
    "questions": "survey",
}
"""The keys of course.yaml that name a folder outside the modules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A folder that the course names."""

    folder: str
    role: Role
    line: int
    module: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    entry: Entry | None
    """All of it, when nothing was wrong."""
    languages: tuple[str, ...]
    source: str | None
    listed: tuple[Listed, ...]
    tree: Tree

    @property
    def readable(self) -> bool:
        """Whether the list of folders can be trusted."""
        return bool(self.listed)


def outline(tree: Tree | None, entry: Entry | None) -> Outline:
    """The outline of a course; an empty one for a file that could not be read at all."""
    tree = tree or Tree(value={}, lines={})
    top = tree.value if isinstance(tree.value, dict) else {}
    languages = tuple(_codes(top.get("languages")))
    source = _codes([top.get("source_language")])
    return Outline(
        entry=entry,
        languages=tuple(dict.fromkeys((*languages, *source))) if languages else (),
        source=source[0] if source else None,
        listed=tuple(_listed(top, tree)),
        tree=tree,
    )


def _codes(value: object) -> list[str]:
    texts = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
    return [each for each in texts if re.fullmatch(LANGUAGE, each)]


def _listed(top: dict[str, object], tree: Tree) -> Iterator[Listed]:
    def listed(folder: object, role: Role, path: Path, module: int | None) -> Iterator[Listed]:
        if isinstance(folder, str):
            yield Listed(folder=folder, role=role, line=tree.line(path), module=module)

    modules = top.get("modules")
    for number, module in enumerate(modules if isinstance(modules, list) else []):
        if not isinstance(module, dict):
            continue
        path: Path = ("modules", number)
        folders = module.get("episodes")
        for place, folder in enumerate(folders if isinstance(folders, list) else []):
            yield from listed(folder, "episode", (*path, "episodes", place), number)
        if isinstance(test := module.get("test"), dict):
            yield from listed(test.get("folder"), "test", (*path, "test", "folder"), number)
    for key, role in BESIDE.items():
        yield from listed(top.get(key), role, (key,), None)
