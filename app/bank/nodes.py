"""The tree of a YAML file: every value with its place."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app.bank.scalars import Scalar


@dataclass(slots=True)
class Leaf:
    """A scalar. Lines and columns count from 1; `start` and `end` are indices into the text."""

    line: int
    column: int
    start: int
    end: int
    content: Scalar

    def value(self) -> Scalar:
        """Return the plain value."""
        return self.content


@dataclass(slots=True)
class Mapping:
    """Keys and values, in file order."""

    line: int
    column: int
    start: int
    end: int = 0
    items: "dict[str, tuple[Leaf, Node]]" = field(default_factory=dict)

    def value(self) -> dict[str, Any]:
        """Return a dict of plain values."""
        return {name: node.value() for name, (_, node) in self.items.items()}


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    column: int
    start: int
    end: int = 0
    items: "list[Node]" = field(default_factory=list)

    def value(self) -> list[Any]:
        """Return a list of plain values."""
        return [node.value() for node in self.items]


Node: TypeAlias = Leaf | Mapping | Sequence
