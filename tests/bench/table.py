"""The figures that `make bench` compares with what was promised, and how they are shown."""

import os
import platform
import re
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "benchmarks.md"
RIVALS = ROOT / "requirements-rivals.txt"
PLACE = re.compile(r"(?<=<!-- measured -->\n).*(?=<!-- /measured -->)", re.DOTALL)
COMMAND = "make bench WRITE=1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What is measured, and between what it should lie; None: it is only told."""

    words: str
    least: float | None = None
    most: float | None = None

    @property
    def aim(self) -> str:
        match self.least, self.most:
            case None, None:
                return ""
            case None, most:
                return f"≤ {most:g}"
            case least, None:
                return f"≥ {least:g}"
            case least, most:
                return f"{least:g}–{most:g}"

    def reached(self, value: float) -> bool:
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)


FIGURES = {
    "cpu-ptb": Figure(words="CPU of a press ÷ PTB echo", most=0.5),
    "cpu-sniffio": Figure(words="CPU of a press ÷ PTB echo with sniffio"),
    "cpu-aiogram": Figure(words="CPU of a press ÷ aiogram echo", most=0.7),
    "cpu-text-ptb": Figure(words="CPU of a text, answered by one message ÷ PTB echo"),
    "cpu-text-aiogram": Figure(words="CPU of a text, answered by one message ÷ aiogram echo"),
    "rate-ptb": Figure(words="presses a second, 200 people without pause ÷ PTB echo", least=2),
    "rate-concurrent": Figure(words="the same ÷ PTB echo with concurrent updates"),
    "rate-aiogram": Figure(words="the same ÷ aiogram echo", least=1.5),
    "rate-text-ptb": Figure(words="texts a second, 200 people without pause ÷ PTB echo"),
    "rate-text-aiogram": Figure(words="the same ÷ aiogram echo"),
    "p95-ptb": Figure(words="p95 from press to reply, 200 people ÷ PTB echo", most=0.6),
    "far-aiogram": Figure(
        words="presses a second, every answer 50 ms late ÷ aiogram echo", least=1.3
    ),
    "far-text-aiogram": Figure(words="texts a second, the same ÷ aiogram echo"),
    "commit": Figure(
        words="durable commit of an update in groups ÷ one by one over aiosqlite", most=0.15
    ),
    "commit-slow-disk": Figure(
        words="the same with 5 ms for every fsync: throughput gained", least=20
    ),
    "million": Figure(words="update with 1,000,000 learners ÷ with 1,000", most=1.5),
    "announced": Figure(words="announcements a second ÷ configured", least=0.97, most=1),
    "announced-window": Figure(words="largest one-second window ÷ configured", most=1),
    "announced-replies": Figure(
        words="p95 of replies during an announcement − at rest (seconds)", most=0.2
    ),
    "paid": Figure(words="cores at a paid rate of 1,000 messages a second", most=0.5),
    "memory": Figure(words="memory at rest ÷ PTB application at rest", most=1.5),
    "memory-waiting": Figure(words="memory gained with 100,000 updates waiting (MB)", most=20),
    "timers": Figure(words="100 timers taken, among 1,000,000 ÷ among 1,000", most=2),
    "prompts": Figure(words="8 prompts claimed, among 100,000 ÷ among 1,000", most=2),
    "report": Figure(words="slowest report about 100,000 people (seconds)", most=10),
    "restart": Figure(words="restart to serving with 1,000,000 learners (seconds)", most=2),
}
"""In the order in which they are shown."""


@dataclass(slots=True)
class Table:
    rows: dict[str, tuple[float, str]] = field(default_factory=dict)

    def add(self, figure: str, value: float, how: str = "") -> None:
        """`how`: what the value was made of."""
        assert figure in FIGURES, figure
        self.rows[figure] = value, how

    def ratios(
        self, figure: str, ours: Iterable[float], theirs: Iterable[float], unit: str, by: float = 1
    ) -> None:
        """The median ratio of runs that were made in turns, and the medians behind it."""
        one, other = list(ours), list(theirs)
        ratio = statistics.median(a / b for a, b in zip(one, other, strict=True))
        medians = statistics.median(one) * by, statistics.median(other) * by
        self.add(figure, ratio, f"{short(medians[0])} ÷ {short(medians[1])} {unit}")

    @property
    def lines(self) -> list[tuple[str, str, str, str, str]]:
        """Figure, aim, measured, whether it is reached, what it is made of."""
        return [
            (f.words, f.aim, f"{value:.3g}", verdict(f, value), how)
            for key, f in FIGURES.items()
            for value, how in [self.rows.get(key, (None, ""))]
            if value is not None
        ]

    def text(self) -> str:
        """For a terminal."""
        lines = [f"{w:66} {a:>9} {m:>8} {v:6} {h}" for w, a, m, v, h in self.lines]
        return "\n".join(["", *lines, ""])

    def markdown(self, now: datetime) -> str:
        rows = [f"| {' | '.join(line)} |" for line in self.lines]
        head = ["| figure | to reach | measured | | made of |", "|---|---|---|---|---|"]
        return "\n".join([f"`{COMMAND}` on {now:%-d %B %Y}, {machine()}", "", *head, *rows, ""])

    def write(self, now: datetime, document: Path = DOCUMENT) -> None:
        """Into the document, in place of what an earlier run has measured. Only a whole table."""
        missing = FIGURES.keys() - self.rows.keys()
        assert not missing, f"not measured: {missing}"
        page = document.read_text("utf-8")
        assert PLACE.search(page)
        document.write_text(PLACE.sub(lambda _: self.markdown(now), page), "utf-8")


def short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def verdict(figure: Figure, value: float) -> str:
    if not figure.aim:
        return ""
    return "yes" if figure.reached(value) else "**no**"


def machine() -> str:
    """What a reader must know of it."""
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    model = found[1] if found else platform.machine()
    return (
        f"{os.cpu_count()} cores of {model}, Linux {platform.release()},"
        f" Python {platform.python_version()}, {versions()}."
    )


def versions() -> str:
    """Of those that are compared with."""
    pinned = re.search(r"^aiogram==(\S+)", RIVALS.read_text("utf-8"), re.MULTILINE)
    assert pinned is not None
    return f"python-telegram-bot {version('python-telegram-bot')}, aiogram {pinned[1]}"


def today() -> datetime:
    return datetime.now(UTC)
