"""Checks that every question passes, whatever its kind: texts, hints, sources, follow-ups, ids."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from pydantic import BaseModel

from app.domain.cues import any_meets, cue_findings
from app.domain.followups import FollowUp
from app.domain.parity import lead_ins, parity
from app.domain.problems import Finding
from app.domain.text import LANGS, Text
from app.domain.variants import ANSWER, SURVEYED, Variant, Variants, fill, values_of

MAX_HINT_COST = 0.6
_ROUNDING = 1e-9
_DISTINCT_SHARE = 0.8
_SMALL_SPACE = 500
"""With fewer combinations, 200 draws cannot give 160 different ones."""
_MIN_DISTINCT = 6

_PAPER = re.compile(
    r"arXiv:\d{4}\.\d{4,5}|arXiv:[a-z-]+/\d{7}|doi:10\.\S+|https://proceedings\.mlr\.press/\S+"
    r"|https://\S+"
)


class _Hint(Protocol):
    @property
    def cost(self) -> float: ...


class _Source(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def ref(self) -> str: ...


class Checked(Protocol):
    """What the checks read of a question."""

    @property
    def prompt(self) -> Text: ...
    @property
    def explanation(self) -> Text: ...
    @property
    def hints(self) -> Sequence[_Hint]: ...
    @property
    def sources(self) -> Sequence[_Source]: ...
    @property
    def followups(self) -> Sequence[FollowUp]: ...
    @property
    def variants(self) -> Variants | None: ...
    @property
    def part_ids(self) -> tuple[str, ...]: ...
    def texts(self) -> Iterator[tuple[str, Text]]: ...
    def answer_text(self, variant: Variant) -> str | None: ...


def texts_of(value: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """Yield every Text inside a model or tuple with its path, in the order of the fields."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            key = field.alias or name
            yield from texts_of(getattr(value, name), f"{path}.{key}" if path else key)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from texts_of(item, f"{path}[{position}]")


def question_findings(question: Checked, drawn: Sequence[Variant]) -> Iterator[Finding]:
    """Check what all kinds share. `drawn` are the variants drawn, none if drawing failed."""
    known = question.variants.names if question.variants else frozenset[str]()
    if drawn and question.answer_text(drawn[0]) is not None:
        known |= {ANSWER}
    for path, text in question.texts():
        yield from parity(path, text, known)
    yield from lead_ins("explanation", question.explanation)
    yield from _hint_findings(question.hints)
    yield from _source_findings(question.sources)
    yield from _followup_findings(question.followups, question.part_ids)
    if question.variants is not None and drawn:
        yield from _distinct_findings(question, question.variants, drawn)


def repeated_ids(path: str, ids: Iterable[str]) -> Iterator[Finding]:
    """Check that no id occurs twice."""
    if twice := sorted(name for name, count in Counter(ids).items() if count > 1):
        names = ", ".join(twice)
        yield Finding.said(path, "E-id-repeated", f"id 重复：{names}。", f"Repeated id: {names}.")


def _hint_findings(hints: Sequence[_Hint]) -> Iterator[Finding]:
    total = sum(hint.cost for hint in hints)
    if total > MAX_HINT_COST + _ROUNDING:
        yield Finding.said(
            "hints",
            "E-hints-cost",
            f"提示的 cost 合计 {total:.2f}，最多 {MAX_HINT_COST}。",
            f"The hints cost {total:.2f} together; {MAX_HINT_COST} is the most.",
        )


def _source_findings(sources: Sequence[_Source]) -> Iterator[Finding]:
    if all(source.kind == "seed" for source in sources):
        yield Finding.said(
            "sources",
            "E-source-primary",
            "只有笔记来源。再加一条原始出处（paper、docs、book、web 或 own）。",
            "The only source is the note. Add a primary one (paper, docs, book, web or own).",
        )
    for position, source in enumerate(sources):
        if source.kind == "paper" and not _PAPER.fullmatch(source.ref):
            yield Finding.said(
                f"sources[{position}].ref",
                "E-source-ref",
                "论文写成 'arXiv:1502.03167'、'doi:10.…' 或 https 地址，并加引号。",
                "Write a paper as 'arXiv:1502.03167', 'doi:10.…' or an https address, in quotes.",
            )


def _followup_findings(
    followups: Sequence[FollowUp], part_ids: tuple[str, ...]
) -> Iterator[Finding]:
    yield from repeated_ids(
        "followups", (follow.probe.id for follow in followups if follow.probe is not None)
    )
    for position, follow in enumerate(followups):
        at = f"followups[{position}]"
        if follow.part is not None and follow.part not in part_ids:
            usable = ", ".join(part_ids) or "—"
            yield Finding.said(
                f"{at}.when",
                "E-followup-part",
                f"题中没有 {follow.part}；可用：{usable}。",
                f"The question has no part {follow.part}; there are: {usable}.",
            )
        if follow.probe is None:
            continue
        yield from cue_findings(f"{at}.probe.cues", follow.probe.cues)
        for lang in LANGS:
            if not any_meets(follow.probe.cues, follow.probe.model_answer.said_in(lang)):
                yield Finding.said(
                    f"{at}.probe.model_answer.{lang}",
                    "E-probe-cues",
                    "参考回答没有命中任何 cue：补一个 cue，或改写回答。",
                    "The model answer meets no cue: add a cue or reword the answer.",
                )


def _distinct_findings(
    question: Checked, variants: Variants, drawn: Sequence[Variant]
) -> Iterator[Finding]:
    shown = {fill(question.prompt.zh, values_of(question, one, "zh")) for one in drawn}
    roomy = variants.free_combinations() >= _SMALL_SPACE
    needed = round(_DISTINCT_SHARE * SURVEYED) if roomy else _MIN_DISTINCT
    if len(shown) < needed:
        yield Finding.said(
            "variants",
            "E-variant-few",
            f"{SURVEYED} 次只抽出 {len(shown)} 种不同的题面，至少要 {needed} 种：增加取值，"
            "或放宽 require。",
            f"{SURVEYED} draws give {len(shown)} different prompts; {needed} are needed. Add values "
            "or loosen require.",
        )
