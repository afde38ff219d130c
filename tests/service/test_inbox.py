"""The inbox in the chat: how threads are found, read, marked and answered."""

from datetime import timedelta

import pytest

from bot.course.desk.front import DeskShown
from bot.course.desk.inbox import (
    AnswerAsked,
    AnswerShown,
    FeedbackAnswered,
    FilterShown,
    InboxShown,
    Only,
    Rating,
    SearchAsked,
    ThreadShown,
)
from bot.course.desk.labels import DeskLabel
from bot.course.inputs import Arrived, LanguageChosen
from bot.course.messages import Label, Simple
from bot.service.desk.inbox import LONGEST_ANSWER
from bot.service.received import Blocked, Tapped, Typed
from bot.store import chat, copies, learners
from bot.store.feedback import DONE_FOR
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.house import ANNA, BOHDAN, Talk
from tests.service.inbox import (
    THREADS,
    answer,
    answers,
    appointed,
    did,
    dismissed,
    erase,
    group,
    id_of,
    inbox,
    labels,
    rows,
    thread,
)
from tests.service.test_desk import BOSS, OLHA, feedback, joined, opened, shown, tap


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    return await opened(writer)


async def somebody(talk: Talk, address: str) -> Address:
    """One more learner."""
    person = Address(channel="telegram", address=address)
    await talk(Arrived(course="short"), person)
    await talk.press(person)
    return person


# --- Reading and answering --------------------------------------------------------------


async def test_a_learner_is_answered_where_they_wrote(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "The crossing is missing.")
    await talk(Typed(text="/desk"), BOHDAN)
    inbox = (await tap(talk, DeskLabel.INBOX, BOHDAN)).body
    assert isinstance(inbox, InboxShown)
    assert [line.excerpt for line in inbox.threads] == ["The crossing is missing."]
    thread = (await tap(talk, DeskLabel.THREAD, BOHDAN)).body
    assert isinstance(thread, ThreadShown)
    assert thread.state == "open"
    await tap(talk, DeskLabel.REPLY, BOHDAN)
    (preview,) = await talk(Typed(text="It comes in May."), BOHDAN)
    assert preview.body == AnswerShown(text="It comes in May.", sent=False)
    assert not [m for m in await shown(talk, ANNA) if isinstance(m.body, FeedbackAnswered)]
    sent = await tap(talk, Label.SEND, BOHDAN)
    assert sent.body == AnswerShown(text="It comes in May.", sent=True)
    answer = (await shown(talk, ANNA))[-1]
    assert answer.body == FeedbackAnswered(
        asked="The crossing is missing.", answer="It comes in May."
    )
    written = await tap(talk, Label.WRITE_BACK, ANNA)
    assert written.body == Simple(what="feedback-asked")


async def test_an_answer_that_is_cancelled_is_not_sent(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "Why?")
    await talk(Typed(text="/desk"), BOHDAN)
    for label in (DeskLabel.INBOX, DeskLabel.THREAD, DeskLabel.REPLY):
        await tap(talk, label, BOHDAN)
    await talk(Typed(text="Hm."), BOHDAN)
    assert isinstance((await tap(talk, Label.DISCARD, BOHDAN)).body, ThreadShown)
    assert not [m for m in await shown(talk, ANNA) if isinstance(m.body, FeedbackAnswered)]


async def test_new_words_make_a_thread_new_again(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "First.")
    await talk(Typed(text="/desk"), BOHDAN)
    await tap(talk, DeskLabel.INBOX, BOHDAN)
    await tap(talk, DeskLabel.THREAD, BOHDAN)
    assert (await talk(Typed(text="/desk"), BOHDAN))[0].body == DeskShown(
        role="coordinator", open=1
    )
    await feedback(talk, "Second.")
    (message,) = await talk(Typed(text="/desk"), BOHDAN)
    assert message.body == DeskShown(role="coordinator", new=1)
    await tap(talk, DeskLabel.INBOX, BOHDAN)
    thread = (await tap(talk, DeskLabel.THREAD, BOHDAN)).body
    assert isinstance(thread, ThreadShown)
    assert [entry.text for entry in thread.entries] == ["First.", "Second."]


