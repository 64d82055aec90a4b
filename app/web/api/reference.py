"""The documentation of the API: a page of our own, made from its OpenAPI description."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from app.web.api.shapes import EXAMPLES
from app.web.deps import CurrentVisitor
from app.web.pages import render

router = APIRouter(include_in_schema=False)

_DEEPEST = 3
"""Objects within objects that are written out."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field of a body, in words."""

    name: str
    type: str
    needed: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One call: what it takes and what it gives."""

    id: str
    method: str
    path: str
    about: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    reply: tuple[Field, ...]


@router.get("/docs", name="api.reference")
def reference(request: Request, _visitor: CurrentVisitor) -> Response:
    """Show every call of the API."""
    api = request.app.state.api
    described = api.openapi()
    return render(
        request,
        "api/reference.html",
        about=described["info"]["description"],
        operations=tuple(operations(described)),
        examples={kind: json.dumps(answer) for kind, answer in EXAMPLES.items()},
        schema_url=str(request.url_for("api", path="/openapi.json").path),
    )


def operations(described: Mapping[str, Any]) -> Iterator[Operation]:
    """Yield the calls of an OpenAPI description, in its order."""
    for path, methods in described["paths"].items():
        for method, call in methods.items():
            yield Operation(
                id=call["operationId"],
                method=method.upper(),
                path=f"/api/v1{path}",
                about=call.get("description") or call.get("summary", ""),
                parameters=tuple(
                    Field(
                        item["name"],
                        kind_of(item["schema"], described),
                        item.get("required", False),
                        item["in"],
                    )
                    for item in call.get("parameters", ())
                ),
                body=_fields(call.get("requestBody", {}), described),
                reply=_fields(call["responses"].get("200", {}), described),
            )


def _fields(holder: Mapping[str, Any], described: Mapping[str, Any]) -> tuple[Field, ...]:
    schema = holder.get("content", {}).get("application/json", {}).get("schema")
    return () if schema is None else tuple(_of_object(schema, described))


def _of_object(
    schema: Mapping[str, Any], described: Mapping[str, Any], prefix: str = ""
) -> Iterator[Field]:
    """Yield the fields of an object, each followed by those of the objects that it holds."""
    shape = _resolved(schema, described)
    for name, item in shape.get("properties", {}).items():
        needed = name in shape.get("required", ())
        path = f"{prefix}{name}"
        yield Field(path, kind_of(item, described), needed, item.get("description", ""))
        if prefix.count(".") < _DEEPEST:
            for inner, mark in _held(item):
                yield from _of_object(inner, described, f"{path}{mark}.")


def _held(item: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the objects that a field holds, each with the mark of a list or of nothing."""
    for option in item.get("anyOf", [item]):
        if "$ref" in option:
            yield option, ""
        elif "$ref" in option.get("items", {}):
            yield option["items"], "[]"


def _resolved(schema: Mapping[str, Any], described: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    name = schema["$ref"].rpartition("/")[2]
    found: Mapping[str, Any] = described["components"]["schemas"][name]
    return found


def kind_of(schema: Mapping[str, Any], described: Mapping[str, Any]) -> str:
    """Return the type of a schema in a few words: "string | null", "list of Remark"."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(kind_of(item, described) for item in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(str(item) for item in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}), described)}"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        inner = kind_of(schema["additionalProperties"], described)
        return f"map to ({inner})" if "|" in inner else f"map to {inner}"
    return str(schema.get("format") or schema.get("type", "any"))
