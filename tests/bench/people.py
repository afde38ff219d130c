"""Very many people before a bot: each does one thing, waits for what the bot says, does the next.

They act inside of the Bot API server, so that a press costs the machine next to nothing; every call
of the bot is a real one over HTTP, and is judged as strictly as in any other test.
"""

import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from tests.botapi import BotApi, Content, Message, Person
from tests.botapi.text import Formatted

Act: TypeAlias = Literal["press", "write"]
FIRST = 1000
"""Of the crowd, as Telegram numbers people."""
PATIENCE = 60.0
LOOK_AGAIN = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Seconds of the clock and of processors; and from each act to the first word about it."""

    seconds: float
    bot_cpu: float
    server_cpu: float
    waits: tuple[float, ...]

    @property
    def cpu(self) -> float:
        """Seconds of the bot's processor time for an update."""
        return self.bot_cpu / len(self.waits)

    @property
    def rate(self) -> float:
        """Updates a second."""
        return len(self.waits) / self.seconds

    @property
    def p95(self) -> float:
        """Seconds that all but a twentieth waited at most."""
        return statistics.quantiles(self.waits, n=20)[-1]

    def __str__(self) -> str:
        return (
            f"{self.rate:.0f}/s {self.cpu * 1e6:.0f} µs p95 {self.p95 * 1e3:.0f} ms"
            f" (busy: bot {self.bot_cpu / self.seconds:.2f},"
            f" server {self.server_cpu / self.seconds:.2f})"
        )


@dataclass(slots=True, kw_only=True)
class Walker:
    """Somebody of the crowd. Waits for an answer, or (`acted_at` None) has it."""

    person: Person
    acted_at: float | None = None
    pressed: str | None = None
    shown: Message | None = None


@dataclass(slots=True)
class Crowd:
    server: BotApi
    walkers: dict[int, Walker] = field(default_factory=dict)
    act: Act = "press"
    going: bool = False
    town: range | None = None
    """Of whom the next to act is drawn, where it is not the same person again."""
    waits: list[float] = field(default_factory=list)

    def heard(self, message: Message) -> None:
        """The bot has said something to somebody, who goes on if it is what they wait for."""
        walker = self.walkers.get(message.chat.chat_id)
        if walker is None:
            return
        if message.keyboard and message.keyboard[0][0].data != walker.pressed:
            walker.shown = message
        elif self.act == "press":
            return
        if walker.acted_at is None:
            return
        self.waits.append(time.monotonic() - walker.acted_at)
        walker.acted_at = None
        if self.going:
            self.go_on(self.following(walker))

    def following(self, walker: Walker) -> Walker:
        """Who acts when this one is answered."""
        if self.town is None:
            return walker
        del self.walkers[walker.person.user_id]
        return self.arrives()

    def arrives(self) -> Walker:
        """Somebody of the town who does not wait for an answer."""
        assert self.town is not None
        number = random.choice(self.town)
        while number in self.walkers:
            number = random.choice(self.town)
        walker = self.walkers[number] = Walker(person=self.server.person(number, "en"))
        return walker

    def all_act(self, act: Act) -> None:
        self.act = act
        for walker in self.walkers.values():
            self.go_on(walker)

    def go_on(self, walker: Walker) -> None:
        walker.acted_at = time.monotonic()
        if self.act == "write":
            self.write(walker.person, "What if there is no queue at all?")
        else:
            self.press(walker)

    def write(self, person: Person, text: str) -> None:
        person.chat.started = True
        content = Content(body=Formatted(text=text))
        message = self.server.telegram.post(person.chat, person.user, content)
        self.server.updates.enqueue({"message": message.json()}, person.chat.chat_id)

    def press(self, walker: Walker) -> None:
        """The first button of what was shown last."""
        shown = walker.shown
        assert shown is not None
        walker.pressed = shown.keyboard[0][0].data
        assert walker.pressed is not None
        chat_id = shown.chat.chat_id
        query = self.server.telegram.queries.open(chat_id, walker.pressed)
        body = {
            "id": query.query_id, "from": walker.person.user, "message": shown.json(),
            "chat_instance": str(-chat_id), "data": walker.pressed,
        }  # fmt: skip
        self.server.updates.enqueue({"callback_query": body}, chat_id)

    async def come(self, people: int, *, opening: str, presses: int) -> None:
        """So many come with these words and press the first button so many times."""
        newcomers = range(FIRST + len(self.walkers), FIRST + people)
        self.act, self.going = "press" if presses else "write", False
        for number in newcomers:
            walker = self.walkers[number] = Walker(person=self.server.person(number, "en"))
            walker.acted_at = time.monotonic()
            self.write(walker.person, opening)
        await self.all_answered()
        for _ in range(presses):
            for number in newcomers:
                self.go_on(self.walkers[number])
            await self.all_answered()

    def live(self, people: int, first: int, among: int) -> None:
        """So many at a time act, of those whom the bot has known before."""
        self.town = range(first, first + among)
        for _ in range(people):
            self.arrives()

    async def all_answered(self) -> None:
        """Raises when somebody is not, and shows what they see."""
        till = time.monotonic() + PATIENCE
        while left := [each for each in self.walkers.values() if each.acted_at is not None]:
            if time.monotonic() > till:
                lines = left[0].person.transcript.splitlines()[-20:]
                raise TimeoutError("\n".join([f"{len(left)} people are not answered", *lines]))
            await asyncio.sleep(LOOK_AGAIN)

    def know(self, first: int, people: int) -> None:
        """They have begun with the bot, long ago."""
        for number in range(first, first + people):
            self.server.person(number, "en").chat.started = True

    async def visits(self, every: float, seconds: float, pid: int) -> Measured:
        """Now and then somebody of the town writes, however long the others wait."""
        self.act = "write"
        self.waits.clear()
        since = time.monotonic(), cpu_of(pid), time.process_time()
        while (left := since[0] + seconds - time.monotonic()) > 0:
            await asyncio.sleep(min(every, left))
            if every < left:
                self.go_on(self.arrives())
        return self.since(since, pid)

    def since(self, began: tuple[float, float, float], pid: int) -> Measured:
        now = time.monotonic(), cpu_of(pid), time.process_time()
        took, bot, server = (b - a for a, b in zip(began, now, strict=True))
        waits = tuple(self.waits)
        return Measured(seconds=took, bot_cpu=bot, server_cpu=server, waits=waits)

    async def measure(self, act: Act, warm: float, seconds: float, pid: int) -> Measured:
        """Everybody acts without pause for so many seconds, after some that do not count."""
        self.going = True
        self.all_act(act)
        await asyncio.sleep(warm)
        self.waits.clear()
        since = time.monotonic(), cpu_of(pid), time.process_time()
        await asyncio.sleep(seconds)
        measured = self.since(since, pid)
        self.going = False
        await self.all_answered()
        return measured


def cpu_of(pid: int) -> float:
    """Seconds of processor time of all threads of a process so far."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in tasks) / 1e9
