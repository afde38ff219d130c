"""The marks of a step besides its name and kind: its day, and who is shown it.

{#used .poll .d30}                    asked 30 days after the activity ended
{#thanks .d30 when=used:1,2}          shown to those who chose option 1 or 2 of `used`
"""

import re
from dataclasses import dataclass

from bot.content.attributes import Attributes
from bot.content.problem import Complain
from bot.content.schema import ID
from bot.course.model import Condition

LAST_DAY = 365
_DAY = re.compile(r"d([0-9]{1,9})")
_WHEN = re.compile(rf"({ID}):([0-9]{{1,2}}(?:,[0-9]{{1,2}})*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    kinds: tuple[str, ...]
    """Everything written with a full stop, days left out."""
    days: int | None
    """As written, also when that was refused."""
    when: Condition | None


def read_marks(names: Attributes, line: int, refuse: Complain) -> Marks:
    """The marks that messages and questions share; what is wrong with them is refused."""
    return Marks(
        kinds=tuple(each for each in names.kinds if not _DAY.fullmatch(each)),
        days=_days(names, line, refuse),
        when=_when(names.values.get("when"), line, refuse),
    )


def _days(names: Attributes, line: int, refuse: Complain) -> int | None:
    found = [each for each in names.kinds if _DAY.fullmatch(each)]
    if len(found) > 1:
        refuse(line, f"Two days stand here, `.{found[0]}` and `.{found[1]}`: keep one.")
    for each in found:
        if each != f"d{int(each[1:])}" or not 1 <= int(each[1:]) <= LAST_DAY:
            days = f".d1 to .d{LAST_DAY}, without zeros in front"
            refuse(line, f"`.{each}` is not a day: write {days}.")
    return int(found[0][1:]) if found else None


def _when(value: str | None, line: int, refuse: Complain) -> Condition | None:
    if value is None:
        return None
    match = _WHEN.fullmatch(value)
    if match is None:
        refuse(
            line,
            f"`when={value}` is not understood: write `when=name:1,2`, the name of an earlier"
            " question and the numbers of its options.",
        )
        return None
    return Condition(step=match[1], options=frozenset(map(int, match[2].split(","))))


def read_most(value: str | None, options: int, line: int, refuse: Complain) -> int | None:
    """How many options of a poll may be chosen; None for any number."""
    if value is None:
        return None
    if re.fullmatch(r"[1-9][0-9]?", value) and int(value) <= options:
        return int(value)
    refuse(line, f"`most={value}` must be a number from 1 to {options}, the number of options.")
    return None
