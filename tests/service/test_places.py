"""Whatever people and the team do in whatever order: never more are in than there are places."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.course.groups import MemberState, PlaceOffered, is_daytime
from bot.course.shelf import Shelf
from bot.service.registrar import Registrar
from bot.store import groups, learners, members
from bot.store.learners import Address
from bot.store.migrations import migrate
from bot.store.writer import Tx, Writer, connect
from tests.service.house import messages
from tests.store.somebody import learner

EVERYBODY = tuple(f"person-{number}" for number in range(7))
PEOPLE = st.sampled_from(EVERYBODY)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Places(RuleBasedStateMachine):
    """The model is a list of who waits, in order, and how often each has come to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.tx: Tx = connect(Path(":memory:"))
        migrate(self.tx)
        self.now = NOON
        self.line: list[str] = []
        self.waits = dict.fromkeys(EVERYBODY, 0)
        self.erased = 0
        for each in EVERYBODY:
            self.arrives(each)
        group = replace(groups.make(self.tx, "edition", "Edition", self.now), places=2)
        assert groups.write(self.tx, group)
        self.group = group.id
        self.registrar = Registrar(
            Writer(Path(":memory:")), Shelf(offered={}, releases={}), lambda: self.now, lambda: None
        )

    def arrives(self, who: str) -> None:
        state = learner(consented_at=self.now)
        learners.add(self.tx, who, Address(channel="telegram", address=who), state, self.now)
        learners.save(self.tx, who, state)

    def teardown(self) -> None:
        self.tx.close()

    def state(self, who: str) -> MemberState | None:
        found = members.find(self.tx, self.group, who)
        return found.state if found else None

    def places(self) -> int | None:
        found = groups.find(self.tx, self.group)
        assert found is not None
        return found.places

    def taken(self) -> int:
        counts = groups.counts(self.tx, [self.group])[self.group]
        return counts.get("in", 0) + counts.get("offered", 0)

    @rule(who=PEOPLE)
    def joins(self, who: str) -> None:
        before = self.state(who)
        room = self.places() is None or (self.places() or 0) > self.taken() + len(self.line)
        after = members.admit(self.tx, self.group, who, self.now)
        if before is None:
            assert after == ("in" if room else "waiting")
            if after == "waiting":
                self.line.append(who)
                self.waits[who] += 1
        else:
            assert after == before

    @rule(who=PEOPLE)
    def leaves(self, who: str) -> None:
        members.go(self.tx, self.group, who)
        self.line = [each for each in self.line if each != who]

    @rule(who=PEOPLE)
    def takes(self, who: str) -> None:
        before = self.state(who)
        assert members.take(self.tx, self.group, who, self.now) == (before == "offered")
        assert self.state(who) == ("in" if before == "offered" else before)

    @rule(who=PEOPLE)
    def gives_up(self, who: str) -> None:
        members.go(self.tx, self.group, who, "offered")

    @rule(who=PEOPLE)
    def is_erased(self, who: str) -> None:
        learners.erase(self.tx, who)
        self.line = [each for each in self.line if each != who]
        self.waits[who] = 0
        self.arrives(who)

    @rule(places=st.one_of(st.none(), st.integers(1, 6)))
    def changes_places(self, places: int | None) -> None:
        found = groups.find(self.tx, self.group)
        assert found is not None
        fits = places is None or places >= self.taken()
        assert groups.write(self.tx, replace(found, places=places)) == fits

    @rule(hours=st.sampled_from((1, 5, 13, 24, 48, 60)))
    def passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def steps(self) -> None:
        """As many of the first in line as there are places are offered one, and nobody else."""
        offered = {each for each in EVERYBODY if self.state(each) == "offered"}
        lapsed = {each.learner_id for each in members.lapsed(self.tx, self.now, 100)}
        free = (self.places() or 100) - self.taken() + len(lapsed)
        due = self.line[: max(0, free)] if is_daytime(self.now, "UTC") else []
        self.registrar.step(self.tx)
        after = {each for each in EVERYBODY if self.state(each) == "offered"}
        assert after == (offered - lapsed) | {*due}
        self.line = [each for each in self.line if each not in due]

    @invariant()
    def there_are_never_more_than_places(self) -> None:
        places = self.places()
        assert places is None or self.taken() <= places

    @invariant()
    def the_line_is_in_order(self) -> None:
        listed = members.listed(self.tx, self.group, "waiting", 0, 100)
        waiting = [each for each in listed if each.state == "waiting"]
        assert [each.learner_id for each in waiting] == self.line
        assert [members.place_in_line(self.tx, each) for each in waiting] == [
            number for number, _ in enumerate(self.line, 1)
        ]

    @invariant()
    def nobody_is_offered_a_place_twice(self) -> None:
        for who in EVERYBODY:
            here = Address(channel="telegram", address=who)
            seen = [m for m in messages(self.tx, here) if isinstance(m.body, PlaceOffered)]
            assert len(seen) <= self.waits[who]


def test_a_place_that_is_not_there_is_not_offered_nor_one_twice() -> None:
    """Whoever asks the database, and in whatever order."""
    places = Places()
    for who in EVERYBODY[:4]:
        members.admit(places.tx, places.group, who, NOON)
    waiting = members.listed(places.tx, places.group, "waiting", 0, 10)
    assert [members.offer(places.tx, each, NOON) for each in waiting] == [False, False]
    members.go(places.tx, places.group, EVERYBODY[0])
    first, second = waiting
    assert [members.offer(places.tx, each, NOON) for each in (first, first, second)] == [
        True, False, False,
    ]  # fmt: skip
    places.tx.execute("UPDATE groups SET places = 5")
    assert [members.offer(places.tx, each, NOON) for each in (first, second)] == [False, True]
    places.teardown()


TestPlaces = Places.TestCase
TestPlaces.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
