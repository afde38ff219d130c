"""Anonymous words: nothing but a letterbox leads from them to whoever wrote them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.course.desk.inbox import (
    AnswerShown,
    FeedbackAnswered,
    InboxShown,
    ThreadOpened,
    ThreadShown,
)
from bot.course.desk.labels import DeskLabel
from bot.course.desk.topics import TopicShown, WishCounted
from bot.course.inputs import FeedbackBegun, UnreadableReceived
from bot.course.messages import Label, Simple
from bot.service.alerts import Alerts
from bot.service.desk import people
from bot.service.desk.people import Became
from bot.service.desk.sitting import sit
from bot.service.export import export
from bot.service.received import Blocked, Tapped, Typed
from bot.store import alerts, chat, topics
from bot.store import inbox as updates
from bot.store.feedback import CROWD, DONE_FOR
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.reader import Reader
from bot.store.times import to_ms
from bot.store.writer import Tx, Writer
from tests.service.house import ANNA, BOHDAN, Talk, received
from tests.service.inbox import (
    THREADS,
    answer,
    answers,
    appointed,
    did,
    group,
    id_of,
    inbox,
    labels,
    posted,
    rows,
    thread,
)
from tests.service.test_desk import BOSS, feedback, opened, shown, tap

WORDS = "Nobody must know that I wrote this"
NIGHT = datetime(2026, 3, 5, 23, 17, 42, tzinfo=UTC)
BROWSER = Address(channel="web", address="browser-of-anna")


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    talk = await opened(writer)
    await appointed(talk, BOHDAN)
    talk.clock.now = NIGHT
    return talk


async def whisper(talk: Talk, text: str = WORDS, who: Address = ANNA, **named: str) -> None:
    await talk(Typed(text="/feedback"), who)
    asked = await tap(talk, Label.ANONYMOUS, who)
    assert asked.body == Simple(what="anonymous-asked")
    (kept,) = await talk(Typed(text=text, **named), who)
    assert kept.body == Simple(what="anonymous-kept")


# --- What is kept -----------------------------------------------------------------------


async def test_no_row_holds_both_the_words_and_whose_they_are(talk: Talk) -> None:
    """Every table is searched, whatever tables there are."""
    anna = await id_of(talk, ANNA)
    await whisper(talk, message="4711")

    def search(tx: Tx) -> dict[str, list[str]]:
        names = [r["name"] for r in tx.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        found: dict[str, list[str]] = {}
        for name in names:
            for row in tx.execute(f"SELECT * FROM {name}"):
                held = " ".join(str(value) for value in tuple(row))
                if WORDS.casefold() in held.casefold():
                    found.setdefault(name, []).append(held)
        return found

    found = await talk.writer.run(search)
    assert [*found] == ["feedback"]
    (row,) = found["feedback"]
    assert anna not in row
    assert "4711" not in row
    assert str(to_ms(NIGHT)) not in row


async def test_the_row_tells_the_day_and_the_language_and_nothing_else(talk: Talk) -> None:
    await whisper(talk, message="4711")
    day = to_ms(datetime(2026, 3, 5, tzinfo=UTC))
    kept = "SELECT learner_id, course, activity, step, language, text, message, written_at"
    assert await rows(talk, f"{kept} FROM feedback") == [
        (None, None, None, None, "en", WORDS, None, day)
    ]
    assert await rows(talk, "SELECT learner_id, moved_at FROM threads") == [(None, day)]


async def test_the_letterbox_is_the_only_way_and_cannot_be_guessed(talk: Talk) -> None:
    await whisper(talk)
    anna = await id_of(talk, ANNA)
    ((address, whose),) = await rows(talk, "SELECT address, learner_id FROM letterboxes")
    ((thread_, box),) = await rows(talk, "SELECT thread, letterbox FROM threads")
    assert (whose, box) == (anna, address)
    assert len(str(address)) * 6 >= 128
    assert str(address) not in str(thread_)


async def test_the_bytes_of_the_update_go_with_the_turn(talk: Talk, database: Path) -> None:
    """They lay in the inbox beside the chat's address until then."""
    await talk(Typed(text="/feedback"))
    await tap(talk, Label.ANONYMOUS, ANNA)
    body = '{"message": {"chat": {"id": 7}, "text": "' + WORDS + '"}}'

    def job(tx: Tx) -> bool:
        updates.put(tx, [Update(channel="t", update_id="x", body=body)], talk.clock())
        row = tx.execute("SELECT max(id) AS id FROM inbox").fetchone()["id"]
        return talk.turns.take(tx, row, received(Typed(text=WORDS)), talk.clock())

    assert await talk.writer.run(job), "the log must be truncated"
    await talk.writer.truncate_log()
    files = b"".join(each.read_bytes() for each in database.parent.glob("epizod.db*"))
    assert WORDS.encode() in files
    assert b'"id": 7}, "text"' not in files


