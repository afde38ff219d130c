"""How much text one chat message can carry."""

MESSAGE = 4096
CAPTION = 1024
HEADROOM = 250
"""Kept for what the bot adds: title, counts, "Your answer", verdict."""


def units(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def room(*, picture: bool) -> int:
    """How many units an author may use in one message."""
    return (CAPTION if picture else MESSAGE) - HEADROOM
