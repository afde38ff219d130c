"""Draw the pictures of the courses: templates and labels in, small PNG files out.

    python drawings/draw.py                 every picture
    python drawings/draw.py pp/02-wheel     only this one

A picture is `drawings/COURSE/LESSON.svg`, a Jinja template that may use the parts in
`parts.svg`. Its labels stand in `drawings/COURSE/labels.toml`, each in every language, with
`|` for a line break. A picture with labels becomes one file per language, any other one file
for all. A label that leaves its picture or runs into another label is an error.
"""

import base64
import io
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
LESSONS = HERE.parent / "lessons"
LANGUAGES = ("en", "uk", "pt")
FAMILY = "Fira Sans Condensed"
COLOURS = 128
BYTES = 100_000
MARGIN = 14
"""Pixels no label may come nearer to the edge than."""

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The letters' boxes as drawn: [text, left, top, right, bottom] for each line of text.
BOXES = """() => [...document.querySelectorAll('tspan')].map(line => {
    const box = line.getBoundingClientRect(), slack = box.height * 0.18;
    return [line.textContent, box.left, box.top + slack, box.right, box.bottom - slack];
})"""


def fonts() -> str:
    """The typeface as CSS with the files inside, so that a drawing needs nothing else."""
    faces = []
    for file in sorted((HERE / "fonts").glob("*.woff2")):
        weight = re.search(r"-(\d+)-", file.name)
        letters = "U+0301, U+0400-04FF" if "cyrillic" in file.name else "U+0000-00FF, U+2000-20AC"
        data = base64.b64encode(file.read_bytes()).decode()
        faces.append(
            f"@font-face {{ font-family: '{FAMILY}'; font-weight: {weight and weight[1]};"
            f" unicode-range: {letters}; src: url(data:font/woff2;base64,{data}); }}"
        )
    return "".join(faces)


def complaints(boxes: list[list], width: int, height: int) -> Iterator[str]:
    for index, (text, left, top, right, bottom) in enumerate(boxes):
        inside = left >= MARGIN and right <= width - MARGIN
        if not (inside and top >= 0 and bottom <= height):
            yield f"“{text}” leaves the picture: {left:.0f} to {right:.0f} of {width}"
        for other, x0, y0, x1, y1 in boxes[:index]:
            if left < x1 and x0 < right and top < y1 and y0 < bottom:
                yield f"“{text}” runs into “{other}”"


def shoot(page: Page, svg: str, file: Path) -> list[str]:
    """Write one picture; what is wrong with it."""
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    if size is None:
        return ["the template names no viewBox"]
    width, height = int(size[1]), int(size[2])
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(
        f"<!doctype html><style>{fonts()} body {{ margin: 0 }} svg {{ display: block }}"
        f" text {{ font-family: '{FAMILY}' }}</style>{svg}"
    )
    page.evaluate("document.fonts.ready.then(() => true)")
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    wrong = list(complaints(page.evaluate(BOXES), width, height))
    if file.stat().st_size > BYTES:
        wrong.append(f"{file.stat().st_size} bytes are too many")
    return wrong


def main(wanted: list[str]) -> int:
    load = Environment(  # noqa: S701 - the templates are ours and SVG
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, trim_blocks=True
    )
    bad = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS, chromium_sandbox=False
        )
        page = browser.new_page()
        for template in sorted(HERE.glob("*/*.svg")):
            name = template.relative_to(HERE).with_suffix("").as_posix()
            if wanted and name not in wanted:
                continue
            labels = tomllib.loads((template.parent / "labels.toml").read_text("utf-8"))
            own = labels.get(template.stem)
            for language in LANGUAGES if own else ("",):
                words = {key: texts[language] for key, texts in (own or {}).items()}
                file = LESSONS / name / (f"picture.{language}.png" if own else "picture.png")
                svg = load.get_template(f"{name}.svg").render(t=words, language=language)
                wrong = shoot(page, svg, file)
                print(f"{file.relative_to(LESSONS)}  {file.stat().st_size // 1000} kB")  # noqa: T201
                print(*(f"  {each}\n" for each in wrong), sep="", end="")  # noqa: T201
                bad += len(wrong)
        browser.close()
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
