"""What may stand in `course.yaml` and above a lesson, and in which words we refuse the rest."""

from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.content.files import cut_short, did_you_mean
from bot.content.problem import Complain
from bot.content.yaml_text import Path, Tree

ID = r"[a-z][a-z0-9-]{0,39}"
ID_RULE = "small letters a-z, digits and hyphens, a letter first, at most 40 characters"
LANGUAGE = r"[a-z]{2,3}"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=f"^{ID}$")]
Code = Annotated[str, StringConstraints(pattern=f"^{LANGUAGE}$")]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Percent = Annotated[int, Field(ge=1, le=100)]
Wait = Annotated[int, Field(ge=1, le=60)]
Words = dict[str, Text]
"""A text in every language."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Fact(_Strict):
    claim: Text
    source: Text
    status: Literal["checked", "known", "verify"]
    url: Text | None = None
    accessed: Day | None = None


class Front(_Strict):
    """What stands above the text of an activity."""

    title: Text
    minutes: Annotated[int, Field(ge=1, le=240)] | None = None
    objective: Text | None = None
    sources: list[Text] = Field(default_factory=list)
    facts: list[Fact] = Field(default_factory=list)
    author: Text | None = None
    reviewer: Text | None = None


class TestEntry(_Strict):
    __test__ = False

    folder: Text
    draw: Annotated[int, Field(ge=1, le=100)]
    pass_mark: Percent | None = None


class ModuleEntry(_Strict):
    id: Id
    title: Words
    episodes: Annotated[list[Text], Field(min_length=1)]
    test: TestEntry | None = None
    if_then: Annotated[list[Words], Field(max_length=4)] = Field(default_factory=list)


class LimitsEntry(_Strict):
    mornings_only: bool = False
    a_day: Annotated[int, Field(ge=1, le=5)] = 3


class TermsEntry(_Strict):
    issuer: Words
    hours: Annotated[int, Field(ge=1, le=999)] | None = None
    credits: Words | None = None


Kind = Literal["course", "survey"]


class CourseEntry(_Strict):
    """All of `course.yaml`."""

    kind: Kind = "course"
    id: Id
    source_language: Code
    languages: Annotated[list[Code], Field(min_length=1)]
    title: Words
    summary: Words
    pass_mark: Percent = 70
    after_episode: Text | None = None
    before: Text | None = None
    after: Text | None = None
    follow_ups: Text | None = None
    reminders: Annotated[list[Wait], Field(max_length=5)] = Field(
        default_factory=lambda: [3, 7, 14]
    )
    review_days: Annotated[int, Field(ge=0, le=365)] = 90
    limits: LimitsEntry = LimitsEntry()
    certificate: TermsEntry | None = None
    modules: Annotated[list[ModuleEntry], Field(min_length=1)]


class SurveyEntry(_Strict):
    """All of `course.yaml` of a survey, which has one questionnaire and nothing else."""

    kind: Kind
    id: Id
    source_language: Code
    languages: Annotated[list[Code], Field(min_length=1)]
    title: Words
    summary: Words
    minutes: Wait
    anonymous: bool
    until: Day | None = None
    questions: Text


Entry: TypeAlias = CourseEntry | SurveyEntry

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], tree: Tree, complain: Complain) -> M | None:
    """The values as a model, or None once every one that does not fit has been reported."""
    try:
        return model.model_validate(tree.value)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            path: Path = tuple(each["loc"])
            line = tree.line(path)
            kind = "nothing" if each["input"] is None else each["type"]
            complain(line, _in_plain_words(model, path, kind, each.get("ctx", {})))
        return None


_PLAIN = {
    "missing": "is missing: add it.",
    "nothing": "has no value: write it after the colon. Put a text with a comma in quotes.",
    "string_type": "must be text: write words there, in quotes if they look like a number.",
    "string_too_short": "is empty: write it or delete the line.",
    "int_type": "must be a whole number.",
    "bool_type": "must be `true` or `false`.",
    "greater_than_equal": "must be at least {ge}.",
    "less_than_equal": "must be at most {le}.",
    "too_short": "is empty: name at least one.",
    "too_long": "has {actual_length} entries: keep at most {max_length}.",
    "literal_error": "must be one of: {expected}.",
    "list_type": "must be a list: lines that begin with `- `.",
}
"""Words for each type of error, with the facts that pydantic gives."""


def _in_plain_words(model: type[BaseModel], path: Path, kind: str, facts: dict[str, Any]) -> str:
    name = _name(path)
    match kind:
        case "extra_forbidden":
            near = did_you_mean(str(path[-1]), _keys(model, path))
            return f"{name} is not a known key: correct or delete it.{near}"
        case "string_pattern_mismatch":
            return f"{name} has a wrong form: {_form(facts)}."
        case _:
            plain = _PLAIN.get(kind, "must be a group of `key: value` lines.")
            return f"{name} {plain.format(**facts)}"


def _name(path: Path) -> str:
    words = [cut_short(each) if isinstance(each, str) else f"number {each + 1}" for each in path]
    return (
        f"`{words[-1]}`" + (f" in `{', '.join(words[:-1])}`" if words[:-1] else "")
        if words
        else "This part"
    )


def _form(facts: dict[str, Any]) -> str:
    pattern = str(facts.get("pattern"))
    if pattern == f"^{ID}$":
        return ID_RULE
    if pattern == f"^{LANGUAGE}$":
        return "a language code such as `uk`"
    return "a date such as 2025-11-21"


def _keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys known at this place of the model."""
    inner: dict[str, type[BaseModel]] = {
        "modules": ModuleEntry,
        "test": TestEntry,
        "facts": Fact,
        "limits": LimitsEntry,
        "certificate": TermsEntry,
    }
    for step in path[:-1]:
        model = inner.get(str(step), model)
    return list(model.model_fields)
