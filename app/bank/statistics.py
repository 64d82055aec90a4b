"""What a bank consists of: counts, and whether the length of an option gives the right one away."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any, Final

from app.bank.tracks import Track
from app.domain.kinds import KINDS, Question
from app.domain.kinds.multi import MultiQuestion
from app.domain.kinds.options import Option
from app.domain.kinds.single import SingleQuestion
from app.domain.text import LANGS, Lang

LONG_CHAIN: Final = 3
"""Questions in a row, each asked because of the one before, that make a drill."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Of questions with one right option in one language: in how many it is the longest.

    `expected` is how many there would be if its length had nothing to do with it: the sum of 1/k
    over questions with k options.
    """

    questions: int
    longest: int
    expected: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of a bank. Only live questions count, unless a name says otherwise."""

    live: int
    review: int
    kinds: Mapping[str, Mapping[str, int]]
    """Questions by track, then by kind."""
    difficulties: Mapping[str, Mapping[int, int]]
    varied: int
    """Questions that come with fresh numbers at every showing."""
    errata: int
    figures: int
    chains: int
    """Questions that nothing leads to and from which at least `LONG_CHAIN` can follow, themselves
    included."""
    texts: int
    """Texts that learners read, each in both languages: a file without one is refused."""
    lengths: Mapping[Lang, Lengths]
    multi_ratio: Mapping[Lang, float]
    """How long right options of multiple choice are on average, wrong ones being 1."""

    def document(self) -> dict[str, Any]:
        """Return the figures as JSON-able data."""
        return {
            "live": self.live,
            "review": self.review,
            "tracks": {track: dict(kinds) for track, kinds in self.kinds.items()},
            "difficulties": {
                track: {str(level): count for level, count in sorted(levels.items())}
                for track, levels in self.difficulties.items()
            },
            "with_variants": self.varied,
            "errata": self.errata,
            "figures": self.figures,
            "chains": self.chains,
            "texts": self.texts,
            "right_option_longest": {lang: asdict(found) for lang, found in self.lengths.items()},
            "right_to_wrong_length": dict(self.multi_ratio),
        }


def statistics(all_of_them: Sequence[Question], tracks: Iterable[Track]) -> Statistics:
    """Count what there is."""
    questions = [q for q in all_of_them if q.status == "live"]
    slugs = [track.slug for track in tracks]
    kinds = {slug: Counter(q.kind for q in questions if q.track == slug) for slug in slugs}
    levels = {slug: Counter(q.difficulty for q in questions if q.track == slug) for slug in slugs}
    return Statistics(
        live=len(questions),
        review=sum(q.status == "review" for q in all_of_them),
        kinds={slug: {kind: kinds[slug][kind] for kind in KINDS} for slug in slugs},
        difficulties=levels,
        varied=sum(q.variants is not None for q in questions),
        errata=sum(q.erratum is not None for q in questions),
        figures=sum(bool(q.figures) for q in questions),
        chains=_chains(questions),
        texts=sum(1 for q in questions for _ in q.texts()),
        lengths={lang: _lengths(questions, lang) for lang in LANGS},
        multi_ratio={lang: _multi_ratio(questions, lang) for lang in LANGS},
    )


def _chains(questions: Iterable[Question]) -> int:
    edges = {q.slug: [f.ask for f in q.followups if f.ask is not None] for q in questions}
    led_to = {slug for following in edges.values() for slug in following}
    depths: dict[str, int] = {}

    def depth(slug: str) -> int:
        if slug not in depths:  # the bank refuses cycles
            depths[slug] = 1 + max((depth(to) for to in edges[slug] if to in edges), default=0)
        return depths[slug]

    return sum(depth(slug) >= LONG_CHAIN for slug in edges if slug not in led_to)


def _lengths(questions: Iterable[Question], lang: Lang) -> Lengths:
    choices = [q.options for q in questions if isinstance(q, SingleQuestion)]
    return Lengths(
        questions=len(choices),
        longest=sum(_right_is_longest(options, lang) for options in choices),
        expected=round(sum(1 / len(options) for options in choices), 1),
    )


def _right_is_longest(options: Iterable[Option], lang: Lang) -> bool:
    right = [len(o.text.said_in(lang)) for o in options if o.correct]
    wrong = [len(o.text.said_in(lang)) for o in options if not o.correct]
    return max(right) > max(wrong)


def _multi_ratio(questions: Iterable[Question], lang: Lang) -> float:
    options = [o for q in questions if isinstance(q, MultiQuestion) for o in q.options]
    right = [len(o.text.said_in(lang)) for o in options if o.correct]
    wrong = [len(o.text.said_in(lang)) for o in options if not o.correct]
    return round(fmean(right) / fmean(wrong), 2) if right and wrong else 1.0
