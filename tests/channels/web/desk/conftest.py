"""The desk over a real store, with people who have talked to the bot, and browsers of their own."""

from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from bot.channels.web import server
from bot.channels.web.desk.desk import WebDesk
from bot.channels.web.desk.reception import Reception
from bot.channels.web.desk.session import Cookie
from bot.channels.web.throttle import Throttle
from bot.course.desk.front import LinkShown
from bot.course.desk.labels import DeskLabel
from bot.course.desk.rights import Grant, Role
from bot.course.inputs import Arrived
from bot.service.desk.desk import Desk
from bot.service.documents import Document
from bot.service.figures import Figures
from bot.service.received import Tapped, Typed
from bot.service.reports import Reports
from bot.store import learners, team
from bot.store.learners import Address
from bot.store.reader import Reader
from bot.store.writer import Tx, Writer
from tests.channels.web.desk.browser import HERE, Browser
from tests.service.house import ANNA, BOHDAN, Talk, turns

BOSS = Address(channel="telegram", address="1000")
OLHA = Address(channel="telegram", address="9")


async def healthy() -> None:
    return None


@dataclass(slots=True)
class House:
    """Anna and Olha learn; Bohdan coordinates; the boss of ADMIN_IDS is administrator."""

    talk: Talk
    reception: Reception
    app: ASGIApp
    woken: list[bool] = field(default_factory=list)

    def browser(self, *, language: str = "en", address: str = HERE) -> Browser:
        return Browser(self.app, address=address, language=language)

    async def link(self, who: Address) -> str:
        """The code of a link that the chat gives to somebody of the team."""
        (desk,) = await self.talk(Typed(text="/desk"), who)
        labels = [button.label for row in desk.buttons for button in row]
        place = labels.index(DeskLabel.BROWSER)
        (message,) = await self.talk(Tapped(token=await self.talk.token(who), index=place), who)
        self.talk.clock.forward(seconds=5)
        assert isinstance(message.body, LinkShown)
        assert message.body.link is not None
        address, _, code = message.body.link.partition("#")
        assert address == f"{HERE}/desk/enter"
        return code

    async def signed_in(self, who: Address, *, language: str = "en") -> Browser:
        browser = self.browser(language=language)
        seen = await browser.enter(await self.link(who))
        assert (seen.status, seen.path) == (200, "/desk"), seen.text
        return browser

    async def grant(self, who: Address, role: Role, over: str = "") -> None:
        def job(tx: Tx) -> None:
            team.grant(tx, _id(tx, who), Grant(role=role, over=over), self.talk.clock())

        await self.talk.writer.run(job)

    async def take(self, who: Address, role: Role = "coordinator") -> None:
        await self.talk.writer.run(lambda tx: team.take(tx, _id(tx, who), role))

    async def id(self, who: Address) -> str:
        return await self.talk.writer.run(lambda tx: _id(tx, who))

    async def number(self, who: Address) -> str:
        rows = await self.rows("SELECT number FROM learners WHERE id = ?", await self.id(who))
        return str(rows[0][0])

    async def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return await self.talk.writer.run(
            lambda tx: [tuple(row) for row in tx.execute(sql, values)]
        )

    async def audit(self) -> list[str]:
        return [str(row[0]) for row in await self.rows("SELECT action FROM audit ORDER BY id")]

    async def feedback(self, text: str, who: Address = ANNA) -> None:
        """Somebody writes to the course team, and sends it whatever is asked then."""
        await self.talk(Typed(text="/feedback"), who)
        await self.talk(Typed(text=text), who)
        self.talk.clock.forward(minutes=1)


def _id(tx: Tx, who: Address) -> str:
    found = learners.find(tx, who)
    assert found is not None
    return found.id


@pytest.fixture
async def house(writer: Writer, database: Path) -> AsyncIterator[House]:
    desk = Desk(administrators=frozenset({BOSS.address}), address=HERE)
    talk = Talk(writer, replace(await turns(writer), desk=desk))
    for person in (ANNA, BOHDAN, OLHA, BOSS):
        await talk(Arrived(course="short"), person)
        await talk.press(person)
    async with Reader(database) as reader:
        yield await made_house(talk, writer, reader, desk.administrators)


async def made_house(
    talk: Talk, writer: Writer, reader: Reader, administrators: Collection[str]
) -> House:
    async def document_of(*_: object) -> Document | None:
        return Document(name="code.png", media_type="image/png", content=b"png")

    view = talk.turns.view
    reports = Reports(
        figures=Figures(reader=reader, shelf=view.shelf), writer=writer, words=view.words,
        clock=talk.clock, administrators=administrators,
    )  # fmt: skip
    reception = Reception(
        writer=writer, reader=reader, document_of=document_of,
        reports=reports, view=view,
        administrators=administrators, clock=talk.clock, throttle=Throttle(_patient()),
        cookie=Cookie(secure=True), address=HERE,
    )  # fmt: skip
    woken: list[bool] = []
    desk_pages = WebDesk(reception=reception, wake=lambda: woken.append(True))
    app = server.application(desk_pages.routes(), healthy)
    made = House(talk=talk, reception=reception, app=app, woken=woken)
    await made.grant(BOHDAN, "coordinator")
    return made


def _patient() -> Callable[[], float]:
    """A clock that runs so fast that nobody asks too much."""
    moments = iter(range(0, 10_000_000, 60))
    return lambda: float(next(moments))
