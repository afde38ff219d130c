"""Who belongs to an audience, and how far a coordinator of a group reaches."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.course.desk.announcement import Announced, AnnouncementList, AnnouncementShown, Audience
from bot.course.desk.labels import DeskLabel
from bot.course.desk.rights import Reach
from bot.course.facts import CourseCompleted, EnrolmentBegan
from bot.service.desk import announcing
from bot.service.desk.sitting import Sitting, sit
from bot.service.received import Typed
from bot.store import announcements, audiences, facts, releases, topics
from bot.store import learners as learners_
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.announcing import (
    IVAN,
    OLHA,
    TEXT,
    announcer,
    at_the_desk,
    draft,
    labels,
    learners,
    needs_two_from,
    open_the_newest,
    sent_out,
    shown,
    tap,
)
from tests.service.house import NOW, Talk
from tests.store.somebody import RELEASE, learner

EVERYBODY = Reach(everything=True)
NORTH = Reach(groups=frozenset({"north"}))


def group(tx: Tx, name: str, *members: str, state: str = "in") -> None:
    tx.execute(
        "INSERT INTO groups (id, kind, name, token, made_at) VALUES (?, 'region', ?, ?, 0)"
        " ON CONFLICT DO NOTHING",
        (name, name.title(), name),
    )
    tx.executemany(
        "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, ?, ?, 0)",
        [(member, name, state) for member in members],
    )


def people(tx: Tx) -> None:
    """Six: in no course, begun, begun and away for a week, begun two, finished, not agreed."""
    for number, (who, language, away) in enumerate((
        ("outside", "en", 0), ("begun", "uk", 0), ("away", "en", 7), ("both", "pt", 30),
        ("finished", "en", 0), ("unasked", "en", 0),
    )):  # fmt: skip
        state = learner(
            consented_at=None if who == "unasked" else NOW, language=language,
            active_at=NOW - timedelta(days=away),
        )  # fmt: skip
        learners_.add(tx, who, Address(channel="telegram", address=str(number)), state, NOW)
        learners_.save(tx, who, state)
    releases.put(tx, RELEASE, "c1", "{}", NOW)
    for who in ("begun", "away", "both", "finished"):
        facts.add(tx, who, "en", [EnrolmentBegan(course="c1", release=RELEASE)], NOW)
    facts.add(tx, "both", "en", [EnrolmentBegan(course="c2", release=RELEASE)], NOW)
    facts.add(tx, "finished", "en", [CourseCompleted(course="c1")], NOW)
    group(tx, "north", "outside", "begun", "finished")
    group(tx, "north", "both", state="waiting")
    group(tx, "south", "away")
    topic = topics.make(tx, {"en": "Money"}, NOW)
    tx.execute("UPDATE topics SET id = 'money' WHERE id = ?", (topic,))
    for who in ("outside", "away", "unasked"):
        topics.wish(tx, "money", who, NOW)


WHO: list[tuple[dict[str, Any], Reach, set[str]]] = [
    ({}, EVERYBODY, {"begun", "away", "both", "finished"}),
    ({"course": "c2"}, EVERYBODY, {"both"}),
    ({"language": "en"}, EVERYBODY, {"away", "finished"}),
    ({"progress": "not-started"}, EVERYBODY, {"outside"}),
    ({"progress": "not-started", "course": "c2"}, EVERYBODY,
     {"outside", "begun", "away", "finished"}),
    ({"progress": "unfinished"}, EVERYBODY, {"begun", "away", "both"}),
    ({"progress": "finished", "course": "c1"}, EVERYBODY, {"finished"}),
    ({"progress": "stopped", "quiet": 3}, EVERYBODY, {"away", "both"}),
    ({"progress": "stopped", "quiet": 7}, EVERYBODY, {"away", "both"}),
    ({"progress": "stopped", "quiet": 14}, EVERYBODY, {"both"}),
    ({"group": "north"}, EVERYBODY, {"outside", "begun", "finished"}),
    ({"group": "north", "course": "c1"}, EVERYBODY, {"begun", "finished"}),
    ({"group": "north", "progress": "not-started"}, EVERYBODY, {"outside"}),
    ({"group": "north", "language": "uk"}, EVERYBODY, {"begun"}),
    ({"topic": "money"}, EVERYBODY, {"outside", "away"}),
    ({"topic": "money", "group": "south"}, EVERYBODY, {"away"}),
    ({"group": "nowhere"}, EVERYBODY, set()),
    ({}, NORTH, {"outside", "begun", "finished"}),
    ({"course": "c1"}, NORTH, {"begun", "finished"}),
    ({"group": "south"}, NORTH, set()),
    ({"topic": "money"}, NORTH, {"outside"}),
    ({"progress": "not-started"}, NORTH, {"outside"}),
    ({}, Reach(groups=frozenset({"north", "south"})), {"outside", "begun", "finished", "away"}),
    ({}, Reach(), set()),
]  # fmt: skip


@pytest.mark.parametrize(("sides", "reach", "expected"), WHO)
async def test_who_belongs_to_it(
    writer: Writer, sides: dict[str, Any], reach: Reach, expected: set[str]
) -> None:
    def job(tx: Tx) -> tuple[set[str], int]:
        people(tx)
        audience = Audience(**sides)
        sql, values = audiences.who(audience, reach, NOW)
        found = {row["id"] for row in tx.execute(sql, values)}
        return found, sum(audiences.people(tx, audience, reach, NOW).values())

    assert await writer.run(job) == (expected, len(expected))


async def test_a_revoked_consent_and_a_new_zone_are_seen_at_once(writer: Writer) -> None:
    """What the audience is chosen by is kept beside the state whenever that is saved."""

    def job(tx: Tx) -> list[tuple[Any, ...]]:
        people(tx)
        found = learners_.state(tx, "begun")
        assert found is not None
        changed = replace(found, zone="Europe/Kyiv", consented_at=None, language="pt")
        learners_.save(tx, "begun", changed)
        rows = tx.execute("SELECT zone, agreed, language FROM learners WHERE id = 'begun'")
        return [tuple(row) for row in rows]

    assert await writer.run(job) == [("Europe/Kyiv", 0, "pt")]


# --- A coordinator of one group ---------------------------------------------------------


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    """Ivan coordinates the north."""
    await writer.run(lambda tx: group(tx, "north"))
    return await at_the_desk(writer, "north")


async def in_the_north(talk: Talk, *them: Address) -> None:
    def job(tx: Tx) -> None:
        for who in them:
            found = learners_.find(tx, who)
            assert found is not None
            group(tx, "north", found.id)

    await talk.writer.run(job)


async def written_by_ivan(talk: Talk) -> AnnouncementShown:
    await talk(Typed(text="/desk"), IVAN)
    await tap(talk, DeskLabel.ANNOUNCEMENTS, IVAN)
    await tap(talk, DeskLabel.ANNOUNCE, IVAN)
    await tap(talk, DeskLabel.TEXT_IN, IVAN)
    (message,) = await talk(Typed(text=TEXT), IVAN)
    assert isinstance(message.body, AnnouncementShown)
    return message.body


async def test_they_reach_only_the_people_of_their_group(talk: Talk) -> None:
    people = await learners(talk, 7)
    await in_the_north(talk, *people[1:6])
    body = await written_by_ivan(talk)
    assert body.people == {"en": 5, "uk": 0, "pt": 0}
    await tap(talk, DeskLabel.SEND_TO, IVAN)
    assert await sent_out(talk, announcer(talk)) == 5
    got = [any(isinstance(m.body, Announced) for m in await shown(talk, who)) for who in people]
    assert got == [False, *[True] * 5, False]


async def test_they_see_and_steer_only_their_own_announcements(talk: Talk) -> None:
    await learners(talk, 2)
    await draft(talk)
    listed = (await open_the_newest(talk, IVAN)).body
    assert listed == AnnouncementList(texts=(), states=())
    await tap(talk, DeskLabel.SEND_TO)

    def as_ivan(tx: Tx) -> object:
        ivan = learners_.find(tx, IVAN)
        assert ivan is not None
        [found] = announcements.latest(tx, 1)
        return announcing.find(sit(tx, ivan.id, (), NOW), found.id)

    assert await talk.writer.run(as_ivan) is None


async def test_who_reaches_everybody_sees_theirs_too(talk: Talk) -> None:
    (who,) = await learners(talk, 1)
    await in_the_north(talk, who)
    await written_by_ivan(talk)
    body = (await open_the_newest(talk, OLHA)).body
    assert isinstance(body, AnnouncementShown)
    assert body.texts == {"en": TEXT}


async def test_only_their_groups_are_offered_and_taken(talk: Talk) -> None:
    await talk.writer.run(lambda tx: group(tx, "south"))
    await written_by_ivan(talk)
    await tap(talk, DeskLabel.AUDIENCE, IVAN)
    sides = await tap(talk, DeskLabel.AUDIENCE_SIDE, IVAN, place=2)
    assert labels(sides).count(DeskLabel.AUDIENCE_OF) == 1
    body = (await tap(talk, DeskLabel.AUDIENCE_OF, IVAN)).body
    assert isinstance(body, AnnouncementShown)
    assert (body.audience, body.group) == (Audience(group="north"), {"": "North"})

    def choose_south(sitting: Sitting) -> object:
        [found] = announcements.latest(sitting.tx, 1)
        return announcing.choose_audience(sitting, found, Audience(group="south"))

    def as_ivan(tx: Tx) -> object:
        ivan = learners_.find(tx, IVAN)
        assert ivan is not None
        return choose_south(sit(tx, ivan.id, (), NOW))

    assert await talk.writer.run(as_ivan) == "not-now"


async def test_a_second_person_confirms_for_the_group_and_not_for_everybody(talk: Talk) -> None:
    needs_two_from(talk, 2)
    people = await learners(talk, 4)
    await in_the_north(talk, people[0], people[3])
    await written_by_ivan(talk)
    await tap(talk, DeskLabel.SEND_TO, IVAN)
    body = (await open_the_newest(talk, OLHA)).body
    assert isinstance(body, AnnouncementShown)
    assert body.state == "asked"
    await tap(talk, DeskLabel.SEND_TO)
    assert await sent_out(talk, announcer(talk)) == 2


async def test_many_groups_are_shown_page_by_page(talk: Talk) -> None:
    await learners(talk, 1)

    def twenty(tx: Tx) -> None:
        for number in range(20):
            group(tx, f"group {number:02}")

    await talk.writer.run(twenty)
    await draft(talk)
    await tap(talk, DeskLabel.AUDIENCE)
    first = await tap(talk, DeskLabel.AUDIENCE_SIDE, place=2)
    second = await tap(talk, labels(first)[-2])
    assert [labels(each).count(DeskLabel.AUDIENCE_OF) for each in (first, second)] == [12, 9]
    body = (await tap(talk, DeskLabel.AUDIENCE_OF, place=8)).body
    assert isinstance(body, AnnouncementShown)
    assert body.audience == Audience(group="north")
