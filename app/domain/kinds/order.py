"""Order: steps to be put into an order that respects what depends on what."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

from pydantic import Field

from app.domain.grade import Answer, Grade, Remark
from app.domain.ids import Id
from app.domain.kinds.base import QuestionBase
from app.domain.kinds.pieces import Strict
from app.domain.kinds.reading import quoted
from app.domain.kinds.shuffling import shuffled_unlike
from app.domain.kinds.soundness import repeated_ids
from app.domain.problems import Finding
from app.domain.text import LANGS, Lang, Text
from app.domain.variants import Variant

_POSITION = re.compile(r"[0-9]{1,4}")
_LAST_POSITION = 9999


class Item(Strict):
    """A step. `after` names the steps that must come before it."""

    id: Id
    text: Text
    after: tuple[Id, ...] | None = None


class ExtraItem(Strict):
    """A step that does not belong."""

    id: Id
    text: Text
    why: Text


class OrderError(Strict):
    """Said when the second of the two comes before the first."""

    swapped: tuple[Id, Id]
    say: Text


class OrderQuestion(QuestionBase):
    """Steps in a right order, with steps that have to be left out."""

    kind: Literal["order"]
    items: tuple[Item, ...] = Field(min_length=2, max_length=12)
    extra: tuple[ExtraItem, ...] = Field(default=(), max_length=6)
    common_errors: tuple[OrderError, ...] = ()

    @property
    def part_ids(self) -> tuple[str, ...]:
        """The ids of the steps that belong."""
        return tuple(item.id for item in self.items)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every (earlier, later) that a right order keeps: the transitive closure of `after`.

        Where no item has `after` at all, only the order of the file is right (row 19).
        """
        if all(item.after is None for item in self.items):
            ids = self.part_ids
            return frozenset((a, b) for place, b in enumerate(ids) for a in ids[:place])
        before: dict[str, set[str]] = {}
        for item in self.items:  # the file's own order is right, so what comes before is known
            before[item.id] = set()
            for name in item.after or ():
                before[item.id] |= {name} | before.get(name, set())
        return frozenset((a, b) for b, names in before.items() for a in names)

    def order(self, variant: Variant) -> dict[str, tuple[str, ...]]:
        """Shuffle the steps and the extra ones together, so that the order shown is not right."""
        ids = [*self.part_ids, *(item.id for item in self.extra)]
        return {"items": shuffled_unlike(self.uid, variant.index, "items", ids, self._gives_away)}

    def _gives_away(self, shown: tuple[str, ...]) -> bool:
        place = {name: position for position, name in enumerate(shown)}
        return all(place[a] < place[b] for a, b in self.pairs)

    def key(self, variant: Variant) -> list[str]:  # noqa: ARG002
        """Return the order of the file, one of the right ones."""
        return list(self.part_ids)

    def key_text(self, variant: Variant, lang: Lang) -> str:  # noqa: ARG002
        """Return the steps as a numbered list."""
        return "\n".join(
            f"{number}. {item.text.said_in(lang)}" for number, item in enumerate(self.items, 1)
        )

    def grade(self, answer: Answer, variant: Variant) -> Grade:  # noqa: ARG002
        """Score the share of pairs kept, less 1/n for every extra step used (row 19).

        A step left out breaks all its pairs; one that has none costs 1/n.
        """
        chosen = self._read(answer)
        if isinstance(chosen, Text):
            return Grade.rejected(chosen)
        place = {name: position for position, name in enumerate(chosen)}
        kept = {(a, b) for a, b in self.pairs if a in place and b in place and place[a] < place[b]}
        extras = [item for item in self.extra if item.id in place]
        unbound = set(self.part_ids) - {name for pair in self.pairs for name in pair}
        costs = len(extras) + len(unbound - place.keys())
        share = len(kept) / len(self.pairs) if self.pairs else 1.0
        parts = {name: self._is_right(name, kept) and name in place for name in self.part_ids}
        right = frozenset(name for name, fits in parts.items() if fits)
        return Grade(
            score=max(0.0, share - costs / len(self.items)),
            correct=not extras and len(right) == len(parts),
            remarks=tuple(self._remarks(place, extras)),
            hits=right,
            missed=frozenset(parts) - right,
            parts=parts | {item.id: False for item in extras},
        )

    def _is_right(self, name: str, kept: set[tuple[str, str]]) -> bool:
        return all(pair in kept for pair in self.pairs if name in pair)

    def _remarks(self, place: Mapping[str, int], extras: Sequence[ExtraItem]) -> Iterator[Remark]:
        for error in self.common_errors:
            first, second = (place.get(name) for name in error.swapped)
            if first is not None and second is not None and second < first:
                yield Remark(error.say, error.swapped[1])
        for item in extras:
            yield Remark(item.why, item.id)

    def _read(self, answer: object) -> list[str] | Text:
        """Return the ids in the order given, or why that cannot be read."""
        if not isinstance(answer, list | dict) or not answer:
            return Text(
                zh="还没有作答，请把步骤排好。",
                en="Nothing was arranged yet. Please order the steps.",
            )
        known = {*self.part_ids, *(item.id for item in self.extra)}
        for name in answer:
            if not isinstance(name, str) or name not in known:
                return Text(
                    zh=f"没有步骤“{quoted(name)}”，请重新打开这道题。",
                    en=f'There is no step "{quoted(name)}". Please open the question again.',
                )
        if isinstance(answer, dict):
            return _by_position(answer)
        if len(set(answer)) < len(answer):
            return Text(zh="有的步骤出现了两次。", en="A step occurs twice.")
        return list(answer)

    def own_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:  # noqa: ARG002
        """Check that the order of the file keeps its own constraints and no texts are alike."""
        ids = self.part_ids
        yield from repeated_ids("items", [*ids, *(item.id for item in self.extra)])
        for position, item in enumerate(self.items):
            if later := sorted(set(item.after or ()) - set(ids[:position])):
                yield Finding.said(
                    f"items[{position}].after",
                    "E-order-after",
                    f"{', '.join(later)} 不在它前面：items 按一个正确的顺序写，"
                    "after 只能指前面的步骤。",
                    f"{', '.join(later)} does not stand before it: write the items in a right "
                    "order, with `after` naming earlier ones.",
                )
        if not self.pairs:
            yield Finding.said(
                "items",
                "E-order-free",
                "没有任何先后约束，怎么排都对。",
                "Nothing depends on anything, so every order is right.",
            )
        for position, error in enumerate(self.common_errors):
            if error.swapped not in self.pairs:
                first, second = error.swapped
                yield Finding.said(
                    f"common_errors[{position}].swapped",
                    "E-order-swapped",
                    f"{first} 并不必须在 {second} 之前，所以颠倒不算错：检查 id 和方向。",
                    f"{first} need not come before {second}, so swapping them is no error: check "
                    "the ids and their direction.",
                )
        for lang in LANGS:
            texts = [item.text.said_in(lang) for item in self.items]
            texts += [item.text.said_in(lang) for item in self.extra]
            if len(set(texts)) < len(texts):
                yield Finding.said(
                    "items",
                    "E-option-twins",
                    f"（{lang}）有两个步骤读起来一样。",
                    f"({lang}) Two steps read the same.",
                )


def _by_position(answer: Mapping[str, object]) -> list[str] | Text:
    """Return the ids sorted by the positions typed. A step without one is set aside."""
    places: dict[int, str] = {}
    for name, typed in answer.items():
        if isinstance(typed, str) and not typed.strip():
            continue
        place = _position(typed)
        if place is None:
            return Text(
                zh=f"没看懂位置“{quoted(typed)}”，请写 1、2、3……",
                en=f'The position "{quoted(typed)}" cannot be read; type 1, 2, 3, …',
            )
        if places.setdefault(place, name) != name:
            return Text(
                zh=f"有两个步骤的位置都是 {place}。", en=f"Two steps have position {place}."
            )
    if not places:
        return Text(
            zh="还没有作答，请把步骤排好。", en="Nothing was arranged yet. Please order the steps."
        )
    return [places[place] for place in sorted(places)]


def _position(typed: object) -> int | None:
    """Read a place in the order, from 0 to 9999, or return None."""
    if isinstance(typed, int) and not isinstance(typed, bool):
        return typed if 0 <= typed <= _LAST_POSITION else None
    text = unicodedata.normalize("NFKC", typed[:20]).strip() if isinstance(typed, str) else ""
    return int(text) if _POSITION.fullmatch(text) else None
