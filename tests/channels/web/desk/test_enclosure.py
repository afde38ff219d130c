"""A picture or a file goes with an announcement: sent from a page, refused before it has all come."""

from collections.abc import AsyncIterator
from hashlib import sha256

import pytest

from bot.course.desk.announcement import LONGEST_DESCRIPTION, Enclosure
from bot.service.desk.enclosing import LARGEST_PICTURE
from bot.store import announcements
from bot.store.announcements import Announcement
from tests.channels.web.desk.browser import HERE, Browser
from tests.channels.web.desk.conftest import OLHA, House
from tests.content.small_course import PNG
from tests.service.house import ANNA, BOHDAN

LIST = "/desk/announcements"
PDF = b"%PDF-1.7\nA plan"
PDF_TYPE = "application/pdf"
BOUNDARY = "xxxx"


@pytest.fixture
async def at_desk(house: House) -> Browser:
    for learner in (ANNA, OLHA):
        await house.talk.press(learner)
    return await house.signed_in(BOHDAN)


async def draft(browser: Browser) -> str:
    """The page of a draft with a text."""
    await browser.look(LIST)
    page = (await browser.send(LIST)).path.removesuffix("/write")
    await browser.send(f"{page}/write", **{"text-en": "News"})
    await browser.look(f"{page}/enclosure")
    return page


async def kept(house: House, page: str) -> Announcement:
    name = page.rpartition("/")[2]
    found = await house.talk.writer.run(lambda tx: announcements.find(tx, name))
    assert found is not None
    return found


async def test_a_picture_with_its_description(house: House, at_desk: Browser) -> None:
    page = await draft(at_desk)
    seen = await at_desk.attach(f"{page}/enclosure", ("q.png", PNG, "image/png"),
                                description="  A  queue at a counter ")  # fmt: skip
    assert (seen.status, seen.path) == (200, page)
    name = sha256(PNG).hexdigest()
    assert f'src="/desk/pictures/{name}"' in seen.html
    assert "Picture: A queue at a counter" in seen.text
    picture = (await kept(house, page)).details.picture
    assert picture is not None
    assert (picture.sha256, picture.description) == (name, "A queue at a counter")
    assert (await at_desk.client.get(f"/desk/pictures/{name}")).content == PNG
    assert (await house.audit())[-1] == "changed announcement"
    assert await house.rows("SELECT * FROM incoming_files") == []


async def test_a_file_takes_the_place_of_a_picture_and_can_be_taken_off(
    house: House, at_desk: Browser
) -> None:
    page = await draft(at_desk)
    await at_desk.attach(f"{page}/enclosure", ("q.png", PNG, "image/png"), description="A queue")
    await at_desk.look(f"{page}/enclosure")
    seen = await at_desk.attach(f"{page}/enclosure", ("План.PDF", PDF, "application/octet-stream"))
    assert "File: План.pdf" in seen.text
    details = (await kept(house, page)).details
    file = Enclosure(sha256=sha256(PDF).hexdigest(), name="План.pdf")
    assert (details.picture, details.file) == (None, file)
    given = await at_desk.client.get(f"{page}/file")
    assert (given.content, given.headers["content-type"]) == (PDF, PDF_TYPE)
    assert given.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D0%9F")
    await at_desk.look(f"{page}/enclosure")
    await at_desk.send(f"{page}/enclosure", do="drop")
    details = (await kept(house, page)).details
    assert (details.picture, details.file) == (None, None)


@pytest.mark.parametrize(
    ("file", "description", "says"),
    [
        (("q.png", PNG, "image/png"), " ", "Say what the picture shows."),
        (("q.png", PNG, "image/png"), "x" * (LONGEST_DESCRIPTION + 1), "That text is too long."),
        (("q.png", PDF, "image/png"), "A plan", "does not match its type"),
        (("q.svg", b"<svg/>", "image/svg+xml"), "A plan", "This kind of file cannot go"),
        (("q.html", b"<b>", "text/html"), "", "This kind of file cannot go"),
        (("q.exe", b"MZ", ""), "", "This kind of file cannot go"),
        (("q.png", PNG + b"x" * LARGEST_PICTURE, "image/png"), "A queue", "This file is too large."),
        (("", b"", "application/octet-stream"), "A queue", "Choose a picture or a file first."),
        (("empty.pdf", b"", PDF_TYPE), "", "This file is too large."),
    ],
)  # fmt: skip
async def test_what_is_not_taken_says_why_and_what_was_typed_stays(
    house: House, at_desk: Browser, file: tuple[str, bytes, str], description: str, says: str
) -> None:
    page = await draft(at_desk)
    seen = await at_desk.attach(f"{page}/enclosure", file, description=description)
    assert (seen.status, says in seen.text) == (422, True), seen.text
    assert f'value="{description}"' in seen.html
    details = (await kept(house, page)).details
    assert (details.picture, details.file) == (None, None)
    assert await house.rows("SELECT * FROM pictures WHERE length(content) > 1000000") == []


