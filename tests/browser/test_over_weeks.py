"""What goes on after an episode: the prompt of a day, and for those who finished, all that follows."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.course.messages import Label
from tests.browser.axe import SCHEMES, violations
from tests.browser.chat import PATIENCE, Chat, Seen, Visit
from tests.browser.walker import Walker
from tests.program.epizod import Epizod

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PROMPTS = """SELECT count(*) FROM prompts
    WHERE learner_id = (SELECT id FROM learners ORDER BY created_at DESC LIMIT 1)"""
"""Of the person who came last."""
WEEKEND = 4
"""Days within which an open one comes."""


async def pass_a_day(chat: Chat) -> None:
    panel = chat.page.locator("#clock")
    if await panel.get_attribute("open") is None:
        await chat.page.locator("#clock-summary").click()
    await chat.page.locator("[data-step=day]").click()
    await expect(chat.page.locator("#clock-status")).not_to_be_empty(timeout=PATIENCE)


async def next_prompt(chat: Chat, house: Epizod) -> Seen:
    """What the bot says of its own accord on the next open day."""
    before = house.count(PROMPTS)
    for _ in range(WEEKEND):
        await pass_a_day(chat)
        if house.count(PROMPTS) > before:
            return await chat.news()
    raise AssertionError(f"nothing came in {WEEKEND} days")


async def looks_well(chat: Chat, name: str) -> None:
    """On a phone of 360 pixels, by day and by night."""
    size = chat.page.viewport_size
    assert size is not None
    await chat.page.set_viewport_size({"width": 360, "height": 780})
    newest = f'article[data-id="{await chat.newest.get_attribute("data-id")}"]'
    for scheme in SCHEMES:
        assert await violations(chat.page, scheme, newest) == []
        await chat.look(f"weeks-{name}-{chat.language}-{scheme}")
    assert await chat.too_wide() == []
    await chat.page.emulate_media(color_scheme="light")
    await chat.page.set_viewport_size(size)


async def test_one_episode_each_working_day(visit: Visit, traveller: Epizod) -> None:
    chat = await visit(at=traveller.address)
    await chat.press(Label.AGREE)
    await chat.press(Label.DAILY)
    await chat.press(Label.LEAVE)
    [*_, ended] = [seen async for seen in Walker(chat).steps(Label.NEXT, Label.RATE)]
    assert re.search(
        r"I will bring it: \w+day, \d+ \w+, 9:00\. You can also go on now\.", ended.text
    ), ended
    await looks_well(chat, "comes-by-itself")
    prompt = await next_prompt(chat, traveller)
    assert prompt.keys[0] == chat.name(Label.NEXT)
    assert "Your next episode is ready: “The wheel" in prompt.text
    await looks_well(chat, "next-episode")
    seen = await chat.press(Label.NEXT)
    assert "Episode 2 of 10" in seen.text


async def test_settings_of_the_rhythm(visit: Visit) -> None:
    """Days, hour and holidays are chosen in one message, which stays one."""
    chat = await visit(language="uk", size=(360, 780))
    await chat.agree()
    settings = seen = await chat.ask("/settings")
    for label in (Label.RHYTHM, Label.DAILY):
        seen = await chat.press(label)
        assert seen.id == settings.id
        assert seen.wide == []
        await looks_well(chat, f"settings-{label}")
    for label, page in ((Label.HOURS, "20:00"), (Label.HOLIDAYS, None)):
        seen = await chat.press(label)
        assert seen.wide == []
        await looks_well(chat, f"settings-{label}")
        seen = await chat.press(page or seen.keys[1])
    assert "20:00" in seen.text
    await chat.press(Label.BACK)
    for label in (Label.PAUSE, Label.PROMPTS):
        seen = await chat.press(label)
        assert seen.wide == []
        await looks_well(chat, f"settings-{label}")
        seen = await chat.press(Label.BACK)
    assert seen.id == settings.id
    await looks_well(chat, "settings")


# ── after the whole course, see test_whole_course.py ──────────────────────────────────────


async def answer_what_is_asked_after_the_course(chat: Chat, walker: Walker) -> None:
    await chat.ask("/continue")
    await chat.press(Label.QUESTIONNAIRE)
    several = written = 0
    async for seen in walker.steps(Label.CONTINUE):
        assert seen.wide == [], seen
        if chat.name(Label.SUBMIT) in seen.keys:
            several += 1
            await chat.look(f"weeks-several-{several}-{chat.language}")
            if several == 1:
                await looks_well(chat, "poll-several")
        written += seen.keys == [chat.name(Label.SKIP)]
    assert (several, written) == (3, 2)
    seen = await chat.press(Label.CONTINUE)
    assert chat.name(Label.QUESTIONNAIRE) not in seen.keys


async def get_the_certificate(chat: Chat, folder: Path) -> None:
    await chat.press(Label.CERTIFICATE)
    await chat.ask("Олена Їжакевич-Ґудзь")
    await looks_well(chat, "certificate-name")
    await chat.press(Label.NAME_RIGHT)
    await looks_well(chat, "certificate")
    await save(chat, "Download the certificate (PDF)", folder / "epizod-pp-uk.pdf")
    assert (folder / "epizod-pp-uk.pdf").read_bytes().startswith(b"%PDF")
    await chat.press(Label.BADGE)
    await save(chat, "Download the credential (Open Badges)", folder / "epizod-pp-uk.jwt")
    assert (folder / "epizod-pp-uk.jwt").read_bytes().startswith(b"ey")


async def save(chat: Chat, label: str, path: Path) -> None:
    async with chat.page.expect_download() as started:
        await chat.newest.get_by_role("link", name=chat.interface(label)).click()
    download = await started.value
    assert download.suggested_filename == path.name
    await download.save_as(path)


async def make_a_plan(chat: Chat) -> None:
    await chat.ask("/plans")
    await chat.press(Label.PLAN)
    await looks_well(chat, "plan-asked")
    await chat.press(chat.interface("Plan {number}", number=2))
    await looks_well(chat, "plan-kept")
    await chat.press(chat.interface("Tomorrow"))


async def be_asked_again(chat: Chat, walker: Walker, house: Epizod) -> None:
    """The prompt of the next day has several things; on some day to come there is a follow-up."""
    prompt = await next_prompt(chat, house)
    assert chat.interface("For today:") in prompt.text
    await looks_well(chat, "for-today")
    await chat.press(Label.PLAN_CHECK)
    await looks_well(chat, "plan-how-did-it-go")
    await chat.press(chat.interface("Partly"))
    told = await chat.ask("Допомогла розмова з колегою.")
    assert chat.interface("Thank you. It is kept with your plan.") in told.text
    while chat.name(Label.FOLLOW_UP) not in prompt.keys:
        prompt = await next_prompt(chat, house)
    seen = await chat.press(Label.FOLLOW_UP)
    assert seen.wide == [], seen
    await looks_well(chat, "follow-up")
    [*_, answered] = [each async for each in walker.steps(Label.CONTINUE)]
    assert answered.id == seen.id
    await chat.press(Label.CONTINUE)
    [*_, ended] = [each async for each in walker.steps(Label.CONTINUE)]
    assert chat.interface("Thank you. Your answers are saved.") in ended.text
