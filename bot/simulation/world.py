"""The weeks themselves: an hour after the other, each timer at its moment, and one day without a bot.

    visits until the next timer is due ──► the clock stands there ──► Clockwork ──► sent ──► …

What is not real: the network, the pace of sending, and that each visit is one job of the writer.
"""

import asyncio
import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot import fault
from bot.course.messages import Prompted
from bot.service.clockwork import Clockwork
from bot.service.retention import Retention
from bot.simulation.chat import Visit, send_waiting
from bot.simulation.owed import EVENING, is_open, is_quiet, left_out, owed
from bot.simulation.person import Person, Shown
from bot.simulation.watched import Watched
from bot.store import timers
from bot.store.outbox import Outgoing
from bot.store.writer import Writer

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MANY = 10**6
AT_ONCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """The bot is down from `start` to `end`; whoever presses meanwhile is served at the end."""

    start: datetime
    end: datetime

    def covers(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


class World:
    def __init__(
        self, writer: Writer, turns: Watched, people: Iterable[Person], course: str,
        start: datetime, end: datetime, outage: Outage,
    ) -> None:  # fmt: skip
        self._writer = writer
        self._turns = turns
        self._people = {person.role.number: person for person in people}
        self._course = course
        self._outage = outage
        self._visits: list[tuple[datetime, int]] = []
        self.now = start
        self._end = end
        self._due: datetime | None = None
        """The next timer, as far as it is known."""
        self.waited = 0
        """Timers that were due when the bot came back."""
        self.late = 0
        """Prompts that were made in the hour after it came back."""
        self._clockwork = Clockwork(writer, turns, lambda: self.now, lambda: None)
        self._retention = Retention(writer=writer, clock=lambda: self.now)
        for person in self._people.values():
            self._expect(person, person.first_comes(start))

    async def live(self) -> None:
        while self.now < self._end:
            following = self.now + HOUR
            if self._outage.covers(self.now):
                self.now = following
            else:
                await self._pass(following)
            self._look_back()
            if self.now == self._outage.end:
                due = await self._writer.run(lambda tx: timers.due(tx, self.now, MANY))
                self.waited = len(due)
                await self._fire()
            if self.now.hour == 0:
                await self._retention.tidy()

    async def _pass(self, until: datetime) -> None:
        """Stops at each moment at which something falls due."""
        while self.now < until:
            if self._due is None:
                self._due = await self._next_timer(self._end)
            stop = min(self._due, until)
            if visited := await self._let_visit(stop):
                stop = await self._next_timer(stop)
            self.now = stop
            if visited or stop == self._due:
                await self._fire()

    async def _next_timer(self, until: datetime) -> datetime:
        ahead = partial(timers.next_due_at, after=self.now, until=until)
        return await self._writer.run(ahead) or until

    # --- The bot of its own accord ------------------------------------------------------

    async def _fire(self) -> None:
        """Where more is due than Clockwork lets wait at once, it is called again."""
        self._due = None
        await self._clockwork.fire_due()
        while sent := await self._writer.run(lambda tx: send_waiting(tx, self.now)):
            for each in sent:
                self._arrives(each)
            if self._outage.end <= self.now < self._outage.end + HOUR:
                self.late += len(sent)
            await self._clockwork.fire_due()

    def _arrives(self, outgoing: Outgoing) -> None:
        body = outgoing.message.body
        person = self._people[int(outgoing.to.address)]
        if not isinstance(body, Prompted):
            return
        life, diary, today = person.life, person.diary, person.diary.day(self.now)
        when = f"{today:%d %B}"
        expected = owed(diary, today)
        if is_quiet(diary, self.now):
            life.unfounded.append(f"{when} at a quiet time")
        life.unfounded += [
            f"{when} {each.what} {each.about}"
            for each in body.items
            if (each.what, each.about) not in expected
        ]
        life.missed += [f"{when} {what}, beside others" for what in left_out(diary, body, expected)]
        if today in life.prompts:
            life.doubled.append(f"{when} a second prompt")
        life.prompts.setdefault(today, []).append(body)
        if person.left_at and self.now - person.left_at < AT_ONCE:
            life.at_once += 1
        diary.saw(self.now, outgoing.message)
        if body.items[0].what in ("reminder", "last-reminder"):
            life.reminders[diary.reminded] += 1
        shown = Shown(token=outgoing.token, message=outgoing.message)
        if not shown.keys:
            life.dead_ends.append(f"{when} nothing to press on a prompt")
        person.newest = shown
        if at := person.prompted(self.now, shown):
            self._expect(person, at)

    # --- People of their own accord -----------------------------------------------------

    def _expect(self, person: Person, at: datetime) -> None:
        if self._outage.covers(at):
            at = self._outage.end + timedelta(minutes=person.random.randint(1, 59))
        if person.comes_at is None or at < person.comes_at:
            person.comes_at = at
            heapq.heappush(self._visits, (at, person.role.number))

    async def _let_visit(self, until: datetime) -> bool:
        """Whether anybody came."""
        visits: dict[int, Visit] = {}
        while self._visits and self._visits[0][0] < until:
            at, number = heapq.heappop(self._visits)
            person = self._people[number]
            if person.comes_at == at:
                person.comes_at = None
                visits[number] = Visit(
                    turns=self._turns, person=person, now=at, course=self._course
                )
        ended = await asyncio.gather(
            *(self._writer.run(visit) for visit in visits.values()), return_exceptions=True
        )
        for visit, outcome in zip(visits.values(), ended, strict=True):
            person = visit.person
            if isinstance(outcome, BaseException):
                broke = f"{visit.now:%d %B %H:%M} a turn broke: {fault.where(outcome)}"
                person.life.dead_ends.append(broke)
                person.gone = True
                continue
            person.left_at = outcome
            if (following := person.next_visit(outcome)) is not None:
                self._expect(person, following)
        return bool(visits)

    # --- What should have been ----------------------------------------------------------

    def _look_back(self) -> None:
        """Where the evening has just come: was everything brought up that was owed that day?"""
        for person in self._people.values():
            local = person.local(self.now)
            if local.hour != EVENING:
                continue
            diary, today = person.diary, local.date()
            opens = local.replace(hour=diary.rhythm.hour, minute=0).astimezone(ZoneInfo("UTC"))
            down = self._outage.covers(opens) and self._outage.end >= self.now
            had = today in person.life.prompts or diary.quiet_on == today
            left = person.left_at and person.local(person.left_at)
            away = left is None or left.date() < today or left.hour < EVENING
            if not away or down or had or not is_open(diary, today):
                continue
            person.life.missed += [
                f"{today:%d %B} {what} {about}".rstrip()
                for what, about in sorted(owed(diary, today))
            ]
