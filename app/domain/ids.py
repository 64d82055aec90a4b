"""The shapes of names: ids of parts, slugs, uids, parameters. And how a schema refuses a value.

A refusal carries its message in both languages: the pydantic error has our code as `type` and
`{"zh": ..., "en": ...}` as `ctx`.
"""

import keyword
import re
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

RESERVED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that some YAML reader takes for a truth value or for nothing."""

_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
_SLUG = re.compile(r"(?=.{2,80}$)[a-z0-9]+(-[a-z0-9]+)*")
_UID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_PARAMETER = re.compile(r"[a-z][a-z0-9_]{0,39}")


def refusal(code: str, zh: str, en: str) -> PydanticCustomError:
    """Return the error that a validator raises so that both languages reach the author."""
    return PydanticCustomError(code, "{en}", {"zh": zh, "en": en})


def _checked_id(value: str) -> str:
    if _ID.fullmatch(value) and value not in RESERVED:
        return value
    raise refusal(
        "E-id",
        f"“{value[:60]}”不能用作 id：以小写字母开头，只含小写字母、数字和连字符，"
        "且不能是 y、n、yes、no、on、off、true、false、null。",
        f'"{value[:60]}" cannot be an id: begin with a lower-case letter, use lower-case letters, '
        "digits and hyphens only, and none of y, n, yes, no, on, off, true, false, null.",
    )


def _checked_slug(value: str) -> str:
    if _SLUG.fullmatch(value):
        return value
    raise refusal(
        "E-slug",
        f"“{value[:80]}”不是合法的 slug：小写字母和数字，用单个连字符分隔，2 到 80 个字符。",
        f'"{value[:80]}" is not a slug: lower-case letters and digits with single hyphens between '
        "them, 2 to 80 characters.",
    )


def _checked_uid(value: str) -> str:
    if _UID.fullmatch(value):
        return value
    raise refusal(
        "E-uid",
        f"“{value[:40]}”不是 ULID：26 个字符，数字和大写字母（不含 I、L、O、U），加引号书写。",
        f'"{value[:40]}" is not a ULID: 26 characters, digits and capital letters without I, L, O, '
        "U, written in quotes.",
    )


def _checked_parameter(value: str) -> str:
    if _PARAMETER.fullmatch(value) and value not in RESERVED and not keyword.iskeyword(value):
        return value
    raise refusal(
        "E-parameter-name",
        f"“{value[:40]}”不能用作参数名：以小写字母开头，只含小写字母、数字和下划线，且不是保留字。",
        f'"{value[:40]}" cannot name a parameter: begin with a lower-case letter, use lower-case '
        "letters, digits and underscores only, and no reserved word.",
    )


Id = Annotated[str, AfterValidator(_checked_id)]
Slug = Annotated[str, AfterValidator(_checked_slug)]
Uid = Annotated[str, AfterValidator(_checked_uid)]
ParameterName = Annotated[str, AfterValidator(_checked_parameter)]
