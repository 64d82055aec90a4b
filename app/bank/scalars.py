"""What a plain scalar means in YAML 1.2 core, and whether YAML 1.1 would read it otherwise."""

import re
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
LONGEST_NUMBER = 40
"""Digits beyond this are text: no honest number of a question is longer."""

# YAML 1.1, by the patterns that PyYAML uses; here only where they differ from the above.
_LEGACY_WORDS = frozenset(
    spelling
    for word in ("yes", "no", "on", "off", "y", "n")
    for spelling in (word, word.capitalize(), word.upper())
) | {"=", "<<"}
_LEGACY_FLOAT = re.compile(
    r"[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?"
    r"|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*"
)
_LEGACY_INT = re.compile(
    r"[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)"
    r"|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+"
)
_LEGACY_DATE = re.compile(
    r"\d{4}-\d\d-\d\d"
    r"|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?"
    r"(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?"
)
_NUMERIC_START = frozenset("-+.0123456789")


def read_plain(text: str) -> Scalar:
    """Return the value of an unquoted scalar under the YAML 1.2 core schema."""
    if text in _NULLS:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    number = None
    if text[0] in _NUMERIC_START and len(text) <= LONGEST_NUMBER:
        number = _read_number(text)
    return text if number is None else number


def _read_number(text: str) -> int | float | None:
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", "").lower())
    return None


def reads_differently(text: str) -> bool:
    """Say whether YAML 1.1 gives an unquoted scalar another type or another value than 1.2.

    Catches `no`, `on`, `010`, `12:30`, `1_000`, `1e-7`, `2026-11-01`, `<<`.
    """
    if text in _LEGACY_WORDS:
        return True
    if not text or text[0] not in _NUMERIC_START or _SPECIAL.fullmatch(text):
        return False
    if len(text) > LONGEST_NUMBER:
        return bool(_INT.fullmatch(text) or _FLOAT.fullmatch(text))
    if _INT.fullmatch(text):
        # 0o17 is text in 1.1; 010 is eight there; 08 is text there; 0 and 10 agree.
        digits = text.lstrip("-+")
        return digits.startswith("0o") or (
            len(digits) > 1 and digits[0] == "0" and digits[1] != "x"
        )
    if _FLOAT.fullmatch(text):
        return not _LEGACY_FLOAT.fullmatch(text)
    return bool(
        _LEGACY_INT.fullmatch(text) or _LEGACY_FLOAT.fullmatch(text) or _LEGACY_DATE.fullmatch(text)
    )
