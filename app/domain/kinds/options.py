"""Options to choose from: shared by single, multi and the gaps of a cloze."""

from collections.abc import Iterator, Sequence

from pydantic import StrictBool

from app.domain.ids import Id
from app.domain.kinds.pieces import Strict
from app.domain.kinds.reading import quoted
from app.domain.kinds.soundness import repeated_ids
from app.domain.problems import Finding
from app.domain.text import LANGS, Lang, Text
from app.domain.variants import Variant, fill, format_number

_LONGER_BY = 1.15
_LONGER_BY_CHARACTERS = 4


class Option(Strict):
    """One option. `why` tells what somebody who chooses it believes, and mends it."""

    id: Id
    text: Text
    correct: StrictBool
    why: Text


def not_an_option(given: object) -> Text:
    """Say that what arrived is none of the options."""
    if given in ("", None, [], {}):
        return Text(
            zh="还没有作答，请选择一项。", en="Nothing was chosen yet. Please choose an option."
        )
    return Text(
        zh=f"没有选项“{quoted(given)}”，请从列出的选项里选。",
        en=f'There is no option "{quoted(given)}". Please choose one of those shown.',
    )


def option_findings(options: Sequence[Option], variants: Sequence[Variant]) -> Iterator[Finding]:
    """Check ids, twins, and that the length of the right options does not give them away."""
    yield from repeated_ids("options", (option.id for option in options))
    for lang in LANGS:
        yield from _twin_findings(options, variants, lang)
        yield from _length_findings(options, lang)


def _twin_findings(
    options: Sequence[Option], variants: Sequence[Variant], lang: Lang
) -> Iterator[Finding]:
    """Report the first variant in which two options read the same."""
    for variant in variants:
        if len({_shown(option, variant, lang) for option in options}) < len(options):
            yield Finding.said(
                "options",
                "E-option-twins",
                f"（{lang}）有两个选项读起来一样（变体 {variant.index}）。",
                f"({lang}) Two options read the same (variant {variant.index}).",
            )
            return


def _length_findings(options: Sequence[Option], lang: Lang) -> Iterator[Finding]:
    lengths = {option.id: len(option.text.said_in(lang)) for option in options}
    wrong = max((lengths[option.id] for option in options if not option.correct), default=0)
    right = min((lengths[option.id] for option in options if option.correct), default=0)
    if wrong and right > max(wrong * _LONGER_BY, wrong + _LONGER_BY_CHARACTERS):
        listed = ", ".join(f"{name}: {length}" for name, length in lengths.items())
        yield Finding.said(
            "options",
            "E-option-longest",
            f"（{lang}）正确选项最长，会被看出来（字符数 {listed}）。"
            "把限定语移到题干，或给错误选项也补上理由。",
            f"({lang}) The right option is the longest, which gives it away (characters: "
            f"{listed}). Move qualifications into the prompt or lengthen wrong options.",
        )


def _shown(option: Option, variant: Variant, lang: Lang) -> str:
    values = {name: format_number(number) for name, number in variant.numbers.items()}
    words = {name: both.said_in(lang) for name, both in variant.words.items()}
    return fill(option.text.said_in(lang), values | words)
