"""Sentences and words, counted the same way in every language."""

import re

_END = re.compile(r"(?<=[.!?…])[”»\"’)]*\s+|\n+")
_WORD = re.compile(r"\w+(?:[-’'.,:/ʼ]\w+)*")
_CITATION = re.compile(r"^(?:Source|Sources|Джерело|Джерела|Fonte|Fontes): ")


def sentences(text: str) -> list[str]:
    """The sentences of a plain text; source lines are left out."""
    lines = [line for line in text.split("\n") if not _CITATION.match(line)]
    return [each for line in lines for each in _END.split(line) if words_in(each)]


def words_in(text: str) -> list[str]:
    """The words of a text; a number or a word with a hyphen is one."""
    return _WORD.findall(text)
