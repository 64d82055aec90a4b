"""What both engines can keep: any text without NUL and without halves of surrogate pairs."""

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
