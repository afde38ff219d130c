"""Topics that learners wish for, on pages: made, counted, done with, and told of to all who asked."""

import pytest

from bot.course.desk.topics import LONGEST_TITLE
from bot.store import topics
from tests.channels.web.desk.browser import Browser
from tests.channels.web.desk.conftest import BOSS, OLHA, House
from tests.service.house import ANNA, BOHDAN

LIST = "/desk/topics"


@pytest.fixture
async def at_desk(house: House) -> Browser:
    return await house.signed_in(BOHDAN)


async def made(browser: Browser, **titles: str) -> str:
    """The page of a new topic."""
    await browser.look(LIST)
    named = {f"title-{language}": title for language, title in titles.items()}
    return (await browser.send(LIST, **named)).path


async def test_made_wished_for_done_with_and_told(house: House, at_desk: Browser) -> None:
    page = await made(at_desk, en="Money & <b>roads</b>", uk="Гроші")
    assert page.startswith(f"{LIST}/")
    topic = page.rpartition("/")[2]
    seen = await at_desk.look(LIST)
    assert "Money & <b>roads</b>" in seen.text
    assert "<b>roads" not in seen.html
    await house.talk.writer.run(lambda tx: _wish(tx, topic))
    seen = await at_desk.look(page)
    assert "Fewer than five people wish for it." in seen.text
    assert "Tell all who asked" not in seen.text
    seen = await at_desk.send(f"{page}/finish", done="1")
    assert "Closed: nobody is asked about it any more." in seen.text
    seen = await at_desk.send(f"{page}/tell")
    assert seen.path.startswith("/desk/announcements/")
    assert seen.path.endswith("/write")
    (audience,) = await house.rows("SELECT audience FROM announcements")
    assert topic in str(audience[0])
    await at_desk.look(page)
    seen = await at_desk.send(f"{page}/finish")
    assert "Closed" not in seen.text
    assert [each for each in await house.audit() if "topic" in each] == [
        "listed topics", "made topic", "looked at topic", "finished topic", "reopened topic",
    ]  # fmt: skip


def _wish(tx: object, topic: str) -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 3, 1, tzinfo=UTC)
    for row in tx.execute("SELECT id FROM learners LIMIT 4").fetchall():  # type: ignore[attr-defined]
        topics.wish(tx, topic, row["id"], at)  # type: ignore[arg-type]


async def test_a_title_is_changed_and_the_others_stay(house: House, at_desk: Browser) -> None:
    page = await made(at_desk, en="Money", uk="Гроші")
    await at_desk.look(page)
    await at_desk.send(page, **{"title-en": "  Public   money "})
    assert await house.rows("SELECT titles FROM topics") == [
        ('{"en": "Public money", "uk": "Гроші"}',)
    ]


@pytest.mark.parametrize(
    ("title", "says"),
    [("x" * (LONGEST_TITLE + 1), "41 characters, too long"), (" \u200e ", "in one language at least")],
)  # fmt: skip
async def test_what_is_no_title_says_why_and_stays_typed(
    house: House, at_desk: Browser, title: str, says: str
) -> None:
    await at_desk.look(LIST)
    seen = await at_desk.send(LIST, **{"title-en": title, "title-uk": ""})
    assert (seen.status, says in seen.text) == (422, True), seen.text
    assert 'aria-describedby="title-hint wrong-title-' in seen.html
    assert title.strip(" \u200e") in seen.html
    assert await house.rows("SELECT * FROM topics") == []


async def test_a_wish_is_counted_for_a_topic(house: House, at_desk: Browser) -> None:
    topic = (await made(at_desk, en="Money")).rpartition("/")[2]
    await house.feedback("More about money, please.")
    ((thread,),) = await house.rows("SELECT thread FROM threads")
    await at_desk.look(f"/desk/inbox/{thread}")
    seen = await at_desk.send(f"/desk/inbox/{thread}/count", topic=topic)
    assert "The wish is counted." in seen.text
    assert await house.rows("SELECT topic, learner_id FROM wishes") == [
        (topic, await house.id(ANNA))
    ]
    key = seen.forms["/desk/leave"]["key"]
    seen = await at_desk.post(f"/desk/inbox/{thread}/count", key=key, topic="none")
    assert seen.status == 404


async def test_those_of_one_group_see_topics_and_keep_none(house: House) -> None:
    """A topic is for everybody; so are its title and its end."""
    boss = await house.signed_in(BOSS)
    page = await made(boss, en="Money")
    await house.grant(OLHA, "coordinator", "a-group")
    other = await house.signed_in(OLHA)
    seen = await other.look(LIST)
    assert ("Money" in seen.text, "New topic" in seen.text) == (True, False)
    seen = await other.look(page)
    key = seen.forms["/desk/leave"]["key"]
    assert f"{page}/finish" not in seen.forms
    for path, fields in ((LIST, {"title-en": "Mine"}), (page, {"title-en": "Mine"}),
                         (f"{page}/finish", {"done": "1"}), (f"{page}/tell", {})):  # fmt: skip
        assert (await other.post(path, key=key, **fields)).status == 404
    assert await house.rows("SELECT titles, done_at FROM topics") == [('{"en": "Money"}', None)]


async def test_alerts_are_switched_as_in_the_chat(house: House, at_desk: Browser) -> None:
    seen = await at_desk.look("/desk/alerts")
    for how, says in (("each", "of each new message at once"), ("hourly", "Once an hour at most you"),
                      ("none", "You are not told of new messages.")):  # fmt: skip
        seen = await at_desk.send("/desk/alerts", how=how)
        assert says in seen.text
        kept = [(how,)] if how != "none" else []
        assert await house.rows("SELECT how FROM alerts") == kept
    key = seen.forms["/desk/leave"]["key"]
    assert (await at_desk.post("/desk/alerts", key=key, how="daily")).status == 404
    await house.grant(OLHA, "viewer")
    viewer = await house.signed_in(OLHA)
    assert (await viewer.look("/desk/alerts")).status == 404
