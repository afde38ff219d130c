"""The picture of a simulation: an SVG that says in words what it shows."""

from collections.abc import Iterable
from html import escape

from bot.simulation.figures import Figures

SVG = "http://www.w3.org/2000/svg"
ROLE = 'role="img" aria-labelledby="title desc"'
WIDTH, HEIGHT = 760, 620
LEFT, RIGHT = 70, 730
PANEL = 190
TOPS = (100, 380)
"""The upper edges of the two panels."""


def chart(told: Figures) -> str:
    begun = len(told.enrolled)
    done = told.completions()
    prompts = [told.prompts_in(week) / max(1, begun) for week in told.weeks]
    title = (
        f"{len(told.lives)} synthetic learners, {told.task.weeks} weeks of the course"
        f" {told.task.course}"
    )
    description = (
        f"Completed by the end of each week, of {begun} who began: {_listed(map(str, done))}."
        f" Prompts for each learner in each week: {_listed(f'{n:.1f}' for n in prompts)}."
        f" Nobody had more than {told.prompts().most} on one day."
    )
    parts = (
        f'<svg xmlns="{SVG}" viewBox="0 0 {WIDTH} {HEIGHT}" {ROLE}>',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(description)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        '<g font-family="sans-serif" font-size="14" fill="#222">',
        f'<text x="{LEFT}" y="38" font-size="18" font-weight="bold">{escape(title)}</text>',
        *_bars(TOPS[0], f"Completed the course by the end of the week (of {begun})", done, begun, "d"),
        *_bars(TOPS[1], "Prompts for each learner in the week (at most one a day)", prompts, 7, ".1f"),
        "</g>",
        "</svg>",
    )  # fmt: skip
    return "\n".join(parts) + "\n"


def _bars(top: int, title: str, values: list[int] | list[float], most: int, form: str) -> list[str]:
    """One bar for each week, with its number above and a line at the most there could be."""
    bottom = top + PANEL
    step = (RIGHT - LEFT) / len(values)
    parts = [f'<text x="{LEFT}" y="{top - 24}" font-weight="bold">{escape(title)}</text>']
    for y, end in ((top, most), (bottom, 0)):
        parts.append(f'<line x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}" stroke="#888"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 5}" text-anchor="end">{end}</text>')
    for week, value in enumerate(values, 1):
        height = PANEL * value / max(1, most)
        x = LEFT + (week - 1) * step
        middle = x + step / 2
        parts.append(
            f'<rect x="{x + step * 0.15:.1f}" y="{bottom - height:.1f}" width="{step * 0.7:.1f}"'
            f' height="{height:.1f}" fill="#1f5f8b"/>'
        )
        number = f'y="{bottom - height - 5:.1f}" text-anchor="middle"'
        parts.append(f'<text x="{middle:.1f}" {number}>{value:{form}}</text>')
        name = f'y="{bottom + 20}" text-anchor="middle"'
        parts.append(f'<text x="{middle:.1f}" {name}>week {week}</text>')
    return parts


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values)
