"""The desk in the chat, word for word: see test_transcripts.py for how to write these anew."""

import asyncio
import os
from pathlib import Path

import pytest

from tests.transcripts.people import People
from tests.transcripts.test_transcripts import HERE, lessons

TRANSCRIPTS = sorted(HERE.glob("desk/*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_transcript_comes_out_again(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.randbits", lambda _: 7)
    golden = path.read_text()
    language = path.stem.split(".")[1]
    people = People(database=tmp_path / "epizod.db", lessons=lessons(HERE), language=language)
    played = asyncio.run(people.play(golden))
    if os.environ.get("REWRITE_TRANSCRIPTS"):
        path.write_text(played)
    assert played == golden or os.environ.get("REWRITE_TRANSCRIPTS")
