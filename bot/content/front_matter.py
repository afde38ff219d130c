"""What stands above the text of an activity: title, minutes, objective, facts."""

from collections.abc import Mapping

from bot.content.files import cut_short
from bot.content.problem import Complain
from bot.content.schema import Front, validate
from bot.content.telegram_limits import units
from bot.content.yaml_text import Tree, read_yaml

LONGEST_TITLE = 45


def read_front(
    yaml: str | None, role: str | None, complain: Complain
) -> tuple[Front | None, Mapping[str, int]]:
    """The values, or None once their problems were reported; and the line of every key."""
    if yaml is None:
        complain(1, "The file must begin with a line `---`, then `title: …`, then a line `---`.")
        return None, {}
    tree = read_yaml(yaml, 2, complain)
    if tree is None:
        return None, {}
    _refuse_unverified(tree, complain)
    front = validate(Front, tree, complain)
    if front:
        _check_title(front.title, tree.line(("title",)), complain)
    if front and role == "episode" and front.objective is None:
        complain(1, "`objective` is missing: say what the learner will be able to do.")
    return front, {str(path[0]): line for path, line in tree.lines.items() if len(path) == 1}


def _refuse_unverified(tree: Tree, complain: Complain) -> None:
    facts = tree.value.get("facts") if isinstance(tree.value, dict) else None
    for number, fact in enumerate(facts if isinstance(facts, list) else []):
        if isinstance(fact, dict) and fact.get("status") == "verify":
            complain(
                tree.line(("facts", number, "status")),
                f"This fact is not verified yet (“{cut_short(str(fact.get('claim')))}”): look it"
                " up and write `status: checked`, or take it out of the text.",
            )


def _check_title(title: str, line: int, complain: Complain) -> None:
    if (size := units(title)) > LONGEST_TITLE:
        complain(line, f"The title has {size} characters: shorten it to {LONGEST_TITLE}.")
    if "\n" in title:
        complain(line, "The title must be one line.")
