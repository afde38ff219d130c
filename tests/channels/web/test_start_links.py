"""What `?start=` of the chat page's address leads to: the same as behind a link of Telegram's."""

import json

import pytest

from bot.channels.web.receive import read
from bot.course.inputs import Arrived

TOKEN = "A_b-" * 5 + "Zz"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (None, Arrived()),
        ("", Arrived()),
        ("pp", Arrived(course="pp")),
        (f"g-{TOKEN}", Arrived(group=TOKEN)),
        (f"i-{TOKEN}", Arrived(invitation=TOKEN)),
        ("g-short", Arrived(course="g-short")),
        ("g-" + "%" * 22, Arrived()),
        ("<script>", Arrived()),
    ],
)
def test_a_start_link(start: str | None, expected: Arrived) -> None:
    received = read(json.dumps({"address": "a", "start": {"course": start}}))
    assert received is not None
    assert received.happening == expected


def test_the_payload_of_a_group_fits_the_page() -> None:
    assert len(f"g-{TOKEN}") <= 40
