"""Without a mouse: from the consent to the end of the first episode, and where the focus goes."""

import pytest
from playwright.async_api import expect

from bot.course.messages import Label
from tests.browser.chat import Chat, Seen, Visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def tab_to(chat: Chat, label: Label | str) -> None:
    """From a message to one of its keys, by as many tabs as there are commands and keys before it."""
    assert chat.seen is not None
    keys = chat.seen.keys
    at = await chat.focused()
    assert at.startswith(chat.seen.id), at
    if at == f"{chat.seen.id} ARTICLE":
        here = -1 - await chat.newest.locator(".command").count()
    else:
        here = keys.index(at.removeprefix(chat.seen.id).strip())
    for _ in range(keys.index(chat.name(label)) - here):
        await chat.page.keyboard.press("Tab")
    assert await chat.focused() == f"{chat.seen.id} {chat.name(label)}"


async def press(chat: Chat, label: Label | str, by: str = "Enter") -> Seen:
    await tab_to(chat, label)
    await chat.page.keyboard.press(by)
    return await chat.news()


async def to_the_newest(chat: Chat) -> None:
    """By the link that is the first thing on the page."""
    await chat.page.keyboard.press("Tab")
    assert await chat.focused() == "to-newest"
    await chat.page.keyboard.press("Enter")
    await expect(chat.newest).to_be_focused()


async def test_from_the_consent_to_the_end_of_the_first_episode(visit: Visit) -> None:
    chat = await visit()
    await to_the_newest(chat)
    await press(chat, Label.AGREE)
    await press(chat, Label.START, by="Space")
    seen = await press(chat, Label.LEAVE)
    tried = 0
    while chat.name(Label.NEXT) not in seen.keys:
        if chat.answer(1) in seen.keys:
            tried += 1
            seen = await press(chat, chat.answer(tried))
            continue
        onward = (Label.TRY_AGAIN, Label.CONTINUE, Label.FINISH)
        label = next(label for label in onward if chat.name(label) in seen.keys)
        tried = tried if label is Label.TRY_AGAIN else 0
        seen = await press(chat, label)
    assert "is finished" in seen.text
    await chat.look("keyboard-end-of-episode")


async def test_the_order_of_the_focus(visit: Visit) -> None:
    """The ways around, the menu, the clock, the conversation with its keys, the text field."""
    chat = await visit()
    order: list[str] = []
    while not order or order[-1] != "BODY":
        await chat.page.keyboard.press("Tab")
        order.append(await chat.focused())
        assert len(order) < 30
    seen = await chat.ready()
    keys = [f"{seen.id} {key}" for key in seen.keys]
    assert order == [
        "to-newest",
        "to-field",
        "menu-button",
        "clock-summary",
        "log",
        *keys,
        "field",
        "BUTTON",
        "BODY",
    ]


async def test_the_focus_is_seen(visit: Visit) -> None:
    """On everything that can have it there is an outline, or one around the bubble."""
    chat = await visit()
    await chat.page.keyboard.press("Tab")
    await chat.look("focus-skip-link")
    for _ in range(8):
        outline = await chat.page.evaluate(
            """() => {
              const at = document.activeElement;
              const shown = at.matches("article") ? at.querySelector(".bubble") : at;
              return getComputedStyle(shown).outlineStyle;
            }"""
        )
        assert outline == "solid", await chat.focused()
        await chat.page.keyboard.press("Tab")


async def test_after_an_answer_the_focus_is_on_the_message_that_changed(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    asked = await chat.to_question()
    await expect(chat.newest).to_be_focused()
    answered = await press(chat, chat.answer(3))
    assert answered.id == asked.id
    assert await chat.focused() == f"{asked.id} ARTICLE"


async def test_words_leave_the_focus_in_the_field(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    await chat.field.focus()
    await chat.page.keyboard.type("A thought")
    await chat.page.keyboard.press("Shift+Enter")
    await chat.page.keyboard.type("on two lines")
    await chat.page.keyboard.press("Enter")
    await chat.news()
    await expect(chat.field).to_be_focused()
    await expect(chat.field).to_have_value("")
    await expect(chat.own.locator(".text")).to_have_text("A thought\non two lines")


async def test_the_menu(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    button = chat.page.locator("#menu-button")
    commands = chat.page.locator("#commands")
    await button.focus()
    await chat.page.keyboard.press("Enter")
    await expect(button).to_have_attribute("aria-expanded", "true")
    await expect(commands).to_be_visible()
    await chat.page.keyboard.press("Escape")
    await expect(commands).to_be_hidden()
    await expect(button).to_be_focused()
    await chat.page.keyboard.press("Enter")
    await chat.page.keyboard.press("Tab")
    await chat.page.keyboard.press("Tab")
    await chat.page.keyboard.press("Enter")
    seen = await chat.news()
    assert "Started on" in seen.text
    assert await chat.focused() == f"{seen.id} ARTICLE"
    await expect(commands).to_be_hidden()


async def test_a_command_in_a_message_can_be_pressed(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    command = chat.articles.first.get_by_role("button", name="/privacy")
    await command.focus()
    await chat.page.keyboard.press("Enter")
    seen = await chat.news()
    assert chat.name(Label.EXPORT) in seen.keys
    assert await chat.focused() == f"{seen.id} ARTICLE"
