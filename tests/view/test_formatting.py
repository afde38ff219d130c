"""The team's words: bold, italic and links mean something, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.view.formatting import formatted
from bot.view.markup import TELEGRAM, WEB, render
from tests.view.interface import WebText, telegram

SHOWN = {
    "On *Monday* a **course**": "On <i>Monday</i> a <b>course</b>",
    "***Both*** and _this_ and __this__": "<i><b>Both</b></i> and <i>this</i> and <b>this</b>",
    "[A page](https://example.org/a_b?c=1&d=(2))":
        '<a href="https://example.org/a_b?c=1&amp;d=(2)">A page</a>',
    "[*A* page](https://example.org 'title')": '<a href="https://example.org"><i>A</i> page</a>',
    "[](https://example.org)": '<a href="https://example.org">https://example.org</a>',
    "a lone * and <b> & snake_case_name": "a lone * and &lt;b&gt; &amp; snake_case_name",
    "**not closed": "**not closed",
    "****": "****",
    "[x](javascript:alert(1))": "[x](javascript:alert(1))",
    "[x](tg://user?id=1) [y](z)": "[x](tg://user?id=1) [y](z)",
    "![p](https://example.org)": '!<a href="https://example.org">p</a>',
    "# A\n- b\n1. c\n    d\n> e\n`f`": "# A\n- b\n1. c\nd\n&gt; e\n`f`",
    "One\n \n\nTwo\nlines\n\n---": "One\n\nTwo\nlines\n\n---",
    "&lt; &amp;": "&amp;lt; &amp;amp;",
}  # fmt: skip


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_shown(text: str) -> None:
    assert render(formatted(text), TELEGRAM) == SHOWN[text]


WORDS = st.lists(
    st.sampled_from(
        [*"*_[]()<>`#-\\!&;.~|=\n 1bї🙂«", "](https://example.org)", "**", "<b>", "&amp;"]
    ),
    max_size=30,
)


@given(WORDS)
def test_whatever_is_written_is_shown_whole(pieces: list[str]) -> None:
    """No channel refuses it, no sign is lost."""
    text = "".join(pieces)
    seen = telegram(formatted(text))
    assert seen.complaints == ()
    for sign in "їb1🙂«<;":
        assert seen.formatted.text.count(sign) == text.count(sign)
    web = WebText(render(formatted(text), WEB))
    assert set(web.tags) <= {"p", "br", "strong", "em", "a"}
