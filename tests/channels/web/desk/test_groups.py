"""Groups in a browser: made, changed, joined by their link, and never those of others."""

import pytest

from bot.service.received import Typed
from bot.store import groups, marks
from tests.channels.web.desk.browser import Browser
from tests.channels.web.desk.conftest import OLHA, House
from tests.channels.web.desk.test_people import group_of
from tests.service.house import ANNA, BOHDAN

LIST = "/desk/groups"


@pytest.fixture
async def at_desk(house: House) -> Browser:
    return await house.signed_in(BOHDAN)


async def made(browser: Browser, **fields: str) -> str:
    """The address of a new group."""
    await browser.look(LIST)
    change = (await browser.send(LIST, name="Edition 5", kind="edition")).path
    await browser.look(change)
    defaults = {"name": "Edition 5", "kind": "edition", "joining": "open"}
    seen = await browser.send(change, **{**defaults, **fields})
    assert seen.status == 200, seen.text
    return seen.path


async def joins(house: House, page: str, who: object = ANNA) -> None:
    group = page.rpartition("/")[2]
    found = await house.talk.writer.run(lambda tx: groups.find(tx, group))
    assert found is not None
    await house.talk(Typed(text=f"/start g-{found.token}"), who)  # type: ignore[arg-type]
    house.talk.clock.forward(minutes=1)


async def test_a_group_is_made_changed_and_joined(house: House, at_desk: Browser) -> None:
    page = await made(at_desk, places="2", kind="region", name="Полтава")
    seen = await at_desk.look(page)
    assert "Полтава" in seen.text
    assert "Places 2" in seen.text
    await joins(house, page)
    people = await at_desk.look(f"{page}/people")
    assert await house.number(ANNA) in people.text
    assert "Region · 1 member" in (await at_desk.look(LIST)).text
    assert "made group" in await house.audit()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"places": "0"}, "places"),
        ({"places": "many"}, "places"),
        ({"places": "٣"}, "places"),
        ({"starts_on": "tomorrow"}, "starts_on"),
        ({"course": "no-course"}, "course"),
    ],
)
async def test_what_is_wrong_is_said_where_it_is(
    house: House, at_desk: Browser, fields: dict[str, str], wrong: str
) -> None:
    page = await made(at_desk)
    await at_desk.look(f"{page}/change")
    typed = {"name": "Edition 6", "kind": "edition", "joining": "open", **fields}
    seen = await at_desk.send(f"{page}/change", **typed)
    assert (seen.status, f'id="wrong-{wrong}"' in seen.html) == (422, True), seen.text
    assert await house.rows("SELECT name FROM groups") == [("Edition 5",)]


async def test_fewer_places_than_are_taken(house: House, at_desk: Browser) -> None:
    page = await made(at_desk, places="2")
    await joins(house, page, ANNA)
    await joins(house, page, OLHA)
    await at_desk.look(f"{page}/change")
    typed = {"name": "Edition 5", "kind": "edition", "joining": "open", "places": "1"}
    seen = await at_desk.send(f"{page}/change", **typed)
    assert (seen.status, "2 places are taken." in seen.text) == (422, True)


async def test_a_course_that_would_come_at_once_is_asked_about(
    house: House, at_desk: Browser
) -> None:
    await house.talk.writer.run(lambda tx: marks.put(tx, "courses.offered", "short"))
    page = await made(at_desk)
    await joins(house, page)
    await at_desk.look(f"{page}/change")
    typed = {"name": "Edition 5", "kind": "edition", "joining": "open", "course": "short"}
    seen = await at_desk.send(f"{page}/change", **typed)
    assert "1 person is in this group" in seen.text
    assert await house.rows("SELECT course FROM groups") == [(None,)]
    await at_desk.send(f"{page}/change", sure="1")
    assert await house.rows("SELECT course FROM groups") == [("short",)]


