"""A turn begun without reading the learner."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.learner import Draft, Enrolment, Learner, Plan
from bot.course.review import Card
from bot.store import learners
from bot.store.codec import LEARNER, Unreadable, load
from bot.store.writer import Tx, open_store
from tests.store import somebody
from tests.store.somebody import HERE, NOW, SOMEBODY

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture(scope="module")
def tx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tx]:
    with closing(open_store(tmp_path_factory.mktemp("store") / "epizod.db")) as store:
        yield store


@st.composite
def anybody(draw: st.DrawFn) -> Learner:
    """With whatever the rewriting of a document could change."""
    card = Card(
        due=date(2026, 3, 2), last=date(2026, 3, 1), stability=draw(FINITE), difficulty=draw(FINITE)
    )
    plan = Plan(
        id="p", course="c", module="m", text=draw(WORDS), made_on=NOW.date(), due_on=NOW.date()
    )
    enrolment = Enrolment(
        course="c", release="r", started_at=NOW + timedelta(microseconds=draw(st.integers(0, 10**6))),
        attempts={"ep-1": draw(st.integers(0, 2**63))}, cards={"ep-1/кава": card},
    )  # fmt: skip
    return somebody.learner(
        turn=draw(st.integers(0, 2**53)), language=draw(st.sampled_from(["en", "uk", "pt"])),
        pictures=draw(st.booleans()), consented_at=draw(st.sampled_from([None, NOW])),
        enrolments={"c": enrolment}, plans=(plan,), draft=Draft(text=draw(WORDS), turn=1),
    )  # fmt: skip


@given(known=anybody())
def test_nothing_changes_but_the_number_of_the_turn(tx: Tx, known: Learner) -> None:
    tx.execute("DELETE FROM learners")
    learners.add(tx, SOMEBODY, HERE, known, NOW)
    said = learners.next_turn(tx, SOMEBODY)
    following = replace(known, turn=known.turn + 1)
    assert learners.state(tx, SOMEBODY) == following
    assert (said.turn, said.language, said.pictures) == (
        following.turn, following.language, following.pictures
    )  # fmt: skip


@pytest.mark.parametrize("document", ["", "?", "{}", "[]", '{"seed": 1}'])
def test_what_is_no_learner_has_no_turns(tx: Tx, document: str) -> None:
    tx.execute("DELETE FROM learners")
    somebody.add(tx)
    tx.execute("UPDATE learners SET state = ?", (document,))
    with pytest.raises(Unreadable):
        learners.next_turn(tx, SOMEBODY)
    assert tx.execute("SELECT state FROM learners").fetchone()["state"] == document
    with pytest.raises(Unreadable):
        load(LEARNER, document)


def test_nobody_has_no_turns(tx: Tx) -> None:
    with pytest.raises(Unreadable):
        learners.next_turn(tx, "nobody")
