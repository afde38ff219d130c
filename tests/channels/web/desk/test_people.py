"""One person is found by their number, within reach only; every look and act stands in the audit."""

import json
from pathlib import Path

import pytest

from bot.service.received import Typed
from bot.store import certificates
from bot.store.learners import Address
from tests.channels.web.desk.browser import Browser
from tests.channels.web.desk.conftest import BOSS, OLHA, House
from tests.service.house import ANNA, BOHDAN, messages
from tests.store.somebody import CERTIFICATE

NOBODY = "Nobody with this number"


@pytest.fixture
async def at_desk(house: House) -> Browser:
    return await house.signed_in(BOHDAN)


async def search(browser: Browser, number: str) -> int:
    await browser.look("/desk/people")
    return (await browser.send("/desk/people", number=number)).status


async def group_of(house: House, *people: Address, name: str = "g") -> None:
    def job(tx: object) -> None:
        tx.execute(  # type: ignore[attr-defined]
            "INSERT INTO groups (id, kind, name, token, made_at) VALUES (?, 'edition', ?, ?, 0)",
            (name, f"Group {name}", f"token-{name}"),
        )

    await house.talk.writer.run(job)
    for each in people:
        sql = "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, ?, 'in', 0)"
        await house.rows(sql, await house.id(each), name)


async def test_somebody_is_found_by_their_number(house: House, at_desk: Browser) -> None:
    await house.talk.press(ANNA)  # starts the course
    anna = await house.number(ANNA)
    for typed in (anna, f" {anna[:4].lower()} {anna[4:]} "):
        assert await search(at_desk, typed) == 200
        assert at_desk.seen is not None
        assert at_desk.seen.path == f"/desk/people/{anna}"
        assert f"Person {anna}" in at_desk.seen.text
        assert "Episodes finished 0 of" in at_desk.seen.text
    assert (await house.audit()).count("looked at") == 2


async def test_somebody_is_found_by_a_certificate(house: House, at_desk: Browser) -> None:
    whose = await house.id(ANNA)
    number = await house.talk.writer.run(
        lambda tx: certificates.issue(tx, whose, CERTIFICATE, house.talk.clock())
    )
    assert number is not None
    assert await search(at_desk, number.upper()) == 200
    assert at_desk.seen is not None
    assert at_desk.seen.path == f"/desk/people/{await house.number(ANNA)}"
    assert CERTIFICATE.name not in at_desk.seen.html
    assert number not in at_desk.seen.html


@pytest.mark.parametrize("typed", ["AAAA0000", "%", "' OR 1=1 --", " ", "x" * 64, "🙂"])
async def test_nobody_is_found(house: House, at_desk: Browser, typed: str) -> None:
    assert await search(at_desk, typed) == 422
    assert at_desk.seen is not None
    assert NOBODY in at_desk.seen.text
    assert (await house.audit())[-1] == "looked in vain"


async def test_nobody_is_found_by_what_stands_in_the_database(
    house: House, at_desk: Browser
) -> None:
    for name in (await house.id(ANNA), ANNA.address):
        assert await search(at_desk, name) == 422
        assert (await at_desk.look(f"/desk/people/{name}")).status == 404


async def test_a_page_tells_nothing_of_what_somebody_wrote(house: House, at_desk: Browser) -> None:
    await house.feedback("The crossing is missing.")
    seen = await at_desk.look(f"/desk/people/{await house.number(ANNA)}")
    for secret in ("crossing", await house.id(ANNA)):
        assert secret not in seen.html


async def test_others_people_are_not_there(house: House) -> None:
    """A coordinator of one group, and somebody of another."""
    await group_of(house, ANNA, name="g")
    await group_of(house, OLHA, ANNA, name="h")
    await house.take(BOHDAN)
    await house.grant(BOHDAN, "coordinator", "g")
    browser = await house.signed_in(BOHDAN)
    olha, anna = await house.number(OLHA), await house.number(ANNA)
    assert await search(browser, olha) == 422
    key = (await browser.look("/desk/people")).forms["/desk/people"]["key"]
    for path in ("", "/unlink?place=1", "/forget"):
        assert (await browser.look(f"/desk/people/{olha}{path}")).status == 404
    assert (await browser.post(f"/desk/people/{olha}/unlink", key=key, place="1")).status == 404
    assert (await browser.post(f"/desk/people/{olha}/forget", key=key, again=olha)).status == 404
    assert await house.number(OLHA) == olha
    seen = await browser.look(f"/desk/people/{anna}")
    assert "Group g" in seen.text
    assert "Group h" not in seen.text


