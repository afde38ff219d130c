"""Topics: learners wish, the team counts, and tells all who asked when something came of it."""

import pytest

from bot.course.desk.announcement import AnnouncementShown, Audience
from bot.course.desk.inbox import InboxShown, ThreadShown
from bot.course.desk.labels import DeskLabel
from bot.course.desk.topics import (
    LONGEST_TITLE,
    CountAsked,
    TitleAsked,
    TopicLine,
    TopicList,
    TopicShown,
)
from bot.course.inputs import LanguageChosen
from bot.course.messages import Label, Message, Simple
from bot.course.wishes import TopicWished, WishesShown
from bot.service.received import Tapped, Typed
from bot.store import topics
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.house import ANNA, BOHDAN, Talk
from tests.service.inbox import (
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
from tests.service.test_desk import BOSS, feedback, opened, tap

TITLES = {"en": "Plain language", "uk": "Проста мова"}


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    talk = await opened(writer)
    await appointed(talk, BOHDAN)
    return talk


async def made(talk: Talk, **titles: str) -> str:
    return await talk.writer.run(lambda tx: topics.make(tx, titles or TITLES, talk.clock()))


async def wishes(talk: Talk, who: Address = ANNA) -> Message:
    await talk(Typed(text="/feedback"), who)
    return await tap(talk, Label.WISH, who)


async def listed(talk: Talk, who: Address = BOHDAN) -> Message:
    await inbox(talk, who)
    return await tap(talk, DeskLabel.TOPICS, who)


# --- The learner ------------------------------------------------------------------------


async def test_a_learner_wishes_and_takes_it_back(talk: Talk) -> None:
    topic = await made(talk)
    offered = await wishes(talk)
    assert offered.body == WishesShown(wished=(), any=True)
    assert labels(offered) == [Label.TOPIC, Label.OTHER_TOPIC, Label.CONTINUE]
    wished = await tap(talk, Label.TOPIC, ANNA)
    assert wished.body == WishesShown(wished=("Plain language",), any=True)
    assert wished.buttons[0][0].does == TopicWished(topic=topic, name="Plain language", on=False)
    assert await rows(talk, "SELECT topic, learner_id FROM wishes") == [
        (topic, await id_of(talk, ANNA))
    ]
    talk.clock.forward(minutes=1)
    assert (await tap(talk, Label.TOPIC, ANNA)).body == WishesShown(wished=(), any=True)
    assert await rows(talk, "SELECT * FROM wishes") == []


async def test_a_wish_counts_once_for_a_person(talk: Talk) -> None:
    await made(talk)
    message = await wishes(talk)
    token = await talk.token(ANNA)
    for _ in range(3):
        talk.clock.forward(minutes=1)
        await talk(Tapped(token=token, index=0))
    assert isinstance(message.body, WishesShown)
    assert len(await rows(talk, "SELECT * FROM wishes")) == 1


async def test_titles_are_in_the_learner_s_language_or_as_a_whole_in_another(talk: Talk) -> None:
    await made(talk)
    for language, title in (("uk", "Проста мова"), ("pt", "Plain language")):
        await did(talk, LanguageChosen(language=language), ANNA)
        await wishes(talk)
        body = (await tap(talk, Label.TOPIC, ANNA)).body
        assert isinstance(body, WishesShown)
        assert body.wished == (title,)
        talk.clock.forward(minutes=1)
        await tap(talk, Label.TOPIC, ANNA)


async def test_something_else_is_a_thread_marked_as_a_wish(talk: Talk) -> None:
    await feedback(talk, "By the way")
    assert (await wishes(talk)).body == WishesShown(wished=(), any=False)
    asked = await tap(talk, Label.OTHER_TOPIC, ANNA)
    assert asked.body == Simple(what="wish-asked")
    (kept,) = await talk(Typed(text="Sign language"))
    assert kept.body == Simple(what="wish-kept")
    lines = (await inbox(talk)).threads
    assert {(line.excerpt, line.wish) for line in lines} == {
        ("By the way", False), ("Sign language", True),
    }  # fmt: skip


async def test_a_topic_that_is_done_cannot_be_wished_for(talk: Talk) -> None:
    topic = await made(talk)
    await wishes(talk)
    await talk.writer.run(lambda tx: topics.finish(tx, topic, talk.clock()))
    body = (await tap(talk, Label.TOPIC, ANNA)).body
    assert body == WishesShown(wished=(), any=False)
    assert await rows(talk, "SELECT * FROM wishes") == []


async def test_who_has_not_agreed_wishes_nothing(talk: Talk) -> None:
    topic = await made(talk)
    stranger = Address(channel="telegram", address="77")
    await did(talk, TopicWished(topic=topic, name="x"), stranger)
    assert await rows(talk, "SELECT * FROM wishes") == []


async def test_a_wish_goes_with_the_person(talk: Talk) -> None:
    await made(talk)
    await wishes(talk)
    await tap(talk, Label.TOPIC, ANNA)
    await erase(talk, ANNA)
    assert await rows(talk, "SELECT * FROM wishes") == []


# --- The team ---------------------------------------------------------------------------


async def test_the_team_makes_a_topic_and_names_it_in_each_language(talk: Talk) -> None:
    assert (await listed(talk)).body == TopicList(topics=(), page=0)
    asked = await tap(talk, DeskLabel.NEW_TOPIC, BOHDAN)
    assert asked.body == TitleAsked(language="en")
    (shown,) = await talk(Typed(text="  Plain   language "), BOHDAN)
    assert shown.body == TopicShown(titles={"en": "Plain language"}, people=0, done=False)
    await tap(talk, DeskLabel.TITLE_IN, BOHDAN, place=1)
    (shown,) = await talk(Typed(text="Проста мова"), BOHDAN)
    assert shown.body == TopicShown(titles=TITLES, people=0, done=False)
    line = TopicLine(title="Plain language", people=0, done=False)
    assert (await listed(talk)).body == TopicList(topics=(line,), page=0)


async def test_a_title_that_does_not_fit_a_button_is_asked_for_again(talk: Talk) -> None:
    await listed(talk)
    await tap(talk, DeskLabel.NEW_TOPIC, BOHDAN)
    (again,) = await talk(Typed(text="x" * (LONGEST_TITLE + 1)), BOHDAN)
    assert again.body == TitleAsked(language="en", refused=LONGEST_TITLE + 1)
    (shown,) = await talk(Typed(text="x" * LONGEST_TITLE), BOHDAN)
    assert isinstance(shown.body, TopicShown)


async def test_a_title_turns_nothing_around(talk: Talk) -> None:
    await listed(talk)
    await tap(talk, DeskLabel.NEW_TOPIC, BOHDAN)
    (shown,) = await talk(Typed(text="\u202eegaugnal \u200bnialP"), BOHDAN)
    assert isinstance(shown.body, TopicShown)
    assert shown.body.titles == {"en": "egaugnal nialP"}


async def test_no_number_of_wishes_describes_fewer_than_five(talk: Talk) -> None:
    topic = await made(talk)

    def wish(tx: Tx, people: int) -> None:
        for n in range(people):
            tx.execute(
                "INSERT INTO learners (id, number, state, created_at) VALUES (?, ?, '{}', 0)"
                " ON CONFLICT DO NOTHING",
                (f"p{n}", f"n{n}"),
            )
            topics.wish(tx, topic, f"p{n}", talk.clock())

    seen = []
    for people in (4, 5, 9, 10):
        await talk.writer.run(lambda tx, n=people: wish(tx, n))  # type: ignore[misc]
        body = (await listed(talk)).body
        assert isinstance(body, TopicList)
        seen += [line.people for line in body.topics]
    assert seen == [0, 5, 5, 10]


async def test_a_wish_in_a_thread_is_counted_for_a_topic(talk: Talk) -> None:
    topic = await made(talk)
    await feedback(talk, "I wish to learn to write plainly")
    await thread(talk)
    assert (await tap(talk, DeskLabel.COUNT, BOHDAN)).body == CountAsked(any=True)
    counted = await tap(talk, DeskLabel.COUNT_FOR, BOHDAN)
    assert counted.body == TopicShown(titles=TITLES, people=0, done=False, counted=True)
    assert await rows(talk, "SELECT topic, learner_id FROM wishes") == [
        (topic, await id_of(talk, ANNA))
    ]


async def test_done_with_a_topic_the_team_tells_all_who_asked(talk: Talk) -> None:
    topic = await made(talk)
    await listed(talk)
    await tap(talk, DeskLabel.TOPIC, BOHDAN)
    done = await tap(talk, DeskLabel.FINISH_TOPIC, BOHDAN)
    assert done.body == TopicShown(titles=TITLES, people=0, done=True)
    begun = await tap(talk, DeskLabel.TELL_WISHERS, BOHDAN)
    assert isinstance(begun.body, AnnouncementShown)
    assert (begun.body.state, begun.body.audience) == ("draft", Audience(topic=topic))


async def test_a_topic_that_was_done_too_early_is_opened_again(talk: Talk) -> None:
    await made(talk)
    await listed(talk)
    await tap(talk, DeskLabel.TOPIC, BOHDAN)
    await tap(talk, DeskLabel.FINISH_TOPIC, BOHDAN)
    again = await tap(talk, DeskLabel.FINISH_TOPIC, BOHDAN)
    assert again.body == TopicShown(titles=TITLES, people=0, done=False)
    assert DeskLabel.TELL_WISHERS not in labels(again)


async def test_topics_have_pages(talk: Talk) -> None:
    for number in range(10):
        talk.clock.forward(minutes=1)
        await made(talk, en=f"Topic {number}")
    first = (await listed(talk)).body
    second = (await tap(talk, DeskLabel.OLDER, BOHDAN)).body
    assert isinstance(first, TopicList)
    assert isinstance(second, TopicList)
    titles = [line.title for line in (*first.topics, *second.topics)]
    assert titles == [f"Topic {number}" for number in reversed(range(10))]


async def test_it_is_written_down_who_did_what_with_a_topic(talk: Talk) -> None:
    await listed(talk)
    await tap(talk, DeskLabel.NEW_TOPIC, BOHDAN)
    await talk(Typed(text="Plain language"), BOHDAN)
    await tap(talk, DeskLabel.FINISH_TOPIC, BOHDAN)
    done = await rows(talk, "SELECT action FROM audit ORDER BY id")
    assert done[-2:] == [("made topic",), ("finished topic",)]
    assert "Plain language" not in str(await rows(talk, "SELECT * FROM audit"))


# --- Nobody reaches further than they may -----------------------------------------------


async def test_who_coordinates_a_group_counts_but_neither_makes_nor_finishes(talk: Talk) -> None:
    """Also with the buttons of the time when their reach was everything."""
    topic = await made(talk)
    await listed(talk)
    old = [await talk.token(BOHDAN)]
    await tap(talk, DeskLabel.TOPIC, BOHDAN)
    old.append(await talk.token(BOHDAN))
    await group(talk, "north", ANNA)
    await dismissed(talk, BOHDAN)
    await appointed(talk, BOHDAN, over="north")
    message = await listed(talk)
    assert DeskLabel.NEW_TOPIC not in labels(message)
    assert labels(await tap(talk, DeskLabel.TOPIC, BOHDAN)) == [Label.BACK]
    for token in old:
        for index in range(6):
            talk.clock.forward(minutes=1)
            await talk(Tapped(token=token, index=index), BOHDAN)
            await talk(Typed(text="Another title"), BOHDAN)
    assert await rows(talk, "SELECT id, done_at FROM topics") == [(topic, None)]
    assert "Another title" not in str(await rows(talk, "SELECT titles FROM topics"))
    await feedback(talk, "I wish")
    await thread(talk)
    await tap(talk, DeskLabel.COUNT, BOHDAN)
    await tap(talk, DeskLabel.COUNT_FOR, BOHDAN)
    assert len(await rows(talk, "SELECT * FROM wishes")) == 1


async def test_a_wish_of_another_group_is_not_counted(talk: Talk) -> None:
    await made(talk)
    await feedback(talk, "I wish")
    await thread(talk)
    await tap(talk, DeskLabel.COUNT, BOHDAN)
    await group(talk, "north", BOSS)
    await dismissed(talk, BOHDAN)
    await appointed(talk, BOHDAN, over="north")
    await tap(talk, DeskLabel.COUNT_FOR, BOHDAN)
    assert await rows(talk, "SELECT * FROM wishes") == []


async def test_a_learner_does_nothing_with_the_buttons_of_the_team(talk: Talk) -> None:
    await made(talk)
    await listed(talk)
    token = await talk.token(BOHDAN)
    for index in range(4):
        (message,) = await talk(Tapped(token=token, index=index), ANNA)
        assert not isinstance(message.body, TopicList | TopicShown | InboxShown | ThreadShown)
