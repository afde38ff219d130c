"""The picture: for a phone, for the ear, from nowhere else, and the same bytes each time."""

import re
import struct
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.desk.fives import Count
from bot.course.desk.reports import REPORTS
from bot.report.chart import LABEL, SMALL, SVG, TINTS, WIDTH, _on, _tint, chart, size_of, wrapped
from bot.report.picture import MOST_DOTS, png
from bot.report.told import Bar, Bars, Told
from tests.report.told import EVIL, WORDS_OF, all_kinds, evil

ALLOWED = {"svg", "title", "desc", "defs", "pattern", "rect", "path", "g", "text"}


def elements(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter())


@pytest.mark.parametrize("told", [evil(), *all_kinds()])
def test_nothing_but_shapes_and_words(told: Told) -> None:
    """No script, no style, no link, nothing from the net; whatever a text would like to be."""
    svg = chart(told, WORDS_OF["en"])
    found = elements(svg)
    assert {each.tag.removeprefix(f"{{{SVG}}}") for each in found} == ALLOWED
    attributes = [(name, value) for each in found for name, value in each.attrib.items()]
    assert [name for name, _ in attributes if name.startswith("on") or "href" in name] == []
    assert [v for _, v in attributes if "url(" in v and v != "url(#striped)"] == []
    assert [v for _, v in attributes if "://" in v] == []


def test_it_says_in_words_what_one_sees() -> None:
    told = replace(evil(), title="Use", description=("Of 40, 35 …",))
    root = ElementTree.fromstring(chart(told, WORDS_OF["uk"]))
    assert root.attrib["role"] == "img"
    assert root.attrib["lang"] == "uk"
    named = root.attrib["aria-labelledby"].split()
    texts = {each.attrib["id"]: each.text for each in root if "id" in each.attrib}
    assert [texts[name] for name in named] == [f"Use: {EVIL[10]}", "Of 40, 35 …"]


def test_the_pictures_of_one_page_do_not_take_one_another_s_words() -> None:
    ids = [each.attrib["id"] for told in all_kinds() for each in elements(chart(told, WORDS_OF["en"]))
           if each.attrib.get("id", "striped") != "striped"]  # fmt: skip
    assert len(ids) == len(set(ids)) == 2 * len(REPORTS)


def test_type_is_large_enough_for_a_phone() -> None:
    """The picture is as wide as the screen, so a unit is a pixel of 390."""
    svg = chart(evil(), WORDS_OF["en"])
    sizes = {int(size) for size in re.findall(r'font-size="(\d+)"', svg)}
    assert size_of(svg).width == WIDTH == 390
    assert min(sizes) == SMALL >= 14
    assert LABEL >= 16


def test_everything_keeps_within_the_picture() -> None:
    told = replace(evil(), parts=(Bars(bars=tuple(
        Bar(label="Щ" * 200, shows="2 000 000 · 100 %", people=Count(n), whole=Count(n))
        for n in (1, 10**6)
    )),))  # fmt: skip
    for each in elements(chart(told, WORDS_OF["uk"])):
        x, width = float(each.attrib.get("x", 0)), float(each.attrib.get("width", 0))
        assert x + width <= WIDTH


@given(st.text(), st.integers(10, 30))
def test_lines_keep_within_their_room_and_lose_nothing(text: str, size: int) -> None:
    lines = wrapped(text, size)
    assert max(map(len, lines), default=0) * size * 0.52 <= 390
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_ink_can_be_read_on_every_tint() -> None:
    """At least 4.5 to 1, as WCAG asks of text."""
    for place in range(len(TINTS)):
        pair = (_on(place, len(TINTS)), _tint(place, len(TINTS)))
        light, dark = sorted(map(luminance, pair), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, pair


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    shares = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_png_is_sharp_and_as_telegram_takes_it() -> None:
    for told in (evil(), replace(evil(), parts=evil().parts * 9)):
        svg = chart(told, WORDS_OF["en"])
        content = png(svg)
        width, height = struct.unpack(">II", content[16:24])
        assert width + height <= MOST_DOTS + 2
        assert height / width <= 20
        assert content == png(svg)
    assert "The rest is in the table." in chart(
        replace(evil(), parts=evil().parts * 9), WORDS_OF["en"]
    )
    short = chart(replace(evil(), parts=()), WORDS_OF["en"])
    assert struct.unpack(">I", png(short)[16:20])[0] == 3 * WIDTH


def test_letters_of_every_language_are_drawn() -> None:
    """Other letters make another picture: none is left out or drawn as the same empty box."""

    def drawn(text: str) -> bytes:
        return png(
            chart(replace(evil(), parts=(), notes=(), description=(), title=text), WORDS_OF["uk"])
        )

    pictures = {drawn(letter) for letter in "ҐґЄєІіЇїЩщЖжÃãÇçÕõÉéÂâ’«»–·→"}
    assert len(pictures) == len("ҐґЄєІіЇїЩщЖжÃãÇçÕõÉéÂâ’«»–·→")
