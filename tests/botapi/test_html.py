"""The parser refuses what Telegram refuses, in its words."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.botapi.html import MarkupError, parse
from tests.botapi.text import Entity, Formatted, render, units

REFUSED = {
    "<b>unclosed": 'Can\'t find end tag corresponding to start tag "b"',
    "<b><i>test</b></i>": 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"',
    "</b>": "Unexpected end tag at byte offset 0",
    "<script>x</script>": 'Unsupported start tag "script" at byte offset 0',
    "ї<p>x</p>": 'Unsupported start tag "p" at byte offset 2',
    "2 < 3": 'Unsupported start tag "" at byte offset 2',
    "1 <2": "Unclosed start tag at byte offset 2",
    "<br/>": 'Unsupported start tag "br/" at byte offset 0',
    "<b": "Unclosed start tag at byte offset 0",
    "<b>x</b": "Unclosed end tag at byte offset 4",
    "<a href>x</a>": 'Expected equal sign in declaration of an attribute of the tag "a" '
    "at byte offset 0",
    "<a =x>x</a>": 'Empty attribute name in the tag "a" at byte offset 0',
    "<a href=x/y>x</a>": "Unexpected end of name token at byte offset 8",
    '<a href="x': "Unclosed start tag at byte offset 0",
    "<span>x</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    '<span class="red">x</span>': 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    '<tg-emoji emoji-id="9999999999999999999">x</tg-emoji>': "Invalid custom emoji identifier "
    "specified",
    "<b>&#xd83d;</b>": "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units",
}

ACCEPTED = {
    "plain": "plain",
    "<strong>a</strong><em>b</em><ins>c</ins><del>d</del>": "<b>a</b><i>b</i><u>c</u><s>d</s>",
    "<B>x</B >": "<b>x</b>",
    '<span class="tg-spoiler">x</span>': "<tg-spoiler>x</tg-spoiler>",
    "<blockquote expandable>x</blockquote>": "<blockquote expandable>x</blockquote>",
    '<pre><code class="language-c">x</code></pre>': '<pre><code class="language-c">x</code></pre>',
    "<pre>a</pre><code>b</code>": "<pre>a</pre><code>b</code>",
    "<a href='https://x.org/?a=1&amp;b=2'>x</a>": '<a href="https://x.org/?a=1&amp;b=2">x</a>',
    "&lt;&gt;&amp;&quot;&#39;&#x1F44D;": "&lt;&gt;&amp;\"'👍",
    "👍 <b>x <i>y</i></b>": "👍 <b>x <i>y</i></b>",
    "<b></b>x": "x",
    "<i><b><i>x</i></b></i>": "<b><i>x</i></b>",
}

COMPLAINED = {
    "a & b": "unescaped & at byte offset 2",
    "a > b": "unescaped > at byte offset 2",
    "&nbsp;": "unescaped & at byte offset 0",
    "&lt 3": "character reference without ; at byte offset 0",
    '<b class="x">y</b>': 'attribute "class" of <b> has no meaning at byte offset 0',
    "<code><b>x</b></code>": "<b> inside code at byte offset 6",
    '<a href="x">y</a>': "link to 'x' would be dropped at byte offset 13",
    "<b>x</>": "empty end tag at byte offset 4",
    "<b>x</b>" * 101: "101 entities; 100 are kept",
}


@pytest.mark.parametrize(("source", "refusal"), REFUSED.items())
def test_refuses_in_telegrams_words(source: str, refusal: str) -> None:
    with pytest.raises(MarkupError) as error:
        parse(source)
    assert str(error.value) == refusal


@pytest.mark.parametrize(("source", "canonical"), ACCEPTED.items())
def test_accepts_and_shows_one_spelling(source: str, canonical: str) -> None:
    parsed = parse(source)
    assert (render(parsed.formatted), parsed.complaints) == (canonical, ())


@pytest.mark.parametrize(("source", "complaint"), COMPLAINED.items())
def test_complains_of_what_telegram_lets_pass(source: str, complaint: str) -> None:
    assert parse(source).complaints == (complaint,)


def test_counts_in_utf16_units() -> None:
    assert parse("👍<b>ї</b>").formatted == Formatted(
        text="👍ї", entities=(Entity(type="bold", offset=2, length=1),)
    )
    assert units("👍ї") == 3


def test_trims_as_telegram_stores() -> None:
    assert parse("\n <b> x </b>\n").formatted.trimmed() == Formatted(
        text="x", entities=(Entity(type="bold", offset=0, length=1),)
    )


@given(st.text())
def test_escaped_text_comes_back(text: str) -> None:
    parsed = parse(escape(text, quote=False))
    assert (parsed.formatted.text, parsed.complaints) == (text, ())


@given(st.text(alphabet="<>/&;#x1b iapre=\"'codї👍"))
def test_never_fails_otherwise(source: str) -> None:
    try:
        parsed = parse(source)
    except MarkupError:
        return
    again = parse(render(parsed.formatted))
    assert again.formatted.text == parsed.formatted.text
    assert units(parsed.formatted.text) >= max(
        (e.end for e in parsed.formatted.entities), default=0
    )


TAG = st.sampled_from(["b", "i", "u", "s", "tg-spoiler"])


@given(st.recursive(st.text("aї👍 ", min_size=1), lambda inner: st.tuples(TAG, inner)))
def test_nested_styles_round_trip(tree: str | tuple[str, object]) -> None:
    source = _html(tree)
    once = parse(source)
    assert parse(render(once.formatted)) == once


def _html(tree: object) -> str:
    match tree:
        case (str(tag), inner):
            return f"<{tag}>{_html(inner)}</{tag}>"
        case _:
            return str(tree)
