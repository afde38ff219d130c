"""Every page of the desk, and the way to it: an address, or a form that is sent from one.

`furnished` makes what they show. A place that shows something and to which no page leads fails
test_desk_pages.py.
"""

import re
from asyncio import gather
from dataclasses import dataclass, field

from playwright.async_api import Browser, Page, expect

from tests.browser.office import Office, learner, visitor

SEND = """([action, fields, file]) => {
  const form = document.createElement("form");
  Object.assign(form, {method: "post", action, enctype: file ? "multipart/form-data" : form.enctype});
  const key = document.querySelector("[name=key]")?.value;
  for (const [name, value] of Object.entries({...(key ? {key} : {}), ...fields})) {
    const input = document.createElement("input");
    Object.assign(input, {type: "hidden", name, value});
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}"""
NOT_A_PAGE = ("/desk/pictures/{sha256}", "/desk/reports/file", "/desk/surveys/{survey}/file",
              "/desk/announcements/{announcement}/file", "/desk/groups/{group}/code",
              "/desk/announcements/{announcement}/progress")  # fmt: skip
"""Pictures, files, and the part of a page that it asks for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`sends`: these fields, to `to` or this page. `outside`: somebody who is not signed in."""

    path: str
    sends: dict[str, str] = field(default_factory=dict)
    to: str = ""
    file: bool = False
    outside: bool = False
    status: int = 200
    often: int = 0
    """How often somebody guesses a code before, so that it is too much."""

    async def go(self, page: Page) -> None:
        async with page.expect_response(lambda each: each.request.is_navigation_request()) as found:
            await page.goto(self.path)
        guess: dict[str, str | float | bool] = {"code": "guess"}
        await gather(*(page.request.post("/desk/enter", form=guess) for _ in range(self.often)))
        if self.sends:
            async with page.expect_navigation() as navigated:
                await page.evaluate(SEND, [self.to or self.path, self.sends, self.file])
            came = await navigated.value
        else:
            came = await found.value
        assert came.status == self.status, (self, came.status, await page.inner_text("body"))


async def furnished(office: Office, browser: Browser) -> dict[str, Way]:
    """A group with a list and a member, a colleague, an announcement that was sent and a draft, a
    topic; and the ways to all pages, by a name for each."""
    await office.sign_in()
    group = await _group(office)
    draft, sent = await _announcements(office)
    topic = await _topic(office)
    colleague = await _colleague(office)
    page = office.page
    await page.goto("/desk/inbox?state=all")
    thread = str(await page.locator("main .rows a").first.get_attribute("href"))
    await page.goto(f"{group}/people?state=in")
    member = str(await page.locator("main a[href*=remove]").first.get_attribute("href"))
    number = member.partition("number=")[2].partition("&")[0]
    person = f"/desk/people/{number}"
    await page.goto("/desk/surveys")
    survey = str(await page.locator("main .rows a").first.get_attribute("href"))
    await page.goto("/desk/preview")
    release = str(await page.locator("main .rows a").first.get_attribute("href"))
    await page.goto(release)
    part = str(await page.locator("main .rows a").nth(1).get_attribute("href"))
    looked_at = {
        "front": "/desk", "inbox": "/desk/inbox?state=all", "thread": thread,
        "topics": "/desk/topics", "topic": topic, "alerts": "/desk/alerts",
        "announcements": "/desk/announcements", "draft": draft, "write": f"{draft}/write",
        "enclosure": f"{draft}/enclosure", "sent": sent,
        "groups": "/desk/groups", "group": group, "change": f"{group}/change",
        "members": f"{group}/people", "remove": member, "sure": f"{group}/sure?move=close",
        "renew": f"{group}/sure?move=renew", "reports": "/desk/reports",
        "questions": "/desk/reports?kind=questions", "surveys": "/desk/surveys", "survey": survey,
        "preview": "/desk/preview", "preview-course": release, "preview-part": part,
        "people": "/desk/people", "person": person, "forget": f"{person}/forget",
        "unlink": f"{person}/unlink?place=1", "team": "/desk/team", "take": colleague,
        "audit": "/desk/audit",
    }  # fmt: skip
    return {name: Way(path=path) for name, path in looked_at.items()} | {
        **_forms(group, draft, thread, person), **REFUSED,
    }  # fmt: skip