async def test_somebody_is_approved_and_somebody_removed(house: House, at_desk: Browser) -> None:
    page = await made(at_desk, joining="approval")
    await joins(house, page)
    anna = await house.number(ANNA)
    assert "Requests to join: 1" in (await at_desk.look(page)).text
    await at_desk.look(f"{page}/people?state=asked")
    seen = await at_desk.send(f"{page}/people", decision="approve")
    assert "the person is told" in seen.text
    seen = await at_desk.look(f"{page}/people?state=in")
    assert f"{page}/remove?number={anna}" in seen.links
    await at_desk.look(f"{page}/remove?number={anna}")
    await at_desk.send(f"{page}/people", decision="remove")
    assert await house.rows("SELECT * FROM members") == []
    assert (await house.audit())[-2:] == ["approved in group", "removed in group"]


async def test_the_list_keeps_no_line(house: House, at_desk: Browser) -> None:
    page = await made(at_desk, joining="list")
    await at_desk.look(page)
    seen = await at_desk.send(f"{page}/list", lines="A-1007\nx\nolena@gov.example\nA-1007")
    assert "New on the list: 2" in seen.text
    assert "On the list: 2, used: 0" in seen.text
    everything = await house.rows("SELECT * FROM allowed")
    assert "1007" not in str(everything)
    assert "olena" not in str(everything)


async def test_the_link_its_code_and_a_new_one(house: House, at_desk: Browser) -> None:
    await house.talk.writer.run(
        lambda tx: marks.put(tx, "invitation.base", "https://t.me/epizod_bot?start=")
    )
    page = await made(at_desk)
    before = (await at_desk.look(page)).text
    assert "https://t.me/epizod_bot?start=g-" in before
    picture = await at_desk.look(f"{page}/code")
    assert picture.headers["content-type"] == "image/png"
    await at_desk.look(f"{page}/sure?move=renew")
    after = (await at_desk.send(page)).text
    link = next(each for each in before.split() if each.startswith("https://t.me/"))
    assert link not in after


async def test_closed_opened_again_and_followed_by_another(house: House, at_desk: Browser) -> None:
    page = await made(at_desk)
    await at_desk.look(f"{page}/sure?move=close")
    await at_desk.send(page)
    assert "closed" in (await at_desk.look(page)).text
    await at_desk.send(page, move="reopen")
    await at_desk.look(page)
    seen = await at_desk.send(page, move="copy")
    assert 'value="Edition 6"' in seen.html
    for odd in ("", "delete"):
        await at_desk.look(page)
        assert (await at_desk.send(page, move=odd)).status == 404


async def test_others_groups_are_not_there(house: House) -> None:
    await group_of(house, ANNA, name="g")
    await group_of(house, OLHA, name="h")
    await house.take(BOHDAN)
    await house.grant(BOHDAN, "coordinator", "g")
    browser = await house.signed_in(BOHDAN)
    seen = await browser.look(LIST)
    assert [each for each in seen.links if each.startswith(f"{LIST}/")] == [f"{LIST}/g"]
    key, olha = seen.forms[LIST]["key"], await house.number(OLHA)
    paths = ("", "/change", "/code", "/people", "/sure?move=close", f"/remove?number={olha}")
    for path in paths:
        assert (await browser.look(f"{LIST}/h{path}")).status == 404
    for path, fields in (
        ("", {"move": "close"}), ("/change", {"name": "Mine"}), ("/list", {"lines": "A-1007"}),
        ("/people", {"number": olha, "decision": "remove"}),
    ):  # fmt: skip
        assert (await browser.post(f"{LIST}/h{path}", key=key, **fields)).status == 404
    rows = await house.rows("SELECT name, closed_at FROM groups WHERE id = 'h'")
    assert rows == [("Group h", None)]
    assert await house.rows("SELECT count(*) FROM members") == [(2,)]


async def test_html_in_a_name_stays_text(house: House, at_desk: Browser) -> None:
    page = await made(at_desk, name="<script>alert(1)</script>")
    for path in (LIST, page, f"{page}/change", f"{page}/people", f"{page}/sure?move=close"):
        assert "<script>alert" not in (await at_desk.look(path)).html
