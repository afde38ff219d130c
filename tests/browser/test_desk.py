"""The desk in a real browser at phone width: signed in, read, answered, announced, by keyboard only."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.chat import PATIENCE
from tests.browser.office import SAID, Office, opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    async with opened(browser, tmp_path_factory.mktemp("office")) as made:
        yield made


# --- By keyboard ------------------------------------------------------------------------


async def test_read_answered_and_announced_without_a_mouse(office: Office) -> None:
    page = office.page
    await page.goto(await office.link())
    assert "#" not in page.url
    await office.reach("Sign in")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_contain_text("You are signed in.")
    await expect(page.locator("main")).to_contain_text("3 new messages from learners")

    for said in SAID.values():
        await office.go("The desk", "The desk")
        await office.go("Messages from learners", "Messages from learners")
        await office.go(said[:30], "Message from a learner")
        await expect(page.locator(".words")).to_contain_text(said)
    await office.reach("Your answer")
    await page.keyboard.type("Obrigado. Já funciona.")
    await office.go("Show me how it looks", "Message from a learner")
    await expect(page.locator(".bubble")).to_contain_text("Obrigado. Já funciona.")
    await office.go("Send", "Message from a learner")
    await expect(page.get_by_role("status")).to_have_text("Your answer is on its way.")

    await office.reach("Menu")
    await page.keyboard.press("Enter")
    await office.go("Announcements", "Announcements")
    await office.go("New announcement", "Write an announcement")
    for name, text in (("English", "The **second** edition"), ("Українська", "Друге видання"),
                       ("Português", "A segunda edição")):  # fmt: skip
        await office.reach(name)
        await page.keyboard.type(text)
    await office.choose("language", "Українська")
    await office.go("Save and look at it", "Announcement")
    await expect(page.locator(".bubble strong")).to_have_text("second")
    await expect(page.locator(".bubble")).to_have_count(3)
    await office.go("Send to fewer than 5 people", "Announcement")
    await expect(page.locator("main")).to_contain_text("Finished", timeout=PATIENCE)
    await expect(page.locator("main")).to_contain_text("fewer than five people")
    assert office.problems == []

    await office.epizod.idle()
    got = "SELECT count(DISTINCT address) FROM chat_events WHERE event LIKE ?"
    assert office.epizod.count(got, "%Друге видання%") == 3 + 1, "and who follows it in the chat"
    assert office.epizod.count(got, "%A segunda edi%") == 1
    await office.go("The desk", "The desk")
    await office.reach("Sign out")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_have_text("You are signed out.")


async def test_a_group_is_made_and_a_report_is_taken_along_without_a_mouse(office: Office) -> None:
    page = office.page
    await page.goto(await office.link())
    await office.go("Sign in", "The desk")
    await office.go("Groups", "Groups")
    await office.reach("Name")
    await page.keyboard.type("Edition 6 – Évora")
    await office.go("Make it", "Change the group")
    await office.choose("course", "Public policy and how it is shaped")
    await office.reach("starts_on")
    await page.keyboard.type("05012027")
    await office.reach("places")
    await page.keyboard.type("20")
    await office.choose("joining", "on request")
    await office.go("Save", "Edition 6 – Évora")
    facts = await page.locator("dl.facts").inner_text()
    assert "20" in facts.split()
    await expect(page.get_by_alt_text("QR code of the link above")).to_be_visible()

    await office.go("The desk", "The desk")
    await office.go("Reports", re.compile("How far people get"))
    await expect(page.locator("img.picture")).to_have_attribute("alt", re.compile("Picture: "))
    for words, name in (("This report as a workbook", "xlsx"), ("For people outside", "pdf")):
        await office.reach(words)
        async with page.expect_download() as told:
            await page.keyboard.press("Enter")
        assert (await told.value).suggested_filename.endswith(name)
    assert office.problems == []


async def test_without_a_script(browser: Browser, office: Office) -> None:
    """The code is typed, and everything else is as it was."""
    context = await browser.new_context(java_script_enabled=False, base_url=office.epizod.address)
    page = await context.new_page()
    link = await office.link()
    await page.goto(link)
    await page.get_by_label("Code from the chat").fill(link.partition("#")[2])
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name="Messages from learners", exact=True).first.click()
    await expect(page.locator("h1")).to_have_text("Messages from learners")
    await context.close()


async def test_a_link_from_another_site_arrives(office: Office) -> None:
    """Strict cookies stay away from such a request; our own page asks once more."""
    await office.sign_in()
    elsewhere = await office.context.new_page()
    await elsewhere.route(
        "http://elsewhere.example/",
        lambda route: route.fulfill(
            body=f'<a href="{office.epizod.address}/desk/inbox">here</a>', content_type="text/html"
        ),
    )
    await elsewhere.goto("http://elsewhere.example/")
    await elsewhere.get_by_role("link").click()
    await expect(elsewhere.locator("h1")).to_have_text("Messages from learners")
    await elsewhere.close()
