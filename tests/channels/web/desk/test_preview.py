"""Whoever writes a course reads all of it on pages, in each language, with what every answer brings."""

import pytest

from bot.course.desk.preview import activities, steps_of
from tests.channels.web.desk.browser import Browser
from tests.channels.web.desk.conftest import BOSS, OLHA, House
from tests.service.house import ANNA, BOHDAN

LIST = "/desk/preview"


@pytest.fixture
async def at_desk(house: House) -> Browser:
    await house.grant(OLHA, "author", "short")
    return await house.signed_in(OLHA)


def release(house: House) -> str:
    found = house.reception.view.shelf.newest("short")
    assert found is not None
    return found


async def test_from_the_list_to_every_step(house: House, at_desk: Browser) -> None:
    seen = await at_desk.look(LIST)
    course = f"{LIST}/{release(house)}"
    assert course in seen.links
    seen = await at_desk.look(course)
    parts = [each for each in seen.links if each.startswith(f"{course}/")]
    known = house.reception.view.shelf.releases[release(house)]
    assert parts == [f"{course}/{each.id}" for each in activities(known)]
    for activity, path in zip(activities(known), parts, strict=True):
        page = await at_desk.look(path)
        assert page.status == 200, path
        for step in steps_of(activity):
            assert f'<section id="{step.id}"' in page.html


async def test_with_what_every_answer_brings(house: House, at_desk: Browser) -> None:
    seen = await at_desk.look(f"{LIST}/{release(house)}/queue")
    assert "Preview: step 3 of 4" in seen.text
    assert "1. The software team Not right They know the form" in seen.text
    assert "2. People who come to the counter Right They know what the form" in seen.text
    assert '<img src="/desk/pictures/' in seen.html
    story = await at_desk.look(f"{LIST}/{release(house)}/window")
    assert "1. Go outside Nobody stops you." in story.text
    test = await at_desk.look(f"{LIST}/{release(house)}/test-m1")
    assert "Each learner gets" in test.text


async def test_in_the_language_that_is_asked_for(house: House, at_desk: Browser) -> None:
    course = house.reception.view.shelf.releases[release(house)]
    for language in course.languages:
        seen = await at_desk.look(f"{LIST}/{release(house)}/queue?language={language}")
        assert f'<div lang="{language}">' in seen.html
        assert 'aria-current="page"' in seen.html
    odd = await at_desk.look(f"{LIST}/{release(house)}/queue?language=<b>")
    assert (odd.status, "<b>" in odd.html) == (200, False)


async def test_its_pictures_are_there(house: House, at_desk: Browser) -> None:
    seen = await at_desk.look(f"{LIST}/{release(house)}/queue")
    path = seen.html.partition('<img src="')[2].partition('"')[0]
    given = await at_desk.client.get(path)
    assert given.headers["content-type"] == "image/png"


async def test_looking_changes_nothing_but_the_audit(house: House, at_desk: Browser) -> None:
    tables = ("learners", "enrolments", "answers", "completions", "outbox", "timers")
    count = "SELECT " + ", ".join(f"(SELECT count(*) FROM {each})" for each in tables)
    before = await house.rows(count)
    await at_desk.look(f"{LIST}/{release(house)}/queue")
    assert await house.rows(count) == before
    assert await house.rows("SELECT about FROM audit WHERE action = 'previewed'") == [
        ("short queue",)
    ]


async def test_what_there_is_not(house: House, at_desk: Browser) -> None:
    for path in ("none", "none/queue", f"{release(house)}/none", f"{release(house)}/%3Cb%3E"):
        assert (await at_desk.look(f"{LIST}/{path}")).status == 404


async def test_another_s_course_and_a_viewer_and_a_learner(house: House) -> None:
    """Who has no such right over this course learns not even that it is there."""
    await house.grant(ANNA, "author", "another")
    await house.grant(OLHA, "viewer")
    author, viewer = await house.signed_in(ANNA), await house.signed_in(OLHA)
    assert release(house) not in (await author.look(LIST)).html
    for path in (f"{LIST}/{release(house)}", f"{LIST}/{release(house)}/queue"):
        assert (await author.look(path)).status == 404
        assert (await viewer.look(path)).status == 404
    seen = await viewer.look("/desk")
    assert LIST not in seen.links
    assert (await viewer.look(LIST)).status == 404
    await house.rows("DELETE FROM roles")
    assert (await author.look(LIST)).status == 404


async def test_coordinators_and_administrators_too(house: House) -> None:
    for who in (BOHDAN, BOSS):
        browser = await house.signed_in(who)
        assert LIST in (await browser.look("/desk")).links
        assert (await browser.look(f"{LIST}/{release(house)}/queue")).status == 200
