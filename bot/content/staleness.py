"""Which parts of a translation are older than the text they were made from.

en.md (today)  ── compared with ──  made-from/uk.md (en.md when uk.md was last right)
"""

import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff

from bot.content.page import Page
from bot.content.problem import Complain
from bot.content.sections import blocks_by_name, split_front
from bot.content.yaml_text import read_yaml

RECORDS = "made-from"
_MOST_LINES = 16


def report_stale(
    page: Page, source_file: str, before: str, now: str, command: str, complain: Complain
) -> None:
    """Name every step of the source that has changed since, and show the change."""
    lines = {each.id: each.line for each in page.drafts}
    name = source_file.rpartition("/")[2]
    for step, change in changes(before, now):
        what = f"`{step}` is older than {name}, which has changed since the translation"
        complain(
            lines.get(step, page.line(step)),
            f"{what}. Bring it up to date, then run `{command}`.\n{change}",
        )


def changes(before: str, now: str) -> Iterator[tuple[str, str]]:
    """Each changed part with a short unified diff, sentence by sentence."""
    if before == now:
        return
    old, new = _parts(before), _parts(now)
    for step in dict.fromkeys((*new, *old)):
        if _sentences(old.get(step, "")) != _sentences(new.get(step, "")):
            yield step, _diff(old.get(step, ""), new.get(step, ""))


def _parts(text: str) -> Mapping[str, str]:
    yaml, _ = split_front(text)
    tree = read_yaml(yaml or "", 2, lambda _, __: None)
    front = tree.value if tree and isinstance(tree.value, dict) else {}
    seen = {key: str(front[key]) for key in ("title", "objective") if key in front}
    return {**seen, **blocks_by_name(text)}


def _diff(old: str, new: str) -> str:
    lines = [*unified_diff(_sentences(old), _sentences(new), lineterm="", n=0)][2:]
    lines = [line for line in lines if not line.startswith("@@")]
    if len(lines) > _MOST_LINES:
        rest = len(lines) - _MOST_LINES
        lines = [*lines[:_MOST_LINES], f"… and {rest} more lines"]
    return "\n".join(line[:300] for line in lines)


def _sentences(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.!?…])\s+|\n+", text) if each.strip()]
