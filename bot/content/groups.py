"""The steps of one file by the day on which they are asked, and what they ask of each other.

en.md ─┬─ steps without a day ──► the activity itself
       ├─ every step with .d2 ──► its follow-up `<activity>-d2`
       └─ every step with .d7 ──► its follow-up `<activity>-d7`
"""

from collections.abc import Mapping

from bot.content.draft import Draft
from bot.content.page import Page
from bot.content.problem import Complain

_REFERRED = ("quiz", "choice", "poll")


def by_day(page: Page) -> Mapping[int, tuple[Draft, ...]]:
    """The steps of each follow-up in the order of the file, the earliest day first."""
    days = sorted({each.days for each in page.drafts if each.days is not None})
    return {day: tuple(each for each in page.drafts if each.days == day) for day in days}


def follow_up_id(activity: str, days: int) -> str:
    """`bus-stop-d2`."""
    return f"{activity}-d{days}"


def is_drawn(page: Page, group: tuple[Draft, ...]) -> bool:
    """Whether each learner gets one step of this follow-up: several questions after a test."""
    return page.role == "test" and len(group) > 1 and all(each.kind == "quiz" for each in group)


def check_groups(page: Page, complain: Complain) -> None:
    """Report what the steps of the source language lack to make sense together.

    Nothing is said to be missing from a page that could not be read as a whole.
    """
    if page.whole and page.role == "episode" and not page.own:
        complain(1, "Every step here has a day, so the episode is empty: write its messages.")
    if page.whole and page.role == "survey" and all(each.kind == "message" for each in page.own):
        complain(1, "The survey asks nothing: write a question, such as `## … {#name .poll}`.")
    for day, group in by_day(page).items():
        if page.whole and all(each.kind == "message" for each in group):
            complain(
                group[0].line,
                f"The follow-up of day {day} asks nothing: add a question marked .d{day}.",
            )
    for place, draft in enumerate(page.drafts):
        if message := _refusal(draft, page, place):
            complain(draft.line, f"`{draft.id}` {message}")


def _refusal(draft: Draft, page: Page, place: int) -> str | None:
    """What is wrong with the question to which a condition refers."""
    when = draft.when
    if when is None:
        return None
    group = tuple(each for each in page.drafts if each.days == draft.days)
    if page.role == "test" and (draft.days is None or is_drawn(page, group)):
        return "has `when=`, but here each learner gets other questions: delete it."
    shown = f"is shown by the answer to `{when.step}`"
    found = [(n, each) for n, each in enumerate(page.drafts) if each.id == when.step]
    if not found:
        return f"{shown}, which is not in this file: correct the name." if page.whole else None
    position, asked = found[0]
    if asked.days != draft.days and page.role != "questionnaire":
        return f"{shown}, which is asked on another day: give both the same mark .dN, or none."
    if position >= place:
        return f"{shown}, which does not stand before it: move it up, or delete `when=`."
    if asked.kind not in _REFERRED:
        return f"{shown}, which is a {asked.kind}: only .poll, .choice and .quiz have options."
    wrong = sorted(each for each in when.options if not 1 <= each <= len(asked.option_lines))
    if wrong and asked.option_lines:
        count = len(asked.option_lines)
        return f"{shown}, which has options 1 to {count} and no {wrong[0]}: correct the number."
    return None