async def test_somebody_of_another_group_too_is_not_for_one_coordinator_to_erase(
    house: House,
) -> None:
    """Nor to unlink; that is said only after they wanted it, and not why."""
    await group_of(house, ANNA, name="g")
    await group_of(house, ANNA, name="h")
    await house.take(BOHDAN)
    await house.grant(BOHDAN, "coordinator", "g")
    browser = await house.signed_in(BOHDAN)
    anna = await house.number(ANNA)
    page = f"/desk/people/{anna}"
    assert "Only an administrator" not in (await browser.look(page)).text
    for act, fields in (("unlink?place=1", {}), ("forget", {"again": anna})):
        await browser.look(f"{page}/{act}")
        seen = await browser.send(f"{page}/{act.partition('?')[0]}", **fields)
        assert (seen.status, seen.path) == (200, page)
        assert "Nothing was done. Somebody with more rights has to do that" in seen.text
        assert "Group h" not in seen.text
    assert await house.number(ANNA) == anna
    refused = [each for each in await house.audit() if each.startswith("may not")]
    assert refused == ["may not unlink", "may not forget"]


async def test_viewers_and_authors_see_nobody(house: House) -> None:
    for role, over in (("viewer", ""), ("author", "short")):
        await house.take(BOHDAN)
        await house.grant(BOHDAN, role, over)  # type: ignore[arg-type]
        browser = await house.signed_in(BOHDAN)
        assert (await browser.look(f"/desk/people/{await house.number(ANNA)}")).status == 404
        await house.rows("DELETE FROM roles")


async def test_html_in_a_name_stays_text(house: House, at_desk: Browser) -> None:
    await group_of(house, ANNA, name="<script>alert(1)</script>")
    seen = await at_desk.look(f"/desk/people/{await house.number(ANNA)}")
    assert "<script>alert" not in seen.html
    assert "<script>alert(1)</script>" in seen.text


# --- Unlinking --------------------------------------------------------------------------


async def test_an_address_is_unlinked(house: House, at_desk: Browser) -> None:
    """Whoever writes from there is somebody new; what was done stays under the number."""
    anna, was = await house.number(ANNA), await house.id(ANNA)
    await at_desk.look(f"/desk/people/{anna}/unlink?place=1")
    seen = await at_desk.send(f"/desk/people/{anna}/unlink")
    assert "The address is unlinked." in seen.text
    assert "every address was unlinked" in seen.text
    assert (await house.audit())[-2:] == ["unlinked telegram", "looked at"]
    assert await house.rows("SELECT * FROM outbox WHERE address = '7' AND status = 'pending'") == []
    await house.talk(Typed(text="/start"))
    assert await house.id(ANNA) != was
    assert await house.number(ANNA) != anna


async def test_a_browser_that_is_unlinked_shows_nothing_of_before(
    house: House, at_desk: Browser
) -> None:
    whose = await house.id(ANNA)
    await house.rows("INSERT INTO addresses VALUES ('web', 'a-page', ?, 1)", whose)
    event = json.dumps({"type": "said", "text": "words on the page"})
    await house.rows(
        "INSERT INTO chat_events (address, message_id, event, created_at) VALUES ('a-page', 'm', ?, 0)",
        event,
    )
    anna = await house.number(ANNA)
    await at_desk.look(f"/desk/people/{anna}/unlink?place=2")
    await at_desk.send(f"/desk/people/{anna}/unlink")
    assert await house.rows("SELECT * FROM chat_events WHERE address = 'a-page'") == []
    assert await house.rows("SELECT channel FROM addresses WHERE learner_id = ?", whose) == [
        ("telegram",)
    ]


