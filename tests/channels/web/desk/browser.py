"""A browser at the desk: it keeps cookies, tells where a form comes from, and sends what stands there.

await browser.look("/desk/people")
await browser.send("/desk/people", number="AB12CD34")     # the form of that page, with its key
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx2
from starlette.types import ASGIApp

HERE = "https://desk.example"


@dataclass(slots=True)
class Seen(HTMLParser):
    """A page as it came: status, words, and the hidden fields of each form by its address."""

    status: int
    html: str
    path: str
    headers: httpx2.Headers
    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    text: str = ""
    _form: str | None = None

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        if "text/html" in self.headers.get("content-type", ""):
            self.feed(self.html)
            self.close()
            self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = named.get("action", self.path)
            self.forms.setdefault(self._form, {})
        if self._form is not None and tag == "input" and named.get("type") == "hidden":
            self.forms[self._form][named["name"]] = named.get("value", "")
        if tag == "a":
            self.links.append(named.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        self.text += data + " "


class Browser:
    def __init__(self, app: ASGIApp, *, address: str = HERE, language: str = "en") -> None:
        self.address = address
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), base_url=address,
            headers={"accept-language": language},
        )  # fmt: skip
        self.seen: Seen | None = None

    @property
    def cookie(self) -> str | None:
        return next((each.value for each in self.client.cookies.jar), None)

    async def look(self, path: str, **headers: str) -> Seen:
        return self._keep(await self.client.get(path, headers=headers, follow_redirects=True))

    async def send(self, action: str, **fields: str) -> Seen:
        """The form with this address on the page that was looked at last."""
        assert self.seen is not None
        assert action in self.seen.forms, (action, self.seen.text)
        return await self.post(action, **{**self.seen.forms[action], **fields})

    async def post(
        self, path: str, headers: dict[str, str] | None = None, /, **fields: str
    ) -> Seen:
        """Whatever fields, from our own page unless the headers say otherwise."""
        ours = {"origin": self.address, "sec-fetch-site": "same-origin"}
        came = await self.client.post(
            path, data=fields, headers=ours if headers is None else headers, follow_redirects=True
        )
        return self._keep(came)

    async def attach(self, action: str, file: tuple[str, bytes, str], **fields: str) -> Seen:
        """The form with this address on the page that was looked at last, with a file in it."""
        assert self.seen is not None
        came = await self.client.post(
            action, data={**self.seen.forms[action], **fields}, files={"file": file},
            headers={"origin": self.address, "sec-fetch-site": "same-origin"},
            follow_redirects=True,
        )  # fmt: skip
        return self._keep(came)

    async def enter(self, code: str) -> Seen:
        await self.look("/desk/enter")
        return await self.send("/desk/enter", code=code)

    def _keep(self, came: httpx2.Response) -> Seen:
        self.seen = Seen(
            status=came.status_code, html=came.text, path=came.url.path, headers=came.headers
        )
        return self.seen
