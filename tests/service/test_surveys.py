"""Surveys over the real store: nothing joins people and anonymous answers, and figures hide people."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

import pytest

from bot.channels.web.send import Hub, WebChannel
from bot.content.reading import Lessons
from bot.course.desk.announcement import Announced, AnnouncementShown
from bot.course.desk.fives import Count
from bot.course.desk.front import DeskShown
from bot.course.desk.labels import DeskLabel
from bot.course.desk.surveys import SurveyLine, SurveyShown, SurveysShown, Turnout
from bot.course.facts import SurveyEnded, SurveyOpened
from bot.course.inputs import Arrived
from bot.course.messages import AnyLabel, CourseCard, Label, Message, Questioned, SurveyClosed
from bot.service import library
from bot.service.announcer import Announcer
from bot.service.clockwork import Clockwork
from bot.service.desk.desk import Desk
from bot.service.received import Tapped, Typed
from bot.service.turns import Turns
from bot.store import facts, learners, outbox, surveys, team
from bot.store.learners import Address
from bot.store.outbox import Posted, Settled
from bot.store.writer import Tx, Writer
from bot.view.pages import View
from tests.service.house import BOHDAN, NOW, Talk, lessons, messages, words
from tests.store.somebody import learner
from tests.store.test_erasure import tables_about, traces
from tests.view import interface

ANNA = Address(channel="telegram", address="990077001")
PAGE = Address(channel="web", address="page-of-anna")
BOSS = Address(channel="telegram", address="1000")
STEPS = ("know", "learned", "useful", "left-out", "use", "barriers", "example", "gender")
MINE = "words-of-mine"
OWN = "my-own-gender"


@cache
def shipped() -> Lessons:
    """The short course, the survey of this repository, and the same with everybody's name on it."""
    awareness = interface.shipped()[0].surveys["awareness"]
    assert awareness.survey
    signed = replace(awareness, id="signed", survey=replace(awareness.survey, anonymous=False))
    return replace(lessons(), surveys={"awareness": awareness, "signed": signed})


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    shelf = await writer.run(lambda tx: library.shelf(tx, shipped(), NOW))
    desk = Desk(administrators=frozenset({BOSS.address}), shelf=shelf)
    talk = Talk(writer, Turns(view=View(words=words(), shelf=shelf), desk=desk))
    await talk(Arrived(), BOSS)
    await talk.press(BOSS)
    return talk


async def messages_to(talk: Talk, who: Address) -> list[Message]:
    return await talk.writer.run(lambda tx: messages(tx, who))


async def tap(talk: Talk, label: AnyLabel, who: Address = ANNA, place: int = 0) -> Message:
    """Presses the button of the newest message to them that has one, and gives what comes last."""
    talk.clock.forward(seconds=5)
    [message] = [m for m in await messages_to(talk, who) if m.buttons][-1:]
    labels = [button.label for row in message.buttons for button in row]
    index = [i for i, each in enumerate(labels) if each == label][place]
    sql = (
        "SELECT token FROM outbox WHERE address = ? AND message LIKE '%\"label\"%' ORDER BY id DESC"
    )
    token = await talk.writer.run(
        lambda tx: str(tx.execute(sql, (who.address,)).fetchone()["token"])
    )
    return (await talk(Tapped(token=token, index=index), who))[-1]


Step = Callable[[], Awaitable[object]]


async def opened(talk: Talk, who: Address = ANNA, survey: str = "awareness") -> None:
    await talk(Arrived(course=survey), who)
    await talk.press(who)
    message = (await messages_to(talk, who))[-1]
    assert isinstance(message.body, CourseCard)


async def answered(
    talk: Talk, who: Address = ANNA, survey: str = "awareness", sends: Step | None = None
) -> Message:
    """Every question that there is: the second option, several barriers, words of their own."""
    await opened(talk, who, survey)
    last = await tap(talk, Label.BEGIN, who)
    while isinstance(last.body, Questioned):
        if sends:
            await sends()
        match last.body.at.step:
            case "learned":
                last = await tap(talk, Label.ANSWER, who, place=0)
            case "barriers":
                await tap(talk, Label.ANSWER, who, place=0)
                await tap(talk, Label.ANSWER, who, place=0)
                last = await tap(talk, Label.SUBMIT, who)
            case "example":
                last = (await talk(Typed(text=MINE), who))[-1]
            case "gender":
                last = await tap(talk, Label.ANSWER, who, place=2)
            case "gender-words":
                last = (await talk(Typed(text=OWN), who))[-1]
            case _:
                last = await tap(talk, Label.ANSWER, who, place=1)
    return last