REFUSED = {
    "nothing": Way(path="/desk/nothing", status=404),
    "not-from-here": Way(
        path="/desk/groups", sends={"key": "wrong", "name": "x", "kind": "edition"}, status=403
    ),
    "too-large": Way(path="/desk/groups", sends={"name": "x" * 200_000}, status=413),
    "enter": Way(path="/desk/enter", outside=True),
    "left": Way(path="/desk/enter?said=left", outside=True),
    "enter-wrong": Way(path="/desk/enter", sends={"code": "x"}, outside=True, status=422),
    "not-signed-in": Way(path="/desk/inbox", outside=True, status=401),
    "too-often": Way(path="/desk/enter", sends={"code": "x"}, outside=True, status=429, often=10),
}


def _forms(group: str, draft: str, thread: str, person: str) -> dict[str, Way]:
    """What follows a form: mostly, what is wrong with it."""
    wrong = {
        "inbox-nothing-found": Way(path="/desk/inbox", sends={"words": "zzz"}),
        "answer-wrong": Way(path=thread, sends={"text": " ", "do": "look"}),
        "topics-wrong": Way(path="/desk/topics", sends={"title-uk": "x" * 500}),
        "write-wrong": Way(
            path=f"{draft}/write",
            sends={"text-en": "x" * 5000, "text-pt": "**", "quiet": "0", "start": "moment",
                   "url": "ftp://x", "words-uk": "x" * 99},
        ),
        "enclosure-wrong": Way(path=f"{draft}/enclosure", sends={"description": "x"}, file=True),
        "groups-wrong": Way(path="/desk/groups", sends={"name": " ", "kind": "edition"}),
        "change-wrong": Way(
            path=f"{group}/change",
            sends={"name": " ", "kind": "x", "course": "x", "starts_on": "x", "places": "-1"},
        ),
        "change-too-far": Way(
            path=f"{group}/change", sends={"name": "x", "kind": "edition", "starts_on": "2099-01-05"}
        ),
        "people-wrong": Way(path="/desk/people", sends={"number": "<b>nobody</b>"}),
        "forget-wrong": Way(path=f"{person}/forget", sends={"again": "nobody"}),
        "team-wrong": Way(path="/desk/team", sends={"role": "author", "over": group[-4:]}),
    }  # fmt: skip
    shown = {"inbox-nothing-found": 200}
    wrong = {
        name: Way(path=way.path, sends=way.sends, file=way.file, status=shown.get(name, 422))
        for name, way in wrong.items()
    }
    return wrong | {
        "answer": Way(path=thread, sends={"text": "Дякую. **Так**", "do": "look"}),
        "invitation": Way(path="/desk/team", sends={"role": "viewer", "over": ""}),
        "begin": Way(
            path=f"{group}/change",
            sends={"name": "x", "kind": "edition", "course": "pp", "starts_on": "",
                   "places": "", "joining": "open"},
        ),
    }  # fmt: skip


async def _group(office: Office) -> str:
    """With a list, and with somebody who came while everybody could."""
    page = office.page
    await page.goto("/desk/groups")
    await office.named("Name").fill("Edition 5 – Полтава")
    await office.press("Make it")
    group = office.here.removesuffix("/change")
    await page.goto(group)
    command = await page.locator("#link ~ .card code").last.inner_text()
    for member in (await learner(office.epizod, "uk"), await visitor(office.epizod, "pt")):
        await member.say(command)
        await member.browser.close()
    await page.goto(f"{group}/change")
    await office.named("Who may join").select_option("list")
    await office.press("Save")
    return group


async def _announcements(office: Office) -> tuple[str, str]:
    """A draft, and one that was sent."""
    page, made = office.page, []
    for text in ("**Second** edition. [Read](https://example.org)", "The third edition"):
        await page.goto("/desk/announcements")
        await office.press("New announcement")
        await page.get_by_role("textbox", name="English", exact=True).fill(text)
        await office.press("Save and look at it")
        made.append(office.here)
    async with page.expect_navigation():
        await page.get_by_role("button", name=re.compile("^Send to ")).click()
    await expect(page.locator("main")).to_contain_text("Finished", timeout=20_000)
    return made[0], made[1]


async def _topic(office: Office) -> str:
    await office.page.goto("/desk/topics")
    await office.page.get_by_role("textbox", name="English", exact=True).fill("Open data")
    await office.press("Make it")
    await office.page.goto("/desk/topics")
    return str(await office.page.locator("main .rows a").first.get_attribute("href"))


async def _colleague(office: Office) -> str:
    """Somebody else of the team, and the page on which their role is taken away."""
    page = office.page
    await page.goto("/desk/team")
    await office.press("Make an invitation")
    command = await page.locator("main code").last.inner_text()
    colleague = await visitor(office.epizod, "pt")
    await colleague.say(command)
    await colleague.browser.close()
    await page.goto("/desk/team")
    return str(await page.locator("main a[href*=take]").first.get_attribute("href"))
