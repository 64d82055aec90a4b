"""FSRS-6 results that others have published, and what our scheduling gives for the same.

Sources: the test suites of py-fsrs, fsrs-rs and ts-fsrs, by the names given. Vectors of functions
that py-fsrs does not have (states made from SM-2, the FSRS-5 scheduler without short-term memory)
do not apply. fsrs-rs computes in 32 bits, hence its tolerances.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import fsrs

from app.domain.scheduling import NEW, Memory, Rating, State, recall_by, review_by

TODAY = 20_000
_MINUTES = (timedelta(minutes=1), timedelta(minutes=10))
_ONLY_TEN = (timedelta(minutes=10),)
# fsrs-rs inference.rs PARAMETERS: 19 of FSRS-5, with what makes them FSRS-6.
_RUST = (
    *(0.6845422, 1.6790825, 4.7349424, 10.042885, 7.4410233, 0.64219797, 1.071918, 0.0025195254),
    *(1.432437, 0.1544, 0.8692766, 2.0696752, 0.0953, 0.2975, 2.4691248, 0.19542035, 3.201072),
    *(0.18046261, 0.121442534, 0.0, 0.5),
)
_RATINGS = tuple(Rating)


@dataclass(frozen=True, slots=True)
class Check:
    """One published result and ours. `relative` says what kind of tolerance it is."""

    name: str
    expected: Sequence[float]
    got: Sequence[float]
    tolerance: float = 0.0
    relative: bool = False

    @property
    def agrees(self) -> bool:
        """Whether every number is within the tolerance."""
        return len(self.got) == len(self.expected) and all(
            math.isclose(
                got,
                expected,
                rel_tol=self.tolerance if self.relative else 0.0,
                abs_tol=0.0 if self.relative else self.tolerance,
            )
            for got, expected in zip(self.got, self.expected, strict=True)
        )


def checks() -> Iterator[Check]:
    """Yield every published vector that applies."""
    yield from _histories()
    yield from _first_answers()
    yield from _curves()
    yield from _formulae()
    yield from _rust()


def _scheduler(
    parameters: Sequence[float] | None = None,
    *,
    steps: tuple[timedelta, ...] = _MINUTES,
    retention: float = 0.9,
    longest: int = 10**9,
) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        parameters=fsrs.Scheduler().parameters if parameters is None else parameters,
        desired_retention=retention,
        learning_steps=steps,
        relearning_steps=_ONLY_TEN,
        maximum_interval=longest,
        enable_fuzzing=False,
    )


def _lived(
    scheduler: fsrs.Scheduler, ratings: Sequence[int], gaps: Sequence[int]
) -> tuple[Memory, int]:
    memory, day = NEW, TODAY
    for rating, gap in zip(ratings, gaps, strict=True):
        day += gap
        memory = review_by(scheduler, memory, Rating(rating), day=day).memory
    return memory, day


def _numbers(memories: Sequence[Memory], name: str) -> list[float]:
    return [getattr(memory, name) or 0.0 for memory in memories]


def _histories() -> Iterator[Check]:
    scheduler = _scheduler(longest=36_500)
    memory, day = NEW, TODAY
    intervals = []
    for rating in (3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3):
        done = review_by(scheduler, memory, Rating(rating), day=day)
        memory = done.memory
        intervals.append(done.interval_days or 0)
        day += intervals[-1]
    yield Check(
        "py-fsrs test_review_card, test_custom_scheduler_args; ts-fsrs ivl_history: days",
        [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21],
        intervals,
    )
    ratings, gaps = (1, 3, 3, 3, 3, 3), (0, 0, 1, 3, 8, 21)
    memory, _ = _lived(_scheduler(), ratings, gaps)
    yield Check(
        "py-fsrs test_memo_state; fsrs-rs test_memory_state; ts-fsrs memory state: S, D",
        [53.62691, 6.3574867],
        [memory.stability or 0.0, memory.difficulty or 0.0],
        1e-4,
    )
    without = [*_scheduler().parameters]
    without[17:20] = [0.0, 0.0, 0.0]
    memory, _ = _lived(_scheduler(without), ratings, gaps)
    yield Check(
        "fsrs-rs test_memory_state with w17 = w18 = w19 = 0: S, D",
        [53.335106, 6.3574867],
        [memory.stability or 0.0, memory.difficulty or 0.0],
        1e-4,
    )
    memory, _ = _lived(_scheduler(), (4,) * 10, (0,) * 10)
    yield Check(
        "py-fsrs test_repeated_correct_reviews: D after ten Easy", [1.0], [memory.difficulty or 0.0]
    )


def _first_answers() -> Iterator[Check]:
    done = [review_by(_scheduler(), NEW, rating, day=TODAY) for rating in _RATINGS]
    memories = [each.memory for each in done]
    name = "ts-fsrs FSRS-6 first repeat"
    yield Check(
        f"{name}: S", [0.212, 1.2931, 2.3065, 8.2956], _numbers(memories, "stability"), 1e-8
    )
    yield Check(
        f"{name}: D",
        [6.4133, 5.11217071, 2.11810397, 1],
        _numbers(memories, "difficulty"),
        1e-8,
    )
    yield Check(f"{name}: days", [0, 0, 0, 8], [each.interval_days or 0 for each in done])


def _curves() -> Iterator[Check]:
    one = Memory(State.REVIEW, None, 1.0, 5.0, TODAY)
    slow = [*_scheduler().parameters]
    slow[20] = 0.2
    for name, scheduler, expected in (
        ("ts-fsrs forgetting_curve, S = 1", _scheduler(), [1.0, 0.9, 0.84588465, 0.8093881]),
        (
            "fsrs-rs test_current_retrievability, S = 1, decay 0.2",
            _scheduler(slow),
            [1.0, 0.9, 0.84028935, 0.7985001],
        ),
    ):
        got = [recall_by(scheduler, one, day=TODAY + days) or 0.0 for days in range(4)]
        yield Check(name, expected, got, 1e-6)


def _formulae() -> Iterator[Check]:
    # Published for the library's own functions, which have no public way in.
    wanted = [tenth / 10 for tenth in range(1, 11)]
    intervals = [
        _scheduler(retention=retention)._next_interval(stability=1.0)  # noqa: SLF001
        for retention in wanted
    ]
    yield Check(
        "fsrs-rs test_next_interval; ts-fsrs next_ivl: S = 1, retention 0.1 … 1.0 (64 bits)",
        [3116769, 34793, 2508, 387, 90, 27, 9, 3, 1, 1],
        intervals,
    )
    scheduler = _scheduler()
    inputs = list(zip(_RATINGS, (1.0, 2.0, 3.0, 4.0), (0.9, 0.8, 0.7, 0.6), strict=True))
    name = "ts-fsrs next_stability, S = 5"
    yield Check(
        f"{name}: recall",
        [25.60252118, 28.22657096, 58.65599107, 127.2266925],
        [
            scheduler._next_recall_stability(  # noqa: SLF001
                difficulty=d, stability=5.0, retrievability=r, rating=fsrs.Rating(rating)
            )
            for rating, d, r in inputs
        ],
        1e-6,
    )
    yield Check(
        f"{name}: forget",
        [1.05253961, 1.18943295, 1.36808387, 1.58498896],
        [
            scheduler._next_forget_stability(difficulty=d, stability=5.0, retrievability=r)  # noqa: SLF001
            for _rating, d, r in inputs
        ],
        1e-6,
    )
    yield Check(
        f"{name}: same day",
        [1.596818, 5, 5, 8.12960956],
        [
            scheduler._short_term_stability(stability=5.0, rating=fsrs.Rating(rating))  # noqa: SLF001
            for rating in _RATINGS
        ],
        1e-6,
    )


def _rust() -> Iterator[Check]:
    scheduler = _scheduler(_RUST)
    memory, day = _lived(scheduler, (1, 3, 3, 3), (0, 1, 3, 8))
    after = [review_by(scheduler, memory, rating, day=day + 21).memory for rating in _RATINGS]
    yield Check(
        "fsrs-rs test_next_states: S",
        [2.9691455, 17.091452, 31.722992, 71.7502],
        _numbers(after, "stability"),
        1e-5,
        relative=True,
    )
    yield Check(
        "fsrs-rs test_next_states: D",
        [8.000659, 7.6913934, 7.382128, 7.0728626],
        _numbers(after, "difficulty"),
        1e-5,
        relative=True,
    )
    before = Memory(State.REVIEW, None, 20.925528, 7.005062, TODAY)
    memory = review_by(scheduler, before, Rating.GOOD, day=TODAY + 21).memory
    yield Check(
        "fsrs-rs test_memo_state: S, D",
        [40.87456, 6.9913807],
        [memory.stability or 0.0, memory.difficulty or 0.0],
        1e-5,
        relative=True,
    )
