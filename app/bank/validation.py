"""What pydantic says about a file, said with the exact place and in both languages."""

import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from app.bank.sayings import Complaint, field_names, said_of
from app.bank.source import Source
from app.domain.problems import Problem


def explain(error: ValidationError, source: Source, annotation: Any) -> list[Problem]:  # noqa: ANN401
    """Return the problems behind a validation error of `annotation` over `source.data`."""
    faults = [_fault(item, source.data, annotation) for item in error.errors(include_url=False)]
    return [_problem(fault, source) for fault in _without_echoes(faults)]


def path_of(way: Sequence[str | int]) -> str:
    """Return a way through the data as text: "gaps[0].options[1].why"."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in way)
    return "".join(parts).removeprefix(".")


def _fault(item: Mapping[str, Any], data: Any, annotation: Any) -> Complaint:  # noqa: ANN401
    loc = tuple(item["loc"])
    here: Any = data
    way: list[str | int] = []
    models = tuple(_models(annotation))
    tagged = False
    for index, step in enumerate(loc):
        tagged = False
        last = index == len(loc) - 1
        if isinstance(step, str) and isinstance(here, Mapping) and step in here:
            models = tuple(_models_at(models, step))
            here = here[step]
        elif isinstance(step, int) and isinstance(here, list) and step < len(here):
            here = here[step]
        elif last and item["type"] == "missing":
            pass
        else:
            models = _narrowed(models, step)
            tagged = True
            continue
        way.append(step)
    if item["type"] == "union_tag_invalid":
        way.append(str(item["ctx"]["discriminator"]).strip("'"))
    return Complaint(
        tuple(way), item["type"], item.get("ctx", {}), item.get("input"), models, tagged
    )


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401
    """Yield the models that a value of this annotation may hold, through unions and tuples."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _models(get_args(annotation)[0])
    elif origin in {Union, types.UnionType, tuple, list, dict}:
        for part in get_args(annotation):
            yield from _models(part)


def _models_at(models: Iterable[type[BaseModel]], name: str) -> Iterator[type[BaseModel]]:
    for model in models:
        for field_name, field in model.model_fields.items():
            if name in {field_name, field.alias}:
                yield from _models(field.annotation)
    # Keys of a dict are not fields: its values' models stay the candidates.
    if not any(name in field_names(model) for model in models):
        yield from models


def _narrowed(models: tuple[type[BaseModel], ...], tag: str | int) -> tuple[type[BaseModel], ...]:
    def tags(model: type[BaseModel]) -> tuple[Any, ...]:
        kind = model.model_fields.get("kind")
        return get_args(kind.annotation) if kind and get_origin(kind.annotation) is Literal else ()

    chosen = tuple(m for m in models if tag in tags(m) or m.__name__ == tag)
    return chosen or models


def _without_echoes(faults: list[Complaint]) -> list[Complaint]:
    """Of the branches of a union that all failed, keep what the author meant."""
    kept: list[Complaint] = []
    decimals = {fault.way for fault in faults if fault.kind == "float_type"}
    for fault in faults:
        if fault.kind == "int_type" and fault.in_union and fault.way in decimals:
            continue  # either would do: the other one says "a number"
        if fault.kind == "too_short" and len(fault.given) >= fault.context["min_length"]:
            continue  # too short only without the entries that are faults themselves
        if not fault.in_union:
            kept.append(fault)
            continue
        others = [other for other in faults if other is not fault]
        deeper = any(
            len(other.way) > len(fault.way) and other.way[: len(fault.way)] == fault.way
            for other in others
        )
        said = any(other.way == fault.way for other in kept)
        if not deeper and not said:
            kept.append(fault)
    return kept


def _problem(fault: Complaint, source: Source) -> Problem:
    path = path_of(fault.way)
    code, message = said_of(fault)
    unknown = fault.kind == "extra_forbidden"
    if fault.kind == "missing" and len(fault.way) > 1:
        line, column = source.place(path_of(fault.way[:-1]), key=True)
        return Problem(source.file, line, column, path, code, message.en, message.zh)
    return source.problem(path, code, message, key=unknown)
