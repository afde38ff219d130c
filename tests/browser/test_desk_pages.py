"""Every page of the desk in every language: for everybody, on a phone and on a large screen."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.channels.web.desk.places import PLACES
from tests.browser.axe import violations
from tests.browser.chat import leave_picture
from tests.browser.office import PHONE, Office, context_of, opened
from tests.browser.pages_of_the_desk import NOT_A_PAGE, Way, furnished

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NARROW, WIDE = (320, 640), (1280, 800)
SMALL = """() => [...document.querySelectorAll(
    `button, select, summary, nav a, .rows a, a.button, label.tick,
     input:not([type=hidden], [type=checkbox], [type=radio])`)]
  .filter(each => each.checkVisibility())
  .map(each => [each.innerText, each.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < 43.9)
  .map(([words, box]) => `${words}: ${box.width} × ${box.height}`)"""
"""What is too small for a thumb."""
STOPS = """() => {
  const all = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
  const ahead = each => each.type !== "radio" || each.checked;
  window.met = new Set();
  document.addEventListener("focusin", ({target}) => {
    const seen = getComputedStyle(target);
    window.met.add(target);
    if (seen.outlineStyle !== "solid") window.met.add(`no outline: ${target.outerHTML}`);
  });
  window.stops = all.filter(each => each.checkVisibility() && !each.disabled && ahead(each));
  return window.stops.length;
}"""
MISSED = """() => [
  ...stops.filter(each => !met.has(each)).map(each => `never reached: ${each.outerHTML}`),
  ...[...met].filter(each => typeof each === "string")]"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    async with opened(browser, tmp_path_factory.mktemp("pages")) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ways(office: Office, browser: Browser) -> dict[str, Way]:
    return await furnished(office, browser)


async def test_no_page_is_forgotten(ways: dict[str, Way]) -> None:
    """The ways below lead to every address of the desk that shows a page."""
    known = {way.path.partition("?")[0] for way in ways.values()}
    shown = [each.path for each in PLACES if each.shows and each.path not in NOT_A_PAGE]
    assert [path for path in shown if not any(_fits(path, each) for each in known)] == []


def _fits(path: str, address: str) -> bool:
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), address) is not None


@pytest.mark.timeout(240)
@pytest.mark.parametrize("language", ["en", "uk", "pt"])
async def test_every_page(
    browser: Browser, office: Office, ways: dict[str, Way], language: str
) -> None:
    """Axe finds nothing, nothing scrolls sideways, everything is large enough for thumbs; in one
    language also: what is there can be reached by keyboard, and the colours hold by day and night."""
    await office.speak(language)
    outside = await context_of(browser, office.epizod, locale=language)
    found: list[str] = []
    for name, way in ways.items():
        page = await outside.new_page() if way.outside else office.page
        await way.go(page)
        problems = await _problems(page, f"{name}-{language}", thoroughly=language == "uk")
        said = await page.locator("html").get_attribute("lang")
        if said != language:
            problems.append(f"it is in {said}")
        found += [f"{name}: {each}" for each in problems]
    await outside.close()
    assert found == [], "\n".join(found)


async def _problems(page: Page, name: str, *, thoroughly: bool) -> list[str]:
    found: list[str] = []
    for width, height in (WIDE, PHONE, NARROW):
        await page.set_viewport_size({"width": width, "height": height})
        wide = await page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} wide at {width}")
        if width != PHONE[0]:
            broken = await violations(page, "light", colours=thoroughly)
            found += [f"{width} {each}" for each in broken]
        if width == PHONE[0] or (width == WIDE[0] and thoroughly):
            await leave_picture(page, f"desk-{name}-{width}-light", full_page=True)
    found += [f"too small: {each}" for each in await page.evaluate(SMALL)]
    if thoroughly:
        found += [f"dark {each}" for each in await violations(page, "dark")]
        await leave_picture(page, f"desk-{name}-dark", full_page=True)
        found += await _missed_by_keyboard(page)
        await page.emulate_media(color_scheme="light")
    return found


async def _missed_by_keyboard(page: Page) -> list[str]:
    """Dates have several stops within one."""
    stops = await page.evaluate(STOPS)
    dates = await page.locator("input[type=date], input[type=time]").count()
    for _ in range(stops + 4 * dates + 1):
        await page.keyboard.press("Tab")
    missed: list[str] = await page.evaluate(MISSED)
    return missed