async def test_the_chat_page_does_not_keep_the_words_beside_its_address(talk: Talk) -> None:
    """It had kept them as the person's own words before the turn."""
    await talk(Typed(text="/start"), BROWSER)
    await talk.press(BROWSER)

    def said(tx: Tx, name: str, text: str) -> None:
        event = {"type": "said", "id": name, "text": text}
        chat.add(tx, BROWSER.address, name, event, talk.clock())

    await talk.writer.run(lambda tx: said(tx, "say-1", "Something else"))
    await talk.writer.run(lambda tx: said(tx, "say-2", WORDS))
    await whisper(talk, who=BROWSER, message="say-2")
    events = [str(event) for (event,) in await rows(talk, "SELECT event FROM chat_events")]
    assert WORDS not in str(events)
    assert "Something else" in events[0]
    assert "(an anonymous message)" in events[1]


async def test_a_place_is_named_only_where_many_people_know_it(talk: Talk) -> None:
    """First nineteen are in the course, then twenty; then twenty know the episode."""
    episode = await inside_an_episode(talk)
    await talk.writer.run(lambda tx: enrol(tx, *(f"p{n}" for n in range(CROWD - 2))))
    await whisper(talk)
    await talk.writer.run(lambda tx: enrol(tx, "one more"))
    await whisper(talk)
    await talk.writer.run(lambda tx: complete(tx, episode))
    await whisper(talk)
    places = await rows(talk, "SELECT course, activity, step FROM feedback ORDER BY id")
    assert places == [(None, None, None), ("short", None, None), ("short", episode, None)]


async def inside_an_episode(talk: Talk) -> str:
    """Anna is in it, as what she writes with her name tells; nothing of that is left."""
    await talk(Typed(text="/continue"))
    for _ in range(2):
        await talk.press(ANNA)
    await talk(Typed(text="/feedback"))
    await talk(Typed(text="With my name"))
    ((episode,),) = await rows(talk, "SELECT activity FROM feedback")
    await talk.writer.run(lambda tx: tx.execute("DELETE FROM threads"))
    return str(episode)


def enrol(tx: Tx, *people: str) -> None:
    for each in people:
        tx.execute(
            "INSERT INTO learners (id, number, state, created_at) VALUES (?, ?, '{}', 0)",
            (each, each),
        )
        tx.execute(
            "INSERT INTO enrolments (learner_id, course, release, started_at)"
            " SELECT ?, 'short', hash, 0 FROM releases LIMIT 1",
            (each,),
        )


def complete(tx: Tx, episode: str) -> None:
    """Everybody completes the episode."""
    tx.execute(
        "INSERT INTO completions SELECT learner_id, 'short', ?, 'episode', 0 FROM enrolments",
        (episode,),
    )


# --- What the team sees -----------------------------------------------------------------


async def test_the_desk_shows_that_it_is_anonymous_and_answers_through_the_letterbox(
    talk: Talk,
) -> None:
    await whisper(talk)
    body = await thread(talk)
    assert (body.anonymous, body.complaint) == (True, False)
    assert [entry.text for entry in body.entries] == [WORDS]
    became = await answer(talk, "We look into it.")
    assert became.body == AnswerShown(text="We look into it.", sent=True, letterbox=True)
    assert await answers(talk, ANNA) == [FeedbackAnswered(asked=None, answer="We look into it.")]
    assert (await shown(talk, ANNA))[-1].answers is None
    anna = await id_of(talk, ANNA)
    audit = await rows(talk, "SELECT who, action, about FROM audit")
    assert anna not in str(audit)
    assert str((await rows(talk, "SELECT letterbox FROM threads"))[0][0]) not in str(audit)
    assert anna not in str(await shown(talk, BOHDAN))


async def test_the_answer_is_answered_anonymously_and_stays_in_order(talk: Talk) -> None:
    """On the same day, of which the words tell no hour."""
    await whisper(talk)
    await thread(talk)
    await answer(talk, "We look into it.")
    talk.clock.forward(minutes=5)
    asked = await tap(talk, Label.WRITE_BACK, ANNA)
    assert asked.body == Simple(what="anonymous-asked")
    await talk(Typed(text="Thank you"))
    body = await thread(talk)
    assert [entry.text for entry in body.entries] == [WORDS, "We look into it.", "Thank you"]
    assert len(await rows(talk, THREADS)) == 1


