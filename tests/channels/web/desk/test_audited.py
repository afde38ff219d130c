"""Whoever looks at something in a browser, or does something, leaves a line; also at a new page."""

import httpx2
import pytest

from bot.channels.web import server
from bot.channels.web.desk.desk import WebDesk
from bot.channels.web.desk.noted import DEEDS, LOOKS, NO_DEED, NO_LOOK
from bot.channels.web.desk.places import PLACES
from bot.channels.web.desk.visit import Elsewhere, Place, Shown
from bot.view.desk.deeds import deeds
from tests.channels.web.desk.browser import Browser
from tests.channels.web.desk.conftest import BOSS, House, healthy
from tests.channels.web.desk.test_people import group_of
from tests.service.house import ANNA, words

ITSELF = {
    "/desk/people/{number}", "/desk/people/{number}/unlink", "/desk/people/{number}/forget",
    "/desk/reports/file", "/desk/preview/{release}/{activity}",
}  # fmt: skip
"""Pages that note themselves what exactly was looked at, each time."""


@pytest.fixture
async def boss(house: House) -> Browser:
    await group_of(house, ANNA)
    await house.feedback("The crossing is missing.")
    browser = await house.signed_in(BOSS)
    await browser.look("/desk/announcements")
    await browser.send("/desk/announcements")
    await browser.look("/desk/topics")
    await browser.send("/desk/topics", **{"title-en": "Crossings"})
    return browser


async def named(house: House) -> dict[str, str]:
    """The parts of addresses that have a name."""
    view = house.talk.turns.view
    release = view.shelf.offered["short"]
    rows = await house.rows(
        "SELECT (SELECT thread FROM threads), (SELECT id FROM topics), (SELECT id FROM announcements)"
    )
    thread, topic, announcement = map(str, rows[0])
    return {
        "thread": thread, "topic": topic, "announcement": announcement, "group": "g",
        "number": await house.number(ANNA), "release": release,
        "activity": view.shelf.releases[release].line[0].id, "survey": "none", "sha256": "0" * 64,
    }  # fmt: skip


def address(path: str, parts: dict[str, str]) -> str:
    """With everything that a page may ask for beside its parts."""
    asked = f"place=1&number={parts['number']}&move=close&course=short&kind=funnel&form=csv"
    return f"{path.format(**parts)}?{asked}"


async def lines(house: House) -> int:
    rows = await house.rows("SELECT count(*) FROM audit")
    return int(str(rows[0][0]))


def test_every_page_says_what_it_leaves() -> None:
    shows = {each.path for each in PLACES if each.shows and not each.watched}
    assert shows - set(LOOKS) - set(NO_LOOK) == ITSELF
    assert set(LOOKS) | set(NO_LOOK) <= shows
    assert set(DEEDS) | set(NO_DEED) <= {each.path for each in PLACES if each.does}
    said = {*LOOKS.values(), *DEEDS.values(), "opened a page", "sent a form"}
    assert said <= set(deeds(words()["en"]))


async def test_each_page_that_is_looked_at_leaves_its_line(house: House, boss: Browser) -> None:
    """Once an hour, if it is the same; and the line says what it was."""
    parts = await named(house)
    seen, once = 0, []
    for place in PLACES:
        if place.shows is None:
            continue
        house.talk.clock.forward(seconds=1)
        before = await lines(house)
        status = (await boss.look(address(place.path, parts))).status
        left = await lines(house) - before
        if status != 200:
            assert left == 0
            continue
        seen += 1
        if place.path in NO_LOOK and place.path != "/desk/reports":
            assert left == 0, place.path
        elif place.path in LOOKS:
            once.append(place.path)
        elif not place.watched:
            assert left == 1, place.path
    assert seen > len(PLACES) // 2
    noted = {action for (action,) in await house.rows("SELECT action FROM audit")}
    assert noted >= {LOOKS[path] for path in once}
    before = await lines(house)
    for path in once:
        await boss.look(address(path, parts))
    assert await lines(house) == before
    house.talk.clock.forward(minutes=61)
    again = await house.signed_in(BOSS)
    before = await lines(house)
    for path in once:
        await again.look(address(path, parts))
    assert await lines(house) - before == len({(LOOKS[p], p.count("{") > 0) for p in once})


async def test_a_page_that_asks_by_itself_leaves_nothing(house: House, boss: Browser) -> None:
    """It would fill the list while an announcement is on its way."""
    parts = await named(house)
    await boss.look("/desk/announcements/{announcement}".format(**parts))
    before = await lines(house)
    for _ in range(50):
        house.talk.clock.forward(seconds=2)
        seen = await boss.look("/desk/announcements/{announcement}/progress".format(**parts))
        assert seen.status == 200
    assert await lines(house) == before


async def test_a_search_leaves_a_line_without_the_words(house: House, boss: Browser) -> None:
    await boss.look("/desk/inbox")
    await boss.send("/desk/inbox", words="crossing")
    assert (await house.audit())[-2:] == ["listed messages", "searched messages"]
    assert "crossing" not in str(await house.rows("SELECT * FROM audit"))


async def test_switches_and_tests_leave_lines(house: House, boss: Browser) -> None:
    parts = await named(house)
    page = "/desk/announcements/{announcement}".format(**parts)
    await boss.look(f"{page}/write")
    await boss.send(f"{page}/write", **{"text-en": "On Monday"})
    await boss.look(page)
    await boss.send(f"{page}/test", language="en")
    await boss.look("/desk/alerts")
    await boss.send("/desk/alerts", how="each")
    await boss.look("/desk/reports")
    await boss.send("/desk/reports/digest", on="1")
    await boss.look("/desk/reports")
    await boss.send("/desk/reports/digest")
    said = await house.audit()
    for deed in ("tested announcement", "chose alerts", "wanted summary", "stopped summary"):
        assert said.count(deed) == 1, deed


# --- A page that nobody thought of ------------------------------------------------------


NEW = Place(
    path="/desk/new/{thing}", power=None,
    shows=lambda _: Shown(template="people", title="New", values={"typed": None}),
    does=lambda _: Elsewhere(path="/desk"),
)  # fmt: skip


async def test_a_new_page_leaves_a_line_whatever_it_is(house: House, boss: Browser) -> None:
    desk = WebDesk(reception=house.reception, wake=lambda: None, places=(*PLACES, NEW))
    app = server.application(desk.routes(), healthy)
    boss.client._transport = httpx2.ASGITransport(app)
    key = (await boss.look("/desk/people")).forms["/desk/people"]["key"]
    before = await lines(house)
    await boss.look("/desk/new/4711")
    await boss.look("/desk/new/4711")
    await boss.post("/desk/new/4711", key=key)
    added = await house.rows(
        "SELECT action, about FROM audit ORDER BY id LIMIT -1 OFFSET ?", before
    )
    assert added == [("opened a page", NEW.path), ("sent a form", NEW.path)]


async def test_of_a_form_that_did_nothing_it_is_said_that_it_was_sent(
    house: House, boss: Browser
) -> None:
    """Somebody was to be approved who is not there any more."""
    page = "/desk/groups/g/people"
    await boss.look(page)
    await boss.look("/desk/groups/g/remove?number=" + await house.number(ANNA))
    await house.rows("DELETE FROM members")
    await boss.send(page, decision="remove")
    assert (await house.audit())[-1] == "sent a form"
