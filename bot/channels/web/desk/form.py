"""What a form of ours sends: words under names, and nothing larger than anybody types."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from bot.channels.web.desk import upload
from bot.channels.web.desk.upload import Largest, Malformed, Uploaded

LARGEST_FORM = 200_000
"""Bytes: three long texts in letters that take nine bytes each, and room for the rest."""
MOST_FIELDS = 200
MEDIA_TYPE = "application/x-www-form-urlencoded"

_unseen = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class TooLarge(ValueError):
    """More than any form of ours sends. Nothing of it was taken."""


@dataclass(frozen=True, slots=True)
class Form:
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file: Uploaded | None = None

    def text(self, name: str) -> str:
        """What was typed, with plain line ends; empty where there is no such field."""
        return next(iter(self.fields.get(name, ())), "")

    def has(self, name: str) -> bool:
        """Whether a box is ticked."""
        return name in self.fields


async def form_of(request: Request, largest: Largest | None = None) -> Form:
    """Raises TooLarge as soon as it is too much. What is no form is an empty one.

    `largest`: how much of a file is taken where one may come.
    """
    said = request.headers.get("content-type", "")
    if largest is not None and said.partition(";")[0].strip() == upload.MEDIA_TYPE:
        return await _with_file(request, said, largest)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            raise TooLarge
    if said.partition(";")[0].strip() != MEDIA_TYPE:
        return Form()
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise TooLarge from None
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), _plain(value))
    return Form(fields)


async def _with_file(request: Request, said: str, largest: Largest) -> Form:
    try:
        parts, file = await upload.read(request.stream(), said, largest)
    except Malformed:
        return Form()
    words = {
        name: tuple(_plain(each.decode("utf-8", "replace")) for each in values)
        for name, values in parts.items()
    }
    return Form(words, file)


def _plain(text: str) -> str:
    """Without what nobody types and no database takes."""
    return _unseen.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def from_our_page(request: Request, address: str) -> bool:
    """Whether a page of ours sent this: every browser tells the origin of a form, or the site.

    `address`: ours as people know it, which a server in front of us may have put another name for.
    """
    host, origin = request.headers.get("host"), request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    if site not in (None, "same-origin"):
        return False
    if origin is None:
        return site is not None
    parts = urlsplit(address)
    return origin in (f"https://{host}", f"http://{host}", f"{parts.scheme}://{parts.netloc}")
