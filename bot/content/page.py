"""One activity in one language: the file read as far as it can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.content.draft import Draft, at_most, length
from bot.content.front_matter import read_front
from bot.content.message import read_message
from bot.content.pictures import Album
from bot.content.problem import Complain
from bot.content.question import read_question
from bot.content.schema import Front
from bot.content.sections import Body, cut, split_front
from bot.content.telegram_limits import room
from bot.course.model import Passage, Question

Role: TypeAlias = Literal["episode", "test", "questionnaire", "follow-up", "survey"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`front` is None, and `whole` false, where problems were reported."""

    file: str
    language: str
    role: Role | None
    front: Front | None
    front_lines: Mapping[str, int]
    drafts: tuple[Draft, ...]
    cut: bool
    """Whether rules and headings divided the file as its author meant."""
    whole: bool
    """Whether, besides, every step of the file has a draft."""

    @property
    def own(self) -> tuple[Draft, ...]:
        """The steps of the activity itself, without those of its follow-ups."""
        return tuple(each for each in self.drafts if each.days is None)

    def line(self, key: str) -> int:
        """Where a key of the front matter stands."""
        return self.front_lines.get(key, 1)


def read_page(
    text: str, *, file: str, language: str, role: Role | None, album: Album, complain: Complain
) -> Page:
    """Everything the file says; everything wrong with it is reported."""
    yaml, rest = split_front(text)
    front, lines = read_front(yaml, role, complain)
    body = cut(rest)
    found = _drafts(body, album, complain)
    drafts = tuple(each for each in found if each)
    is_cut = yaml is not None and not body.swallowed
    _check_drafts(drafts, role, complain)
    if not body.sections:
        complain(1, "The file has no messages and no questions: write them below the second `---`.")
    return Page(
        file=file,
        language=language,
        role=role,
        front=front,
        front_lines=lines,
        drafts=tuple(each for each in drafts if not _is_stray(each, role)),
        cut=is_cut,
        whole=is_cut and len(drafts) == len(found) > 0,
    )


def _is_stray(draft: Draft, role: Role | None) -> bool:
    """Whether it is a message in a bank, which has been reported."""
    return role == "test" and draft.kind == "message" and draft.days is None


def _drafts(body: Body, album: Album, complain: Complain) -> list[Draft | None]:
    for line in body.empty:
        complain(line, "Nothing stands between this rule and the next: delete one of them.")
    found: list[Draft | None] = []
    unnamed = 0
    for section in body.sections:
        if section.heading:
            found.append(read_question(section, body, album, complain))
        else:
            draft = read_message(section, unnamed + 1, body, album, complain)
            unnamed += draft.id == f"message-{unnamed + 1}"
            found.append(draft)
    return found


def _check_drafts(drafts: tuple[Draft, ...], role: Role | None, complain: Complain) -> None:
    seen: dict[str, int] = {}
    for draft in drafts:
        if draft.id in seen:
            complain(
                draft.line,
                f"The name `{draft.id}` stands here and in line {seen[draft.id]}: change one.",
            )
        seen.setdefault(draft.id, draft.line)
        _check_length(draft, complain)
        _check_day(draft, role, complain)
        if role == "survey":
            _check_survey_question(draft, complain)
        if role == "test" and draft.days is None:
            _check_bank_question(draft, complain)
        elif role and role != "test" and draft.about is not None:
            complain(draft.line, "`about=` is only for questions of a module test: delete it.")
        elif draft.about is not None and draft.kind in ("rate", "write"):
            complain(draft.line, "`about=` is only for questions with options: delete it.")


def _check_length(draft: Draft, complain: Complain) -> None:
    if draft.wording is None:
        return
    wording = draft.wording
    picture = isinstance(wording, Passage | Question) and wording.picture is not None
    most = room(picture=picture)
    if at_most(wording) > most and (size := length(wording)) > most:
        counted = ["situation, question, all options, longest reply"]
        counted = counted if isinstance(wording, Question) else []
        counted += ["picture description"] if picture else []
        what = f" ({', '.join(counted)} together)" if counted else ""
        complain(
            draft.line,
            f"`{draft.id}` is too long for Telegram: {size} characters{what}, {most} fit."
            " Shorten it or divide it with `---`.",
        )


def _check_day(draft: Draft, role: Role | None, complain: Complain) -> None:
    if role in ("questionnaire", "survey") and draft.days is not None:
        complain(
            draft.line,
            f"`{draft.id}` is marked .d{draft.days}, but nothing follows a {role}: delete"
            " the mark, or move this to an episode, a test or the folder of `follow_ups`.",
        )
    elif role == "follow-up" and draft.days is None:
        complain(
            draft.line,
            f"`{draft.id}` has no day: mark it with the days after the end of the course, such as"
            " .d30.",
        )


def _check_survey_question(draft: Draft, complain: Complain) -> None:
    if draft.kind in ("quiz", "choice"):
        what = "nothing is right or wrong" if draft.kind == "quiz" else "nothing is replied"
        complain(
            draft.line,
            f"`{draft.id}` is .{draft.kind}, but in a survey {what}: write .poll, and its options"
            " as lines `- text` without boxes and replies.",
        )
    if draft.deeper:
        complain(
            draft.line, f"`{draft.id}` is marked .deeper, and a survey has no depths: delete it."
        )


def _check_bank_question(draft: Draft, complain: Complain) -> None:
    if draft.kind != "quiz":
        complain(
            draft.line,
            f"`{draft.id}` cannot stand in a test: every question of a test is .quiz.",
        )
    elif draft.about is None:
        complain(
            draft.line,
            f"The question `{draft.id}` names no episode: write `{{#{draft.id} .quiz about=…}}`.",
        )
