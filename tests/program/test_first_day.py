"""A coordinator who has never seen the desk, on a phone, in the real program and a strict Telegram.

They take an invitation, tell something to a part of the learners and watch it go, answer one of
three who have written, send the funnel to a colleague, and print the code of their group. What they
did stands in the record that the administrator reads.
"""

import re
from asyncio import gather
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count

import pytest
import pytest_asyncio
from openpyxl import load_workbook

from bot.course.messages import Label
from tests.botapi import BotApi, Limits, Settings
from tests.channels.spoken import button, words
from tests.channels.talkers import OnTelegram
from tests.program.epizod import Epizod

OLHA = 77
"""The administrator, by ADMIN_IDS."""
GROUP = "Edition 5"
LEARNERS = {"uk": 6, "pt": 5, "en": 1}
SAID = {
    "uk": "Мені бракує прикладу з невеликої громади.",
    "pt": "O segundo episódio não abre no meu telemóvel.",
    "en": "Is there a shorter version for my mayor?",
}
pytestmark = pytest.mark.asyncio(loop_scope="session")

COURSE = "Public policy and how it is shaped"
DATE = re.compile(r"\b20\d\d\b")


@dataclass(slots=True)
class House:
    telegram: BotApi
    epizod: Epizod
    olha: OnTelegram
    learners: dict[str, list[OnTelegram]] = field(default_factory=dict)
    link: str = ""
    """How one joins the group."""
    numbers: "count[int]" = field(default_factory=lambda: count(1000))

    def somebody(self, language: str = "en", number: int | None = None) -> OnTelegram:
        person = self.telegram.person(number or next(self.numbers), language)
        return OnTelegram(self.telegram, self.epizod, person)

    async def coordinator(self) -> OnTelegram:
        """Somebody new, whom the administrator has invited to look after the group."""
        inga = self.somebody()
        await inga.start(await invited(self.olha))
        await inga.press(button(Label.AGREE))
        return inga


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    settings = Settings(limits=Limits(enforced=False), answer_within=5.0)
    folder = tmp_path_factory.mktemp("first-day")
    async with BotApi(settings) as telegram:
        given = {
            "BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "ADMIN_IDS": str(OLHA),
        }
        async with Epizod(folder, **given) as epizod:
            olha = OnTelegram(telegram, epizod, telegram.person(OLHA, "en"))
            house = House(telegram, epizod, olha)
            await olha.start()
            await olha.press(button(Label.AGREE))
            house.link = await group_of(olha)
            await gather(*(arrive(house, language) for language in LEARNERS))
            yield house
            telegram.check()
            ended, _ = await epizod.stop()
    assert "ERROR" not in ended.err


async def press(talker: OnTelegram, *labels: str) -> None:
    """One button after the other, each by how it begins: titles may be cut off there."""
    for label in labels:
        shown = talker.person.with_keyboard.buttons
        await talker.press(next((b.text for b in shown if b.text.startswith(label)), label))


async def group_of(olha: OnTelegram) -> str:
    await olha.say("/desk")
    await press(olha, "Groups", "New group", "Edition")
    await olha.say(GROUP)
    await press(olha, "Course", COURSE[:20], "Link and QR code")
    return found(r"g-[\w-]+", olha)


async def arrive(house: House, language: str) -> None:
    """The learners of a language: they join the group and begin; the first of them writes."""
    for number in range(LEARNERS[language]):
        learner = house.somebody(language)
        house.learners.setdefault(language, []).append(learner)
        await learner.start(house.link)
        await learner.press(button(Label.AGREE, language))
        await learner.press(button(Label.START, language))
        if number == 0:
            await learner.say("/feedback")
            await learner.say(SAID[language])


async def invited(olha: OnTelegram) -> str:
    await olha.say("/desk")
    await olha.press("The team")
    await olha.press("Invite: coordinator")
    await olha.press(GROUP)
    return found(r"i-[\w-]+", olha)


def found(pattern: str, talker: OnTelegram) -> str:
    text = " ".join(each.words for each in talker.seen)
    match = re.search(pattern, text)
    assert match is not None, text
    return match[0]


# --- The stories ------------------------------------------------------------------------


async def test_an_invitation_is_taken_once_also_by_who_is_new_here(house: House) -> None:
    inga, late = house.somebody(), house.somebody()
    link = await invited(house.olha)
    for newcomer in (inga, late):
        await newcomer.start(link)
        assert "You are invited to the course team" in newcomer.seen[-1].words
    await inga.press(button(Label.AGREE))
    assert "You are now coordinator" in inga.seen[-1].words
    await press(inga, "The desk")
    assert inga.seen[-1].words.startswith("The desk coordinator")
    await late.press(button(Label.AGREE))
    assert "This invitation is not valid" in late.seen[-1].words


