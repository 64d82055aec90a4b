"""Numeric questions: the answer is one number, right within a tolerance."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from pydantic import Field, StrictFloat, StrictInt

from app.domain.expressions import ExpressionError, compile_expression
from app.domain.grade import Answer, Grade, Remark
from app.domain.kinds.base import Part, QuestionBase
from app.domain.kinds.pieces import Line, Strict
from app.domain.kinds.reading import quoted, read_number
from app.domain.kinds.tolerance import NEAR, Check, close, shown_key
from app.domain.problems import Finding
from app.domain.text import LANGS, Lang, Text
from app.domain.variants import Number, Source, Variant, expression_findings, fill, format_number

_MAX_FIGURES = 12
_LIVE_SHARE = 0.5
_NEAR = Text(
    zh="很接近，但误差超出允许范围：检查舍入和精度。",
    en="Close, but outside the tolerance: check rounding and precision.",
)


class NumericError(Strict):
    """A wrong number that a known slip leads to, and what to say about the slip."""

    value: Source
    say: Text


class NumericAnswer(Strict):
    """The key as an expression, and how near an answer must be.

    `tol` is the greatest difference (abs), the greatest difference as a share of the key (rel), or
    the number of significant figures (sigfigs). exact_int has none.
    """

    value: Source
    check: Check
    tol: StrictInt | StrictFloat = Field(default=0, ge=0)
    unit: Text | Line | None = None
    common_errors: tuple[NumericError, ...] = ()

    def unit_in(self, lang: Lang) -> str:
        """Return the unit in one language, empty where there is none."""
        if isinstance(self.unit, Text):
            return self.unit.said_in(lang)
        return self.unit or ""


class NumericBody(Part):
    """A number to be typed: a whole question, or a gap of a cloze."""

    answer: NumericAnswer

    def key(self, variant: Variant) -> Number:
        """Return the right number: an int where the expression gives one."""
        return compile_expression(self.answer.value).number(variant.numbers)

    def key_text(self, variant: Variant, lang: Lang) -> str:
        """Return the right number with its unit."""
        unit = _filled(self.answer.unit_in(lang), variant, lang)
        return f"{self.answer_text(variant)} {unit}".strip()

    def answer_text(self, variant: Variant) -> str:
        """Return the right number as it is shown: with as many figures as the tolerance means."""
        return shown_key(self.answer.check, self.answer.tol, self.key(variant))

    def grade(self, answer: Answer, variant: Variant) -> Grade:
        """Grade what was typed; a number that a known slip gives is recognised by its value."""
        units = [_filled(self.answer.unit_in(lang), variant, lang) for lang in LANGS]
        value = read_number(answer, units)
        if isinstance(value, Text):
            return Grade.rejected(value)
        if self.answer.check == "exact_int" and isinstance(value, float):
            return Grade.rejected(
                Text(
                    zh=f"“{quoted(answer)}”不是整数，这里要一个整数。",
                    en=f'"{quoted(answer)}" is not whole; a whole number is needed here.',
                )
            )
        key = self.key(variant)
        if self._close(key, value):
            return Grade(score=1.0, correct=True)
        for error, wrong in self._live_errors(key, variant):
            if self._close(wrong, value):
                return Grade(score=0.0, remarks=(Remark(error.say),))
        near = self._close(key, value, times=NEAR)
        return Grade(score=0.0, near=near, remarks=(Remark(_NEAR, tone="hint"),) if near else ())

    def _close(self, key: Number, value: Number, *, times: int = 1) -> bool:
        return close(self.answer.check, self.answer.tol, key, value, times=times)

    def _live_errors(self, key: Number, variant: Variant) -> list[tuple[NumericError, Number]]:
        """Return the errors that can be told from the key and from each other here.

        An entry equal to the key or to an earlier entry is silent in this variant (row 15).
        """
        live: list[tuple[NumericError, Number]] = []
        for error in self.answer.common_errors:
            try:
                wrong = compile_expression(error.value).number(variant.numbers)
            except ExpressionError:
                continue
            others = [key, *(value for _, value in live)]
            if not any(self._close(other, wrong) for other in others):
                live.append((error, wrong))
        return live

    def own_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:
        """Check the tolerance, the key in every variant, and that the slips can be told apart."""
        yield from self._tolerance_findings()
        if not variants:
            return
        known = variants[0].numbers.keys()
        faults = list(expression_findings("answer.value", self.answer.value, set(known)))
        for position, error in enumerate(self.answer.common_errors):
            path = f"answer.common_errors[{position}].value"
            faults.extend(expression_findings(path, error.value, set(known)))
        if not faults:
            faults.extend(self._key_findings(variants))
        yield from faults
        if not faults:
            yield from self._error_findings(variants)

    def _tolerance_findings(self) -> Iterator[Finding]:
        check, tol = self.answer.check, self.answer.tol
        if check == "exact_int" and tol:
            zh, en = "exact_int 不写 tol。", "exact_int has no tol."
        elif check == "abs" and not tol:
            zh, en = "abs 要写 tol（最大差值，大于 0）。", "abs needs a tol above 0."
        elif check == "rel" and not 0 < tol < 1:
            zh = "rel 的 tol 是相对误差，在 0 与 1 之间：三位有效数字写 0.005。"
            en = "The tol of rel is a share between 0 and 1: three figures are 0.005."
        elif check == "sigfigs" and (not isinstance(tol, int) or not 1 <= tol <= _MAX_FIGURES):
            zh = f"sigfigs 的 tol 是有效数字的位数，1 到 {_MAX_FIGURES} 的整数。"
            en = f"The tol of sigfigs is a number of figures, whole, 1 to {_MAX_FIGURES}."
        else:
            return
        yield Finding.said("answer.tol", "E-tolerance", zh, en)

    def _key_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:
        """Report the first variant whose key has no value or is not of the right type."""
        for variant in variants:
            try:
                key = self.key(variant)
            except ExpressionError as error:
                zh = f"变体 {variant.index}：{error.message.zh}"
                en = f"Variant {variant.index}: {error.message.en}"
                yield Finding.said("answer.value", "E-key", zh, en)
                return
            if self.answer.check == "exact_int" and isinstance(key, float):
                yield Finding.said(
                    "answer.value",
                    "E-key-whole",
                    f"exact_int 的答案是小数 {format_number(key)}（变体 {variant.index}）："
                    "整除用 //，或把结果放进 round()。",
                    f"The key of exact_int is {format_number(key)}, not an integer (variant "
                    f"{variant.index}): divide with //, or put the result into round().",
                )
                return

    def _error_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:
        seen = [error for one in variants for error, _ in self._live_errors(self.key(one), one)]
        for position, error in enumerate(self.answer.common_errors):
            told = sum(error is other for other in seen)
            if told < _LIVE_SHARE * len(variants):
                yield Finding.said(
                    f"answer.common_errors[{position}]",
                    "E-error-indistinct",
                    f"{len(variants)} 个变体里只有 {told} 个能把它和答案、和前面的错误区分开，"
                    "至少要一半：改取值或 require。",
                    f"It can be told from the key and from earlier errors in {told} of "
                    f"{len(variants)} variants; half are needed. Change the choices or require.",
                )


def _filled(text: str, variant: Variant, lang: Lang) -> str:
    words = {name: both.said_in(lang) for name, both in variant.words.items()}
    return fill(text, words)


class NumericQuestion(NumericBody, QuestionBase):
    """One number."""

    kind: Literal["numeric"]
    has_answer_text: ClassVar[bool] = True
