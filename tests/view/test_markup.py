"""Whatever the Markdown says, both channels get well-formed HTML of the few tags they allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.messages import FeedbackOffered, Message
from bot.view.markup import TELEGRAM, WEB, render
from bot.view.page import plain, visible
from tests.course.courses import SHELF
from tests.view.interface import WebText, telegram, view

PIECES = [
    "*", "**", "_", "`", "```", "\n", "\n\n", "> ", "- ", "1. ", "2) ", "# ", "    ", "\\", "---",
    "[", "](", ")", "![", "](http://example.org)", "<", ">", "&", "&lt;", "&amp;", '"', "'", "<b>",
    "</b>", "<script>alert(1)</script>", "<!--", "javascript:alert(1)", "tg://user?id=1", "word",
    " ", "слово", "ção", "🌍", "{href}", "{mark}", "https://example.org/?a=1&b=2", "\x00", "\t",
]  # fmt: skip
markdown = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200)
words = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n"), max_size=200
).filter(str.strip)
NASTY = [
    '<b>&"*_[]',
    "1. not a list\n- nor this\n# nor this\n> nor this",
    "</blockquote><script>alert(1)</script>",
    "[a link](https://example.org) https://example.org",
    "&lt;b&gt; &amp; &#60; &nbsp;",
    "```code``` `code` ~~~",
    "\\* \\\\ \\",
    "*** --- ___ ===",
    "{title} {0} %s %(n)s",
    "Ґанок, щоденник і пів’яблука «лапки»",
    "ação 👩🏽‍💻 \u202eabc",
]


@given(markdown)
def test_telegram_html_of_any_markdown_is_well_formed(text: str) -> None:
    complaints = telegram(text).complaints
    assert [c for c in complaints if not c.startswith("<blockquote> inside")] == []


@given(markdown)
def test_web_html_of_any_markdown_is_well_formed_and_leads_nowhere_else(text: str) -> None:
    page = WebText(render(text, WEB))
    assert set(page.tags) <= {"p", "strong", "em", "blockquote", "ul", "ol", "li", "br", "a"}
    for name, value in page.attributes:
        assert (name, value) in {("rel", "noopener"), ("target", "_blank")} or (
            name == "href" and value.startswith(("http://", "https://", "mailto:"))
        )


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "tg://resolve?domain=x",
     "other.md", "#part", "//example.org", "ftp://example.org"],
)  # fmt: skip
def test_a_link_to_elsewhere_is_only_its_words(link: str) -> None:
    for flavour in (TELEGRAM, WEB):
        assert "<a" not in render(f"[words]({link})", flavour)
        assert "words" in render(f"[words]({link})", flavour)


def test_the_same_markdown_in_both_flavours() -> None:
    text = "One **bold** and *soft* [link](https://example.org/?a=1&b=2).\n\n- a\n- b\n\n> said"
    assert render(text, TELEGRAM) == (
        "One <b>bold</b> and <i>soft</i>"
        ' <a href="https://example.org/?a=1&amp;b=2">link</a>.\n\n'
        "• a\n• b\n\n<blockquote>said</blockquote>"
    )
    assert render(text, WEB) == (
        "<p>One <strong>bold</strong> and <em>soft</em>"
        ' <a href="https://example.org/?a=1&amp;b=2" rel="noopener" target="_blank">link</a>.</p>'
        "<ul><li>a</li><li>b</li></ul><blockquote><p>said</p></blockquote>"
    )


@pytest.mark.parametrize("text", NASTY)
def test_peoples_words_are_shown_as_they_wrote_them(text: str) -> None:
    _says_exactly(text)


@given(words)
def test_any_words_of_people_are_shown_as_they_wrote_them(text: str) -> None:
    _says_exactly(text)


def _says_exactly(text: str) -> None:
    """Every sign that can be seen."""
    page = view(SHELF).page(Message(body=FeedbackOffered(text=text)), "en")
    text = visible(text)
    lines = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    seen = telegram(page.text)
    assert seen.complaints == ()
    assert [entity.type for entity in seen.formatted.entities] == ["blockquote"]
    [quote] = seen.formatted.entities
    units = seen.formatted.text.encode("utf-16-le")
    quoted = units[quote.offset * 2 : quote.end * 2].decode("utf-16-le")
    assert quoted.strip("\n") == lines
    web = WebText(render(page.text, WEB))
    assert set(web.tags) <= {"p", "blockquote", "br"}
    assert web.text.endswith(lines)


@given(words)
def test_plain_words_have_no_markup(text: str) -> None:
    assert set(WebText(render(plain(text), WEB)).tags) <= {"p", "br"}
