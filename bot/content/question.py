"""A question of a lesson as a draft."""

from dataclasses import dataclass, replace
from typing import get_args

from bot.content.attributes import AT_THE_END, Attributes, read_attributes
from bot.content.draft import Draft, Kind, Wording
from bot.content.files import cut_short, did_you_mean
from bot.content.markdown import Node, check_inline, content, first_line, parse
from bot.content.marks import Marks, read_marks, read_most
from bot.content.message import read_blocks
from bot.content.options import Options, read_ends, read_options
from bot.content.pictures import Album
from bot.content.problem import Complain
from bot.content.sections import Body, Section
from bot.course.model import Picture, Prompt, Question, Scale

KINDS = tuple(each for each in get_args(Kind) if each != "message")
EXTRAS = {"several": ("quiz", "poll"), "optional": ("poll", "rate", "write")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    question: str
    text: str
    picture: Picture | None
    items: Node | None
    tangled: bool
    """The list could not be told from its replies; this has been reported."""


def read_question(section: Section, body: Body, album: Album, complain: Complain) -> Draft | None:
    """The question, without wording if anything in it was refused; None if it has no name."""
    problems: list[int] = []

    def refuse(line: int, message: str) -> None:
        problems.append(line)
        complain(line, message)

    assert section.heading is not None
    question, names = _heading(section.heading, refuse)
    for line, text in section.names.items():
        refuse(line, f"`{text}` cannot stand inside a question: put `---` above it, or delete it.")
    marks = read_marks(names, section.line, refuse)
    kind = _kind(names, marks, section.line, refuse)
    if kind is None or names.id is None:
        return None
    parts = _parts(question, section, body, album, refuse)
    draft = _draft(names.id, kind, names, marks, section.line, parts, refuse)
    return replace(draft, wording=None) if problems else draft


def _heading(heading: Node, refuse: Complain) -> tuple[str, Attributes]:
    line, text = first_line(heading), content(heading)
    found = AT_THE_END.search(text)
    if found is None:
        refuse(
            line,
            f"The heading “{cut_short(text, 40)}” does not end with `{{#name .quiz}}`"
            " (or .choice, .poll, .rate, .write). Messages have no headings: use **bold** there.",
        )
        return text, Attributes()
    names = read_attributes(found.group(1), lambda what: refuse(line, what))
    if heading.tag != "h2":
        refuse(line, "A question begins with two signs: `## `.")
    if names.id is None:
        refuse(line, "This question has no name: write `{#name .quiz}` at the end of its heading.")
    if not text[: found.start()].strip():
        refuse(line, "This question has no words: write them before the braces.")
    _check_words(heading, found.start(), refuse)
    return text[: found.start()].strip(), names


def _check_words(heading: Node, end: int, refuse: Complain) -> None:
    """Check the words of a heading as if the names in braces were not there."""
    bare = parse(content(heading)[:end].strip() or "-").children[0]
    line = first_line(heading)
    if bare.type == "paragraph":
        check_inline(bare, lambda _, message: refuse(line, message))


def _kind(names: Attributes, marks: Marks, line: int, refuse: Complain) -> Kind | None:
    kinds = [each for each in marks.kinds if each in KINDS]
    if names.id and len(kinds) != 1:
        near = "".join(did_you_mean(each, list(KINDS)) for each in marks.kinds[:1] if not kinds)
        every = ", ".join(f".{each}" for each in KINDS)
        refuse(line, f"The question `{names.id}` needs one of {every}.{near}")
        return None
    kind: Kind | None = next((each for each in get_args(Kind) if each in kinds), None)
    for extra in marks.kinds:
        if extra not in KINDS and kind not in EXTRAS.get(extra, ()):
            refuse(line, f"`.{extra}` does not fit a question of this kind: delete it.")
    for key in names.values:
        if key not in ("about", "when", "most"):
            known = "only `about=`, `when=` and `most=` can stand here"
            refuse(line, f"`{key}=` is not understood: {known}.")
    if "most" in names.values and not (kind == "poll" and "several" in marks.kinds):
        refuse(line, "`most=` is only for `.poll .several`: delete it.")
    return kind


def _parts(question: str, section: Section, body: Body, album: Album, refuse: Complain) -> _Parts:
    lists = [each for each in section.blocks if each.type in ("bullet_list", "ordered_list")]
    blocks = section.blocks[: section.blocks.index(lists[0])] if lists else section.blocks
    for stray in section.blocks[len(blocks) + 1 :]:
        if stray.type == "blockquote":
            refuse(
                first_line(stray),
                "Indent this reply by two spaces, so that it belongs to its option: `  > reply`.",
            )
        elif stray not in lists:
            refuse(
                first_line(stray),
                "Nothing can follow the options: put `---` above this, and it is a message.",
            )
    quotes = any(each.type == "blockquote" for each in section.blocks[len(blocks) :])
    if len(lists) > 1 and not quotes:
        refuse(
            first_line(lists[1]),
            "A question has one list of options: begin every option with the same sign `- `.",
        )
    if lists and lists[0].type == "ordered_list":
        refuse(first_line(lists[0]), "Options begin with `- `; the bot numbers them itself.")
    text, picture = read_blocks(blocks, body, album, refuse)
    items = None if quotes else next(iter(lists), None)
    return _Parts(question=question, text=text, picture=picture, items=items, tangled=quotes)


def _draft(
    id: str,
    kind: Kind,
    names: Attributes,
    marks: Marks,
    line: int,
    parts: _Parts,
    refuse: Complain,
) -> Draft:
    several, optional = (
        extra in marks.kinds and kind in EXTRAS[extra] for extra in ("several", "optional")
    )
    options = Options(wordings=(), right=(), lines=())
    most: int | None = None
    points = (0, 0)
    wording: Wording
    if parts.items is None and kind != "write" and not parts.tangled:
        refuse(
            line, f"The question `{id}` has no options: write them as lines that begin with `- `."
        )
    if kind in ("rate", "write") and parts.picture:
        refuse(line, f"The question `{id}` cannot show a picture: put it into a message before it.")
    if kind == "write":
        if parts.items is not None:
            refuse(line, f"The question `{id}` is .write and has no options: delete the list.")
        wording = Prompt(text=parts.text, question=parts.question)
    elif kind == "rate":
        points, ends = read_ends(parts.items, refuse) if parts.items else ((0, 0), ("", ""))
        wording = Scale(text=parts.text, question=parts.question, ends=ends)
    else:
        if parts.items:
            options = read_options(parts.items, kind, several, refuse)
        if kind == "poll" and several and parts.items:
            most = read_most(names.values.get("most"), len(options.wordings), line, refuse)
        wording = Question(
            text=parts.text,
            question=parts.question,
            options=options.wordings,
            picture=parts.picture,
        )
    return Draft(
        id=id,
        line=line,
        kind=kind,
        several=several,
        optional=optional,
        days=marks.days,
        when=marks.when,
        most=most,
        about=names.values.get("about"),
        right=options.right,
        points=points,
        option_lines=options.lines,
        wording=wording,
    )
