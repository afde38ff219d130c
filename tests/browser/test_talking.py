"""What a person may say besides pressing: free text, numbers, another language, settings."""

import pytest
from playwright.async_api import expect

from bot.course.messages import Label, Note
from tests.browser.chat import PATIENCE, Visit
from tests.channels import spoken

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_free_text_becomes_feedback(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    seen = await chat.ask("The <b>queue</b> was my street & yours")
    assert chat.interface("Shall I pass this on to the course team?") in seen.text
    assert "The <b>queue</b> was my street & yours" in seen.text
    await expect(chat.own).to_have_text("You:The <b>queue</b> was my street & yours")
    await chat.look("feedback-offered")
    await chat.press(Label.SEND)
    await chat.reads(spoken.sentence("feedback-kept"))
    await chat.press(Label.CONTINUE)
    await chat.reads("The bus stop that moved")


async def test_a_typed_number_is_an_answer(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    asked = await chat.to_question()
    answered = await chat.ask("2")
    assert answered.options == asked.options
    assert chat.interface("Your answer: {answer}.", answer=2) in answered.text
    await chat.look("answer-typed")
    await chat.press(Label.CONTINUE)


@pytest.mark.parametrize("number", ["0", "4", "99"])
async def test_a_number_that_is_no_answer(visit: Visit, number: str) -> None:
    chat = await visit()
    await chat.agree()
    asked = await chat.to_question()
    seen = await chat.ask(number)
    assert seen.id != asked.id
    assert chat.interface("Shall I pass this on to the course team?") in seen.text
    await chat.press(Label.DISCARD)
    assert (await chat.press(Label.CONTINUE)).options == asked.options


async def test_the_language_changes_in_the_middle_of_a_question(visit: Visit) -> None:
    chat = await visit(language="en")
    await chat.agree()
    asked = await chat.to_question()
    await chat.ask("/settings")
    await chat.key("Português").click()
    chat.language = "pt"
    await chat.reads(spoken.note(Note.LANGUAGE, "pt"))
    again = await chat.ready()
    assert again.language == "pt"
    assert len(again.options) == len(asked.options)
    assert again.options != asked.options
    assert again.keys[:3] == [chat.answer(1), chat.answer(2), chat.answer(3)]
    await expect(chat.page.locator("html")).to_have_attribute("lang", "pt")
    await expect(chat.page).to_have_title(chat.interface("Epizod: short courses in a chat"))
    await expect(chat.page.get_by_label(chat.interface("Your message"))).to_have_count(1)
    await expect(chat.connection).to_have_text(chat.interface("Connected"))
    settings = chat.articles.nth(-2)
    await expect(settings).to_have_attribute("lang", "pt")
    await expect(settings).to_contain_text("Português")
    await chat.look("language-changed-in-a-question")
    answered = await chat.press(chat.answer(1))
    assert chat.interface("Your answer: {answer}.", answer=1) in answered.text


async def test_the_language_changes_before_the_consent(visit: Visit) -> None:
    chat = await visit(language="en")
    await chat.press("Українська")
    assert chat.seen is not None
    assert chat.seen.language == "uk"
    await expect(chat.articles).to_have_count(1)
    chat.language = "uk"
    await chat.agree()
    await chat.reads("Зупинк")


async def test_only_the_newest_keys_are_shown(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    await chat.to_question()
    old = chat.articles.filter(
        has_text=chat.interface("Picture: {description}", description="A four-lane")
    )
    await expect(old.locator(".key")).to_have_count(1)
    await expect(old.locator(".key")).to_be_hidden()
    await expect(chat.newest.locator(".key")).to_have_count(3)
    await chat.press(chat.answer(1))


async def test_text_only_hides_pictures_and_keeps_their_descriptions(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    picture = chat.newest.locator("img")
    await expect(picture).to_be_visible()
    assert (
        await picture.evaluate("async each => { await each.decode(); return each.naturalWidth }")
        > 300
    )
    await expect(chat.newest).to_contain_text("Picture: A four-lane road from above.")
    seen = await chat.ask("/settings")
    assert chat.interface("Pictures: shown") in seen.text
    changed = await chat.press(Label.PICTURES_OFF)
    assert changed.id == seen.id
    assert chat.interface("Pictures: off, descriptions only") in changed.text
    await chat.look("settings-text-only")
    again = await chat.press(Label.CONTINUE)
    assert again.picture is None
    assert "Picture: A four-lane road from above." in again.text
    await expect(chat.newest.locator("img")).to_have_count(0)
    await chat.ask("/settings")
    await chat.press(Label.PICTURES_ON)
    assert (await chat.press(Label.CONTINUE)).picture is not None


async def test_a_text_that_is_too_long_stays_in_the_field(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    await chat.field.fill("ї" * 3_900)
    left = chat.page.locator("#left")
    await expect(left).to_have_text(chat.interface("Characters left: {n}", n=100))
    await chat.field.fill("ї" * 4_005)
    await chat.field.press("Enter")
    wrong = chat.interface("This text is too long. Characters to remove: {n}", n=5)
    await expect(chat.page.get_by_role("alert")).to_have_text(wrong)
    await expect(chat.own).to_have_count(0)
    await chat.look("text-too-long")
    await chat.field.fill("ї" * 4_000)
    await chat.field.press("Enter")
    await expect(chat.own).to_have_count(1, timeout=PATIENCE)
    await chat.reads(chat.interface("Shall I pass this on to the course team?"))


async def test_a_link_to_a_course(visit: Visit) -> None:
    chat = await visit(path="/?start=pp")
    await expect(chat.articles).to_have_count(1)
    await chat.reads("The course waiting for you: “Public policy and how it is shaped”.")
    await chat.page.wait_for_function("() => location.search === ''")
    await chat.press(Label.AGREE)
    assert chat.seen is not None
    assert chat.seen.keys[0] == chat.name(Label.START)
