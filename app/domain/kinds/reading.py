"""Reading what was typed: text and numbers in the spellings that people use.

Nothing here raises: what cannot be read comes back as a Text that says so and names what was typed.
"""

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction

from app.domain.text import Text
from app.domain.variants import Number

MAX_NUMBER_LENGTH = 200
_MAX_EXPONENT = 300
_QUOTED = 40

_SUPERSCRIPTS = re.compile(r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_MIXED = re.compile(r"[0-9][¼-¾⅐-⅞]")
_ALIKE = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "—": "-",
        "‐": "-",
        "⁄": "/",
        "∕": "/",
        "÷": "/",
        "×": "*",
        "·": "*",
        "⋅": "*",
        "✕": "*",
        "∗": "*",
    }
)
_DIGITS = (
    r"(?:[0-9]{1,3}(?:[, _][0-9]{3})+(?![0-9])|[0-9]{1,4}(?:[, _][0-9]{4})+(?![0-9])|[0-9]+)"
    r"(?:\.[0-9]*)?|\.[0-9]+"
)
_POWER = r"(?P<base>10|2) ?(?:\^|\*\*) ?[({]?(?P<power>[+-]?[0-9]{1,4})[)}]?"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?) ?(?:"
    rf"(?P<digits>{_DIGITS})"
    rf"(?:e(?P<e>[+-]?[0-9]{{1,4}})| ?[*x] ?{_POWER})?)"
)
_BARE_POWER = re.compile(rf"(?P<sign>[+-]?) ?{_POWER}")
_MYRIADS = {
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
_SCALED = re.compile(rf"(?P<digits>{_DIGITS}) ?(?P<scale>万亿|[十百千]亿|[百千]万|[千万亿])")


def quoted(typed: object) -> str:
    """Return the beginning of what was typed, fit to be shown in a message."""
    text = typed if isinstance(typed, str) else type(typed).__name__
    clean = "".join(
        " " if unicodedata.category(character) in {"Cc", "Cs"} else character
        for character in text[: _QUOTED + 1]
    )
    return clean[:_QUOTED] + "…" if len(text) > _QUOTED else clean


def has_surrogates(text: str) -> bool:
    """Say whether a text holds half characters, which cannot be stored or sent."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def read_text(typed: object, longest: int) -> str | Text:
    """Return what was typed, or why it cannot be read: no text, empty, too long, broken."""
    # U+FFFD is what a form's broken bytes have become on the way here.
    if not isinstance(typed, str) or (
        len(typed) <= longest and (has_surrogates(typed) or "\ufffd" in typed)
    ):
        return Text(
            zh=f"没看懂收到的内容（{quoted(typed)}）。请输入文字。",
            en=f"What arrived cannot be read ({quoted(typed)}). Please type text.",
        )
    if len(typed) > longest:
        return Text(
            zh=f"太长了：{len(typed)} 个字符，最多 {longest} 个。",
            en=f"Too long: {len(typed)} characters, at most {longest}.",
        )
    if not typed.strip():
        return Text(zh="还没有作答，请先输入。", en="Nothing was typed yet. Please type an answer.")
    return typed


def read_number(typed: object, units: Iterable[str] = ()) -> Number | Text:
    """Return the number typed (an int where it is whole), or why it cannot be read.

    Read are group marks, full-width digits, 1.2e6, 1.2×10^6, 3/4, 1.2万, a trailing unit out of
    `units`, and a trailing % (a hundredth, unless % is the unit).
    """
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        # A JSON client may send a number. The longest have no decimal form.
        typed = repr(typed) if abs(typed) < 10**_MAX_EXPONENT else "∞"
    text = read_text(typed, MAX_NUMBER_LENGTH)
    if isinstance(text, Text):
        return text
    if _MIXED.search(text):
        return _not_a_number(text)
    bare, share = _without_unit(_folded(text), [_folded(unit) for unit in units])
    value = _quotient(bare)
    if value is None:
        return _not_a_number(text)
    if isinstance(value, Text):
        return value
    value *= share
    if abs(value) > 10**_MAX_EXPONENT:
        return _too_large(text)
    return value.numerator if value.denominator == 1 else float(value)


def _not_a_number(typed: str) -> Text:
    return Text(
        zh=f"没看懂“{quoted(typed)}”。请写一个数，例如 1250、1,250、0.25、1.2e6、3/4。",
        en=f'"{quoted(typed)}" cannot be read as a number. Type one such as 1250, 1,250, 0.25, '
        "1.2e6 or 3/4.",
    )


def _too_large(typed: str) -> Text:
    return Text(
        zh=f"“{quoted(typed)}”太大，读不了。", en=f'"{quoted(typed)}" is too large to be read.'
    )


def _folded(text: str) -> str:
    """Return the one spelling that many have: half-width, lower case, plain signs."""
    raised = _SUPERSCRIPTS.sub(lambda found: "^" + found[0], text)
    folded = unicodedata.normalize("NFKC", raised).translate(_ALIKE).lower()
    folded = folded.replace("$", "").replace("\\", "")
    return re.sub(r"\s+", " ", folded).strip().lstrip("=≈~约").strip()


def _without_unit(text: str, units: Iterable[str]) -> tuple[str, Fraction]:
    """Return the text without its trailing unit, and what a percent sign multiplies it by."""
    for unit in sorted(units, key=len, reverse=True):
        if unit and text.endswith(unit) and text != unit:
            return text.removesuffix(unit).strip(), Fraction(1)
    if text.endswith("%"):
        return text.removesuffix("%").strip(), Fraction(1, 100)
    return text.removesuffix("个").strip(), Fraction(1)


def _quotient(text: str) -> Fraction | Text | None:
    above, slash, below = text.partition("/")
    value = _one(above.strip())
    if not slash or value is None:
        return value
    divisor = _one(below.strip())
    if divisor is None:
        return None
    if divisor == 0:
        return Text(zh=f"“{quoted(text)}”除以零了。", en=f'"{quoted(text)}" divides by zero.')
    return value / divisor


def _one(text: str) -> Fraction | None:
    """Read one number without unit, or None. Exponents beyond reach give None as well."""
    if (scaled := _myriads(text)) is not None:
        return scaled
    if found := _BARE_POWER.fullmatch(text):
        value: Fraction | None = _raised(int(found["base"]), int(found["power"]))
    elif found := _NUMBER.fullmatch(text):
        power = found["e"] or found["power"] or "0"
        raised = _raised(int(found["base"] or 10), int(power))
        value = None if raised is None else _plain(found["digits"]) * raised
    else:
        return None
    return -value if value is not None and found["sign"] == "-" else value


def _plain(digits: str) -> Fraction:
    return Fraction(re.sub(r"[, _]", "", digits).removesuffix(".") or "0")


def _raised(base: int, power: int) -> Fraction | None:
    return Fraction(base) ** power if abs(power) <= _MAX_EXPONENT else None


def _myriads(text: str) -> Fraction | None:
    """Read 1.2万, 3亿5000万: parts with Chinese powers of ten, the largest first."""
    sign = -1 if text.startswith("-") else 1
    rest = text.lstrip("+-").strip()
    total, last = Fraction(0), None
    while found := _SCALED.match(rest):
        scale = _MYRIADS[found["scale"]]
        if last is not None and scale >= last:
            return None
        total, last = total + _plain(found["digits"]) * scale, scale
        rest = rest[found.end() :].strip()
    return None if rest or last is None else sign * total
