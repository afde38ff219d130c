"""SQL in every place into which anybody can write: words stay words, and nobody finds what is not theirs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import get_args
from urllib.parse import quote

import pytest
from starlette.routing import Route

from bot.channels.web.desk.form import Form
from bot.channels.web.desk.places import PLACES
from bot.channels.web.desk.visit import Visit
from bot.course.inputs import Arrived
from bot.course.learner import Draft, Purpose
from bot.service.commands import COMMANDS
from bot.service.received import Tapped, Typed
from bot.store import groups, learners
from bot.store.writer import Tx, Writer
from tests.channels.web.desk.browser import Browser
from tests.channels.web.desk.conftest import BOSS, House
from tests.channels.web.desk.test_groups import made
from tests.service.house import ANNA, BOHDAN, NOW, Talk, turns

SQL = (
    "'",
    "' OR '1'='1",
    "'; DROP TABLE learners; --",
    '" UNION SELECT token_hash FROM sessions --',
    "1) OR (1=1",
    "%",
    "_" * 18,
    "\\' OR 1=1 --",
    ":name ? ?1 @x $y",
    "x'; ATTACH DATABASE '/tmp/x' AS y; --",
    "\ufeff＇ OR ＇1＇=＇1",
    "!%",
)
CHOICES = {
    "kind": "edition", "joining": "open", "language": "en", "role": "coordinator", "do": "send",
    "progress": "all", "start": "now", "lasts": "24", "decision": "approve", "mark": "done",
    "move": "copy", "how": "forward",
}  # fmt: skip
"""Words with which a form gets as far as its other words."""
NONE: dict[str, str] = {}
QUERY = ("state", "course", "language", "group", "kind", "form", "activity", "move", "place",
         "member", "role", "over", "said", "number", "page", "every")  # fmt: skip


def schema(tx: Tx) -> list[tuple[str, str]]:
    found = tx.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
    return [(row["name"], row["sql"]) for row in found]


def is_sound(tx: Tx) -> bool:
    (told,) = tx.execute("PRAGMA integrity_check").fetchone()
    return str(told) == "ok" and not tx.execute("PRAGMA foreign_key_check").fetchall()


async def test_every_field_of_every_form_of_the_desk(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And every part of every address, or of things that there are."""
    writer = house.talk.writer
    browser = await house.signed_in(BOSS)
    there = await things(house, browser)
    key = (await browser.look("/desk")).forms["/desk/leave"]["key"]
    before, people = await writer.run(schema), await house.rows("SELECT id FROM learners")
    monkeypatch.setattr(Form, "has", lambda *_: True)
    for sql in SQL[::2]:
        for choices, named in ((NONE, dict.fromkeys(there, sql)), (CHOICES, there)):
            monkeypatch.setattr(Form, "text", typed(sql, choices, key))
            for place in PLACES:
                path = place.path
                for name, value in named.items():
                    path = path.replace(f"{{{name}}}", quote(value, safe=""))
                if place.does and not path.startswith("/desk/leave"):
                    assert (await browser.post(path)).status < 500, (path, sql)
                if place.shows and choices is NONE:
                    got = await browser.client.get(path, params=dict.fromkeys(QUERY, sql))
                    assert got.status_code < 500, (path, sql)
    monkeypatch.undo()
    assert await writer.run(schema) == before
    assert await house.rows("SELECT id FROM learners") == people
    assert await writer.run(is_sound)
    assert (await browser.look("/desk")).status == 200


async def things(house: House, browser: Browser) -> dict[str, str]:
    """Something of each name that an address can have."""
    await house.feedback("a sentence")
    group = (await made(browser)).rpartition("/")[2]
    await browser.look("/desk/announcements")
    announcement = (await browser.send("/desk/announcements")).path.split("/")[3]
    ((thread,),) = await house.rows("SELECT thread FROM threads")
    known = {
        "group": group, "announcement": announcement, "thread": str(thread),
        "number": await house.number(ANNA),
    }  # fmt: skip
    wanted = {name for place in PLACES for name in Route(place.path, nothing).param_convertors}
    return known | dict.fromkeys(wanted - set(known), "x")


async def nothing(_: object) -> None: ...


def typed(sql: str, choices: Mapping[str, str], key: str) -> Callable[[Form, str], str]:
    def text(form: Form, name: str) -> str:
        return key if name == "key" else choices.get(name, sql)

    return text


async def test_a_thread_a_group_a_person_found_by_sql_is_nobody(house: House) -> None:
    await house.feedback("a sentence")
    browser = await house.signed_in(BOSS)
    for sql in SQL:
        for place in ("/desk/inbox/", "/desk/people/", "/desk/groups/", "/desk/announcements/"):
            assert (await browser.look(place + quote(sql, safe=""))).status == 404, (place, sql)
        await browser.look("/desk/people")
        assert (await browser.send("/desk/people", number=sql)).status == 422, sql
        await browser.look("/desk/inbox")
        found = await browser.send("/desk/inbox", words=sql)
        assert "a sentence" not in found.text, sql


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    talk = Talk(writer, await turns(writer))
    for person in (ANNA, BOHDAN):
        await talk(Arrived(course="short"), person)
        await talk.press(person)
    return talk


@pytest.mark.parametrize("purpose", get_args(Purpose))
async def test_words_in_the_chat_whatever_they_were_asked_for(talk: Talk, purpose: Purpose) -> None:
    """Whatever the words are for, and whatever that is about."""
    before = await talk.writer.run(schema)
    group = await talk.writer.run(lambda tx: groups.make(tx, "edition", "One", NOW))
    for sql in SQL:
        for about in (sql, f"name:{group.id}", group.id, f"{sql}:en", f"short/{sql}"):
            await talk.writer.run(lambda tx, about=about: asks(tx, purpose, about))  # type: ignore[misc]
            await talk(Typed(text=sql, message=sql, marked=sql))
            talk.clock.forward(minutes=1)
    assert await talk.writer.run(schema) == before
    assert await talk.writer.run(is_sound)
    assert await talk.press(BOHDAN)


def asks(tx: Tx, purpose: Purpose, about: str) -> None:
    found = learners.find(tx, ANNA)
    assert found is not None
    draft = Draft(text=None, turn=found.learner.turn, purpose=purpose, about=about)
    learners.save(tx, found.id, replace(found.learner, draft=draft))


async def test_commands_links_and_buttons(talk: Talk) -> None:
    before = await talk.writer.run(schema)
    for sql in SQL:
        for command in ("start", *COMMANDS):
            await talk(Typed(text=f"/{command} {sql}"))
        for payload in (sql, f"i-{sql}", f"g-{sql}"):
            await talk(Typed(text=f"/start {payload}"))
        await talk(Tapped(token=sql, index=0))
        await talk(Typed(text=sql, reply_to=sql))
        await talk(Arrived(course=sql))
        await talk(Arrived(invitation=sql))
        await talk(Arrived(group=sql))
    assert await talk.writer.run(schema) == before
    assert await talk.writer.run(is_sound)
    roles = "SELECT (SELECT count(*) FROM roles) + (SELECT count(*) FROM members)"
    assert await talk.writer.run(lambda tx: tx.execute(roles).fetchone()[0]) == 0


def test_what_a_visit_tells_is_all_that_a_place_can_be_told() -> None:
    """The tests above fill these; a new way in has to be filled as well."""
    assert {"named", "query", "form"} < set(Visit.__slots__)
