"""One person's chat with the whole bot, on a real SQLite file, without a network.

    what happens ─► inbox ─► turn ─► outbox ─► claimed, rendered, settled as sent

Every line meets a store that has just been opened: whatever is known of a person is in the file.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.content.reading import Lessons
from bot.course.messages import Message
from bot.course.shelf import Shelf
from bot.service import library
from bot.service.announcer import Announcer
from bot.service.clockwork import Clockwork
from bot.service.desk.desk import Desk
from bot.service.received import Happening, Received, Tapped
from bot.service.turns import Turns
from bot.store import inbox, learners, outbox, timers
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.outbox import Outgoing, Posted, Settled
from bot.store.writer import Tx, Writer
from bot.view.page import Page
from bot.view.pages import View
from tests.view.interface import WORDS

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A_MOMENT = timedelta(seconds=10)
ME = Address(channel="telegram", address="1")


@dataclass(slots=True, kw_only=True)
class Shown:
    """A message on the screen; `live` until another takes its place."""

    id: str
    token: str
    message: Message
    page: Page
    in_place: bool
    live: bool = True

    @property
    def keys(self) -> list[str]:
        return [key for row in self.page.keys for key in row]


@dataclass(slots=True, kw_only=True)
class Chat:
    database: Path
    lessons: Lessons
    language: str
    now: datetime = MONDAY
    screen: list[Shown] = field(default_factory=list)
    me: Address = ME
    desk: Desk = field(default_factory=lambda: Desk(administrators=()))
    others: "list[Chat]" = field(default_factory=list)
    """Other people who talk with the same bot; what comes to them appears on their screens."""
    known: bool = False
    """Whether anything is kept about this person."""
    _updates: int = 0
    _shelf: Shelf | None = None

    async def happens(self, happening: Happening, after: timedelta = A_MOMENT) -> list[Shown]:
        """What is shown after it."""
        self.now += after
        self._updates += 1
        update = Update(channel=ME.channel, update_id=f"{self.me.address}/{self._updates}", body="")
        received = Received(address=self.me, happening=happening, language=self.language)
        async with self._bot() as (writer, turns):
            await writer.run(lambda tx: inbox.put(tx, [update], self.now))
            [row] = await writer.run(lambda tx: inbox.waiting(tx, 2))
            await writer.run(lambda tx: turns.take(tx, row.id, received, self.now))
            return await self._delivered(writer, turns.view)

    async def passes(self, time: timedelta) -> list[Shown]:
        """What is shown of its own accord until this time is over, everything at its own moment."""
        end, shown = self.now + time, []
        async with self._bot() as (writer, turns):
            while due := await self._next(writer, end):
                self.now = due
                shown += await self._fired(writer, turns)
            self.now = end
        return shown

    async def waits(self) -> list[Shown]:
        """What is shown of its own accord next. Nothing, if nothing comes within two years."""
        async with self._bot() as (writer, turns):
            while due := await self._next(writer, self.now + timedelta(days=730)):
                self.now = due
                if shown := await self._fired(writer, turns):
                    return shown
        return []

    async def _next(self, writer: Writer, end: datetime) -> datetime | None:
        return await writer.run(lambda tx: timers.next_due_at(tx, self.now, end))

    async def announced(self) -> list[Shown]:
        """What is shown while announcements go out, until nothing is left to send."""
        shown = []
        async with self._bot() as (writer, turns):
            feeding = Announcer(writer, lambda: self.now, lambda: None, self.desk.administrators)
            while await writer.run(feeding.feed):
                shown += await self._delivered(writer, turns.view)
                self.now += A_MOMENT
        return shown

    async def _fired(self, writer: Writer, turns: Turns) -> list[Shown]:
        await Clockwork(writer, turns, lambda: self.now, lambda: None).fire_due()
        return await self._delivered(writer, turns.view)

    async def local_time(self) -> str:
        """Date and hour on this person's wall."""
        async with self._bot() as (writer, _):
            found = await writer.run(lambda tx: learners.find(tx, self.me))
        zone = found.learner.zone if found else "UTC"
        return f"{self.now.astimezone(ZoneInfo(zone)):%A %d %B %Y, %H:%M} ({zone})"

    def restart(self, lessons: Lessons) -> None:
        """The bot is stopped, and started again with these lessons."""
        self.lessons = lessons
        self._shelf = None

    def tap(self, label: str, *, older: bool = False) -> Tapped:
        """The button on the newest message that shows it now, or on the oldest that ever did."""
        shown = self.screen if older else [m for m in reversed(self.screen) if m.live]
        message = next((m for m in shown if label in m.keys), None)
        assert message is not None, f"there is no button [{label}]"
        return Tapped(token=message.token, index=message.keys.index(label))

    @asynccontextmanager
    async def _bot(self) -> AsyncIterator[tuple[Writer, Turns]]:
        async with Writer(self.database) as writer:
            if self._shelf is None:
                self._shelf = await writer.run(lambda tx: library.shelf(tx, self.lessons, self.now))
            yield writer, Turns(view=View(words=WORDS, shelf=self._shelf), desk=self.desk)
            found = await writer.run(lambda tx: learners.find(tx, self.me))
            self.known = found is not None

    async def _delivered(self, writer: Writer, view: View) -> list[Shown]:
        chats = {chat.me: chat for chat in (self, *self.others)}
        shown = []
        while waiting := await writer.run(self._send):
            for each in waiting:
                seen = chats[each.to]._show(each, view)
                shown += [seen] if each.to == self.me else []
        return shown

    def _send(self, tx: Tx) -> list[Outgoing]:
        lease = timedelta(minutes=1)
        claimed = outbox.claim(tx, ME.channel, self.now, 8, lease, lambda _: True)
        for each in claimed:
            posted = each.replaces or Posted(id=str(each.id), form="text")
            outbox.settle(tx, Settled(id=each.id, status="sent", posted=posted), self.now)
        return claimed

    def _show(self, outgoing: Outgoing, view: View) -> Shown:
        for earlier in self.screen:
            if outgoing.replaces and earlier.id == outgoing.replaces.id:
                earlier.live = False
        page = view.page(outgoing.message, outgoing.language, pictures=outgoing.pictures)
        shown = Shown(
            id=outgoing.replaces.id if outgoing.replaces else str(outgoing.id),
            token=outgoing.token,
            message=outgoing.message,
            page=page,
            in_place=outgoing.replaces is not None,
        )
        self.screen.append(shown)
        return shown
