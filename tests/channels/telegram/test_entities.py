"""Formatting that Telegram tells beside a text comes back as it was, sign by sign."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.entities import marked
from bot.channels.telegram.receive import needed
from bot.view.formatting import formatted
from bot.view.markup import TELEGRAM, WEB, render
from tests.botapi import html
from tests.botapi.text import Entity, Formatted, units
from tests.view.interface import WebText

WORDS = st.text(
    st.sampled_from([*'ab7 \n"*_[]()\\!.`<>&-«»їЇ', "🙂", "é", "—", "\u0301"]), max_size=24
)
URL = "https://example.org/a_b?c=(1)&d=*"


def entity(kind: str, offset: int, length: int, url: str = URL) -> dict[str, Any]:
    link = {"url": url} if kind == "text_link" else {}
    return {"type": kind, "offset": offset, "length": length, **link}


ENTITIES = st.lists(
    st.builds(
        entity, st.sampled_from(["bold", "italic", "text_link"]), st.integers(0, 24),
        st.integers(1, 12),
    ),
    max_size=6,
)  # fmt: skip


def looks(seen: Formatted) -> list[tuple[str, frozenset[str]]]:
    """Each sign that is no space, with how it looks."""
    signs, unit = [], 0
    for sign in seen.text:
        on = frozenset(f"{e.type} {e.url}" for e in seen.entities if e.offset <= unit < e.end)
        if not sign.isspace():
            signs.append((sign, on))
        unit += units(sign)
    return signs


def given_to(text: str, entities: list[dict[str, Any]]) -> Formatted:
    """What the person sees who wrote it: only entities that lie between whole signs."""
    edges = {units(text[:place]) for place in range(len(text) + 1)}
    whole = [
        Entity(**each)
        for each in entities
        if each["offset"] in edges and each["offset"] + each["length"] in edges
    ]
    return Formatted(text=text, entities=tuple(whole))


@given(WORDS, ENTITIES)
def test_it_comes_back_as_it_was(text: str, entities: list[dict[str, Any]]) -> None:
    wrote = looks(given_to(text, entities))
    markup = marked(text, entities)
    if markup is None:
        assert all(not on for _, on in wrote)
        return
    seen = html.parse(render(formatted(markup), TELEGRAM))
    assert seen.complaints == ()
    assert looks(seen.formatted) == wrote


@given(WORDS, ENTITIES)
def test_a_browser_shows_the_same_words(text: str, entities: list[dict[str, Any]]) -> None:
    markup = marked(text, entities)
    if markup is not None:
        shown = WebText(render(formatted(markup), WEB)).text
        assert "".join(shown.split()) == "".join(text.split())


SHOWN = {
    "A new course": ([entity("bold", 2, 3)], "A **new** course"),
    "🙂 «так» далі": ([entity("bold", 3, 5)], "🙂 **\u2060«так»\u2060** далі"),
    "over *there*": ([entity("italic", 0, 4)], r"*over* \*there\*"),
    "bold italic": (
        [entity("bold", 0, 11), entity("italic", 5, 6)], "**bold** ***italic***"
    ),
    "ab": ([entity("bold", 0, 1), entity("italic", 1, 1)], "**a**\u2060*b*"),
    "our page": ([entity("text_link", 4, 4)], f"our [page](<{URL}>)"),
}  # fmt: skip


@pytest.mark.parametrize("text", SHOWN)
def test_the_markup_is_what_somebody_would_write(text: str) -> None:
    entities, expected = SHOWN[text]
    assert marked(text, entities) == expected


@pytest.mark.parametrize(
    "entities",
    [
        None, "bold", [], [None], ["bold"], [{}], [{"type": "bold"}],
        [entity("bold", -1, 2)], [entity("bold", 0, 99)], [entity("bold", 99, 1)],
        [entity("bold", 0, 0)], [entity("code", 0, 3)], [entity("bold", 2, -1)],
        [entity("text_link", 0, 3, "tg://user?id=1")],
        [entity("text_link", 0, 3, "javascript:alert(1)")],
        [entity("text_link", 0, 3, "https://a.org/\n")],
        [{"type": "text_link", "offset": 0, "length": 3}],
        [{"type": "bold", "offset": "0", "length": 3}],
    ],
)  # fmt: skip
def test_what_is_odd_is_left_out(entities: Any) -> None:
    assert marked("abc", entities) is None


def test_half_a_sign_is_not_marked() -> None:
    assert marked("🙂a", [entity("bold", 1, 1)]) is None


def test_a_name_in_an_entity_is_never_kept() -> None:
    mention = {"type": "text_mention", "offset": 0, "length": 4, "user": {"first_name": "Olha"}}
    kept = needed({"message": {"text": "Olha", "entities": [mention, "odd"]}})
    assert kept["message"]["entities"] == [
        {"type": "text_mention", "offset": 0, "length": 4}, "odd",
    ]  # fmt: skip
