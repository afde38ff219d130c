"""Nothing is done but by a form of this very session, of a size that somebody can have typed."""

import pytest

from bot.channels.web.desk.form import LARGEST_FORM
from bot.channels.web.desk.places import PLACES
from bot.store.writer import StoreUnavailable
from tests.channels.web.desk.browser import HERE, Browser
from tests.channels.web.desk.conftest import BOSS, House
from tests.service.house import ANNA, BOHDAN

FOREIGN: dict[str, dict[str, str]] = {
    "another site": {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    "another site that hides its name": {"origin": "null", "sec-fetch-site": "cross-site"},
    "a neighbour": {"origin": "https://www.desk.example", "sec-fetch-site": "same-site"},
    "an old browser on another site": {"origin": "https://evil.example"},
    "a name that begins like ours": {"origin": f"{HERE}.evil.example"},
    "a hidden name": {"origin": "null"},
    "nothing told": {},
    "typed into the address bar": {"sec-fetch-site": "none"},
}


async def key_of(browser: Browser) -> str:
    return (await browser.look("/desk")).forms["/desk/leave"]["key"]


@pytest.mark.parametrize("whose", FOREIGN)
async def test_a_form_of_another_site_does_nothing(house: House, whose: str) -> None:
    """Even if it had the cookie and the key."""
    browser = await house.signed_in(BOSS)
    key = await key_of(browser)
    seen = await browser.post("/desk/team", FOREIGN[whose], key=key, role="administrator", over="")
    assert seen.status == 403
    assert "This was not done" in seen.text
    assert await house.rows("SELECT * FROM invitations") == []


@pytest.mark.parametrize("whose", FOREIGN)
async def test_another_site_signs_nobody_in(house: House, whose: str) -> None:
    """A coordinator who worked in a session of somebody else would tell them everything."""
    browser = house.browser()
    seen = await browser.post("/desk/enter", FOREIGN[whose], code=await house.link(BOHDAN))
    assert (seen.status, browser.cookie) == (403, None)


async def test_a_form_of_ours_without_the_key_does_nothing(house: House) -> None:
    browser, other = await house.signed_in(BOSS), await house.signed_in(BOSS)
    of_another_session = await key_of(other)
    for key in ("", "x", "é", of_another_session, str(browser.cookie)):
        seen = await browser.post("/desk/team", key=key, role="administrator", over="")
        assert seen.status == 403, key
    assert (await browser.post("/desk/team", role="administrator", over="")).status == 403
    assert await house.rows("SELECT * FROM invitations") == []


async def test_a_server_in_front_that_asks_by_another_name(house: House) -> None:
    """What the browser names is PUBLIC_URL, whatever name the server in front of us uses."""
    inside = house.browser(address="http://10.0.0.7:8080")
    told = {"origin": HERE, "sec-fetch-site": "same-origin"}
    seen = await inside.post("/desk/enter", told, code="guessed")
    assert seen.status == 422
    seen = await inside.post("/desk/enter", {"origin": "https://evil.example"}, code="guessed")
    assert seen.status == 403


async def test_the_key_does_not_open_the_session(house: House) -> None:
    browser = await house.signed_in(BOSS)
    thief = house.browser()
    thief.client.cookies.set("__Host-desk", await key_of(browser), domain="desk.example")
    assert (await thief.look("/desk")).status == 401


async def test_looking_does_nothing(house: House) -> None:
    """An address that a form is sent to, asked for as a page: with everything a form would have."""
    browser = await house.signed_in(BOSS)
    key, anna = await key_of(browser), await house.number(ANNA)
    before = await house.rows("SELECT count(*) FROM learners")
    asked = f"?key={key}&role=administrator&over=&again={anna}&place=1&language=uk"
    for place in PLACES:
        if place.does is not None:
            path = place.path.replace("{number}", anna)
            await browser.look(path + asked)
    assert await house.rows("SELECT count(*) FROM learners") == before
    assert await house.rows("SELECT * FROM invitations") == []
    assert await house.rows("SELECT count(*) FROM addresses") == before
    assert await house.rows("SELECT language FROM sessions") == [("en",)]
    assert (await browser.look("/desk")).status == 200


async def test_too_much_at_once(house: House) -> None:
    browser = await house.signed_in(BOHDAN)
    key = await key_of(browser)
    for fields in ({"number": "x" * LARGEST_FORM}, {f"field-{n}": "" for n in range(300)}):
        seen = await browser.post("/desk/people", key=key, **fields)
        assert (seen.status, "too much" in seen.text) == (413, True)
    assert (await browser.look("/desk")).status == 200


async def test_what_is_no_form(house: House) -> None:
    browser = await house.signed_in(BOHDAN)
    for media_type, content in (
        ("application/json", b'{"key": "x"}'),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--"),
        ("application/x-www-form-urlencoded", b"\xff\xfe%ff%00=%"),
        ("text/plain", b"key=x"),
    ):
        came = await browser.client.post(
            "/desk/people", content=content,
            headers={"origin": HERE, "content-type": media_type},
        )  # fmt: skip
        assert came.status_code == 403


async def test_what_every_page_carries(house: House) -> None:
    browser = await house.signed_in(BOHDAN)
    paths = ("/desk", "/desk/people", "/desk/enter", "/desk/nothing", "/desk/people/NOBODY00")
    for path in paths:
        headers = (await browser.look(path)).headers
        assert headers["cache-control"] == "no-store"
        assert headers.get_list("referrer-policy") == ["same-origin"]
        assert headers["x-frame-options"] == "DENY"
        assert "noindex" in headers["x-robots-tag"]
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


async def test_no_page_has_a_script_or_a_style_of_its_own(house: House) -> None:
    browser = await house.signed_in(BOSS)
    for path in (await browser.look("/desk")).links:
        html = (await browser.look(path)).html
        assert "<style" not in html
        assert " style=" not in html
        assert "<script>" not in html
        assert " onclick" not in html


async def test_its_files(house: House) -> None:
    browser = house.browser()
    assert (
        (await browser.look("/desk/files/desk.css")).headers["content-type"].startswith("text/css")
    )
    for path in ("/desk/files/nothing.css", "/desk/files/..%2f..%2f__init__.py"):
        assert (await browser.look(path)).status == 404


async def test_whatever_breaks_is_said_in_words_and_logged_without_any(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser = await house.signed_in(BOHDAN)

    def breaks(*_: object) -> None:
        raise ValueError("words-of-a-learner")

    monkeypatch.setattr("bot.store.people.find", breaks)
    seen = await browser.look("/desk/people/AAAA0000")
    assert (seen.status, "Something went wrong here" in seen.text) == (500, True)
    assert "ValueError in" in caplog.text
    assert "words-of-a-learner" not in caplog.text + seen.html


async def test_a_store_that_does_not_answer(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = await house.signed_in(BOHDAN)

    async def away(_: object) -> None:
        raise StoreUnavailable("disk full")

    monkeypatch.setattr(house.reception.writer, "run", away)
    seen = await browser.look("/desk")
    assert (seen.status, "Nothing was lost" in seen.text) == (503, True)


async def test_the_language_of_a_session(house: House) -> None:
    browser = await house.signed_in(BOHDAN)
    await browser.look("/desk")
    for language in ("uk", "xx"):
        await browser.send("/desk/language", language=language)
        assert '<html lang="uk">' in (await browser.look("/desk")).html
