"""The team and the audit in a browser: for administrators, by the same functions as in the chat."""

import csv
import io
import re

import pytest

from bot.service.received import Typed
from bot.store import audit
from tests.channels.web.desk.browser import Browser
from tests.channels.web.desk.conftest import BOSS, OLHA, House
from tests.service.house import BOHDAN

INVITED = re.compile(r"/start (i-[A-Za-z0-9_-]{24})")


@pytest.fixture
async def boss(house: House) -> Browser:
    return await house.signed_in(BOSS)


async def test_an_invitation_is_shown_once_and_holds(house: House, boss: Browser) -> None:
    await boss.look("/desk/team")
    seen = await boss.send("/desk/team", role="viewer", over="")
    found = INVITED.search(seen.text)
    assert found is not None
    assert found[1] not in (await boss.look("/desk/team")).html
    await house.talk(Typed(text=f"/start {found[1]}"), OLHA)
    olha = await house.signed_in(OLHA)
    assert "Your role: viewer" in (await olha.look("/desk")).text
    assert "/desk/people" not in (olha.seen.links if olha.seen else [])


@pytest.mark.parametrize(
    ("role", "over"), [("viewer", "nothing"), ("administrator", "short"), ("king", ""), ("", "")]
)
async def test_no_invitation_over_what_is_not_there(
    house: House, boss: Browser, role: str, over: str
) -> None:
    await boss.look("/desk/team")
    seen = await boss.send("/desk/team", role=role, over=over)
    assert seen.status == 422
    assert await house.rows("SELECT * FROM invitations") == []


async def test_a_role_is_taken_away(house: House, boss: Browser) -> None:
    bohdan = await house.signed_in(BOHDAN)
    number = await house.number(BOHDAN)
    seen = await boss.look("/desk/team")
    (link,) = [each for each in seen.links if each.startswith("/desk/team/take")]
    assert number in link
    assert await house.id(BOHDAN) not in seen.html
    await boss.look(link)
    seen = await boss.send("/desk/team/take")
    assert "The role is taken away." in seen.text
    assert (await bohdan.look("/desk")).status == 404
    assert (await house.audit())[-1] == "took coordinator"


async def test_nobody_takes_a_role_from_themselves(house: House) -> None:
    await house.grant(OLHA, "administrator")
    olha = await house.signed_in(OLHA)
    number = await house.number(OLHA)
    seen = await olha.look("/desk/team")
    assert [each for each in seen.links if number in each] == []
    key = seen.forms["/desk/team"]["key"]
    fields = {"member": number, "role": "administrator", "over": ""}
    assert (await olha.post("/desk/team/take", key=key, **fields)).status == 404
    assert (await olha.look("/desk/team")).status == 200


async def test_who_did_what(house: House, boss: Browser) -> None:
    bohdan = await house.signed_in(BOHDAN)
    await bohdan.look("/desk/people/AAAA0000")
    seen = await boss.look("/desk/audit")
    number = await house.number(BOHDAN)
    assert f"number {number}: searched for a person who was not found" in seen.text
    assert f"number {number}: signed in to the desk in a browser" in seen.text


async def test_the_audit_has_pages(house: House, boss: Browser) -> None:
    def job(tx: object) -> None:
        for n in range(120):
            audit.add(tx, "x", f"deed {n}", "", house.talk.clock())  # type: ignore[arg-type]

    await house.talk.writer.run(job)
    first = await boss.look("/desk/audit")
    assert "deed 119" in first.text
    assert "/desk/audit?page=1" in first.links
    last = await boss.look("/desk/audit?page=2")
    assert "deed 0" in last.text
    for odd in ("-1", "x", "٣", "99999999999999999999"):
        assert (await boss.look(f"/desk/audit?page={odd}")).status == 200


async def test_no_cell_of_the_file_is_a_formula(house: House, boss: Browser) -> None:
    formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]

    def job(tx: object) -> None:
        for each in formulas:
            audit.add(tx, each, each, each, house.talk.clock())  # type: ignore[arg-type]

    await house.talk.writer.run(job)
    await boss.look("/desk/audit")
    seen = await boss.send("/desk/audit/export")
    assert seen.headers["content-type"].startswith("text/csv")
    assert seen.headers["content-disposition"] == 'attachment; filename="epizod-audit.csv"'
    rows = list(csv.reader(io.StringIO(seen.html.removeprefix("\ufeff"))))
    assert [
        cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")
    ] == []
    assert [row[4].removeprefix("'") for row in rows if row[4].startswith("'")] == formulas
    assert (await house.audit())[-1] == "exported the audit"