async def test_a_reply_to_the_answer_is_anonymous_as_well(talk: Talk) -> None:
    await whisper(talk)
    await thread(talk)
    await answer(talk, "We look into it.")
    await posted(talk, ANNA, "88")
    (kept,) = await talk(Typed(text="Thank you", reply_to="88", message="89"))
    assert kept.body == Simple(what="anonymous-kept")
    assert await rows(talk, "SELECT DISTINCT learner_id, message FROM feedback") == [(None, None)]


async def test_what_is_whispered_anew_is_not_linked_to_what_was_whispered_before(
    talk: Talk,
) -> None:
    await feedback(talk, "With my name")
    await whisper(talk, "One")
    await whisper(talk, "Two")
    assert len(await rows(talk, THREADS)) == 3


async def test_an_old_letterbox_still_carries(talk: Talk) -> None:
    await whisper(talk)
    talk.clock.now += DONE_FOR * 10
    await thread(talk)
    await answer(talk, "At last.")
    assert await answers(talk, ANNA) == [FeedbackAnswered(asked=None, answer="At last.")]


async def test_the_letterbox_of_somebody_else_opens_nothing(talk: Talk) -> None:
    """A forged button could not hold it; should it, the words begin a thread of their own."""
    await whisper(talk)
    ((address,),) = await rows(talk, "SELECT address FROM letterboxes")
    await did(talk, FeedbackBegun(way="anonymous", letterbox=str(address)), BOSS)
    await talk(Typed(text="I am not Anna"), BOSS)
    assert len(await rows(talk, THREADS)) == 2


async def test_anonymous_threads_are_seen_by_those_alone_who_reach_everything(talk: Talk) -> None:
    await group(talk, "north", ANNA)
    await appointed(talk, BOSS, "coordinator", "north")
    await whisper(talk)
    await feedback(talk, "With my name")
    sees = {
        who.address: {line.excerpt for line in (await inbox(talk, who)).threads}
        for who in (BOHDAN,)
    }
    assert sees == {BOHDAN.address: {WORDS, "With my name"}}
    await talk.writer.run(lambda tx: tx.execute("DELETE FROM roles WHERE granted_over = ''"))
    await appointed(talk, BOHDAN, "coordinator", "north")
    assert [line.excerpt for line in (await inbox(talk)).threads] == ["With my name"]


async def test_the_team_hears_of_anonymous_words_on_the_next_day(talk: Talk) -> None:
    """So that the hour at which a card comes does not tell when they were written."""
    talk.clock.now = NIGHT.replace(hour=9)
    whose = await id_of(talk, BOHDAN)
    await talk.writer.run(lambda tx: alerts.choose(tx, whose, "each", talk.clock()))
    talk.clock.forward(minutes=5)
    await whisper(talk)
    tell = Alerts(talk.writer, talk.clock, lambda: None, ()).tell
    talk.clock.forward(hours=6)
    assert not await talk.writer.run(tell)
    talk.clock.forward(hours=18)
    assert await talk.writer.run(tell)
    body = (await shown(talk, BOHDAN))[-1].body
    assert isinstance(body, ThreadShown)
    assert body.anonymous


async def test_nobody_counts_an_anonymous_wish_for_a_person(talk: Talk) -> None:
    await whisper(talk)
    await thread(talk)
    [message] = (await shown(talk, BOHDAN))[-1:]
    assert DeskLabel.COUNT not in labels(message)
    topic = await talk.writer.run(lambda tx: topics.make(tx, {"en": "Topic"}, talk.clock()))
    ((name,),) = await rows(talk, THREADS)
    forged = WishCounted(thread=str(name), topic=topic, name="Topic")
    (shown_,) = await did(talk, forged, BOHDAN)
    assert shown_.body == TopicShown(titles={"en": "Topic"}, people=0, done=False)
    assert await rows(talk, "SELECT * FROM wishes") == []


async def test_a_photo_in_between_does_not_make_the_words_named(talk: Talk) -> None:
    """Somebody tries to send a photo first, and then writes."""
    await talk(Typed(text="/feedback"))
    await tap(talk, Label.ANONYMOUS, ANNA)
    await talk(UnreadableReceived(what="file"))
    (kept,) = await talk(Typed(text=WORDS))
    assert kept.body == Simple(what="anonymous-kept")
    assert await rows(talk, "SELECT learner_id FROM feedback") == [(None,)]


