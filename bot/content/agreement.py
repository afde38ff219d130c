"""What every language of an activity must share: names, order, kinds, right answers."""

from collections import Counter
from collections.abc import Iterator

from bot.content.draft import Draft
from bot.content.page import Page
from bot.content.problem import Complain


def compare(source: Page, page: Page, complain: Complain, late: Complain) -> None:
    """Report where a translation differs from its source in more than words; `late`, what it lacks.

    Steps of a page that could not be cut into steps for certain are not said to be missing.
    """
    theirs = {each.id: each for each in source.drafts}
    ours = {each.id: each for each in page.drafts}
    name = source.file.rpartition("/")[2]
    if page.whole and source.cut:
        for missing in (each for each in source.drafts if each.id not in ours):
            late(1, f"`{missing.id}` is missing: translate it from line {missing.line} of {name}.")
    if source.whole and page.cut:
        for extra in (each for each in page.drafts if each.id not in theirs):
            complain(
                extra.line,
                f"`{extra.id}` is not in {name}: correct its name, delete it or add it there.",
            )
    if source.whole and page.whole:
        _compare_order([each for each in theirs if each in ours], page, theirs, name, complain)
    twice = _twice(source) | _twice(page)
    for draft in page.drafts:
        if draft.id in theirs and draft.id not in twice:
            for message in _differences(theirs[draft.id], draft, name):
                complain(draft.line, f"`{draft.id}` {message}")
    _compare_minutes(source, page, name, complain)


def _twice(page: Page) -> set[str]:
    """The names that stand twice, which has been reported: who knows which of them is meant."""
    return {name for name, count in Counter(each.id for each in page.drafts).items() if count > 1}


def _compare_order(
    order: list[str], page: Page, theirs: dict[str, Draft], name: str, complain: Complain
) -> None:
    ours = list(dict.fromkeys(each.id for each in page.drafts if each.id in theirs))
    for here, there in zip(ours, order, strict=True):
        if here != there:
            line = next(each.line for each in page.drafts if each.id == here)
            complain(
                line, f"`{here}` stands where {name} has `{there}`: put them in the same order."
            )
            return


def _differences(source: Draft, draft: Draft, name: str) -> list[str]:
    if source.kind != draft.kind:
        return [f"is a {draft.kind} here and a {source.kind} in {name}: make them the same."]
    found = [*_unlike(_marks(source), _marks(draft), name)]
    if source.about and draft.about and source.about != draft.about:
        found.append(f"is about `{draft.about}` here and about `{source.about}` in {name}.")
    if source.wording is None or draft.wording is None:
        return found
    found += _unlike(_values(source), _values(draft), name)
    if len(source.option_lines) != len(draft.option_lines):
        here, there = len(draft.option_lines), len(source.option_lines)
        found.append(f"has {here} options here and {there} in {name}: make them the same.")
    elif source.right != draft.right:
        found.append(
            f"has right answers {_numbers(draft.right)} here and {_numbers(source.right)}"
            f" in {name}: mark the same ones."
        )
    if source.points != draft.points:
        found.append(
            f"runs from {draft.points[0]} to {draft.points[1]} here and from {source.points[0]}"
            f" to {source.points[1]} in {name}: make them the same."
        )
    return found


def _unlike(source: tuple[str, ...], draft: tuple[str, ...], name: str) -> Iterator[str]:
    for theirs, ours in zip(source, draft, strict=True):
        if theirs and ours and theirs != ours:
            yield f"is marked {ours} here and {theirs} in {name}: make them the same."
        elif theirs != ours:
            place = "here" if ours else f"in {name}"
            yield f"is marked {ours or theirs} only {place}: make them the same."


def _marks(draft: Draft) -> tuple[str, ...]:
    """Each mark as it is written, or nothing in its place."""
    return (
        ".deeper" * draft.deeper,
        ".several" * draft.several,
        ".optional" * draft.optional,
        "" if draft.days is None else f".d{draft.days}",
    )


def _values(draft: Draft) -> tuple[str, ...]:
    """The same for the marks that may have been refused together with the wording."""
    when = draft.when
    return (
        "" if draft.most is None else f"most={draft.most}",
        f"when={when.step}:{_numbers(tuple(sorted(when.options)), ',')}" if when else "",
    )


def _numbers(numbers: tuple[int, ...], comma: str = ", ") -> str:
    return comma.join(map(str, numbers))


def _compare_minutes(source: Page, page: Page, name: str, complain: Complain) -> None:
    if source.front is None or page.front is None or page.front.minutes is None:
        return
    if page.front.minutes != source.front.minutes:
        complain(
            page.line("minutes"),
            f"`minutes` is {page.front.minutes} here and {source.front.minutes or 'missing'}"
            f" in {name}: make them the same, or delete it here.",
        )
