"""A lesson cut into its chat messages and questions, by rules and headings.

    front matter ── --- ── message ── --- ── message ── ## question ── --- ── message

Any text can be cut; what is odd is left to those who read the sections.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.content.attributes import AT_THE_END, NAME_LINE, read_attributes
from bot.content.markdown import Node, content, first_line, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One message or question. `line` is where its author would look for it."""

    line: int
    heading: Node | None
    blocks: tuple[Node, ...]
    names: Mapping[int, str]
    """The lines `{#id}` within it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    lines: tuple[str, ...]
    """The file, with front matter and name lines left empty; numbers stay true."""
    sections: tuple[Section, ...]
    empty: tuple[int, ...]
    """Rules that are followed by nothing or by another rule."""
    swallowed: bool
    """Whether code or HTML may have swallowed what follows it."""

    def raw(self, node: Node) -> str:
        """The source of a block."""
        start, end = node.map or (0, 0)
        return "\n".join(self.lines[start:end]).strip("\n").rstrip()


def split_front(text: str) -> tuple[str | None, str]:
    """The YAML on top (it begins in line 2) and the text with the YAML left empty."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, text
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        return None, text
    return "\n".join(lines[1:end]), "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def cut(text: str) -> Body:
    """The sections of a text whose front matter has been left empty."""
    lines = text.split("\n")
    names = {n: line.strip() for n, line in enumerate(lines, 1) if NAME_LINE.match(line)}
    lines = ["" if n in names else line for n, line in enumerate(lines, 1)]
    nodes = parse("\n".join(lines)).children
    sections: list[Section] = []
    empty: list[int] = []
    for opener, blocks, closer in _pieces(nodes):
        stop = first_line(closer) if closer else len(lines) + 1
        section = _section(opener, blocks, stop, names)
        if section.heading or section.blocks or section.names:
            sections.append(section)
        elif opener and not (closer and closer.type == "heading"):
            empty.append(first_line(opener))
    return Body(
        lines=tuple(lines),
        sections=tuple(sections),
        empty=tuple(empty),
        swallowed=any(each.type in ("fence", "html_block") for each in nodes),
    )


def _pieces(nodes: list[Node]) -> Iterator[tuple[Node | None, tuple[Node, ...], Node | None]]:
    """What opens each section, its blocks, and what closes it.

    A rule right below a line makes that line a heading; it is taken for a last line and a rule.
    """
    opener: Node | None = None
    blocks: list[Node] = []
    for node in nodes:
        if underlined(node):
            blocks.append(node)
        if node.type in {"hr", "heading"}:
            yield opener, tuple(blocks), node
            opener, blocks = node, []
        else:
            blocks.append(node)
    yield opener, tuple(blocks), None


def underlined(node: Node) -> bool:
    """Whether it is a line of text with a rule right below."""
    return node.type == "heading" and node.markup in ("-", "=")


def _section(
    opener: Node | None, blocks: tuple[Node, ...], stop: int, names: Mapping[int, str]
) -> Section:
    heading = opener if opener and opener.type == "heading" and not underlined(opener) else None
    start = first_line(opener) if opener else 1
    inside = {n: name for n, name in names.items() if start <= n < stop}
    lines = [*inside, *(first_line(each) for each in blocks)]
    return Section(
        line=start if heading else min(lines, default=start),
        heading=heading,
        blocks=blocks,
        names=inside,
    )


def name_of(section: Section) -> str | None:
    """The id that the author gave, right or wrong."""
    if section.heading:
        found = AT_THE_END.search(content(section.heading))
        inner = found.group(1) if found else ""
    else:
        inner = next(iter(section.names.values()), "").strip("{} \t")
    return read_attributes(inner, lambda _: None).id


def blocks_by_name(text: str) -> dict[str, str]:
    """The source of every step under its id, for comparing two versions of a file.

    Messages without a name are counted as learners' state counts them: `message-1` …
    """
    body = cut(split_front(text)[1])
    original = text.split("\n")
    found: dict[str, str] = {}
    unnamed = 0
    for section in body.sections:
        name = name_of(section)
        if name is None:
            unnamed += section.heading is None
            name = f"message-{unnamed}" if section.heading is None else f"line {section.line}"
        ends = [each.map[1] for each in section.blocks if each.map]
        end = max([*ends, *section.names, section.line])
        source = "\n".join(line.rstrip() for line in original[section.line - 1 : end])
        found[name] = source.strip()
    return found
