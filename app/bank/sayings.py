"""Every objection of pydantic as a sentence in both languages that says how to mend it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from app.bank.suggesting import nearest
from app.domain.kinds import KINDS
from app.domain.text import LANGS, Text


@dataclass(frozen=True, slots=True)
class Complaint:
    """One pydantic error. `way` is its place in the data, without the tags of unions."""

    way: tuple[str | int, ...]
    kind: str
    context: Mapping[str, Any]
    given: Any
    models: tuple[type[BaseModel], ...]
    in_union: bool

    @property
    def name(self) -> str:
        """The last step of the way, for messages."""
        return str(self.way[-1]) if self.way else ""


def field_names(model: type[BaseModel]) -> set[str]:
    """Return the keys that a model takes, as they are written in files."""
    return {field.alias or name for name, field in model.model_fields.items()}


def said_of(fault: Complaint) -> tuple[str, Text]:
    """Return the code of a problem and what to say about it."""
    if {"zh", "en"} <= fault.context.keys():
        return fault.kind, Text(zh=fault.context["zh"], en=fault.context["en"])
    if fault.kind == "missing":
        return _missing(fault)
    if Text in fault.models and fault.kind.startswith("model"):
        return "E-missing-language", _both_languages()
    if (say := _SAYINGS.get(fault.kind)) is not None:
        return say(fault)
    return "E-value", Text(
        zh=f"{_shown(fault)}这个值不合要求（{fault.kind}）。",
        en=f"{_shown(fault, _EN)} does not fit here ({fault.kind}).",
    )


def _missing(fault: Complaint) -> tuple[str, Text]:
    if fault.name in LANGS:
        zh, en = ("中文", "Chinese") if fault.name == "zh" else ("英文", "English")
        return "E-missing-language", Text(
            zh=f"缺少{zh}（{fault.name}）。每段文字都要有 zh 和 en。",
            en=f"The {en} text ({fault.name}) is missing. Every text has zh and en.",
        )
    if fault.way and isinstance(fault.way[-1], int):
        return "E-missing", Text(
            zh=f"列表太短：缺少第 {fault.way[-1] + 1} 项。",
            en=f"The list is too short: entry {fault.way[-1] + 1} is missing.",
        )
    return "E-missing", Text(
        zh=f"缺少 {fault.name}。",
        en=f"{fault.name} is missing.",
    )


def _unknown_key(fault: Complaint) -> tuple[str, Text]:
    name = fault.name
    known: set[str] = set()
    for model in fault.models:
        known |= field_names(model)
    if (guess := nearest(name, known)) is not None:
        return "E-unknown-key", Text(
            zh=f"不认识的键“{name[:60]}”。是不是 {guess}？",
            en=f'Unknown key "{name[:60]}". Did you mean {guess}?',
        )
    usable = "、".join(sorted(known)[:24]) or "—"
    listed = ", ".join(sorted(known)[:24]) or "none"
    return "E-unknown-key", Text(
        zh=f"不认识的键“{name[:60]}”。这里可用的键：{usable}。",
        en=f'Unknown key "{name[:60]}". Keys that may stand here: {listed}.',
    )


def _literal(fault: Complaint) -> tuple[str, Text]:
    expected = str(fault.context.get("expected") or fault.context.get("expected_tags") or "")
    words = [word.strip(" '\"") for word in expected.replace(" or ", ", ").split(",")]
    guess = nearest(str(fault.given), words) if isinstance(fault.given, str) else None
    tag = fault.context.get("tag")
    if tag is not None:
        guess = nearest(str(tag), words)
    hint_zh, hint_en = (f"是不是 {guess}？", f" Did you mean {guess}?") if guess else ("", "")
    listed = ", ".join(words)
    return "E-choice", Text(
        zh=f"这里只能写：{listed}。{hint_zh}",
        en=f"One of these is needed: {listed}.{hint_en}",
    )


def _no_kind(_fault: Complaint) -> tuple[str, Text]:
    return "E-missing", Text(
        zh=f"缺少 kind（题型）：{'、'.join(KINDS)}。",
        en=f"kind is missing. It is one of {', '.join(KINDS)}.",
    )


def _should_be(zh: str, en: str) -> "Callable[[Complaint], tuple[str, Text]]":
    def say(fault: Complaint) -> tuple[str, Text]:
        return "E-type", Text(
            zh=f"{_shown(fault)}应当是{zh}。", en=f"{_shown(fault, _EN)} should be {en}."
        )

    return say


def _not_text(fault: Complaint) -> tuple[str, Text]:
    if isinstance(fault.given, dict | list):
        return "E-type", Text(zh="这里应当是一段文字。", en="This should be a text.")
    return "E-type", Text(
        zh=f"{_shown(fault)}应当是文字：加上单引号。",
        en=f"{_shown(fault, _EN)} should be text: put it in single quotes.",
    )


def _bound(zh: str, en: str, key: str) -> "Callable[[Complaint], tuple[str, Text]]":
    def say(fault: Complaint) -> tuple[str, Text]:
        limit = fault.context.get(key)
        return "E-range", Text(
            zh=f"{_shown(fault)}超出范围：{zh} {limit}。",
            en=f"{_shown(fault, _EN)} is out of range: {en} {limit}.",
        )

    return say


def _pattern(fault: Complaint) -> tuple[str, Text]:
    example = _EXAMPLES.get(fault.name if isinstance(fault.way[-1], str) else str(fault.way[-2]))
    zh, en = (f"例如 {example}", f"for example {example}") if example else ("", "")
    pattern = fault.context.get("pattern", "")
    return "E-format", Text(
        zh=f"{_shown(fault)}的写法不对，{zh or f'应符合 {pattern}'}。",
        en=f"{_shown(fault, _EN)} is not in the right form, {en or f'which is {pattern}'}.",
    )


def _length(fault: Complaint) -> tuple[str, Text]:
    low, high = fault.context.get("min_length"), fault.context.get("max_length")
    text = fault.kind.startswith("string")
    if low is not None and text and low == 1:
        return "E-empty-text", Text(zh="这里是空的，请填上内容。", en="This is empty. Fill it in.")
    unit_zh, unit_en = ("个字符", "characters") if text else ("项", "entries")
    zh = f"至少要有 {low} {unit_zh}" if low is not None else f"最多 {high} {unit_zh}"
    en = f"at least {low}" if low is not None else f"at most {high}"
    return "E-length", Text(zh=f"{zh}。", en=f"Number of {unit_en}: {en}.")


def _both_languages() -> Text:
    return Text(
        zh="这里要写两种语言：{zh: …, en: …}。",
        en="Both languages belong here: {zh: …, en: …}.",
    )


def _shown(fault: Complaint, quotes: str = "“”") -> str:
    given = fault.given
    if isinstance(given, dict | list):
        return fault.name
    shown = str(given).lower() if isinstance(given, bool) else str(given)
    if isinstance(given, str):
        return f"{quotes[0]}{shown[:60]}{quotes[1]}"
    return shown if len(shown) <= 60 else f"{shown[:59]}…"  # noqa: PLR2004 - one line


_EN = '""'
_EXAMPLES = {
    "skills": "lstm.parameters",
    "covers": "S1-02",
    "exercise": "C07",
    "file": "receptive-field.svg",
}

_whole = _should_be("整数", "a whole number")
_number = _should_be("数", "a number")
_list = _should_be(
    "列表（每项一行，以 - 开头，或 [a, b]）", "a list (lines that begin with -, or [a, b])"
)
_mapping = _should_be("“键: 值”", 'a group of "key: value"')

_SAYINGS: dict[str, Callable[[Complaint], tuple[str, Text]]] = {
    "extra_forbidden": _unknown_key,
    "literal_error": _literal,
    "union_tag_invalid": _literal,
    "union_tag_not_found": _no_kind,
    "string_type": _not_text,
    "int_type": _whole,
    "int_parsing": _whole,
    "int_from_float": _whole,
    "float_type": _number,
    "float_parsing": _number,
    "bool_type": _should_be("true 或 false", "true or false"),
    "bool_parsing": _should_be("true 或 false", "true or false"),
    "tuple_type": _list,
    "list_type": _list,
    "dict_type": _mapping,
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "greater_than": _bound("必须大于", "it must be greater than", "gt"),
    "greater_than_equal": _bound("至少", "it is at least", "ge"),
    "less_than": _bound("必须小于", "it must be less than", "lt"),
    "less_than_equal": _bound("最多", "it is at most", "le"),
    "finite_number": _should_be("有限的数", "a finite number"),
    "string_pattern_mismatch": _pattern,
    "string_too_short": _length,
    "string_too_long": _length,
    "too_short": _length,
    "too_long": _length,
}
