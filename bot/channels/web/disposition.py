"""How a browser is told what to do with a document, and what it is called."""

import re
from urllib.parse import quote

from bot.service.documents import Document

_simple = re.compile(r"[\w .,()+-]+", re.ASCII)


def disposition(document: Document) -> str:
    """Pictures are looked at, everything else is kept. A name of whatever letters arrives whole."""
    name = document.name
    seen = "inline" if document.is_picture else "attachment"
    simple = _simple.fullmatch(name) is not None
    named = f'filename="{name}"' if simple else f"filename*=UTF-8''{quote(name, safe='')}"
    return f"{seen}; {named}"
