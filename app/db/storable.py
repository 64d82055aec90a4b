"""What both engines can keep: any text without NUL and without halves of surrogate pairs."""

from typing import Any

_UNSTORABLE = {0: None, **dict.fromkeys(range(0xD800, 0xE000))}


def storable(text: str) -> str:
    """Return a text without the characters that PostgreSQL or UTF-8 refuse."""
    return text.translate(_UNSTORABLE)


def is_storable(value: object) -> bool:
    """Return whether a JSON value holds only texts that can be kept as they are."""
    if isinstance(value, str):
        return storable(value) == value
    if isinstance(value, dict):
        return all(is_storable(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return all(is_storable(part) for part in value)
    return True


def storable_json(value: Any) -> Any:  # noqa: ANN401  any JSON value
    """Return a JSON value with every text in it as `storable` leaves it."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(name): storable_json(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [storable_json(part) for part in value]
    return value
