"""Parameters of a call: known by name, checked by type.

A call arrives as JSON (typed), or as a form or query string (all text); both end as the same
values. Anything the Bot API does not know is the bot's mistake, not a 200.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import bad_request, misuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file inside a multipart body."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the wire carried, before it means anything."""

    values: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)


Params = dict[str, Any]
Kind = Callable[[str, Any], Any]
Spec = Mapping[str, Kind]


def _wrong(name: str, expected: str, value: object) -> Exception:
    return misuse("wrong type", f'field "{name}" must be of type {expected}, not {value!r:.80}')


def string(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(name, "String", value)
    return value


def integer(name: str, value: Any) -> int:
    if isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _wrong(name, "Number", value)


def boolean(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "1", "false", "0"}:
        return value.lower() in {"true", "1"}
    raise _wrong(name, "Boolean", value)


def chat(name: str, value: Any) -> int | str:
    """A number, or an @username as it stands."""
    if value == "":
        raise bad_request(f"{name} is empty")
    if isinstance(value, str) and not value.lstrip("-").isdecimal():
        return value
    return integer(name, value)


def _json(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise misuse("broken JSON", f"can't parse {name} JSON object") from None


def array(name: str, value: Any) -> list[Any]:
    value = _json(name, value)
    if not isinstance(value, list):
        raise _wrong(name, "Array", value)
    return value


def record(name: str, value: Any) -> dict[str, Any]:
    value = _json(name, value)
    if not isinstance(value, dict):
        raise _wrong(name, "Object", value)
    return value


def file(name: str, value: Any) -> Upload | str:
    if isinstance(value, Upload):
        return value
    return string(name, value)


def read(spec: Spec, request: Request, method: str) -> Params:
    """Every value typed, uploads in place of `attach://` names; nothing unknown left."""
    params: Params = {}
    for name, value in request.values.items():
        if name not in spec:
            raise misuse("unknown parameter", f'{method} has no parameter "{name}"')
        if value is None:
            raise _wrong(name, "value", value)
        params[name] = spec[name](name, value)
        if spec[name] is file and isinstance(params[name], str):
            params[name] = _attached(params[name], request)
    attached = _mentioned(request)
    for name, upload in request.uploads.items():
        if name in attached:
            continue
        if spec.get(name) is not file:
            raise misuse("unknown parameter", f'{method} has no file parameter "{name}"')
        params[name] = upload
    params["uploads"] = request.uploads
    return params


def _attached(value: str, request: Request) -> Upload | str:
    if not value.startswith("attach://"):
        return value
    upload = request.uploads.get(value.removeprefix("attach://"))
    if upload is None:
        raise misuse("missing upload", f"there is no {value} in the request")
    return upload


def _mentioned(request: Request) -> set[str]:
    texts = [value for value in request.values.values() if isinstance(value, str)]
    return {n for n in request.uploads if any(f"attach://{n}" in text for text in texts)}


def require(params: Params, *names: str) -> None:
    for name in names:
        if name not in params:
            raise bad_request(f'parameter "{name}" is required')


def check_fields(value: Mapping[str, Any], allowed: Mapping[str, type], what: str) -> None:
    """An object of the Bot API has only the fields it has, of their types."""
    for name, item in value.items():
        if name not in allowed:
            raise misuse("unknown field", f'{what} has no field "{name}"')
        expected = allowed[name]
        if not isinstance(item, expected) or (expected is int and isinstance(item, bool)):
            names = {bool: "Boolean", str: "String", int: "Number", list: "Array", dict: "Object"}
            raise misuse("wrong type", f'field "{name}" must be of type {names[expected]}')