async def test_something_is_told_in_three_languages_to_a_part_of_the_learners(house: House) -> None:
    inga = await house.coordinator()
    await inga.say("/desk")
    await press(inga, "Announcements", "New announcement")
    texts = {
        "uk": ("Українська", "Другий курс починається в понеділок."),
        "pt": ("Português", "O segundo curso começa na segunda-feira."),
        "en": ("English", "The second course begins on Monday."),
    }
    for language, text in texts.values():
        await press(inga, language)
        await inga.say(text)
    await press(inga, "To whom", "Choose the progress", "Only those who have not finished", "Back")
    draft = inga.seen[-1].words
    assert "Progress: not finished yet" in draft
    assert "This text is missing" not in draft
    await press(inga, "Show me how it looks")
    shown = " ".join(each.words for each in inga.seen)
    assert all(text in shown for _, text in texts.values())
    before = len(inga.person.received)
    await press(inga, "Send to ")

    progress = inga.person.with_keyboard
    await inga.person.wait_for(lambda: "Finished" in progress.text, within=20)
    assert "12 of 12 done • sent: 12" in words(progress.text)
    assert len(inga.person.received) == before, "it was edited in place, all the way"
    await house.epizod.idle()
    for language, learners in house.learners.items():
        read = [words(learner.person.last.text) for learner in learners]
        assert read == [texts[language][1]] * LEARNERS[language]


async def test_three_have_written_and_one_is_answered_by_a_reply_to_the_card(house: House) -> None:
    inga = await house.coordinator()
    await inga.say("/desk")
    await press(inga, "Messages from learners")
    listed = inga.seen[-1].words
    assert all(said in listed for said in SAID.values())
    cards = {}
    for _ in SAID:
        await inga.say("/desk")
        await press(inga, "Messages from learners", "Message 1")
        read = next(language for language, said in SAID.items() if said in inga.seen[-1].words)
        cards[read] = inga.person.with_keyboard
    assert cards.keys() == SAID.keys()
    await inga.person.send_text("Sim, já está corrigido.", reply_to=cards["pt"])
    await inga.look()
    assert inga.seen[-1].words.startswith("The learner will read: Sim, já está corrigido.")
    await press(inga, "Yes, pass it on")

    author = house.learners["pt"][0].person
    answer = await author.reads("Sim, já está corrigido.")
    assert SAID["pt"] in answer.text
    others = [house.learners[language][0].person for language in ("uk", "en")]
    assert not any("corrigido" in each.last.text for each in others)


async def test_the_funnel_goes_to_a_colleague_and_stands_alone(house: House) -> None:
    """The picture, the table or the document: each says what it shows, of whom, and of which day."""
    inga = await house.coordinator()
    await inga.say("/desk")
    await press(inga, "Reports", "How far people get")
    [picture] = [each for each in inga.seen if each.picture]
    assert picture.words.startswith(f"How far people get {COURSE} · {GROUP} · ")
    assert "Began: 10 · 100%" in picture.words
    assert DATE.search(picture.words)

    await press(inga, "As a table (XLSX)")
    sheet = load_workbook(BytesIO(inga.person.received[-1].document or b"")).worksheets[0]
    cells = [str(each) for row in sheet.iter_rows(values_only=True) for each in row if each]
    assert sheet.title == "How far people get"
    assert any(f"{COURSE} · {GROUP} · " in each and DATE.search(each) for each in cells), cells
    await press(inga, "Other reports", "For people outside (PDF)")
    document = inga.person.received[-1]
    assert (document.document or b"").startswith(b"%PDF-")
    assert document.document_name == "epizod-pp-all-en.pdf"


async def test_the_group_has_a_code_to_print(house: House) -> None:
    inga = await house.coordinator()
    await inga.say("/desk")
    await press(inga, "Groups", GROUP, "Link and QR code")
    [shown] = [each for each in inga.seen if each.picture]
    assert f"t.me/{house.telegram.telegram.settings.bot_username}?start={house.link}" in shown.words


async def test_the_administrator_sees_who_did_what(house: House) -> None:
    inga = await house.coordinator()
    await inga.say("/desk")
    await press(inga, "Groups", GROUP, "Link and QR code")
    await inga.say("/desk")
    await press(inga, "Reports", "How far people get")
    await inga.say("/groups")
    number = found(r"(?<=Your number: )[A-Z0-9]+", inga)
    await house.olha.say("/desk")
    await press(house.olha, "What was done")
    done = house.olha.seen[-1].words
    assert all(
        f"number {number}: {deed}" in done
        for deed in (
            "accepted an invitation",
            "looked at the link of a group",
            "looked at a report",
        )
    )
