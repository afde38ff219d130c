"""Which addresses Telegram takes for a link."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"^(?:[^\s./]+\.)+[^\s./\d][^\s./]+$|^\d{1,3}(?:\.\d{1,3}){3}$")


def wrong_url(url: str) -> str | None:
    """What Telegram says against an address, or None."""
    url = url.strip()
    if not url:
        return "URL host is empty"
    if "://" not in url and not url.startswith(("tg:", "ton:")):
        url = f"http://{url}"
    parts = urlsplit(url)
    if parts.scheme.lower() in {"tg", "ton", "tonsite"}:
        return None
    if parts.scheme.lower() not in {"http", "https"}:
        return "Unsupported URL protocol"
    host = parts.hostname or ""
    if not host:
        return "URL host is empty"
    return None if _HOST.match(host) else "Wrong HTTP URL"


def is_link(url: str) -> bool:
    return wrong_url(url) is None