async def test_no_bytes_of_an_unlinked_browser_stay(
    house: House, at_desk: Browser, database: Path
) -> None:
    whose, words = await house.id(ANNA), "words on the page of Anna"
    await house.rows("INSERT INTO addresses VALUES ('web', 'a-page', ?, 1)", whose)
    await house.rows(
        "INSERT INTO chat_events (address, message_id, event, created_at) VALUES ('a-page', 'm', ?, 0)",
        json.dumps({"type": "said", "text": words}),
    )
    anna = await house.number(ANNA)
    await at_desk.look(f"/desk/people/{anna}/unlink?place=2")
    await at_desk.send(f"/desk/people/{anna}/unlink")
    for file in database.parent.glob(f"{database.name}*"):
        assert words.encode() not in file.read_bytes(), file


@pytest.mark.parametrize("place", ["0", "2", "-1", "x", "", "9999999999"])
async def test_an_address_that_is_not_there(house: House, at_desk: Browser, place: str) -> None:
    anna = await house.number(ANNA)
    key = (await at_desk.look("/desk/people")).forms["/desk/people"]["key"]
    seen = await at_desk.post(f"/desk/people/{anna}/unlink", key=key, place=place)
    assert seen.status == 404
    assert await house.number(ANNA) == anna


# --- Forgetting -------------------------------------------------------------------------


async def test_somebody_is_forgotten_and_told_so(house: House, at_desk: Browser) -> None:
    await house.feedback("The crossing is missing.")
    anna, whose = await house.number(ANNA), await house.id(ANNA)
    await at_desk.look(f"/desk/people/{anna}/forget")
    seen = await at_desk.send(f"/desk/people/{anna}/forget", again=anna)
    assert (seen.path, "is erased" in seen.text) == ("/desk/people", True)
    assert await house.rows("SELECT * FROM learners WHERE id = ?", whose) == []
    assert (await house.audit())[-1] == "forgot"
    said = await house.talk.writer.run(lambda tx: messages(tx, ANNA))
    assert [getattr(each.body, "what", None) for each in said] == ["forgotten"]
    assert house.woken


async def test_the_number_is_typed_once_more(house: House, at_desk: Browser) -> None:
    anna, olha = await house.number(ANNA), await house.number(OLHA)
    for again in ("", olha, "yes"):
        await at_desk.look(f"/desk/people/{anna}/forget")
        seen = await at_desk.send(f"/desk/people/{anna}/forget", again=again)
        assert (seen.status, "Nothing was erased" in seen.text) == (422, True)
    assert await house.number(ANNA) == anna


async def test_certificates_can_be_kept(house: House, at_desk: Browser) -> None:
    whose, anna = await house.id(ANNA), await house.number(ANNA)
    await house.talk.writer.run(
        lambda tx: certificates.issue(tx, whose, CERTIFICATE, house.talk.clock())
    )
    await at_desk.look(f"/desk/people/{anna}/forget")
    await at_desk.send(f"/desk/people/{anna}/forget", again=anna, keep="on")
    assert await house.rows("SELECT learner_id, name FROM certificates") == [
        (None, CERTIFICATE.name)
    ]


async def test_nobody_of_the_team_is_forgotten_or_unlinked(house: House, at_desk: Browser) -> None:
    """That would be a way of taking a role; nor does anybody forget themselves here by mistake."""
    await house.grant(OLHA, "viewer")
    key = (await at_desk.look("/desk/people")).forms["/desk/people"]["key"]
    for who in (OLHA, BOSS, BOHDAN):
        number = await house.number(who)
        page = f"/desk/people/{number}"
        assert "belongs to the team" in (await at_desk.look(page)).text
        assert (await at_desk.look(f"{page}/forget")).status == 404
        assert (await at_desk.post(f"{page}/forget", key=key, again=number)).status == 404
        assert (await at_desk.post(f"{page}/unlink", key=key, place="1")).status == 404
        assert await house.number(who) == number
