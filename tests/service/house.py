"""The service over a real store and the short course, with a clock that the test turns."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from bot import i18n
from bot.content.reading import Lessons, read_lessons
from bot.course.messages import Message
from bot.service import library
from bot.service.received import Happening, Received, Tapped
from bot.service.turns import Turns
from bot.store import inbox
from bot.store.codec import MESSAGE
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from bot.view.pages import View

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ANNA = Address(channel="telegram", address="7")
BOHDAN = Address(channel="telegram", address="8")


@dataclass(slots=True)
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **passed: float) -> None:
        self.now += timedelta(**passed)


@cache
def lessons() -> Lessons:
    read = read_lessons(ROOT / "tests" / "crash" / "lessons")
    assert read.problems == ()
    return read


@cache
def words() -> dict[str, i18n.Words]:
    return dict(i18n.load(ROOT / "locales"))


async def turns(writer: Writer) -> Turns:
    shelf = await writer.run(lambda tx: library.shelf(tx, lessons(), NOW))
    return Turns(view=View(words=words(), shelf=shelf))


def received(happening: Happening, who: Address = ANNA, language: str = "en") -> Received:
    return Received(address=who, happening=happening, language=language)


@dataclass(slots=True)
class Talk:
    """People speak, one turn after the other, and what they are told is read from the outbox."""

    writer: Writer
    turns: Turns
    clock: Clock = field(default_factory=Clock)
    updates: int = 0

    async def __call__(self, happening: Happening, who: Address = ANNA) -> list[Message]:
        """What is to be sent to them in answer."""
        self.updates += 1
        number = self.updates
        body = Update(channel="talk", update_id=str(number), body="{}")

        def job(tx: Tx) -> list[Message]:
            inbox.put(tx, [body], self.clock())
            row = tx.execute("SELECT max(id) AS id FROM inbox").fetchone()["id"]
            before = last_id(tx)
            self.turns.take(tx, row, received(happening, who), self.clock())
            return messages(tx, who, since=before)

        return await self.writer.run(job)

    async def press(self, who: Address = ANNA) -> list[Message]:
        """The first button of the last message to them."""
        return await self(Tapped(token=await self.token(who), index=0), who)

    async def token(self, who: Address = ANNA) -> str:
        """The token of the last message to them."""
        sql = "SELECT token FROM outbox WHERE address = ? ORDER BY id DESC LIMIT 1"
        return str(
            await self.writer.run(lambda tx: tx.execute(sql, (who.address,)).fetchone()["token"])
        )


def last_id(tx: Tx) -> int:
    return int(tx.execute("SELECT coalesce(max(id), 0) AS id FROM outbox").fetchone()["id"])


def messages(tx: Tx, who: Address, since: int = 0) -> list[Message]:
    sql = "SELECT message FROM outbox WHERE address = ? AND id > ? ORDER BY id"
    return [MESSAGE.validate_json(row["message"]) for row in tx.execute(sql, (who.address, since))]
