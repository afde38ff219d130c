"""Names are set as people write them, and only what can be seen is set."""

import json
from dataclasses import replace

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from bot.certificate.pdf import STANDARDS, _fonts, render
from bot.course.name import BESIDE, LONGEST_NAME, NotPrintable, _is_letter, printable_name
from tests.certificate.papers import PLAIN, WORDS, link


@pytest.mark.parametrize(
    "name",
    [
        "Ґанна Євгенівна Їжакевич-Дем’янчук", "Соломія Дем'янчук", "João Gonçalves Ataíde",
        "María d’Alverny", "Nguyễn Thị Thảo", "Łukasz Żółć", "Ştefan Țîru", "Αλέξανδρος",
        "שלום", "გიორგი", "Dr. Anna (Ania) Brown, 3rd", "#let x = panic() ] \\ $ * _ @ <a> `",
        "Щ" * LONGEST_NAME, "Ы\u0301лья",
    ],
)  # fmt: skip
def test_names_that_stay_as_they_are(name: str) -> None:
    kept = printable_name(name)
    if "#" in name:
        assert kept == NotPrintable(why="letters")
    else:
        assert kept == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Anna \n\t Brown ", "Anna Brown"),
        ("An\u200bna\u200d Br\ufeffown", "Anna Brown"),
        ("\u202eAnna\u202c \u2066Brown\u2069", "Anna Brown"),
        ("Anna\x00 Br\x1bown", "Anna Brown"),
        ("Anna\u00a0Brown", "Anna Brown"),
        ("An\u00adna", "Anna"),
        ("I\u0308жак Joa\u0303o", "Ïжак João"),
    ],
)
def test_what_cannot_be_seen_is_taken_out(text: str, name: str) -> None:
    assert printable_name(text) == name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"), (" \n\u200b", "empty"), ("A" * (LONGEST_NAME + 1), "long"),
        ("...", "letters"), ("12345", "letters"), ("李小龍", "letters"), ("Anna 😀", "letters"),
        ("Anna <b>", "letters"), ("\u0301Anna", "letters"), ("Anx\u0302\u0301na", "letters"),
        ("Anna\ud800", "letters"), ("A\ue000", "letters"),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, why: str) -> None:
    refused = printable_name(text)
    assert isinstance(refused, NotPrintable)
    assert refused.why == why


@given(st.text(max_size=LONGEST_NAME + 5))
def test_a_name_is_stable_and_fits(text: str) -> None:
    name = printable_name(text)
    if isinstance(name, str):
        assert printable_name(name) == name
        assert 0 < len(name) <= LONGEST_NAME
        assert name.isprintable()


def test_every_accepted_letter_is_in_the_fonts() -> None:
    """PDF/UA refuses a sign that no font has, so each of them is set once."""
    signs = [chr(n) for n in range(0x20, 0x10000) if _is_letter(chr(n)) or BESIDE.match(chr(n))]
    assert len(signs) > 1000
    source = b"""
        #set document(title: "t", date: datetime(year: 2026, month: 1, day: 1))
        #set text(font: "Libertinus Serif")
        #for sign in json(bytes(sys.inputs.signs)) [#sign ]
        #for n in range(0x300, 0x329) { if n != 0x305 [x#str.from-unicode(n) ] }"""
    compiler = typst.Compiler(
        source, font_paths=_fonts(), ignore_system_fonts=True,
        sys_inputs={"signs": json.dumps(signs)},
    )  # fmt: skip
    assert compiler.compile(format="pdf", pdf_standards=[*STANDARDS])


@given(st.text(st.characters(codec="utf-8", min_codepoint=0x20, max_codepoint=0x590), min_size=1))
def test_an_accepted_name_is_printed(text: str) -> None:
    name = printable_name(text)
    if isinstance(name, str):
        shown = replace(PLAIN, name=name)
        assert render(shown, link(shown), WORDS["en"]).startswith(b"%PDF")