def about(tx: Tx, *whose: str) -> list[tuple[str, str]]:
    """Every row that names these people, in every table that there is, as text."""
    tables = [
        row["name"] for row in tx.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    rows = [
        (table, json.dumps([*row], ensure_ascii=False, default=str))
        for table in tables
        for row in tx.execute(f"SELECT * FROM {table}")
    ]
    return [(table, row) for table, row in rows if any(name in row for name in whose)]


def id_of(tx: Tx, who: Address) -> str:
    found = learners.find(tx, who)
    assert found is not None
    return found.id


def names(tx: Tx, who: Address) -> tuple[str, ...]:
    """Everything by which a row could name them."""
    learner_id = id_of(tx, who)
    row = tx.execute("SELECT number FROM learners WHERE id = ?", (learner_id,)).fetchone()
    return learner_id, row["number"], who.address


# --- Anonymous --------------------------------------------------------------------------


async def test_no_row_holds_both_a_person_and_an_answer(talk: Talk) -> None:
    last = await answered(talk)
    assert last.body == SurveyClosed(
        course="awareness", release=talk.turns.view.shelf.surveys["awareness"], why="thanks"
    )

    def found(tx: Tx) -> tuple[list[tuple[str, str]], list[dict[str, str]]]:
        kept = [dict(row) for row in tx.execute("SELECT * FROM survey_answers")]
        return about(tx, *names(tx, ANNA)), kept

    rows, kept = await talk.writer.run(found)
    assert {row["step"] for row in kept} == {*STEPS, "gender-words"}
    assert {json.loads(row["answer"]) for row in kept if row["step"] == "example"} == {MINE}
    assert len({row["response"] for row in kept}) == 1
    secrets = (*(f'"{each}"' for each in STEPS), "gender-words", MINE, OWN, kept[0]["response"])
    escaped = (*secrets, *(each.replace('"', '\\"') for each in secrets))
    assert {table for table, _ in rows} >= {"learners", "outbox", "survey_people", "addresses"}
    assert [(t, s) for t, row in rows for s in escaped if s in row] == []


async def test_nothing_but_the_survey_joins_them(talk: Talk) -> None:
    """No value of an answer's row stands in any other table, and its table has nobody and no day."""
    await answered(talk)

    def joined(tx: Tx) -> set[str]:
        kept = [dict(row) for row in tx.execute("SELECT * FROM survey_answers")]
        assert set(kept[0]) == {"response", "survey", "step", "answer"}
        values = {value for row in kept for value in (row["response"], row["survey"], row["step"])}
        others = [(table, row) for table, row in about(tx, "") if table != "survey_answers"]
        personal = {*tables_about(tx)}
        return {v for t, row in others for v in values if t in personal and f'"{v}"' in row}

    assert await talk.writer.run(joined) == {"awareness"}


async def test_the_order_of_answering_is_lost(talk: Talk) -> None:
    """Without row ids nobody finds the first answer and the first person who has answered."""

    def tables(tx: Tx) -> list[str]:
        sql = "SELECT sql FROM sqlite_master WHERE name IN ('survey_answers', 'survey_people')"
        return [row["sql"] for row in tx.execute(sql)]

    found = await talk.writer.run(tables)
    assert [each.endswith("WITHOUT ROWID") for each in found] == [True, True]


async def test_the_bytes_of_the_link_go(talk: Talk, database: Path) -> None:
    await opened(talk)
    await tap(talk, Label.BEGIN)
    await tap(talk, Label.ANSWER)
    link = '"told":{"know":[1]}'
    await talk.writer.truncate_log()
    assert traces(database, link)
    for _ in range(6):
        await tap(talk, Label.SKIP)
    await talk.writer.truncate_log()
    assert traces(database, link) == []


async def test_the_end_asks_for_the_bytes_to_go(talk: Talk) -> None:
    """The turn that ends it says so, as an erasure does."""
    await opened(talk)
    await tap(talk, Label.BEGIN)
    for _ in range(6):
        await tap(talk, Label.SKIP)
    token, clock = await talk.token(ANNA), talk.clock

    def job(tx: Tx) -> bool:
        from bot.store import inbox
        from bot.store.inbox import Update
        from tests.service.house import received

        inbox.put(tx, [Update(channel="talk", update_id="last", body="{}")], clock())
        row = tx.execute("SELECT max(id) AS id FROM inbox").fetchone()["id"]
        skip = Tapped(token=token, index=4)
        return talk.turns.take(tx, row, received(skip, ANNA), clock())

    assert await talk.writer.run(job)


async def test_on_the_chat_page_too(talk: Talk) -> None:
    channel = WebChannel(
        talk.turns.view,
        talk.writer,
        Hub(),
        talk.clock,
        document=None,  # type: ignore[arg-type]
    )

    async def sends() -> None:
        def claim(tx: Tx) -> list[outbox.Outgoing]:
            lease = timedelta(minutes=1)
            return outbox.claim(tx, "web", talk.clock(), 8, lease, lambda _: True)

        while claimed := await talk.writer.run(claim):
            for each in claimed:
                sent = await channel.deliver(each)
                posted = getattr(sent, "posted", None)
                done = Settled(id=each.id, status="sent", posted=posted)
                await talk.writer.run(partial(outbox.settle, outcome=done, now=talk.clock()))

    await answered(talk, PAGE, sends=sends)
    await sends()
    history = await talk.writer.run(
        lambda tx: [
            row["event"] for row in tx.execute("SELECT event FROM chat_events ORDER BY seq")
        ]
    )
    assert [event for event in history if "Marked" in event or "Question " in event] == []
    assert "anonymous" in history[-2]
    assert "counted" in history[-1]


async def test_what_its_person_typed_on_the_page_goes_with_it(talk: Talk) -> None:
    await opened(talk, PAGE)
    await tap(talk, Label.BEGIN, PAGE)

    def on_the_page(tx: Tx) -> None:
        from bot.store import chat

        row = tx.execute(
            "SELECT id FROM outbox WHERE address = ? ORDER BY id DESC", (PAGE.address,)
        ).fetchone()
        chat.add(tx, PAGE.address, "before", {"type": "said", "text": "/start"}, NOW)
        asked = {"type": "message", "html": "I can explain"}
        chat.add(tx, PAGE.address, f"m{row['id']}", asked, NOW)
        chat.add(tx, PAGE.address, "s1", {"type": "said", "text": MINE}, NOW)

    await talk.writer.run(on_the_page)
    for _ in range(7):
        await tap(talk, Label.SKIP, PAGE)
    kept = await talk.writer.run(
        lambda tx: [row["message_id"] for row in tx.execute("SELECT message_id FROM chat_events")]
    )
    assert kept == ["before"]


async def test_a_message_under_way_to_the_page_leaves_no_trace(talk: Talk) -> None:
    """Claimed before the end, delivered after it."""
    await opened(talk, PAGE)
    await tap(talk, Label.BEGIN, PAGE)
    everything = await talk.writer.run(
        lambda tx: [outbox._outgoing(tx, row, PAGE) for row in tx.execute("SELECT * FROM outbox")]
    )
    for _ in range(7):
        await tap(talk, Label.SKIP, PAGE)
    channel = WebChannel(
        talk.turns.view,
        talk.writer,
        Hub(),
        talk.clock,
        document=None,  # type: ignore[arg-type]
    )
    for each in everything:
        if isinstance(each.message.body, Questioned):
            await channel.deliver(each)
    assert await talk.writer.run(
        lambda tx: tx.execute("SELECT count(*) FROM chat_events").fetchone()[0] == 0
    )


async def test_after_seven_days_the_link_is_cut_as_well(talk: Talk) -> None:
    await opened(talk)
    await tap(talk, Label.BEGIN)
    await tap(talk, Label.ANSWER)
    talk.clock.forward(days=8)
    await Clockwork(talk.writer, talk.turns, talk.clock, lambda: None).fire_due()

    def kept(tx: Tx) -> tuple[list[str], bool]:
        steps = [row["step"] for row in tx.execute("SELECT step FROM survey_answers")]
        mine = about(tx, *names(tx, ANNA))
        return steps, any('know"' in row for _, row in mine)

    assert await talk.writer.run(kept) == (["know"], False)


async def test_whoever_is_erased_half_way_leaves_no_answer(talk: Talk) -> None:
    await opened(talk)
    await tap(talk, Label.BEGIN)
    await tap(talk, Label.ANSWER)
    await talk(Typed(text="/forget"), ANNA)
    await tap(talk, Label.FORGET)
    left = await talk.writer.run(
        lambda tx: [
            tx.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("survey_people", "survey_answers")
        ]
    )
    assert left == [0, 0]


async def test_words_to_the_team_do_not_tell_at_which_question_they_were_written(
    talk: Talk,
) -> None:
    """Some questions are asked only after a certain answer."""
    await opened(talk)
    await tap(talk, Label.BEGIN)
    for text in ("/feedback", "What is this for?", "/continue"):
        await talk(Typed(text=text), ANNA)
    for _ in range(7):
        await tap(talk, Label.SKIP)
    rows = await talk.writer.run(lambda tx: [dict(r) for r in tx.execute("SELECT * FROM feedback")])
    assert [(row["course"], row["step"]) for row in rows] == [("awareness", None)]


async def test_an_open_survey_keeps_answers_with_the_person(talk: Talk) -> None:
    await answered(talk, survey="signed")

    def kept(tx: Tx) -> tuple[int, list[str]]:
        steps = tx.execute(
            "SELECT step FROM answers WHERE learner_id = ? AND course = 'signed' ORDER BY id",
            (id_of(tx, ANNA),),
        )
        unlinked = tx.execute("SELECT count(*) FROM survey_answers").fetchone()[0]
        return unlinked, [row["step"] for row in steps]

    unlinked, steps = await talk.writer.run(kept)
    assert unlinked == 0
    assert steps == [*STEPS, "gender-words"]


async def test_its_release_is_there_after_the_lessons_have_changed(talk: Talk) -> None:
    """For whoever is inside, and for the results."""
    await opened(talk)
    await tap(talk, Label.BEGIN)
    shelf = await talk.writer.run(lambda tx: library.shelf(tx, lessons(), NOW))
    talk.turns = replace(talk.turns, view=View(words=words(), shelf=shelf))
    assert isinstance((await tap(talk, Label.ANSWER)).body, Questioned)


# --- At the desk ------------------------------------------------------------------------


Told = dict[str, tuple[int, ...] | str]


def crowd(tx: Tx, survey: str, people: int, answers: Callable[[int], Told]) -> None:
    """So many have answered it; `answers` gives what each did."""
    release = tx.execute("SELECT hash FROM releases WHERE course = ?", (survey,)).fetchone()["hash"]
    for number in range(people):
        name = f"{survey}-{number}"
        learners.add(tx, name, Address(channel="telegram", address=f"5{name}"), learner(), NOW)
        told = answers(number)
        facts.add(
            tx, name, "en",
            [SurveyOpened(survey=survey, release=release),
             SurveyEnded(survey=survey, anonymous=True, answered=bool(told), unlinked=told)],
            NOW,
        )  # fmt: skip


async def at_the_desk(talk: Talk, survey: int = 0, who: Address = BOSS) -> SurveyShown:
    await talk(Typed(text="/desk"), who)
    await tap(talk, DeskLabel.SURVEYS, who)
    body = (await tap(talk, DeskLabel.SURVEY, who, place=survey)).body
    assert isinstance(body, SurveyShown)
    return body


async def page(talk: Talk, who: Address = BOSS, place: int = 0) -> SurveyShown:
    body = (await tap(talk, DeskLabel.SURVEY_ANSWERS, who, place=place)).body
    assert isinstance(body, SurveyShown)
    return body


async def coordinator(talk: Talk, who: Address, over: str = "") -> None:
    await talk(Arrived(course="short"), who)
    await talk.press(who)
    token = await talk.writer.run(lambda tx: team.invite(tx, "coordinator", over, talk.clock()))
    await talk(Typed(text=f"/start i-{token}"), who)


async def test_the_list(talk: Talk) -> None:
    await talk(Typed(text="/desk"), BOSS)
    shelf = talk.turns.view.shelf.surveys
    assert (await tap(talk, DeskLabel.SURVEYS, BOSS)).body == SurveysShown(
        surveys=tuple(
            SurveyLine(survey=each, release=shelf[each], state="open")
            for each in ("awareness", "signed")
        )
    )


async def test_nothing_is_shown_of_fewer_than_five(talk: Talk) -> None:
    await talk.writer.run(lambda tx: crowd(tx, "awareness", 4, lambda n: {"know": (1,)}))
    shown = await at_the_desk(talk)
    assert shown.turnout == Turnout(sent=Count(), opened=Count(), answered=Count())
    assert (shown.hidden, shown.turnout.rate) == ("few", None)
    keys = (await messages_to(talk, BOSS))[-1].buttons
    assert DeskLabel.SURVEY_ANSWERS not in [button.label for row in keys for button in row]


async def test_every_number_is_one_of_full_fives(talk: Talk) -> None:
    """23 have answered something: 12 chose the first option, 7 the second, 4 the third."""

    def told(number: int) -> Told:
        know = 1 if number < 12 else 2 if number < 19 else 3
        several = (1, 2) if number % 2 else (2,)
        found: Told = {"know": (know,), "barriers": several}
        return {**found, "example": f"Example {number}"} if number < 7 else found

    await talk.writer.run(lambda tx: crowd(tx, "awareness", 23, told))
    shown = await at_the_desk(talk)
    assert shown.turnout == Turnout(sent=Count(), opened=Count(4), answered=Count(4))
    assert (shown.turnout.of, shown.turnout.rate) == ("opened", 100)
    know, learned, useful = (await page(talk)).items
    assert (know.step, know.answered) == ("know", Count(4))
    assert know.chosen == (Count(2), Count(1), Count(), Count(), Count(), Count())
    assert (learned.answered, set(learned.chosen)) == (Count(), {Count()})
    assert useful.step == "useful"
    barriers = (await page(talk)).items[-1]
    assert barriers.chosen == (Count(2), Count(4), *[Count()] * 6)
    (example,) = (await page(talk, place=1)).items
    assert example.answered == Count(1)
    assert len(example.words) == 5
    assert {*example.words} < {f"Example {number}" for number in range(7)}


async def test_words_of_fewer_than_five_are_not_shown(talk: Talk) -> None:
    def told(number: int) -> Told:
        return {"know": (1,), "gender-words": OWN} if number < 4 else {"know": (1,)}

    await talk.writer.run(lambda tx: crowd(tx, "awareness", 30, told))
    await at_the_desk(talk)
    shown = await page(talk)
    while shown.page < shown.pages:
        shown = await page(talk, place=-1)
    assert [(each.step, each.words) for each in shown.items] == [("gender-words", ())]


async def test_what_was_written_comes_in_an_order_of_its_own(talk: Talk) -> None:
    await talk.writer.run(
        lambda tx: crowd(tx, "awareness", 10, lambda n: {"example": f"Example {n}"})
    )
    await at_the_desk(talk)
    for _ in range(2):
        await page(talk, place=-1)
    (example,) = (await page(talk, place=-1)).items
    written = [f"Example {number}" for number in range(10)]
    assert sorted(example.words) == written
    assert [*example.words] != written


async def test_reading_answers_leaves_a_line_in_the_audit(talk: Talk) -> None:
    await talk.writer.run(lambda tx: crowd(tx, "awareness", 5, lambda n: {"know": (1,)}))
    await at_the_desk(talk)
    await page(talk)
    rows = await talk.writer.run(
        lambda tx: [(r["action"], r["about"]) for r in tx.execute("SELECT * FROM audit")]
    )
    assert ("read answers", "awareness") in rows


async def test_anonymous_answers_are_not_for_those_of_one_group(talk: Talk) -> None:
    def group(tx: Tx) -> None:
        tx.execute(
            "INSERT INTO groups (id, kind, name, token, made_at)"
            " VALUES ('north', 'region', 'North', 't', 0)"
        )
        crowd(tx, "awareness", 20, lambda n: {"know": (1,)})
        tx.executemany(
            "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, 'north', 'in', 0)",
            [(f"awareness-{number}",) for number in range(7)],
        )

    await talk.writer.run(group)
    await coordinator(talk, BOHDAN, over="north")
    shown = await at_the_desk(talk, who=BOHDAN)
    assert shown.hidden == "reach"
    assert shown.turnout == Turnout(sent=Count(), opened=Count(1), answered=Count(1))
    from bot.service.desk import surveys as at_desk
    from bot.service.desk.sitting import sit

    forged = await talk.writer.run(
        lambda tx: at_desk.answers(
            sit(tx, id_of(tx, BOHDAN), (), NOW), talk.turns.view.shelf, "awareness", 1
        )
    )
    assert forged is not None
    assert forged.items == ()


async def test_answers_with_a_name_are_those_of_ones_own_people(talk: Talk) -> None:
    """Six of the group and five others answer: the coordinator sees the figures of six."""
    people = [Address(channel="telegram", address=f"6{number}") for number in range(11)]
    for each in people:
        await answered(talk, each, "signed")

    def group(tx: Tx) -> None:
        tx.execute(
            "INSERT INTO groups (id, kind, name, token, made_at)"
            " VALUES ('north', 'region', 'North', 't', 0)"
        )
        tx.executemany(
            "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, 'north', 'in', 0)",
            [(id_of(tx, each),) for each in people[:6]],
        )

    await talk.writer.run(group)
    await coordinator(talk, BOHDAN, over="north")
    assert (await at_the_desk(talk, 1, BOHDAN)).hidden is None
    assert (await page(talk, BOHDAN)).items[0].chosen[1] == Count(1)
    await at_the_desk(talk, 1)
    assert (await page(talk)).items[0].chosen[1] == Count(2)


async def test_learners_and_viewers_come_to_none_of_it(talk: Talk) -> None:
    await talk(Arrived(course="short"), BOHDAN)
    await talk.press(BOHDAN)
    token = await talk.writer.run(lambda tx: team.invite(tx, "viewer", "", talk.clock()))
    await talk(Typed(text=f"/start i-{token}"), BOHDAN)
    (message,) = await talk(Typed(text="/desk"), BOHDAN)
    assert isinstance(message.body, DeskShown)
    assert DeskLabel.SURVEYS not in [b.label for row in message.buttons for b in row]
    from bot.course.desk.surveys import SurveyChosen

    desk = talk.turns.desk

    def forged(tx: Tx) -> Message:
        found = learners.find(tx, BOHDAN)
        assert found is not None
        action = SurveyChosen(survey="awareness")
        return desk.take(tx, found.id, found.learner, action, None, NOW).messages[0]

    assert isinstance((await talk.writer.run(forged)).body, DeskShown)


async def test_an_announcement_invites_to_it_and_its_numbers_follow(talk: Talk) -> None:
    people = [Address(channel="telegram", address=f"7{number}") for number in range(12)]
    for each in people:
        await talk(Arrived(course="short"), each)
        await talk.press(each)
        await talk.press(each)
    await at_the_desk(talk)
    draft = (await tap(talk, DeskLabel.SURVEY_SEND, BOSS)).body
    assert isinstance(draft, AnnouncementShown)
    assert {*draft.texts} == {"en", "uk", "pt"}
    assert draft.details.opens == "awareness"
    await tap(talk, DeskLabel.SEND_TO, BOSS)
    await talk.writer.run(Announcer(talk.writer, talk.clock, lambda: None, {BOSS.address}).feed)

    def send(tx: Tx) -> None:
        lease = timedelta(minutes=1)
        for _ in range(60):
            for each in outbox.claim(tx, "telegram", talk.clock(), 99, lease, lambda _: True):
                posted = Posted(id=str(each.id), form="text")
                outbox.settle(tx, Settled(id=each.id, status="sent", posted=posted), talk.clock())

    await talk.writer.run(send)
    [invitation] = [m for m in await messages_to(talk, people[0]) if isinstance(m.body, Announced)]
    assert [b.label for row in invitation.buttons for b in row] == [Label.COURSE]
    for each in people[:6]:
        await tap(talk, Label.COURSE, each)
        await tap(talk, Label.BEGIN, each)
        await tap(talk, Label.ANSWER, each)
        for _ in range(6):
            await tap(talk, Label.SKIP, each)
    turnout = (await at_the_desk(talk)).turnout
    assert turnout is not None
    assert (turnout.sent.people, turnout.answered.people, turnout.of) == (10, 5, "sent")
    assert turnout.rate == 50


async def test_a_survey_that_was_taken_out_keeps_its_results(talk: Talk) -> None:
    await talk.writer.run(lambda tx: crowd(tx, "awareness", 5, lambda n: {"know": (1,)}))
    shelf = await talk.writer.run(lambda tx: library.shelf(tx, lessons(), NOW))
    desk = replace(talk.turns.desk, shelf=shelf)
    talk.turns = replace(talk.turns, view=View(words=words(), shelf=shelf), desk=desk)
    shown = await at_the_desk(talk)
    assert shown.state == "withdrawn"
    assert (await page(talk)).items[0].chosen[0] == Count(1)


def test_the_neutral_message_is_no_question() -> None:
    assert "survey-past" in surveys.PAST
