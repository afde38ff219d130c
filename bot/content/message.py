"""A message of a lesson as a draft."""

import re

from bot.content.attributes import Attributes, read_attributes
from bot.content.draft import Draft
from bot.content.files import cut_short
from bot.content.markdown import Node, check_block, content, first_line, picture_of
from bot.content.marks import read_marks
from bot.content.pictures import Album
from bot.content.problem import Complain
from bot.content.sections import Body, Section, underlined
from bot.course.model import Passage, Picture


def read_message(
    section: Section, number: int, body: Body, album: Album, complain: Complain
) -> Draft:
    """The message, without wording if anything in it was refused.

    `number` counts the messages without a name.
    """
    names = _names(section, complain)
    problems: list[int] = []

    def refuse(line: int, message: str) -> None:
        problems.append(line)
        complain(line, message)

    marks = read_marks(names, section.line, refuse)
    for kind in marks.kinds:
        if kind != "deeper":
            refuse(section.line, f"`.{kind}` is not for messages: delete it, or begin with `## `.")
    for key in names.values:
        if key != "when":
            refuse(section.line, f"`{key}=` is not for messages: delete it.")
    passage = _passage(section, body, album, refuse)
    return Draft(
        id=names.id or f"message-{number}",
        line=section.line,
        kind="message",
        deeper="deeper" in marks.kinds,
        days=marks.days,
        when=marks.when,
        wording=None if problems else passage,
    )


def _names(section: Section, complain: Complain) -> Attributes:
    lines = [*section.names, *map(first_line, section.blocks)]
    first, *others = section.names or [0]
    misplaced = others if first == min(lines, default=0) else [*section.names]
    for line in misplaced:
        complain(
            line,
            f"`{section.names[line]}` must be the first line of a message: move it up,"
            " or put `---` above it.",
        )
    if first and first not in misplaced:
        inner = section.names[first].strip("{} \t")
        return read_attributes(inner, lambda what: complain(first, what))
    top = content(section.blocks[0]) if section.blocks else ""
    if found := re.match(r"\{[\w #.:,=-]+\}$", top, re.MULTILINE):
        complain(
            section.line,
            f"`{found.group()}` would be shown to learners: a name is written `{{#name}}`.",
        )
    return Attributes()


def _passage(section: Section, body: Body, album: Album, refuse: Complain) -> Passage:
    text, picture = read_blocks(section.blocks, body, album, refuse)
    if not section.blocks:
        refuse(section.line, "This message has no text: write it, or delete its name.")
    return Passage(text=text, picture=picture)


def read_blocks(
    blocks: tuple[Node, ...], body: Body, album: Album, refuse: Complain
) -> tuple[str, Picture | None]:
    """The Markdown of some blocks with the picture taken out of it."""
    texts: list[str] = []
    pictures: list[Picture | None] = []
    for block in blocks:
        if underlined(block):
            words = cut_short(content(block), 40)
            refuse(
                (block.map or [0, 1])[1],
                f"This rule stands right below “{words}”: put an empty line between them.",
            )
        elif token := picture_of(block):
            if pictures:
                refuse(
                    first_line(block), "A message can show one picture: put `---` before this one."
                )
            pictures.append(album.take(token, first_line(block), refuse))
        elif check_block(block, refuse):
            texts.append(body.raw(block))
    return "\n\n".join(texts), pictures[0] if pictures else None
