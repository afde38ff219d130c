"""What can go wrong between the bot and Telegram: by script, or at random with a seed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpError:
    """A gateway's answer with an HTML body; nothing took effect."""

    status: int = 502


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodWait:
    """429. The bot must be silent for `retry_after`: to this chat, or to everybody."""

    retry_after: int = 1
    everybody: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetBefore:
    """The connection is reset; nothing took effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetAfter:
    """The connection is reset although the call took effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang:
    """No answer for `seconds`, then a reset. `delivered`: the call took effect."""

    seconds: float = 3600.0
    delivered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """The right answer, `seconds` late."""

    seconds: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CutJson:
    """The call took effect; its answer is HTTP 200 with half of the JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """409, as when another bot polls with the same token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redelivered:
    """Updates come twice: in one batch, and again after they were confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reordered:
    """A batch comes in another order."""

    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """A bad update comes along: `kind` says what is bad. `scalar` and `no_id` come once."""

    kind: Literal["missing", "types", "unknown", "empty", "scalar", "no_id"] = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownFields:
    """Every object in a batch has a field that no documentation knows, of every JSON type by turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HungUp:
    """By webhook: Telegram hangs up after `seconds`, whatever was said, and calls again."""

    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJson:
    """The answer to getUpdates is HTTP 200 with something that is no JSON."""

    body: bytes = b"<html>\xff not JSON"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartedIds:
    """Once nothing is pending, update ids go on from a random number."""

    seed: int = 0


CallFault = HttpError | FloodWait | ResetBefore | ResetAfter | Hang | Slow | CutJson | Conflict
UpdateFault = Redelivered | Reordered | Malformed | UnknownFields | HungUp | NotJson | RestartedIds
Fault = CallFault | UpdateFault
UPDATE_FAULTS = (
    Redelivered, Reordered, Malformed, UnknownFields, HungUp, NotJson, RestartedIds,
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class _Rule:
    fault: Fault
    method: str | None
    chat_id: int | None
    skip: int
    times: int

    def takes(self, method: str, chat_id: int | None) -> bool:
        if self.times <= 0 or self.method not in {None, method}:
            return False
        if self.chat_id not in {None, chat_id}:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chaos:
    seed: int
    rate: float
    faults: tuple[Fault, ...]
    methods: frozenset[str]
    in_a_row: int
    hit: Counter[tuple[str, int | None, bool]] = field(default_factory=Counter)
    """How many such calls in a row, up to now."""


@dataclass(slots=True)
class Faults:
    """Scripted rules first, in the order added; then chaos.

    Chaos is a function of seed, method, chat and how many such calls came before, so the
    same bot meets the same faults whatever the interleaving between chats.
    """

    rules: list[_Rule] = field(default_factory=list)
    chaos: list[_Chaos] = field(default_factory=list)
    seen: Counter[tuple[str, int | None, bool]] = field(default_factory=Counter)

    def add(
        self,
        fault: Fault,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int = 1,
        skip: int = 0,
    ) -> None:
        """The next `times` matching calls, after `skip`, meet this fault.

        Faults of updates strike when a batch is handed over, and have no method or chat.
        """
        rule = _Rule(fault=fault, method=method, chat_id=chat_id, skip=skip, times=times)
        self.rules.append(rule)

    def random(
        self,
        *faults: Fault,
        seed: int,
        rate: float,
        methods: Sequence[str] = (),
        in_a_row: int = 1000,
    ) -> None:
        """From now on a share `rate` of calls (all methods if none are named) meets a fault, but
        never more than so many in a row of one method and chat.
        """
        chaos = _Chaos(
            seed=seed, rate=rate, faults=faults, methods=frozenset(methods), in_a_row=in_a_row
        )
        self.chaos.append(chaos)

    def clear(self) -> None:
        self.rules.clear()
        self.chaos.clear()

    def for_call(self, method: str, chat_id: int | None) -> CallFault | None:
        fault = self._draw(method, chat_id, of_updates=False)
        return fault if not isinstance(fault, UPDATE_FAULTS) else None

    def for_updates(self) -> UpdateFault | None:
        fault = self._draw("updates", None, of_updates=True)
        return fault if isinstance(fault, UPDATE_FAULTS) else None

    def _draw(self, method: str, chat_id: int | None, *, of_updates: bool) -> Fault | None:
        if not self.rules and not self.chaos:
            return None
        for rule in self.rules:
            if isinstance(rule.fault, UPDATE_FAULTS) != of_updates:
                continue
            if rule.takes(method, chat_id):
                return rule.fault
        return self._at_random(method, chat_id, of_updates=of_updates)

    def _at_random(self, method: str, chat_id: int | None, *, of_updates: bool) -> Fault | None:
        key = (method, chat_id, of_updates)
        self.seen[key] += 1
        for chaos in self.chaos:
            fitting = [f for f in chaos.faults if isinstance(f, UPDATE_FAULTS) == of_updates]
            if not fitting or (chaos.methods and not of_updates and method not in chaos.methods):
                continue
            random = Random(f"{chaos.seed}:{method}:{chat_id}:{self.seen[key]}")
            if random.random() < chaos.rate and chaos.hit[key] < chaos.in_a_row:
                chaos.hit[key] += 1
                return random.choice(fitting)
            chaos.hit[key] = 0
        return None
