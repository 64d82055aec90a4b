"""Checks that every question passes, whatever its kind: ids, hints, sources, follow-ups."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from app.domain.cues import any_meets, cue_findings
from app.domain.followups import FollowUp
from app.domain.kinds.pieces import Hint, Source
from app.domain.parity import placeholders
from app.domain.problems import Finding
from app.domain.text import LANGS, Text
from app.domain.variants import ANSWER, SURVEYED, Variants

MAX_HINT_COST = 0.6
_ASKED = frozenset({"title", "prompt", "hints", "figures"})
"""The fields that are read before answering."""
_ROUNDING = 1e-9
_DISTINCT_SHARE = 0.8
_SMALL_SPACE = 500
"""With fewer combinations, 200 draws cannot give 160 different ones."""
_MIN_DISTINCT = 6

_PAPER = re.compile(
    r"arXiv:\d{4}\.\d{4,5}|arXiv:[a-z-]+/\d{7}|doi:10\.\S+|https://proceedings\.mlr\.press/\S+"
    r"|https://\S+"
)


def repeated_ids(path: str, ids: Iterable[str]) -> Iterator[Finding]:
    """Check that no id occurs twice."""
    if twice := sorted(name for name, count in Counter(ids).items() if count > 1):
        names = ", ".join(twice)
        yield Finding.said(path, "E-id-repeated", f"id 重复：{names}。", f"Repeated id: {names}.")


def answer_shown(path: str, text: Text) -> Iterator[Finding]:
    """Check that what is read before answering does not hold the answer."""
    root = re.split(r"[.\[]", path, maxsplit=1)[0]
    if root in _ASKED and ANSWER in placeholders(text.zh + text.en):
        yield Finding.said(
            path,
            "E-answer-shown",
            "作答之前就能看到的文字里不能有 {{answer}}。",
            "{{answer}} cannot stand in what is read before answering.",
        )


def hint_findings(hints: Sequence[Hint]) -> Iterator[Finding]:
    """Check that the hints leave something to earn."""
    total = sum(hint.cost for hint in hints)
    if total > MAX_HINT_COST + _ROUNDING:
        yield Finding.said(
            "hints",
            "E-hints-cost",
            f"提示的 cost 合计 {total:.2f}，最多 {MAX_HINT_COST}。",
            f"The hints cost {total:.2f} together; {MAX_HINT_COST} is the most.",
        )


def source_findings(sources: Sequence[Source]) -> Iterator[Finding]:
    """Check that there is a primary source, and how papers are named."""
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


def followup_findings(
    followups: Sequence[FollowUp], part_ids: tuple[str, ...]
) -> Iterator[Finding]:
    """Check that conditions name parts there are, and that probes know their own answer."""
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


def distinct_findings(variants: Variants, prompts: AbstractSet[str]) -> Iterator[Finding]:
    """Check that the variants drawn are different enough; `prompts` are those shown."""
    roomy = variants.free_combinations() >= _SMALL_SPACE
    needed = round(_DISTINCT_SHARE * SURVEYED) if roomy else _MIN_DISTINCT
    if len(prompts) < needed:
        yield Finding.said(
            "variants",
            "E-variant-few",
            f"{SURVEYED} 次只抽出 {len(prompts)} 种不同的题面，至少要 {needed} 种："
            "增加取值，或放宽 require。",
            f"{SURVEYED} draws give {len(prompts)} different prompts; {needed} are needed. "
            "Add values or loosen require.",
        )
