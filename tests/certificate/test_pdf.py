"""The page: one, tagged, in the right language, the same bytes each time, and never code."""

import io
import re
import zlib
from dataclasses import replace

import pytest
import segno

from bot.certificate import pdf
from bot.certificate.model import Certificate, Share
from bot.certificate.pdf import compiler, render
from bot.certificate.wording import wording
from tests.certificate.papers import ALL, FULL, LONG, PLAIN, WORDS, link

WIDTH, HEIGHT, MARGIN = (mm / 25.4 * 72 for mm in (297, 210, 30))
"""In points."""
ODD = replace(
    PLAIN, name='"] #panic("no") \\ $x$ *b* _i_ @r <l> `c` // /* {1} ’', issuer="#import sys",
    credits="= H", course_title='#set page(fill: red) #read("/etc/passwd") "\'',
)  # fmt: skip


def made(certificate: Certificate) -> bytes:
    return render(certificate, link(certificate), WORDS[certificate.language])


def inside(document: bytes) -> str:
    """The document with its packed parts opened."""
    opened = [document]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        try:
            opened.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(opened).decode("latin-1")


def texts(certificate: Certificate) -> str:
    """Everything that the page is set from, as typst itself tells."""
    page = compiler(certificate, link(certificate), WORDS[certificate.language])
    return page.query("heading")


@pytest.mark.parametrize("certificate", [*ALL, ODD])
def test_tagged_and_named(certificate: Certificate) -> None:
    document = inside(made(certificate))
    tags = re.findall(r"/S\s*/(\w+)", document)
    assert tags.count("H1") == tags.count("H2") == tags.count("Table") == tags.count("Figure") == 1
    assert tags.count("TH") == tags.count("TD") == 3
    assert "Link" in tags
    assert re.search(r"/Marked true", document)
    assert re.search(r"/DisplayDocTitle true", document)
    assert re.search(r"/Alt\b", document)
    language = {"uk": "uk-UA", "pt": "pt-PT", "en": "en-GB"}[certificate.language]
    assert f"/Lang({language})" in document.replace("/Lang (", "/Lang(")
    assert "<pdfuaid:part>1</pdfuaid:part>" in document
    assert "<pdfaid:part>2</pdfaid:part>" in document


@pytest.mark.parametrize("language", ["en", "uk", "pt"])
@pytest.mark.parametrize("certificate", [*ALL, ODD])
def test_one_page_in_every_language(certificate: Certificate, language: str) -> None:
    document = inside(made(replace(certificate, language=language)))
    assert len(re.findall(r"/Type\s*/Page\b", document)) == 1


@pytest.mark.parametrize("letter", ["W", "Щ", "Ж", "i", "Ґ "])
def test_eighty_letters_keep_on_the_page(letter: str) -> None:
    """Also without a gap between them: no word is wider than the page."""
    wide = replace(LONG, name=(letter * 80)[:80].strip(), tests=Share(done=0, of=0))
    page = compiler(wide, link(wide), WORDS["uk"]).compile(format="svg")
    assert isinstance(page, bytes), "more than one page"
    right, bottom = MARGIN, MARGIN
    for x, y, line in re.findall(rb'matrix\(1 0 0 -1 ([\d.]+) ([\d.]+)\)">(.*?)</g>', page):
        ends = [float(place) for place in re.findall(rb' x="([\d.]+)"', line)]
        right, bottom = max(right, float(x) + max(ends)), max(bottom, float(y))
    assert 300 < right < WIDTH - MARGIN
    assert 300 < bottom < HEIGHT - MARGIN * 0.8


def test_the_same_certificate_is_the_same_bytes() -> None:
    for each in ALL:
        assert made(each) == made(each)
    assert made(PLAIN) != made(replace(PLAIN, name="Anna"))


def test_the_name_is_never_code() -> None:
    """Code would stop the page, draw, or read; here it is only text."""
    assert '#set page(fill: red) #read(\\"/etc/passwd\\")' in texts(ODD)
    assert made(ODD)


def test_it_needs_no_font_of_the_system() -> None:
    assert {"Libertinus Serif"} <= set(pdf._fonts().families())
    assert not [each.path for each in pdf._fonts().fonts() if each.path]


def test_the_code_on_the_page_is_the_link() -> None:
    drawn = io.BytesIO()
    expected = segno.make(link(FULL), error="l", micro=False)
    expected.save(drawn, kind="svg", border=0, xmldecl=False, nl=False, omitsize=True)
    assert pdf._code(link(FULL)) == drawn.getvalue().decode()
    assert pdf.short(link(FULL)) == f"epizod.example.org/certificates/{FULL.id}"


@pytest.mark.parametrize("language", ["en", "uk", "pt"])
def test_only_what_was_set_is_said(language: str) -> None:
    t = WORDS[language]
    bare = wording(replace(PLAIN, tests=Share(done=0, of=0)), t)
    assert bare.issuer is None
    assert bare.results == (t("Episodes: {done} of {all}", done=10, all=10),)
    full = wording(FULL, t)
    assert full.issuer == (t("Issued by"), FULL.issuer)
    assert len(full.results) == 4
    assert full.results[-1] == t("Credits: {credits}", credits="0,1 ECTS")
    assert full.origin[-1] == (t("Course version"), "a1b2c3d4e5f6")
