"""Who gets in: a link opens the desk once, for one person; a session is theirs and ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.web import server
from bot.channels.web.desk.desk import WebDesk
from bot.channels.web.desk.session import Cookie
from bot.channels.web.throttle import Throttle
from bot.course.desk.front import LinkShown
from bot.course.desk.labels import DeskLabel
from bot.service.desk.desk import Desk
from bot.service.received import Tapped, Typed
from bot.store import sessions
from tests.channels.web.desk.browser import HERE, Browser
from tests.channels.web.desk.conftest import BOSS, House, healthy
from tests.service.house import ANNA, BOHDAN

REFUSED = "This code is not valid"
NOBODY = "You are not signed in"


async def test_a_link_from_the_chat_opens_the_desk(house: House) -> None:
    browser = await house.signed_in(BOHDAN)
    seen = await browser.look("/desk")
    assert "Your role: coordinator" in seen.text
    assert (await house.audit())[-2:] == ["asked for a link", "signed in"]


async def test_looking_at_the_link_does_not_use_it_up(house: House) -> None:
    """A chat fetches every link for a preview; so may a cautious mail server."""
    code = await house.link(BOHDAN)
    for path in ("/desk/enter", f"/desk/enter?code={code}", f"/desk/enter?{code}"):
        seen = await house.browser().look(path)
        assert code not in seen.html
    assert (await house.browser().enter(code)).path == "/desk"


async def test_a_link_opens_once(house: House) -> None:
    code = await house.link(BOHDAN)
    await house.browser().enter(code)
    again = house.browser()
    assert REFUSED in (await again.enter(code)).text
    assert again.cookie is None


async def test_a_link_opens_for_five_minutes(house: House) -> None:
    code = await house.link(BOHDAN)
    house.talk.clock.forward(minutes=5)
    seen = await house.browser().enter(code)
    assert (seen.status, REFUSED in seen.text) == (422, True)


async def test_a_new_link_makes_the_older_one_dead(house: House) -> None:
    old = await house.link(BOHDAN)
    new = await house.link(BOHDAN)
    assert REFUSED in (await house.browser().enter(old)).text
    assert (await house.browser().enter(new)).path == "/desk"


async def test_a_link_of_one_is_no_link_of_another(house: House) -> None:
    """Bohdan's newer link leaves the boss's as it is."""
    boss = await house.link(BOSS)
    await house.link(BOHDAN)
    seen = await house.browser().enter(boss)
    assert "Your role: administrator" in seen.text


@pytest.mark.parametrize("code", ["", "x", "A" * 32, "%00", "' OR 1=1 --", "é" * 8, "x" * 60_000])
async def test_a_guessed_code_opens_nothing(house: House, code: str) -> None:
    await house.link(BOHDAN)
    browser = house.browser()
    seen = await browser.enter(code)
    assert (seen.status, browser.cookie) == (422, None)


async def test_an_ex_coordinator_s_link_opens_nothing(house: House) -> None:
    code = await house.link(BOHDAN)
    await house.take(BOHDAN)
    browser = house.browser()
    assert REFUSED in (await browser.enter(code)).text
    assert browser.cookie is None
    assert await house.rows("SELECT * FROM sessions") == []


async def test_the_database_holds_no_code_and_no_session_that_works(house: House) -> None:
    code = await house.link(BOHDAN)
    assert code not in str(await house.rows("SELECT * FROM sign_in_links"))
    browser = house.browser()
    await browser.enter(code)
    assert browser.cookie is not None
    assert browser.cookie not in str(await house.rows("SELECT * FROM sessions"))
    assert await house.rows("SELECT * FROM sign_in_links") == []


async def test_learners_get_no_link(house: House) -> None:
    (message,) = await house.talk(Typed(text="/desk"), ANNA)
    assert DeskLabel.BROWSER not in [b.label for row in message.buttons for b in row]


async def test_without_an_address_the_chat_says_what_the_operator_has_to_do(house: House) -> None:
    house.talk.turns = replace(
        house.talk.turns, desk=Desk(administrators=frozenset({BOSS.address}), address=None)
    )
    (desk,) = await house.talk(Typed(text="/desk"), BOSS)
    place = [b.label for row in desk.buttons for b in row].index(DeskLabel.BROWSER)
    (message,) = await house.talk(Tapped(token=await house.talk.token(BOSS), index=place), BOSS)
    assert message.body == LinkShown(link=None, minutes=5)
    assert "PUBLIC_URL" in house.talk.turns.view.page(message, "en").text


# --- Sessions ---------------------------------------------------------------------------


async def test_the_cookie_keeps_to_itself(house: House) -> None:
    browser = house.browser()
    await browser.look("/desk/enter")
    fields = {**(browser.seen.forms["/desk/enter"] if browser.seen else {})}
    came = await browser.client.post(
        "/desk/enter", data={**fields, "code": await house.link(BOHDAN)},
        headers={"origin": HERE, "sec-fetch-site": "same-origin"},
    )  # fmt: skip
    assert came.status_code == 303
    name, *flags = came.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-desk=")
    assert len(name.partition("=")[2]) == 43
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=strict", "Secure"]


async def test_the_cookie_without_https() -> None:
    assert Cookie(secure=False).name == "desk"


async def test_a_session_that_was_there_before_is_never_adopted(house: House) -> None:
    """Somebody puts a cookie of their own into the browser before the coordinator signs in."""
    thief = await house.signed_in(BOSS)
    for planted in ("planted", str(thief.cookie)):
        victim = house.browser()
        came = await victim.client.post(
            "/desk/enter", data={"code": await house.link(BOHDAN)},
            headers={"origin": HERE, "cookie": f"__Host-desk={planted}"},
        )  # fmt: skip
        given = came.headers["set-cookie"].partition("=")[2].partition(";")[0]
        assert came.status_code == 303
        assert given != planted
        left = house.browser()
        left.client.cookies.set("__Host-desk", planted, domain="desk.example")
        assert (await left.look("/desk")).status == 401


async def test_half_an_hour_in_which_nothing_happens(house: House) -> None:
    browser = await house.signed_in(BOHDAN)
    house.talk.clock.forward(minutes=29)
    assert (await browser.look("/desk")).status == 200
    house.talk.clock.forward(minutes=29)
    assert (await browser.look("/desk")).status == 200
    house.talk.clock.forward(minutes=30)
    seen = await browser.look("/desk")
    assert (seen.status, NOBODY in seen.text) == (401, True)


async def test_eight_hours_in_any_case(house: House) -> None:
    browser = await house.signed_in(BOHDAN)
    for _ in range(24):
        house.talk.clock.forward(minutes=19)
        assert (await browser.look("/desk")).status == 200
    house.talk.clock.forward(minutes=28)
    assert (await browser.look("/desk")).status == 401


async def test_what_is_over_is_not_kept(house: House) -> None:
    await house.signed_in(BOHDAN)
    await house.link(BOHDAN)
    house.talk.clock.forward(hours=1)
    await house.talk.writer.run(lambda tx: sessions.forget_old(tx, house.talk.clock()))
    assert await house.rows("SELECT * FROM sessions") == []
    assert await house.rows("SELECT * FROM sign_in_links") == []


async def test_signed_out(house: House) -> None:
    browser = await house.signed_in(BOHDAN)
    cookie = browser.cookie or ""
    await browser.look("/desk")
    seen = await browser.send("/desk/leave")
    assert "You are signed out." in seen.text
    assert browser.cookie is None
    browser.client.cookies.set("__Host-desk", cookie, domain="desk.example")
    assert (await browser.look("/desk")).status == 401


async def test_signed_out_everywhere(house: House) -> None:
    phone, computer = await house.signed_in(BOHDAN), await house.signed_in(BOHDAN)
    boss = await house.signed_in(BOSS)
    unused = await house.link(BOHDAN)
    assert (await phone.look("/desk")).status == 200
    key = computer.seen.forms["/desk/leave"]["key"] if computer.seen else ""
    await computer.post("/desk/leave-everywhere", key=key)
    assert (await phone.look("/desk")).status == 401
    assert (await boss.look("/desk")).status == 200
    assert REFUSED in (await phone.enter(unused)).text


async def test_the_role_is_looked_up_at_every_request(house: House) -> None:
    browser = await house.signed_in(BOHDAN)
    await browser.look("/desk/people")
    await house.take(BOHDAN)
    for path in ("/desk", "/desk/people", f"/desk/people/{await house.number(ANNA)}"):
        seen = await browser.look(path)
        assert seen.status == 404
        assert "Your role" not in seen.text
    (form,) = [each for each in (browser.seen,) if each]
    assert form.forms == {}


async def test_a_coordinator_has_no_page_of_an_administrator_s(house: House) -> None:
    browser = await house.signed_in(BOHDAN)
    seen = await browser.look("/desk")
    assert not {"/desk/team", "/desk/audit"} & set(seen.links)
    key = seen.forms["/desk/leave"]["key"]
    assert (await browser.look("/desk/team")).status == 404
    assert (await browser.look("/desk/audit")).status == 404
    assert (await browser.post("/desk/team", key=key, role="administrator", over="")).status == 404
    assert (await browser.post("/desk/audit/export", key=key)).status == 404
    assert await house.rows("SELECT * FROM invitations") == []


async def test_a_session_goes_with_the_person(house: House) -> None:
    browser = await house.signed_in(BOHDAN)
    await house.talk(Typed(text="/forget"), BOHDAN)
    await house.talk(Tapped(token=await house.talk.token(BOHDAN), index=1), BOHDAN)
    assert (await browser.look("/desk")).status == 401


# --- Coming from elsewhere --------------------------------------------------------------


async def test_a_link_from_another_site_arrives(house: House) -> None:
    """The browser keeps the cookie back; our page asks again, and then it comes."""
    stranger = house.browser()
    seen = await stranger.look("/desk/people", **{"sec-fetch-site": "cross-site"})
    assert (seen.status, seen.links) == (200, ["#main", "/desk/people"])
    assert 'http-equiv="refresh" content="0;url=/desk/people"' in seen.html
    again = await stranger.look("/desk/people", **{"sec-fetch-site": "same-origin"})
    assert (again.status, NOBODY in again.text) == (401, True)


@pytest.mark.parametrize("language", ["en", "uk", "pt"])
async def test_an_address_cannot_lead_elsewhere(house: House, language: str) -> None:
    """Whatever stands in the address is text; `said` names only our own sentences."""
    browser = house.browser(language=language)
    for path in ('/desk//evil.example/"><script>', "/desk/people?x=<script>alert(1)</script>"):
        seen = await browser.look(path, **{"sec-fetch-site": "cross-site"})
        assert "<script>" not in seen.html
        assert f'<html lang="{language}">' in seen.html
    signed = await house.signed_in(BOHDAN)
    assert "<b>" not in (await signed.look("/desk?said=<b>you+won</b>")).html


# --- How often --------------------------------------------------------------------------


async def test_who_tries_many_codes_must_wait(house: House) -> None:
    reception = replace(house.reception, throttle=Throttle(lambda: 0.0))
    pages = WebDesk(reception=reception, wake=lambda: None)
    browser = Browser(server.application(pages.routes(), healthy))
    statuses = [(await browser.post("/desk/enter", code=f"guess-{n}")).status for n in range(8)]
    assert statuses == [422] * 6 + [429] * 2
    assert browser.seen is not None
    assert browser.seen.headers["retry-after"] == "5"
    assert "Please wait a moment" in browser.seen.text


async def test_how_long_everything_lasts() -> None:
    assert sessions.LINK_BYTES * 8 >= 128
    assert sessions.SESSION_BYTES * 8 == 256
    assert timedelta(minutes=5) == sessions.LINK_LIFETIME
