"""What axe finds on a page, of all that WCAG 2.2 asks for, colours to AAA.

Its script goes into a document once, however often it looks. It need not read style sheets: that
is for rules which are none of these.
"""

from typing import Literal, TypeAlias

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

Scheme: TypeAlias = Literal["light", "dark"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
STANDARDS = (
    "wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
)  # fmt: skip
COLOURS = ("color-contrast", "color-contrast-enhanced", "link-in-text-block")
"""All that differs in the dark."""
RULES = {"light": STANDARDS, "dark": COLOURS}

RUN = """async ([where, tags, off]) => {
  const rules = Object.fromEntries(off.map(each => [each, {enabled: false}]));
  const options = {runOnly: tags, rules, resultTypes: ["violations"], preload: false};
  const {violations} = await axe.run(where ?? document, options);
  return violations.flatMap(each => each.nodes.map(node => `${each.id}: ${node.html}`));
}"""


async def violations(
    page: Page, scheme: Scheme, where: str | None = None, *, colours: bool = True
) -> list[str]:
    """The rule and the element of each, on the whole page or where this selector leads. Colours
    cost most of the time, and are the same in every language.
    """
    await page.emulate_media(color_scheme=scheme)
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    off = () if colours else COLOURS
    found: list[str] = await page.evaluate(RUN, [where, RULES[scheme], off])
    return found