async def test_a_complaint_stays_one_and_stands_first(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "I complain.")
    await feedback(talk, "Lovely.", BOSS)
    await talk(Typed(text="/desk"), BOHDAN)
    await tap(talk, DeskLabel.INBOX, BOHDAN)
    await tap(talk, DeskLabel.THREAD, BOHDAN, place=1)
    marked = await tap(talk, DeskLabel.MARK, BOHDAN, place=1)
    assert isinstance(marked.body, ThreadShown)
    assert marked.body.complaint
    assert [b.label for row in marked.buttons for b in row].count(DeskLabel.MARK) == 1
    done = await tap(talk, DeskLabel.MARK, BOHDAN)
    assert isinstance(done.body, ThreadShown)
    assert (done.body.state, done.body.complaint) == ("done", True)


async def test_the_inbox_has_pages(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    for number in range(7):
        person = Address(channel="telegram", address=f"2{number}")
        await talk(Arrived(course="short"), person)
        await talk.press(person)
        await feedback(talk, f"Words {number}", person)
    await talk(Typed(text="/desk"), BOHDAN)
    first = (await tap(talk, DeskLabel.INBOX, BOHDAN)).body
    older = (await tap(talk, DeskLabel.OLDER, BOHDAN)).body
    assert isinstance(first, InboxShown)
    assert isinstance(older, InboxShown)
    assert [line.excerpt for line in (*first.threads, *older.threads)] == [
        f"Words {number}" for number in reversed(range(7))
    ]
    assert (await tap(talk, DeskLabel.NEWER, BOHDAN)).body == first


async def test_the_desk_never_tells_who_wrote(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "A secret.")
    await talk(Typed(text="/desk"), BOHDAN)
    await tap(talk, DeskLabel.INBOX, BOHDAN)
    await tap(talk, DeskLabel.THREAD, BOHDAN)
    found = await talk.writer.run(lambda tx: learners.find(tx, ANNA))
    assert found is not None
    seen = str(await shown(talk, BOHDAN))
    assert found.id not in seen


async def test_what_is_erased_is_gone_from_the_desk(talk: Talk) -> None:
    """Also what the desk has shown of it before: nothing of it is in the database any more."""
    await joined(talk, BOHDAN)
    await feedback(talk, "A secret.")
    await inbox(talk)
    await tap(talk, DeskLabel.THREAD, BOHDAN)
    await erase(talk, ANNA)
    assert "A secret." not in str(await shown(talk, BOHDAN))
    assert (await inbox(talk)).threads == ()


async def test_what_a_coordinator_s_chat_page_keeps_of_it_goes_as_well(talk: Talk) -> None:
    page = Address(channel="web", address="browser-of-a-coordinator")
    await talk(Arrived(course="short"), page)
    await talk.press(page)
    await appointed(talk, page)
    await feedback(talk, "A secret.")
    seen = await thread(talk, page)

    def shown_there(tx: Tx) -> None:
        for name, text, body in (
            ("m1", "A secret.", seen), ("m2", "Something else", Simple(what="help")),
        ):  # fmt: skip
            event = {"type": "message", "id": name, "html": text}
            seq = chat.add(tx, page.address, name, event, talk.clock())
            copies.note_on_page(tx, seq, body)

    await talk.writer.run(shown_there)
    await erase(talk, ANNA)
    assert await rows(talk, "SELECT message_id FROM chat_events") == [("m2",)]


async def test_only_the_copies_of_the_erased_go(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "A secret.")
    await thread(talk)
    await feedback(talk, "Other words.", BOSS)
    await thread(talk)
    await erase(talk, ANNA)
    seen = str(await shown(talk, BOHDAN))
    assert "A secret." not in seen
    assert "Other words." in seen


async def test_an_answer_to_somebody_erased_meanwhile_goes_nowhere(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "Why?")
    await thread(talk)
    await tap(talk, DeskLabel.REPLY, BOHDAN)
    await talk(Typed(text="Because."), BOHDAN)
    await erase(talk, ANNA)
    became = await tap(talk, Label.SEND, BOHDAN)
    assert isinstance(became.body, InboxShown)
    assert await rows(talk, "SELECT * FROM answers_to_feedback") == []


async def test_an_answer_to_somebody_who_has_blocked_the_bot_says_so(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "Why?")
    await thread(talk)
    await talk(Blocked())
    became = await answer(talk, "Because.")
    assert became.body == AnswerShown(text="Because.", sent=True, reached=False)
    assert [entry.text for entry in (await _found(talk)).entries] == ["Why?", "Because."]


async def _found(talk: Talk) -> ThreadShown:
    await talk(Typed(text="/desk"), BOHDAN)
    await tap(talk, DeskLabel.INBOX, BOHDAN)
    await tap(talk, DeskLabel.INBOX_OF, BOHDAN, place=1)
    body = (await tap(talk, DeskLabel.THREAD, BOHDAN)).body
    assert isinstance(body, ThreadShown)
    return body


async def test_who_tries_it_with_one_account_answers_themselves(talk: Talk) -> None:
    await feedback(talk, "Does this work?", BOSS)
    await thread(talk, BOSS)
    await answer(talk, "It does.", BOSS)
    answered, sent = (await shown(talk, BOSS))[-2:]
    assert answered.body == FeedbackAnswered(asked="Does this work?", answer="It does.")
    assert sent.body == AnswerShown(text="It does.", sent=True)


async def test_an_answer_that_is_too_long_is_asked_for_again(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "Why?")
    await thread(talk)
    await tap(talk, DeskLabel.REPLY, BOHDAN)
    (again,) = await talk(Typed(text="🙂" * LONGEST_ANSWER), BOHDAN)
    assert again.body == AnswerAsked(language="en", refused=2 * LONGEST_ANSWER)
    (preview,) = await talk(Typed(text="🙂" * (LONGEST_ANSWER // 2)), BOHDAN)
    assert isinstance(preview.body, AnswerShown)


# --- Which thread -----------------------------------------------------------------------


async def test_words_go_on_in_the_thread_so_that_answers_keep_their_sense(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "First.")
    await thread(talk)
    await answer(talk, "An answer.")
    talk.clock.now += DONE_FOR - timedelta(hours=1)
    await feedback(talk, "Second.")
    assert [e.text for e in (await thread(talk)).entries] == ["First.", "An answer.", "Second."]
    assert len(await rows(talk, THREADS)) == 1


async def test_after_two_weeks_a_thread_that_is_done_stays_done(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "First.")
    await thread(talk)
    await answer(talk, "An answer.")
    talk.clock.now += DONE_FOR + timedelta(hours=1)
    await feedback(talk, "Second.")
    assert [e.text for e in (await thread(talk)).entries] == ["Second."]
    assert await rows(talk, "SELECT state FROM threads ORDER BY moved_at") == [("done",), ("open",)]


async def test_a_thread_that_nobody_has_dealt_with_goes_on_however_old(talk: Talk) -> None:
    await feedback(talk, "First.")
    talk.clock.forward(days=100)
    await feedback(talk, "Second.")
    assert len(await rows(talk, THREADS)) == 1


async def test_a_thread_tells_the_place_and_how_the_episode_was_rated(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    anna = await id_of(talk, ANNA)

    def rate(tx: Tx) -> None:
        for response, about in (("[3]", "e1"), ("[6]", "e1"), ('"words"', "e1"), ("[1]", "e2")):
            tx.execute(
                "INSERT INTO answers (learner_id, course, release, activity, step, attempt, about,"
                " response, language, answered_at)"
                " VALUES (?, 'short', 'r', 'after-episode', 'useful', 1, ?, ?, 'en', 0)",
                (anna, about, response),
            )

    await talk.writer.run(rate)
    await feedback(talk, "A mistake.")
    await talk.writer.run(
        lambda tx: tx.execute("UPDATE feedback SET course = 'short', activity = 'e1'")
    )
    (entry,) = (await thread(talk)).entries
    assert (entry.course, entry.activity) == ("short", "e1")
    about = {"release": "r", "activity": "after-episode", "step": "useful"}
    assert entry.rated == (Rating(**about, value=6), Rating(**about, value=3))


# --- Complaints -------------------------------------------------------------------------


async def complain(talk: Talk, text: str) -> None:
    await talk(Typed(text="/feedback"))
    asked = await tap(talk, Label.COMPLAINT, ANNA)
    assert asked.body == Simple(what="complaint-asked")
    (kept,) = await talk(Typed(text=text))
    assert kept.body == Simple(what="complaint-kept")


async def test_a_learner_makes_a_complaint_that_stands_first(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await complain(talk, "I was not let in.")
    talk.clock.forward(minutes=1)
    await feedback(talk, "Lovely.", BOSS)
    lines = (await inbox(talk)).threads
    assert [(line.excerpt, line.complaint) for line in lines] == [
        ("I was not let in.", True), ("Lovely.", False),
    ]  # fmt: skip


async def test_a_complaint_is_a_thread_of_its_own(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "Lovely.")
    await complain(talk, "But I was not let in.")
    assert [line.complaint for line in (await inbox(talk)).threads] == [True, False]


async def test_nobody_at_the_desk_can_unmark_or_delete_a_complaint(talk: Talk) -> None:
    """Every button of every state of it, pressed by an administrator."""
    await complain(talk, "I was not let in.")
    await thread(talk, BOSS)
    for _ in range(3):
        message = await tap(talk, DeskLabel.MARK, BOSS)
        assert isinstance(message.body, ThreadShown)
        assert message.body.complaint
        assert labels(message).count(DeskLabel.MARK) == 1
    assert await rows(talk, "SELECT complaint FROM threads") == [(1,)]


async def test_a_complaint_that_is_done_can_be_opened_again(talk: Talk) -> None:
    await complain(talk, "I was not let in.")
    await thread(talk, BOSS)
    states = []
    for _ in range(2):
        body = (await tap(talk, DeskLabel.MARK, BOSS)).body
        assert isinstance(body, ThreadShown)
        states.append((body.state, body.complaint))
    assert states == [("done", True), ("open", True)]


# --- Finding ----------------------------------------------------------------------------


async def search(talk: Talk, words: str, who: Address = BOHDAN) -> list[str]:
    await inbox(talk, who)
    asked = await tap(talk, DeskLabel.SEARCH, who)
    assert asked.body == SearchAsked()
    (found,) = await talk(Typed(text=words), who)
    assert isinstance(found.body, InboxShown)
    assert (found.body.state, found.body.only) == (None, Only(words=words.strip()))
    return [line.excerpt for line in found.body.threads]


async def test_a_search_knows_no_case_in_any_script(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "Пандус біля ЇДАЛЬНІ закритий")
    await feedback(talk, "The RAMP is closed", BOSS)
    assert await search(talk, "їдальні") == ["Пандус біля ЇДАЛЬНІ закритий"]
    assert await search(talk, "ramp") == ["The RAMP is closed"]
    assert await search(talk, "  закритий ПАНДУС ") == ["Пандус біля ЇДАЛЬНІ закритий"]
    assert await search(talk, "пандус ramp") == []


async def test_a_search_finds_what_is_hidden_between_signs_that_nobody_sees(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "комп\u02bcю\u200bтер\u00a0стоїть")
    assert await search(talk, "комп'ютер стоїть") == ["комп\u02bcю\u200bтер\u00a0стоїть"]


async def test_a_search_takes_signs_for_what_they_are(talk: Talk) -> None:
    """No wildcard, no SQL."""
    await joined(talk, BOHDAN)
    await feedback(talk, "100% done!")
    await feedback(talk, "100 things", BOSS)
    assert await search(talk, "100%") == ["100% done!"]
    assert await search(talk, "_") == []
    assert await search(talk, "done!") == ["100% done!"]
    assert await search(talk, "' OR 1=1 --") == []
    assert await search(talk, "\u200b") == []


async def test_a_search_looks_into_answers_and_into_what_is_done(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "Why?")
    await thread(talk)
    await answer(talk, "Because of the Flood.")
    assert await search(talk, "flood") == ["Why?"]


async def test_what_an_earlier_version_kept_is_found_as_well(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await feedback(talk, "Ґанок без перил")
    await talk.writer.run(lambda tx: tx.execute("UPDATE feedback SET folded = NULL"))
    assert await search(talk, "ґанок") == ["Ґанок без перил"]


async def test_a_search_finds_nothing_of_another_group(talk: Talk) -> None:
    await group(talk, "north", BOSS)
    await appointed(talk, BOHDAN, over="north")
    await feedback(talk, "The ramp is closed")
    assert await search(talk, "ramp") == []
    assert await search(talk, "ramp", BOSS) == ["The ramp is closed"]


async def test_threads_are_chosen_by_course_language_and_kind(talk: Talk) -> None:
    await joined(talk, BOHDAN)
    await did(talk, LanguageChosen(language="uk"), BOSS)
    await feedback(talk, "Слова", BOSS)
    await feedback(talk, "Words")
    await complain(talk, "A complaint")
    await talk.writer.run(
        lambda tx: tx.execute("UPDATE feedback SET course = 'other' WHERE text = 'Words'")
    )
    found = {}
    for place in range(5):
        await inbox(talk)
        page = await tap(talk, DeskLabel.FILTER, BOHDAN)
        assert page.body == FilterShown(state="new", only=Only())
        body = (await tap(talk, DeskLabel.ONLY, BOHDAN, place)).body
        assert isinstance(body, InboxShown)
        found[body.only] = {line.excerpt for line in body.threads}
    assert found == {
        Only(complaints=True): {"A complaint"},
        Only(wishes=True): set(),
        Only(course="other"): {"Words"},
        Only(language="en"): {"Words", "A complaint"},
        Only(language="uk"): {"Слова"},
    }


async def test_what_is_chosen_stays_chosen_on_the_next_page_and_in_another_state(
    talk: Talk,
) -> None:
    await joined(talk, BOHDAN)
    for number in range(6):
        await feedback(talk, f"Words {number}", await somebody(talk, f"2{number}"))
    await inbox(talk)
    await tap(talk, DeskLabel.FILTER, BOHDAN)
    await tap(talk, DeskLabel.ONLY, BOHDAN, place=2)
    older = (await tap(talk, DeskLabel.OLDER, BOHDAN)).body
    assert isinstance(older, InboxShown)
    assert (older.only, older.page) == (Only(language="en"), 1)
    others = (await tap(talk, DeskLabel.INBOX_OF, BOHDAN)).body
    assert isinstance(others, InboxShown)
    assert (others.state, others.only, others.page) == ("open", Only(language="en"), 0)


# --- Nobody reaches further than they may -----------------------------------------------


async def test_a_thread_of_another_group_cannot_be_opened_marked_or_answered_by_force(
    talk: Talk,
) -> None:
    """The coordinator once had the right, and presses what was shown then."""
    await group(talk, "north", BOSS)
    await appointed(talk, BOHDAN)
    await feedback(talk, "Not from the north")
    await inbox(talk)
    listed = await talk.token(BOHDAN)
    await tap(talk, DeskLabel.THREAD, BOHDAN)
    opened_once = await talk.token(BOHDAN)
    await dismissed(talk, BOHDAN)
    await appointed(talk, BOHDAN, over="north")
    before = await rows(talk, "SELECT * FROM threads")
    for token in (listed, opened_once):
        for index in range(8):
            talk.clock.forward(minutes=1)
            for message in await talk(Tapped(token=token, index=index), BOHDAN):
                assert "Not from the north" not in str(message.body)
            await talk(Typed(text="An answer"), BOHDAN)
    assert await rows(talk, "SELECT * FROM threads") == before
    assert await rows(talk, "SELECT * FROM answers_to_feedback") == []
    assert await answers(talk, ANNA) == []


async def test_a_viewer_and_an_author_have_no_inbox(talk: Talk) -> None:
    for person, role in ((BOHDAN, "viewer"), (await somebody(talk, OLHA.address), "author")):
        await appointed(talk, person, role)  # type: ignore[arg-type]
        (front,) = await talk(Typed(text="/desk"), person)
        assert DeskLabel.INBOX not in labels(front)


async def test_an_ex_coordinator_s_words_are_no_answer(talk: Talk) -> None:
    """They were asked for an answer, and left the team before they wrote it; or before they sent it."""
    await joined(talk, BOHDAN)
    await feedback(talk, "Why?")
    await thread(talk)
    await tap(talk, DeskLabel.REPLY, BOHDAN)
    await dismissed(talk, BOHDAN)
    (refused,) = await talk(Typed(text="Because."), BOHDAN)
    assert refused.body == DeskShown(role=None)
    await appointed(talk, BOHDAN)
    await thread(talk, place=0) if (await inbox(talk)).threads else await _opened(talk)
    await tap(talk, DeskLabel.REPLY, BOHDAN)
    await talk(Typed(text="Because."), BOHDAN)
    await dismissed(talk, BOHDAN)
    assert (await tap(talk, Label.SEND, BOHDAN)).body == DeskShown(role=None)
    assert await answers(talk, ANNA) == []


async def _opened(talk: Talk) -> None:
    """The first of those that are being dealt with."""
    await tap(talk, DeskLabel.INBOX_OF, BOHDAN)
    await tap(talk, DeskLabel.THREAD, BOHDAN)
