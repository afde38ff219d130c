"""Documents in the database: learners and messages as JSON."""

from typing import Annotated, Any, TypeVar, cast

from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError

from bot.course.desk.announcement import Details
from bot.course.facts import CertificateIssued
from bot.course.inputs import Action
from bot.course.learner import Learner
from bot.course.messages import Message

T = TypeVar("T")


class _ByKind:
    """Reads a union by the `kind` that each member carries: ten times as fast as trying them all.

    The course knows no pydantic, so that its unions cannot say so themselves.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        schema = handler(source)
        _tag(schema, handler, set())
        return schema


def _tag(schema: Any, handler: GetCoreSchemaHandler, seen: set[int]) -> None:
    """Changes every union below `schema` whose members all have a `kind` of their own. One of
    enumerations, which share no value, ends with the first that has it.
    """
    if isinstance(schema, list | tuple):
        for each in schema:
            _tag(each, handler, seen)
    if not isinstance(schema, dict) or id(schema) in seen:
        return
    seen.add(id(schema))
    if schema.get("type") == "definition-ref":
        _tag(handler.resolve_ref_schema(cast(Any, schema)), handler, seen)
    if schema.get("type") == "union":
        members = [handler.resolve_ref_schema(each) for each in schema["choices"]]
        if all(each["type"] == "enum" for each in members):
            schema["mode"] = "left_to_right"
        kinds = [_kind(each) for each in members]
        if None not in kinds and len({*kinds}) == len(kinds):
            choices = dict(zip(kinds, schema["choices"], strict=True))
            schema.update(type="tagged-union", discriminator="kind", choices=choices)
    for name, each in schema.items():
        if name != "metadata":
            _tag(each, handler, seen)


def _kind(schema: Any) -> str | None:
    """The one value of the field `kind`."""
    if schema["type"] != "dataclass":
        return None
    fields = {field["name"]: field["schema"] for field in schema["schema"]["fields"]}
    kind = fields.get("kind", {}).get("schema", {})
    expected = kind.get("expected", ())
    return str(expected[0]) if len(expected) == 1 else None


LEARNER: TypeAdapter[Learner] = TypeAdapter(Annotated[Learner, _ByKind()])
MESSAGE: TypeAdapter[Message] = TypeAdapter(Annotated[Message, _ByKind()])
ACTION: TypeAdapter[Action] = TypeAdapter(Annotated[Action, _ByKind()])
CERTIFICATE: TypeAdapter[CertificateIssued] = TypeAdapter(CertificateIssued)
DETAILS: TypeAdapter[Details] = TypeAdapter(Details)


def dump(adapter: TypeAdapter[T], value: T) -> str:
    return adapter.dump_json(value).decode()


class Unreadable(ValueError):
    """A document that is none of ours. Says nothing of what is in it."""


def load(adapter: TypeAdapter[T], document: str) -> T:
    """The value that was dumped. Raises Unreadable."""
    try:
        return adapter.validate_json(document)
    except ValidationError as error:
        raise Unreadable(f"{error.error_count()} errors") from None
