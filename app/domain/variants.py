"""Variants: the numbers of a question, drawn anew for every showing, alike for the same index."""

import hashlib
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Protocol, Self, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictFloat,
    StrictInt,
    StringConstraints,
    model_validator,
)

from app.domain.expressions import FUNCTIONS, ExpressionError, compile_expression
from app.domain.ids import ParameterName, refusal
from app.domain.problems import Finding
from app.domain.text import Lang, Text

Number: TypeAlias = int | float
Source = Annotated[str, StringConstraints(min_length=1, max_length=400)]
"""The source of an expression (app/domain/expressions.py)."""

SURVEYED = 200
"""How many variants are drawn to judge a question (contracts, row 15)."""
MAX_TRIES = 1000
_MAX_TRIES_ON_AVERAGE = 20
ANSWER = "answer"
"""The name of the placeholder for the key."""

PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Variant:
    """One drawing of a question's parameters.

    `index` counts showings of one card; it also seeds the order of the options, so a question
    without parameters still has variants of its own. `numbers` may be used in expressions, `words`
    only in texts.
    """

    index: int
    numbers: Mapping[str, Number] = field(default_factory=dict)
    words: Mapping[str, Text] = field(default_factory=dict)


class Wording(BaseModel):
    """A parameter that is a word: one expression per language, each giving a piece of text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Source
    en: Source


class Parameter(BaseModel):
    """How one parameter comes about: exactly one of the four ways."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    choice: tuple[StrictInt | StrictFloat, ...] | None = Field(default=None, min_length=1)
    int: tuple[StrictInt, StrictInt, StrictInt] | None = None
    """Lowest, highest (both included) and step."""
    derived: Source | None = None
    text: Wording | None = None

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        ways = (self.choice, self.int, self.derived, self.text)
        if sum(way is not None for way in ways) != 1:
            raise refusal(
                "E-parameter",
                "参数要写 choice、int、derived、text 之一，且只写一个。",
                "A parameter has exactly one of choice, int, derived and text.",
            )
        return self

    def drawn(self, rng: random.Random, numbers: Mapping[str, Number]) -> Number:
        """Return a number drawn or derived. Raises ExpressionError where it has no value."""
        if self.choice is not None:
            return rng.choice(self.choice)
        if self.int is not None:
            low, high, step = self.int
            return rng.randrange(low, high + 1, step)
        return compile_expression(self.derived or "").number(numbers)