async def test_it_can_be_called_off(talk: Talk) -> None:
    await talk(Typed(text="/feedback"))
    await tap(talk, Label.ANONYMOUS, ANNA)
    assert (await tap(talk, Label.DISCARD, ANNA)).body == Simple(what="words-dropped")
    assert await rows(talk, THREADS) == []


# --- Leaving, and taking along ----------------------------------------------------------


async def test_erasure_takes_the_letterbox_and_leaves_the_words(talk: Talk) -> None:
    await whisper(talk)
    await thread(talk)
    await tap(talk, DeskLabel.REPLY, BOHDAN)
    await talk(Typed(text="An answer"), BOHDAN)
    await talk(Typed(text="/forget"))
    await talk(Tapped(token=await talk.token(ANNA), index=1))
    assert await rows(talk, "SELECT * FROM letterboxes") == []
    became = await tap(talk, Label.SEND, BOHDAN)
    assert became.body == AnswerShown(text="An answer", sent=True, letterbox=True)
    assert [entry.text for entry in (await thread_of(talk)).entries] == [WORDS, "An answer"]


async def thread_of(talk: Talk) -> ThreadShown:
    """The thread, whatever state it is in."""
    ((name,),) = await rows(talk, THREADS)
    body = (await did(talk, ThreadOpened(thread=str(name)), BOHDAN))[-1].body
    assert isinstance(body, ThreadShown)
    return body


@pytest.mark.parametrize("leaves", ["stays", "blocks", "unlinked", "forgotten", "forgets"])
async def test_the_desk_never_tells_whether_whoever_wrote_is_still_there(
    talk: Talk, leaves: str
) -> None:
    """Else somebody would erase or unlink one person after the other until it shows."""
    await whisper(talk)
    anna = await id_of(talk, ANNA)
    match leaves:
        case "blocks":
            await talk(Blocked())
        case "forgets":
            await talk(Typed(text="/forget"))
            await talk(Tapped(token=await talk.token(ANNA), index=1))
        case "unlinked" | "forgotten":
            await acted_upon(talk, ANNA, leaves)
        case _:
            pass
    seen = await thread_of(talk)
    assert DeskLabel.REPLY in labels((await shown(talk, BOHDAN))[-1])
    await tap(talk, DeskLabel.REPLY, BOHDAN)
    await talk(Typed(text="We look into it."), BOHDAN)
    became = await tap(talk, Label.SEND, BOHDAN)
    after = await thread_of(talk)
    assert became.body == AnswerShown(text="We look into it.", sent=True, letterbox=True)
    entries = [(each.team, each.text) for each in after.entries]
    assert entries == [(False, WORDS), (True, "We look into it.")]
    assert after == replace(seen, state="done", entries=after.entries)
    assert anna not in str(await shown(talk, BOHDAN))
    audit = await rows(talk, "SELECT action FROM audit WHERE who = ?", await id_of(talk, BOHDAN))
    assert [action for (action,) in audit] == ["read", "answered"]


async def acted_upon(talk: Talk, who: Address, how: str) -> None:
    """By an administrator at the desk."""
    number = await number_of(talk, who)
    boss = await id_of(talk, BOSS)

    def job(tx: Tx) -> Became:
        sitting = sit(tx, boss, {BOSS.address}, talk.clock())
        if how == "unlinked":
            return people.unlink(sitting, number, 1)
        return people.forget(sitting, number, keep_certificates=False)

    assert await talk.writer.run(job) == "done"


async def number_of(talk: Talk, who: Address) -> str:
    ((number,),) = await rows(
        talk, "SELECT number FROM learners WHERE id = ?", await id_of(talk, who)
    )
    return str(number)


async def test_the_export_is_complete_for_the_person_alone(talk: Talk, database: Path) -> None:
    await whisper(talk)
    await thread(talk)
    await answer(talk, "We look into it.")
    async with Reader(database) as reader:
        mine = await export(reader, await id_of(talk, ANNA), talk.clock())
        theirs = await export(reader, await id_of(talk, BOSS), talk.clock())
    assert mine is not None
    assert theirs is not None
    assert WORDS.encode() in mine
    assert b"We look into it." in mine
    assert WORDS.encode() not in theirs


async def test_a_closed_inbox_shows_nothing_of_it(talk: Talk) -> None:
    await whisper(talk)
    talk.clock.now += timedelta(minutes=1)
    body = await inbox(talk)
    assert isinstance(body, InboxShown)
    (line,) = body.threads
    assert (line.anonymous, line.course, line.activity) == (True, None, None)
