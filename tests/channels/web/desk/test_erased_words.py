"""What a learner wrote is gone with them, wherever the team has looked at it, searched it, shown it.

Each way of writing has words of its own, so that a failure names the place that still holds them.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.web.send import Hub, WebChannel
from bot.course.desk.inbox import InboxOpened, SearchBegun, ThreadOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.surveys import AnswersOpened
from bot.course.facts import Answered, PlanMade, PlanTold, SurveyEnded, SurveyOpened
from bot.course.inputs import Arrived, FeedbackBegun
from bot.course.messages import Label
from bot.service import library
from bot.service.alerts import Alerts
from bot.service.desk import people
from bot.service.desk.desk import Desk
from bot.service.desk.sitting import sit
from bot.service.documents import Document
from bot.service.received import Typed
from bot.service.retention import ANONYMOUS, Retention
from bot.service.turns import Turns
from bot.store import alerts, certificates, chat, facts, inbox, learners, outbox
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.outbox import KEPT_TURNS, Outgoing, Settled
from bot.store.reader import Reader
from bot.store.writer import Tx, Writer
from bot.view.pages import View
from tests.channels.web.desk.browser import HERE
from tests.channels.web.desk.conftest import BOSS, OLHA, House, made_house
from tests.service.house import ANNA, BOHDAN, NOW, Talk, received, words
from tests.service.test_desk import shown, tap
from tests.service.test_surveys import shipped
from tests.store.somebody import CERTIFICATE
from tests.store.test_erasure import traces

PAGE = Address(channel="web", address="page-of-the-team")
HERS = Address(channel="web", address="page-of-anna")
OTHERS = tuple(Address(channel="telegram", address=f"other-{n}") for n in range(4))
WAYS = (
    "feedback", "complaint", "wish", "written-back", "offered", "answer", "plan", "note", "name",
    "survey", "broken", "on-the-page",
)  # fmt: skip
CANARIES = {way: f"canary-in-{way}" for way in WAYS}
OF_NOBODY = "canary-of-nobody"


@dataclass(slots=True)
class Team:
    """Bohdan coordinates on Telegram and in a browser, another on the chat page; the boss administers."""

    house: House
    channel: WebChannel

    @property
    def talk(self) -> Talk:
        return self.house.talk

    async def under_way(self) -> list[Outgoing]:
        """What is claimed for the chat page now."""
        now = self.talk.clock()
        return await self.talk.writer.run(
            lambda tx: outbox.claim(tx, "web", now, 8, timedelta(minutes=2), lambda _: True)
        )

    async def all_delivered(self) -> None:
        while claimed := await self.under_way():
            for each in claimed:
                await self.channel.deliver(each)
                outcome = Settled(id=each.id, status="sent")
                await self.talk.writer.run(
                    lambda tx, o=outcome: outbox.settle(tx, o, self.talk.clock())  # type: ignore[misc]
                )

    async def pages(self) -> str:
        return str(await self.house.rows("SELECT event FROM chat_events WHERE address = ?",
                                         PAGE.address))  # fmt: skip


@pytest.fixture
async def team(writer: Writer, database: Path) -> AsyncIterator[Team]:
    shelf = await writer.run(lambda tx: library.shelf(tx, shipped(), NOW))
    desk = Desk(administrators=frozenset({BOSS.address}), address=HERE, shelf=shelf)
    view = View(words=words(), shelf=shelf)
    talk = Talk(writer, Turns(view=view, desk=desk))
    for who in (ANNA, BOHDAN, OLHA, BOSS, PAGE, *OTHERS):
        await talk(Arrived(course="short"), who)
        await talk.press(who)

    async def document(*_: object) -> Document | None:
        return None

    async with Reader(database) as reader:
        house = await made_house(talk, writer, reader, desk.administrators)
        await house.grant(PAGE, "coordinator")
        yield Team(house=house, channel=WebChannel(view, writer, Hub(), talk.clock, document))


async def test_nothing_of_it_is_left_anywhere(team: Team, database: Path) -> None:
    await written(team)
    await looked_at_in_the_chat(team, BOHDAN)
    await looked_at_in_the_chat(team, PAGE)
    await looked_at_in_a_browser(team)
    await team.all_delivered()
    seen = await team.pages()
    for way in ("feedback", "complaint", "wish", "written-back", "survey"):
        assert CANARIES[way] in seen, way
    await long_ago(team, PAGE)
    for each in await thread_names(team):
        await team.talk(ThreadOpened(thread=each), PAGE)  # type: ignore[arg-type]
        for message in await team.under_way():
            await team.channel.deliver(message)
    await team.talk(InboxOpened(state=None), BOHDAN)  # type: ignore[arg-type]
    found = {word for _, word in traces(database, *CANARIES.values())}
    assert found == set(CANARIES.values())

    await erased(team)
    await team.all_delivered()
    await team.talk.writer.truncate_log()
    assert traces(database, *CANARIES.values(), *map(str.upper, CANARIES.values())) == []


async def test_what_was_under_way_to_a_page_of_the_team_does_not_come_back(
    team: Team, database: Path
) -> None:
    await written(team)
    await team.all_delivered()
    await team.talk(InboxOpened(state=None), PAGE)  # type: ignore[arg-type]
    claimed = await team.under_way()
    assert CANARIES["complaint"] in str([each.message for each in claimed])
    await erased(team)
    for each in claimed:
        await team.channel.deliver(each)
    await team.talk.writer.truncate_log()
    assert traces(database, CANARIES["complaint"]) == []


async def test_anonymous_words_go_when_their_time_is_over(team: Team, database: Path) -> None:
    """With every copy of them; while they are not done with, they stay."""
    talk = team.talk
    await talk(Typed(text="/feedback"))
    await tap(talk, Label.ANONYMOUS, ANNA)
    await talk(Typed(text=OF_NOBODY))
    talk.clock.forward(days=2)
    await looked_at_in_the_chat(team, PAGE, sought=OF_NOBODY)
    await looked_at_in_the_chat(team, BOHDAN, sought=OF_NOBODY)
    await team.all_delivered()
    assert OF_NOBODY in await team.pages()
    await erased(team)

    async def tidied() -> int:
        """How many are left."""
        later = talk.clock() + ANONYMOUS + timedelta(days=2)
        await Retention(writer=talk.writer, clock=lambda: later).tidy()
        return len(await team.house.rows("SELECT * FROM threads"))

    assert await tidied() == 1
    await talk.writer.run(lambda tx: tx.execute("UPDATE threads SET state = 'done', complaint = 1"))
    assert await tidied() == 1
    await talk.writer.run(lambda tx: tx.execute("UPDATE threads SET complaint = 0"))
    assert await tidied() == 0
    assert traces(database, OF_NOBODY) == []


# --- What Anna writes -------------------------------------------------------------------


async def written(team: Team) -> None:
    talk = team.talk
    for way in ("feedback", "complaint", "wish"):
        talk.clock.forward(minutes=1)
        await talk(Typed(text="/feedback"))
        if way != "feedback":
            await talk(FeedbackBegun(way=way))  # type: ignore[arg-type]
        await talk(Typed(text=CANARIES[way]))
    for who in (ANNA, *OTHERS):
        mine = CANARIES["survey"] if who == ANNA else f"others-{who.address}"
        await facts_of(team, who, SurveyOpened(survey="signed", release=release(team)),
                       answered("signed", "example", mine, release(team)),
                       SurveyEnded(survey="signed", anonymous=False, answered=True, unlinked={}))  # fmt: skip
    plan = PlanMade(plan="p", course="short", module="m", text=CANARIES["plan"], due_on=NOW.date())
    told = PlanTold(plan="p", result="partly", note=CANARIES["note"])
    short = answered("short", "s", CANARIES["answer"], talk.turns.view.shelf.offered["short"])
    await facts_of(team, ANNA, plan, told, short)

    def beside(tx: Tx) -> None:
        whose = learners.find(tx, ANNA)
        assert whose is not None
        certificates.issue(tx, whose.id, replace(CERTIFICATE, name=CANARIES["name"]), NOW)
        inbox.put(
            tx,
            [Update(channel="telegram", update_id="b", body=json.dumps(CANARIES["broken"]))],
            NOW,
        )
        row = tx.execute("SELECT max(id) AS id FROM inbox").fetchone()["id"]
        talk.turns.excuse(tx, row, received(Typed(text=CANARIES["broken"])), NOW)
        tx.execute("INSERT INTO addresses VALUES ('web', ?, ?, 1)", (HERS.address, whose.id))
        said = {"type": "said", "id": "s", "text": CANARIES["on-the-page"]}
        chat.add(tx, HERS.address, "s", said, NOW)

    await talk.writer.run(beside)
    (name,) = [n for n in await thread_names(team) if "feedback" in await text_of(team, n)]
    await talk(ThreadOpened(thread=name), BOHDAN)  # type: ignore[arg-type]
    await tap(talk, DeskLabel.REPLY, BOHDAN)
    await talk(Typed(text="We look into it."), BOHDAN)
    await tap(talk, Label.SEND, BOHDAN)
    await tap(talk, Label.WRITE_BACK, ANNA)
    await talk(Typed(text=CANARIES["written-back"]))
    await talk(Typed(text=CANARIES["offered"]))


def release(team: Team) -> str:
    return team.talk.turns.view.shelf.surveys["signed"]


def answered(course: str, step: str, text: str, of: str) -> Answered:
    return Answered(course=course, release=of, activity=course, step=step, attempt=1,
                    response=text, right=None)  # fmt: skip


async def facts_of(team: Team, who: Address, *happened: object) -> None:
    whose = await team.house.id(who)
    await team.talk.writer.run(
        lambda tx: facts.add(tx, whose, "en", happened, team.talk.clock())  # type: ignore[arg-type]
    )


async def thread_names(team: Team) -> list[str]:
    return [str(name) for (name,) in await team.house.rows("SELECT thread FROM threads")]


async def text_of(team: Team, thread: str) -> str:
    return str(await team.house.rows("SELECT text FROM feedback WHERE thread = ?", thread))


# --- Where the team looks at it ---------------------------------------------------------


async def looked_at_in_the_chat(team: Team, who: Address, sought: str = "canary-in") -> None:
    """Every list and thread, searched and filtered, a card of what is new, and a survey's words."""
    talk = team.talk
    await talk(InboxOpened(state=None), who)  # type: ignore[arg-type]
    for each in await thread_names(team):
        await talk(ThreadOpened(thread=each), who)  # type: ignore[arg-type]
    for search in (sought, CANARIES["wish"]):
        if who == PAGE:
            said = {"type": "said", "id": "typed", "text": search}
            await talk.writer.run(
                lambda tx, e=said: chat.add(tx, PAGE.address, "typed", e, talk.clock())  # type: ignore[misc]
            )
        await talk(SearchBegun(), who)  # type: ignore[arg-type]
        await talk(Typed(text=search), who)
        await tap(talk, DeskLabel.FILTER, who)
    for page in range(1, 5):
        await talk(AnswersOpened(survey="signed", page=page), who)  # type: ignore[arg-type]
    whose = await team.house.id(who)
    await talk.writer.run(lambda tx: alerts.choose(tx, whose, "each", talk.clock()))
    tell = Alerts(talk.writer, talk.clock, lambda: None, ()).tell
    await talk.writer.run(tell)
    assert await shown(talk, who)