class Variants(BaseModel):
    """The parameters of a question and what they must satisfy."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: StrictInt = Field(ge=1)
    """A new way of drawing is a new version: old attempts keep what they showed."""
    params: dict[ParameterName, Parameter] = Field(min_length=1)
    require: tuple[Source, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names that texts may use between double braces."""
        return frozenset(self.params)

    def draw(self, uid: str, index: int) -> Variant:
        """Return variant `index` of the question `uid`: the same at every call, on every machine.

        Raises ExpressionError when an expression has no value, or when MAX_TRIES draws in a row
        break a requirement.
        """
        return self._draw(uid, index)[0]

    def _draw(self, uid: str, index: int) -> tuple[Variant, int]:
        """Return the variant and the number of draws it took."""
        seed = hashlib.sha256(f"{uid}|{self.version}|{index}".encode()).digest()
        rng = random.Random(seed)  # noqa: S311 - numbers of an exercise, not secrets
        for tries in range(1, MAX_TRIES + 1):
            numbers, words = self._once(rng)
            if all(compile_expression(rule).value(numbers) for rule in self.require):
                return Variant(index, numbers, words), tries
        raise ExpressionError(
            f"抽了 {MAX_TRIES} 次都不满足 require，请放宽条件或扩大取值范围。",
            f"{MAX_TRIES} draws in a row break a requirement; loosen require or widen the choices.",
        )

    def _once(self, rng: random.Random) -> tuple[dict[str, Number], dict[str, Text]]:
        numbers: dict[str, Number] = {}
        words: dict[str, Text] = {}
        for name, how in self.params.items():
            if how.text is None:
                numbers[name] = how.drawn(rng, numbers)
            else:
                # Words may be empty (a plural "s" that is absent), which a Text may not.
                words[name] = Text.model_construct(
                    zh=compile_expression(how.text.zh).words(numbers),
                    en=compile_expression(how.text.en).words(numbers),
                )
        return numbers, words

    def survey(self, uid: str) -> tuple[tuple[Variant, ...], tuple[Finding, ...]]:
        """Draw SURVEYED variants and return them with the faults found; none where there are any.

        Paths of the findings begin with "variants".
        """
        if faults := tuple(self._faults()):
            return (), faults
        drawn: list[Variant] = []
        total = 0
        for index in range(SURVEYED):
            try:
                variant, tries = self._draw(uid, index)
            except ExpressionError as error:
                zh = f"变体 {index}：{error.message.zh}"
                en = f"Variant {index}: {error.message.en}"
                return (), (Finding.said("variants", "E-variant", zh, en),)
            drawn.append(variant)
            total += tries
        if total > _MAX_TRIES_ON_AVERAGE * SURVEYED:
            average = total / SURVEYED
            zh = f"平均抽 {average:.0f} 次才满足 require，上限是 {_MAX_TRIES_ON_AVERAGE} 次。"
            en = (
                f"It takes {average:.0f} draws on average to meet require; at most "
                f"{_MAX_TRIES_ON_AVERAGE} are allowed. Choose values that fit together."
            )
            return tuple(drawn), (Finding.said("variants.require", "E-variant-rare", zh, en),)
        return tuple(drawn), ()

    def free_combinations(self) -> int:
        """Return how many combinations of drawn values there are before `require`."""
        count = 1
        for how in self.params.values():
            if how.choice is not None:
                count *= len(set(how.choice))
            elif how.int is not None:
                count *= len(range(how.int[0], how.int[1] + 1, how.int[2]))
        return count

    def _faults(self) -> Iterator[Finding]:
        """Check every expression against the names above it."""
        known: set[str] = set()
        for name, how in self.params.items():
            at = f"variants.params.{name}"
            if name == ANSWER or name in FUNCTIONS:
                zh = f"参数不能叫 {name}：这个名字已有意义，请换一个。"
                en = f"A parameter cannot be called {name}, which has a meaning already; rename it."
                yield Finding.said(at, "E-parameter-name", zh, en)
            if how.int is not None and (how.int[2] < 1 or how.int[0] > how.int[1]):
                zh = "int 依次写最小值、最大值、步长，最小值不大于最大值，步长为正。"
                en = "int is lowest, highest, step: lowest up to highest, step above 0."
                yield Finding.said(f"{at}.int", "E-parameter", zh, en)
            if how.derived is not None:
                yield from expression_findings(f"{at}.derived", how.derived, known)
            if how.text is not None:
                yield from expression_findings(f"{at}.text.zh", how.text.zh, known)
                yield from expression_findings(f"{at}.text.en", how.text.en, known)
            else:
                known.add(name)
        for position, rule in enumerate(self.require):
            yield from expression_findings(f"variants.require[{position}]", rule, known)


def expression_findings(
    path: str, source: str, known: frozenset[str] | set[str]
) -> Iterator[Finding]:
    """Check that an expression can be read and uses known names only."""
    try:
        names = compile_expression(source).names
    except ExpressionError as error:
        at = error.offset + 1
        zh = f"表达式第 {at} 个字符：{error.message.zh}"
        en = f"Expression, character {at}: {error.message.en}"
        yield Finding.said(path, "E-expression", zh, en)
        return
    if unknown := sorted(names - set(known)):
        listed, usable = ", ".join(unknown), ", ".join(sorted(known))
        yield Finding.said(
            path,
            "E-expression-name",
            f"这里不能用 {listed}；可用的参数（写在它上面的、非文字的）：{usable or '无'}。",
            f"{listed} cannot be used here; parameters declared above and not words: "
            f"{usable or 'none'}.",
        )


class _Shown(Protocol):
    def answer_text(self, variant: Variant) -> str | None: ...


def values_of(question: _Shown, variant: Variant, lang: Lang) -> dict[str, str]:
    """Return what the placeholders of a question stand for in one language."""
    values = {name: format_number(number) for name, number in variant.numbers.items()}
    values.update({name: words.said_in(lang) for name, words in variant.words.items()})
    if (answer := question.answer_text(variant)) is not None:
        values[ANSWER] = answer
    return values


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of `{{name}}`; a name without a value stays as it is."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


_PLAIN = range(-7, 16)
"""The powers of ten that are written out."""


def format_number(value: Number, digits: int = 12) -> str:
    """Return a number as people write it: 31 for 31.0, 0.3 for 0.30000000000000004, 1.2e-9.

    `digits` is the greatest number of significant figures of a number that is not whole.
    """
    if isinstance(value, int):
        return str(int(value))
    if value.is_integer() and abs(value) < 10 ** (_PLAIN.stop - 1):
        return str(int(value))
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if power in _PLAIN:
        plain = format(Decimal(f"{mantissa}e{power}"), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{power}"
