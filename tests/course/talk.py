"""A conversation with the pure engine: every turn is taken, and what was shown can be pressed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.course.engine import advance
from bot.course.facts import Answered, Fact
from bot.course.inputs import (
    Action,
    Arrived,
    Asked,
    Input,
    Menu,
    OptionChosen,
    Point,
    Press,
    Rated,
    Ref,
    TextReceived,
    TimerFired,
    TimerKind,
)
from bot.course.learner import Enrolment, Learner
from bot.course.messages import AnyLabel, Body, Button, Label, Message, Note, Prompted, Questioned
from bot.course.shelf import Shelf
from bot.course.turn import Turn
from tests.course.courses import SHELF

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A_MOMENT = timedelta(seconds=10)


def newcomer(language: str = "en") -> Learner:
    return Learner(seed=7, language=language, zone="Europe/Kyiv")


@dataclass(kw_only=True)
class Talk:
    shelf: Shelf = SHELF
    learner: Learner | None = field(default_factory=newcomer)
    now: datetime = MONDAY
    facts: list[Fact] = field(default_factory=list)
    shown: list[tuple[Ref, Message]] = field(default_factory=list)
    timers: list[tuple[datetime | None, TimerFired]] = field(default_factory=list)
    pending: dict[TimerKind, tuple[datetime, TimerFired]] = field(default_factory=dict)
    """The last timer of each kind, as the store keeps it."""

    # --- What the person does, each ten seconds after the last thing ---------------------

    def take(self, event: Input, *, after: timedelta = A_MOMENT) -> Turn:
        assert self.learner is not None, "everything about this person is erased"
        self.now += after
        if isinstance(event, TimerFired):
            self.pending.pop(event.timer, None)
        before = self.learner
        turn = advance(self.shelf, before, event, self.now)
        self.learner = turn.learner
        self.facts += turn.facts
        if turn.learner is not None and turn.learner != before:
            number = turn.learner.turn
            self.shown += [
                (Ref(turn=number, ordinal=i), message) for i, message in enumerate(turn.messages)
            ]
            for timer in turn.timers:
                fired = TimerFired(timer=timer.kind, set_in=number)
                self.timers.append((timer.due, fired))
                self.pending.pop(timer.kind, None)
                if timer.due is not None:
                    self.pending[timer.kind] = (timer.due, fired)
        return turn

    def sleep(self, *, days: float = 0, hours: float = 0) -> list[tuple[str, tuple[str, ...]]]:
        """Time passes, and the timer of prompts fires when it is due. Tells what came, and when."""
        until = self.now + timedelta(days=days, hours=hours)
        came = []
        while "prompt" in self.pending and self.pending["prompt"][0] <= until:
            due, fired = self.pending["prompt"]
            turn = self.take(fired, after=max(due - self.now, timedelta()))
            came += [(self.local, things(m.body)) for m in turn.messages]
        self.now = max(until, self.now)
        return came

    def down(self, *, days: float) -> list[tuple[str, tuple[str, ...]]]:
        """The program is not running; when it starts again, it fires what is overdue."""
        self.now += timedelta(days=days)
        return self.sleep()

    @property
    def local(self) -> str:
        """The clock on the learner's wall."""
        assert self.learner is not None
        return self.now.astimezone(ZoneInfo(self.learner.zone)).strftime("%a %d %b %H:%M")

    def start(self, course: str | None = None) -> Turn:
        return self.take(Arrived(course=course))

    def ask(self, menu: Menu) -> Turn:
        return self.take(Asked(menu=menu))

    def write(self, text: str) -> Turn:
        return self.take(TextReceived(text=text))

    def press(self, label: AnyLabel, nth: int = 1, *, after: timedelta = A_MOMENT) -> Turn:
        """The nth button so labelled, on the newest message that has it."""
        return self.take(self.button(label, nth), after=after)

    def answer(self, *options: int) -> Turn:
        """Presses the answers one after the other; returns what followed the last."""
        assert options
        turns = [self.take(self._find(_chooses(option))) for option in options]
        return turns[-1]

    def rate(self, value: int) -> Turn:
        return self.take(self._find(lambda b: isinstance(b.does, Rated) and b.does.value == value))

    # --- What the person sees ------------------------------------------------------------

    def button(self, label: AnyLabel, nth: int = 1) -> Press:
        """That press, to be taken now or much later."""
        return self._find(lambda b: b.label == label, nth)

    def _find(self, wanted: Callable[[Button], bool], nth: int = 1) -> Press:
        for ref, message in reversed(self.shown):
            found = [p for p, button in buttons(ref, message) if wanted(button)]
            if len(found) >= nth:
                return found[nth - 1]
        raise LookupError("no such button was ever shown")

    def body(self) -> Body:
        """The meaning of the last message."""
        return self.shown[-1][1].body

    def question(self) -> Questioned:
        """The last message, which is a question."""
        body = self.body()
        assert isinstance(body, Questioned)
        return body

    def note(self) -> Note | None:
        """Why the last message is shown."""
        return self.shown[-1][1].note

    @property
    def labels(self) -> list[list[AnyLabel]]:
        return labels(self.shown[-1][1])

    # --- What is kept --------------------------------------------------------------------

    @property
    def enrolment(self) -> Enrolment:
        assert self.learner is not None
        assert self.learner.enrolment is not None
        return self.learner.enrolment

    @property
    def answers(self) -> list[tuple[str, tuple[int, ...] | str, bool | None]]:
        """Every answer so far: step, response, whether it was right."""
        return [(f.step, f.response, f.right) for f in self.facts if isinstance(f, Answered)]


def _chooses(option: int) -> Callable[[Button], bool]:
    return lambda button: isinstance(button.does, OptionChosen) and button.does.option == option


def things(body: Body) -> tuple[str, ...]:
    """What a prompt holds, in short."""
    assert isinstance(body, Prompted), body
    return tuple(f"{due.what} {due.about}".strip() for due in body.items)


def buttons(ref: Ref, message: Message) -> list[tuple[Press, Button]]:
    flat = [button for row in message.buttons for button in row]
    return [
        (Press(on=ref, index=index, does=button.does), button) for index, button in enumerate(flat)
    ]


def labels(message: Message) -> list[list[AnyLabel]]:
    return [[button.label for button in row] for row in message.buttons]


def does(message: Message) -> list[Action]:
    return [button.does for row in message.buttons for button in row]


def at(activity: str, step: str, attempt: int = 1, course: str = "roads") -> Point:
    return Point(course=course, activity=activity, attempt=attempt, step=step)


def agreed(shelf: Shelf = SHELF) -> Talk:
    """Somebody who has just agreed, and has not begun anything."""
    talk = Talk(shelf=shelf)
    talk.start()
    talk.press(Label.AGREE)
    return talk


def begun(shelf: Shelf = SHELF) -> Talk:
    """Somebody at the first step of the first course of the shelf."""
    talk = Talk(shelf=shelf)
    talk.start(next(iter(shelf.offered)))
    talk.press(Label.AGREE)
    talk.press(Label.START)
    return talk
