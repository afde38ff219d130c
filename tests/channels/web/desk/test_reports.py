"""Reports in a browser: within reach, as a picture with its table, and as files."""

import base64
import re

import pytest

from bot.course.desk.reports import REPORTS
from tests.channels.web.desk.browser import Browser
from tests.channels.web.desk.conftest import BOSS, OLHA, House
from tests.channels.web.desk.test_people import group_of
from tests.service.house import ANNA, BOHDAN

LIST = "/desk/reports"
PICTURE = re.compile(r'src="data:image/svg\+xml;base64,([^"]+)"')


@pytest.fixture
async def at_desk(house: House) -> Browser:
    for learner in (ANNA, OLHA):
        await house.talk.press(learner)
    return await house.signed_in(BOHDAN)


@pytest.mark.parametrize("kind", REPORTS)
async def test_each_report_is_a_picture_with_a_table(
    house: House, at_desk: Browser, kind: str
) -> None:
    seen = await at_desk.look(f"{LIST}?course=short&group=&kind={kind}")
    assert seen.status == 200
    found = PICTURE.search(seen.html)
    assert found is not None
    assert base64.b64decode(found[1]).startswith(b"<")
    assert "<caption" in seen.html
    assert 'scope="col"' in seen.html
    assert "report" in await house.audit()


async def test_no_figure_describes_fewer_than_five(house: House, at_desk: Browser) -> None:
    seen = await at_desk.look(f"{LIST}?course=short&kind=funnel")
    assert "fewer than 5" in seen.text


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("csv", "text/csv"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("picture", "image/png"),
        ("pdf", "application/pdf"),
    ],
)
async def test_files(at_desk: Browser, form: str, media_type: str) -> None:
    seen = await at_desk.look(f"{LIST}/file?course=short&group=&kind=funnel&form={form}")
    assert seen.status == 200
    assert seen.headers["content-type"].partition(";")[0] == media_type
    assert "filename=" in seen.headers["content-disposition"]


async def test_a_viewer_of_one_group_sees_that_group_only(house: House) -> None:
    await group_of(house, ANNA, name="g")
    await group_of(house, OLHA, name="h")
    await house.take(BOHDAN)
    await house.grant(BOHDAN, "viewer", "g")
    browser = await house.signed_in(BOHDAN)
    seen = await browser.look(LIST)
    assert "Group g" in seen.text
    assert "Group h" not in seen.text
    for group in ("h", "", "x' OR 1=1 --"):
        asked = f"course=short&group={group}&kind=funnel"
        seen = await browser.look(f"{LIST}?{asked}")
        assert PICTURE.search(seen.html) is None
        assert (await browser.look(f"{LIST}/file?{asked}&form=csv")).status == 404


@pytest.mark.parametrize(
    "query", ["course=no", "kind=no", "kind=questions&activity=no", "group=no"]
)
async def test_what_is_not_there(house: House, query: str) -> None:
    browser = await house.signed_in(BOSS)
    assert (await browser.look(f"{LIST}?{query}")).status in (200, 404)
    assert (await browser.look(f"{LIST}/file?course=short&form=no")).status == 404


async def test_the_summary_of_a_week(house: House, at_desk: Browser) -> None:
    await at_desk.look(LIST)
    await at_desk.send(f"{LIST}/digest", on="1")
    assert "Stop the summary" in (await at_desk.look(LIST)).text
    await at_desk.send(f"{LIST}/digest")
    assert "Send me a summary" in (await at_desk.look(LIST)).text
