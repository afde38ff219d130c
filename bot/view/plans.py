"""If-then plans: asking for one, showing it, asking what became of it."""

from collections.abc import Mapping
from typing import assert_never

from bot.course.inputs import PlanResult
from bot.course.messages import PlanAsked, PlanList, PlanShown
from bot.course.model import Course
from bot.i18n import Words
from bot.view.page import Page, paragraphs, plain, shortened
from bot.view.titles import in_language

LONGEST = 1500
"""Characters of a plan that are shown where it stands alone."""
LINE = 150
"""Characters of a plan in the list."""


def asked(body: PlanAsked, course: Course, t: Words) -> Page:
    module = next(each for each in course.modules if each.id == body.module)
    starters = [plain(in_language(each, course, t.language)) for each in module.starters]
    numbered = "\n".join(f"{number}. {each}" for number, each in enumerate(starters, 1))
    how = t("Write it as a message: If this happens at work, I will do that. No names of people.")
    choose = t("Or take one of these:") if starters else None
    first = "**" + t("What will you do differently at work?") + "**"
    return Page(text=paragraphs(first, how, choose, numbered), language=t.language)


def shown(body: PlanShown, t: Words) -> Page:
    plan = "> " + plain(shortened(body.text, LONGEST)).replace("\n", "\n> ")
    return Page(
        text=paragraphs(*_parts(body, plan, t.day(body.due_on), t)),
        language=t.language, personal=True,
    )  # fmt: skip


def _parts(body: PlanShown, plan: str, day: str, t: Words) -> tuple[str | None, ...]:
    match body.step:
        case "kept":
            said = t("Your plan is saved. I will ask you about it: {day}.", day=day)
            return said, plan, t("Another day suits you better? Choose it below.")
        case "moved":
            return t("I will ask you about it: {day}.", day=day), plan
        case "asked":
            return t("Your plan:"), plan, t("How did it go?")
        case "told":
            return plan, f"*{results(t)[body.result]}*" if body.result else None, _why(body, t)
        case "noted":
            return t("Thank you. It is kept with your plan."), plan, _again(body, t)
        case _:
            assert_never(body.step)


def _why(body: PlanShown, t: Words) -> str:
    helped = body.result in ("done", "partly")
    why = (
        t("What helped? Write it in a sentence if you like. No names of people.")
        if helped
        else t("What held you back? Write it in a sentence if you like. No names of people.")
    )
    return paragraphs(why, _again(body, t))


def _again(body: PlanShown, t: Words) -> str | None:
    if body.result not in ("partly", "not-yet"):
        return None
    return t("If you choose a new day below, I will ask again then.")


def listed(body: PlanList, t: Words) -> Page:
    said = results(t)
    lines = (
        f"- {plain(shortened(each.text, LINE))} – {said[each.result] if each.result else t.day(each.due_on)}"
        for each in body.plans
    )
    heading = "**" + t("Your plans") + "**"
    return Page(text=paragraphs(heading, "\n".join(lines)), language=t.language, personal=True)


def results(t: Words) -> Mapping[PlanResult, str]:
    return {
        "done": t("Done"),
        "partly": t("Partly"),
        "not-yet": t("Not yet"),
        "dropped": t("Dropped it"),
    }
