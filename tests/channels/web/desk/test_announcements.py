"""An announcement is written, looked at, sent and followed in a browser, by the rules of the chat."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from bot.channels.web import server
from bot.channels.web.desk.desk import WebDesk
from bot.course.desk.announcement import LONGEST_TEXT, Announced
from bot.service.announcer import Announcer
from bot.store import announcements
from tests.channels.web.desk.browser import Browser, Seen
from tests.channels.web.desk.conftest import BOSS, OLHA, House, healthy
from tests.channels.web.desk.test_people import group_of
from tests.service.announcing import crowd
from tests.service.house import ANNA, BOHDAN, messages

BUTTON = re.compile(r"Send to (fewer than 5|[0-9]+\+) people")
LIST = "/desk/announcements"


@pytest.fixture
async def at_desk(house: House) -> Browser:
    """Anna and Olha are in the course."""
    for learner in (ANNA, OLHA):
        await house.talk.press(learner)
    return await house.signed_in(BOHDAN)


async def begun(browser: Browser) -> str:
    await browser.look(LIST)
    return (await browser.send(LIST)).path.removesuffix("/write")


async def written(browser: Browser, **fields: str) -> Seen:
    page = await begun(browser)
    return await browser.send(f"{page}/write", **{"text-en": "News", **fields})


async def moved(browser: Browser, how: str, people: int = 0) -> Seen:
    """The button of this move; the page has one form for each."""
    assert browser.seen is not None
    page = browser.seen.path
    key = browser.seen.forms["/desk/leave"]["key"]
    return await browser.post(page, key=key, move=how, people=str(people))


async def test_from_the_first_word_to_the_numbers(house: House, at_desk: Browser) -> None:
    seen = await written(at_desk, **{"text-en": "**News**", "text-uk": "Новини", "course": "short"})
    assert "It is saved. Nothing is sent yet." in seen.text
    assert "<strong>News</strong>" in seen.html
    assert "Новини" in seen.text
    assert BUTTON.search(seen.text) is not None
    seen = await moved(at_desk, "send", 2)
    assert "Being sent" in seen.text
    announcer = Announcer(house.talk.writer, house.talk.clock, lambda: None)
    await house.talk.writer.run(announcer.feed)
    said = await house.talk.writer.run(lambda tx: messages(tx, ANNA))
    assert isinstance(said[-1].body, Announced)
    assert said[-1].body.text == "**News**"
    seen = await at_desk.look(seen.path)
    assert "It is for fewer than five people" in seen.text
    assert (await house.audit())[-1] == "send announcement"


async def test_a_page_that_nobody_looks_at_keeps_no_session_alive(
    house: House, at_desk: Browser
) -> None:
    """It looks by itself how far the sending is, for half an hour; whoever is there goes on."""
    await written(at_desk)
    seen = await moved(at_desk, "send", 2)
    assert '<section id="progress"' in seen.html
    for _ in range(2):
        house.talk.clock.forward(minutes=20)
        assert (await at_desk.look(seen.path)).status == 200
    house.talk.clock.forward(minutes=20)
    watching = await at_desk.look(f"{seen.path}/progress")
    assert (watching.status, '<section id="progress"' in watching.html) == (200, True)
    house.talk.clock.forward(minutes=10)
    assert (await at_desk.look(f"{seen.path}/progress")).status == 401
    assert (await at_desk.look(seen.path)).status == 401


async def many(house: House) -> None:
    """With Anna and Olha, seven."""
    release = house.talk.turns.view.shelf.offered["short"]
    await house.talk.writer.run(lambda tx: crowd(tx, 5, release))


async def test_from_five_people_on_each_is_in_one_row(house: House, at_desk: Browser) -> None:
    await many(house)
    seen = await written(at_desk)
    button = BUTTON.search(seen.text)
    assert button is not None
    assert button[1] == "5+"
    assert "English 5 or more" in seen.text
    assert seen.text.count("fewer than 5") == 2
    await moved(at_desk, "send", 5)
    await house.talk.writer.run(Announcer(house.talk.writer, house.talk.clock, lambda: None).feed)
    seen = await at_desk.look(seen.path)
    assert "0 of 7 done" in seen.text
    assert "on the way 7" in seen.text


async def test_who_has_meanwhile_come_is_counted_again(house: House, at_desk: Browser) -> None:
    await many(house)
    await written(at_desk)
    seen = await moved(at_desk, "send", 0)
    assert seen.status == 422
    assert "The number of people has changed." in seen.text
    assert await house.rows("SELECT state FROM announcements") == [("draft",)]


async def test_a_text_that_is_too_long_stays_typed(house: House, at_desk: Browser) -> None:
    long = "ж" * (LONGEST_TEXT + 1)
    page = await begun(at_desk)
    seen = await at_desk.send(f"{page}/write", **{"text-en": "News", "text-uk": long})
    assert seen.status == 422
    assert long in seen.html
    assert f"{LONGEST_TEXT + 1} characters" in seen.text
    assert 'aria-describedby="text-hint wrong-text-uk"' in seen.html
    assert 'id="wrong-text-uk"' in seen.html


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text-en": ""}, "text-en"),
        ({"start": "moment", "on": "2026-13-01", "hour": "09:00"}, "on"),
        ({"start": "moment", "on": "2026-03-09", "hour": ""}, "on"),
        ({"start": "morning", "on": "2026-02-01"}, "on"),
        ({"start": "morning", "on": "9999-12-31x"}, "on"),
        ({"url": "http://example.org"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://example.org", "words-en": "x" * 60}, "words-en"),
        ({"opens": "no-course"}, "opens"),
        *(({"progress": "stopped", "quiet": days}, "quiet") for days in ("", "0", "366", "x", "١")),
        ({"group": "no-group"}, "group"),
    ],
)
async def test_what_is_wrong_is_said_where_it_is(
    house: House, at_desk: Browser, fields: dict[str, str], wrong: str
) -> None:
    if wrong == "group":
        await group_of(house, ANNA)
        await house.take(BOHDAN)
        await house.grant(BOHDAN, "coordinator", "g")
    seen = await written(at_desk, **fields)
    assert (seen.status, f'id="wrong-{wrong}"' in seen.html) == (422, True), seen.text


async def test_a_date_in_the_coordinator_s_own_zone(house: House, at_desk: Browser) -> None:
    await house.rows(
        "UPDATE learners SET state = json_set(state, '$.zone', 'Europe/Kyiv') WHERE id = ?",
        await house.id(BOHDAN),
    )
    seen = await written(at_desk, start="moment", on="2026-03-09", hour="10:30", lasts="72")
    assert "10:30 (Kyiv)" in seen.text
    name = seen.path.rpartition("/")[2]
    found = await house.talk.writer.run(lambda tx: announcements.find(tx, name))
    assert found is not None
    assert found.details.start.at == datetime.fromisoformat("2026-03-09T08:30:00+00:00")
    assert found.details.lasts == 72
    form = await at_desk.look(f"{seen.path}/write")
    assert 'value="2026-03-09"' in form.html
    assert 'value="10:30"' in form.html


async def test_a_link_and_a_language_can_be_taken_out_again(house: House, at_desk: Browser) -> None:
    seen = await written(
        at_desk, **{"text-pt": "Novidades", "url": "https://example.org/a", "words-pt": "Ler"}
    )
    assert "Ler ↗" in seen.text
    write = f"{seen.path}/write"
    await at_desk.look(write)
    seen = await at_desk.send(write, **{"text-en": "News"})
    assert "Novidades" not in seen.text
    assert "↗" not in seen.text


async def test_for_how_many_days_somebody_has_not_been_here(house: House, at_desk: Browser) -> None:
    seen = await written(at_desk, progress="stopped", quiet="10")
    assert "not here for 10 days" in seen.text
    form = await at_desk.look(f"{seen.path}/write")
    assert '<option value="stopped" selected>' in form.html
    assert 'max="365" value="10"' in form.html


async def test_a_second_person_of_the_same_group_confirms_it(house: House) -> None:
    """She can do nothing else with it; and whoever looks after others does not find it."""
    reception = replace(house.reception, second_person_from=2)
    pages = WebDesk(reception=reception, wake=lambda: None)
    strict = replace(house, reception=reception, app=server.application(pages.routes(), healthy))
    await house.take(BOHDAN)
    await group_of(house, ANNA, OLHA)
    await group_of(house, name="other")
    for who, over in ((BOHDAN, "g"), (OLHA, "g"), (ANNA, "other")):
        await house.grant(who, "coordinator", over)
    bohdan = await strict.signed_in(BOHDAN)
    theirs = (await written(bohdan)).path
    seen = await moved(bohdan, "send", 2)
    assert "Waits for confirmation" in seen.text
    assert BUTTON.search(seen.text) is None
    assert (await moved(bohdan, "confirm", 2)).status == 422
    anna = await strict.signed_in(ANNA)
    assert (await anna.look(theirs)).status == 404
    olha = await strict.signed_in(OLHA)
    assert theirs in (await olha.look(LIST)).links
    seen = await olha.look(theirs)
    assert BUTTON.search(seen.text) is not None
    assert "Back to the draft" not in seen.text
    assert (await moved(olha, "revise")).status == 422
    assert "Being sent" in (await moved(olha, "confirm", 2)).text


async def test_html_and_links_in_a_text(house: House, at_desk: Browser) -> None:
    seen = await written(
        at_desk, **{"text-en": "<script>alert(1)</script> [x](javascript:alert(1)) <b>B</b>"}
    )
    assert "<script>alert" not in seen.html
    assert "<b>B" not in seen.html
    assert not [each for each in seen.links if each.startswith("javascript")]


async def test_a_test_goes_to_oneself_only(house: House, at_desk: Browser) -> None:
    seen = await written(at_desk)
    before = len(await house.talk.writer.run(lambda tx: messages(tx, ANNA)))
    await at_desk.send(f"{seen.path}/test", language="en")
    said = await house.talk.writer.run(lambda tx: messages(tx, BOHDAN))
    assert isinstance(said[-1].body, Announced)
    assert len(await house.talk.writer.run(lambda tx: messages(tx, ANNA))) == before


async def test_paused_resumed_and_stopped(house: House, at_desk: Browser) -> None:
    await many(house)
    await written(at_desk)
    await moved(at_desk, "send", 7)
    assert "Paused" in (await moved(at_desk, "pause")).text
    assert "Being sent" in (await moved(at_desk, "resume")).text
    seen = await moved(at_desk, "cancel")
    assert "Cancelled" in seen.text
    assert "left out cancelled before : 7 7" in seen.text
    assert (await moved(at_desk, "resume")).status == 422


async def test_what_belongs_to_somebody_else_is_not_there(house: House, at_desk: Browser) -> None:
    """A coordinator of one group, and an announcement of somebody else."""
    theirs = await written(at_desk)
    await group_of(house, OLHA)
    await house.grant(OLHA, "coordinator", "g")
    olha = await house.signed_in(OLHA)
    assert theirs.path not in (await olha.look(LIST)).links
    key = olha.seen.forms[LIST]["key"] if olha.seen else ""
    for path in (theirs.path, f"{theirs.path}/write"):
        assert (await olha.look(path)).status == 404
        assert (await olha.post(path, key=key, move="send", people="2")).status == 404
    assert (await olha.post(f"{theirs.path}/test", key=key, language="en")).status == 404
    assert await house.rows("SELECT state FROM announcements") == [("draft",)]
    boss = await house.signed_in(BOSS)
    assert theirs.path in (await boss.look(LIST)).links


async def test_a_coordinator_of_a_group_reaches_only_that_group(house: House) -> None:
    for learner in (ANNA, OLHA):
        await house.talk.press(learner)
    await group_of(house, OLHA)
    await house.take(BOHDAN)
    await house.grant(BOHDAN, "coordinator", "g")
    browser = await house.signed_in(BOHDAN)
    found = BUTTON.search((await written(browser)).text)
    assert found is not None
    assert found[1] == "fewer than 5"


async def test_a_draft_that_is_thrown_away(house: House, at_desk: Browser) -> None:
    await written(at_desk)
    seen = await moved(at_desk, "discard")
    assert (seen.path, "The draft is thrown away." in seen.text) == (LIST, True)
    assert await house.rows("SELECT * FROM announcements") == []