def _head(media_type: str) -> str:
    disposition = 'Content-Disposition: form-data; name="file"; filename="a"'
    return f"--{BOUNDARY}\r\n{disposition}\r\nContent-Type: {media_type}\r\n\r\n"


class Sending:
    """A form with a large file, and how much of it was taken."""

    def __init__(self, key: str, media_type: str) -> None:
        self.taken = 0
        self._parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="key"\r\n\r\n{key}\r\n',
            _head(media_type),
            *["x" * 100_000] * 400,
            f"\r\n--{BOUNDARY}--\r\n",
        ]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for each in self._parts:
            self.taken += len(each)
            yield each.encode()


async def send(browser: Browser, path: str, sending: Sending) -> int:
    headers = {"origin": HERE, "content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    return (await browser.client.post(path, content=sending, headers=headers)).status_code


@pytest.mark.parametrize(
    ("media_type", "most"), [("video/mp4", 200_000), ("image/png", LARGEST_PICTURE + 300_000)]
)
async def test_it_is_refused_before_it_has_all_come(
    house: House, at_desk: Browser, media_type: str, most: int
) -> None:
    page = await draft(at_desk)
    assert at_desk.seen is not None
    sending = Sending(at_desk.seen.forms["/desk/leave"]["key"], media_type)
    assert await send(at_desk, f"{page}/enclosure", sending) == 422
    assert sending.taken < most


async def test_of_what_strangers_send_nothing_is_read(house: House, at_desk: Browser) -> None:
    """Nor of what somebody sends who has no such right, or whom another site has sent."""
    page = await draft(at_desk)
    await house.grant(OLHA, "viewer")
    viewer, stranger = await house.signed_in(OLHA), house.browser()
    stranger.client.cookies.set("__Host-desk", "guessed", domain="desk.example")
    for browser, status in ((viewer, 404), (stranger, 401), (house.browser(), 401)):
        sending = Sending("key", PDF_TYPE)
        assert await send(browser, f"{page}/enclosure", sending) == status
        assert sending.taken == 0
    sending = Sending("key", PDF_TYPE)
    headers = {"origin": "https://evil.example",
               "content-type": f"multipart/form-data; boundary={BOUNDARY}"}  # fmt: skip
    came = await at_desk.client.post(f"{page}/enclosure", content=sending, headers=headers)
    assert (came.status_code, sending.taken) == (403, 0)


async def test_without_the_key_nothing_is_added(house: House, at_desk: Browser) -> None:
    page = await draft(at_desk)
    file = ("a.pdf", PDF, PDF_TYPE)
    for key in ("", "guessed"):
        assert (await at_desk.attach(f"{page}/enclosure", file, key=key)).status == 403
        await at_desk.look(f"{page}/enclosure")
    assert (await kept(house, page)).details.file is None


async def test_only_to_a_draft_of_ones_own(house: House, at_desk: Browser) -> None:
    page = await draft(at_desk)
    await house.grant(OLHA, "coordinator", "a-group")
    other = await house.signed_in(OLHA)
    assert (await other.look(f"{page}/enclosure")).status == 404
    assert (await other.look(f"{page}/file")).status == 404
    key = (await other.look(LIST)).forms[LIST]["key"]
    files = {"file": ("a.pdf", PDF, PDF_TYPE)}
    came = await other.client.post(
        f"{page}/enclosure", data={"key": key}, files=files, headers={"origin": HERE}
    )
    assert came.status_code == 404
    assert (await kept(house, page)).details.file is None
