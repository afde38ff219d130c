"""Every transcript below this folder comes out again word for word. The language is in its name.

    REWRITE_TRANSCRIPTS=1 .venv/bin/python -m pytest tests/transcripts

writes them anew; read what changed before you keep it.
"""

import asyncio
import os
from functools import cache
from pathlib import Path

import pytest

from bot.content.reading import Lessons, read_lessons
from tests.transcripts.chat import Chat
from tests.transcripts.transcript import play

HERE = Path(__file__).parent
TRANSCRIPTS = sorted([*HERE.glob("*.txt"), *HERE.glob("weeks/*.txt")])


@cache
def lessons(folder: Path) -> Lessons:
    read = read_lessons(folder / "lessons")
    assert not read.problems
    return read


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_transcript_comes_out_again(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.randbits", lambda _: 7)
    golden = path.read_text()
    language = path.stem.split(".")[1]
    chat = Chat(database=tmp_path / "epizod.db", lessons=lessons(path.parent), language=language)
    played = asyncio.run(play(golden, chat))
    if os.environ.get("REWRITE_TRANSCRIPTS"):
        path.write_text(played)
    assert played == golden or os.environ.get("REWRITE_TRANSCRIPTS")