async def looked_at_in_a_browser(team: Team) -> None:
    browser = await team.house.signed_in(BOHDAN)
    await browser.look("/desk/inbox?state=all")
    seen = await browser.send("/desk/inbox", words=CANARIES["complaint"])
    assert CANARIES["complaint"] in seen.text
    for each in await thread_names(team):
        page = f"/desk/inbox/{each}"
        await browser.look(page)
        await browser.send(page, text="An answer.")
    boss = await team.house.signed_in(BOSS)
    await boss.look("/desk/audit")
    exported = await boss.send("/desk/audit/export")
    assert "canary" not in exported.html


async def long_ago(team: Team, who: Address) -> None:
    """So much has happened since that the messages are not in the outbox any more."""
    for _ in range(KEPT_TURNS + 1):
        await team.talk(Typed(text="/help"), who)
        await team.all_delivered()
    seen = "SELECT count(*) FROM outbox WHERE address = ? AND message LIKE '%canary%'"
    assert await team.house.rows(seen, who.address) == [(0,)]
    assert "canary" in await team.pages()


async def erased(team: Team) -> None:
    """By an administrator at the desk."""
    number = await team.house.number(ANNA)

    def job(tx: Tx) -> None:
        boss = learners.find(tx, BOSS)
        assert boss is not None
        sitting = sit(tx, boss.id, {BOSS.address}, team.talk.clock())
        assert people.forget(sitting, number, keep_certificates=False) == "done"

    await team.talk.writer.run(job)
