"""A simulated learner, for screenshots, benchmarks and people who want to look around.

Everything goes through the same verbs as a real learner's day, with the clock set back. The site
is marked as a demo, and says so on every page.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy.orm import Session

from app.bank.holder import BankHolder
from app.domain.grade import Answer
from app.domain.kinds import Question
from app.domain.kinds.cloze import ClozeQuestion
from app.domain.kinds.code import CodeQuestion
from app.domain.kinds.match import MatchQuestion
from app.domain.kinds.multi import MultiQuestion
from app.domain.kinds.numeric import NumericQuestion
from app.domain.kinds.open import OpenQuestion
from app.domain.kinds.order import OrderQuestion
from app.domain.kinds.short import ShortQuestion
from app.domain.kinds.single import SingleQuestion
from app.domain.kinds.truefalse import TrueFalseQuestion
from app.domain.text import Text
from app.domain.variants import Variant
from app.services import judging, practice, preferences
from app.services.judging import working

DAY_MS = 86_400_000
SKILL_BY_DIFFICULTY = {1: 0.93, 2: 0.84, 3: 0.72, 4: 0.6, 5: 0.5}
"""Chance of a right answer at the first meeting, by the author's difficulty."""
RIGHT_WHEN_REMEMBERED = 0.97
BROKEN_OFF_AFTER = 4
"""Answers today: the demo has to have something left to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the simulated learner studies."""

    days: int = 45
    new_per_day: int = 2
    reviews_per_day: int = 30
    rest_chance: float = 0.15
    rest_before_today: int = 2
    """Days without practice before today, so that something is due."""


def simulate(
    transaction: Callable[[], AbstractContextManager[Session]],
    holder: BankHolder,
    *,
    user_id: int,
    now_ms: int,
    plan: Plan,
    rng: random.Random,
) -> Iterator[int]:
    """Live `plan.days` days up to now; yields the answers given so far, once a day.

    `transaction` opens a session that commits when its `with` block ends.
    """
    with transaction() as db:
        preferences.change(
            db,
            user_id=user_id,
            changes={"new_per_day": plan.new_per_day, "reviews_per_day": plan.reviews_per_day},
        )
    given = 0
    for day in range(plan.days, -1, -1):
        # Evening sessions, the last one an hour ago, so that something is due now.
        clock = now_ms - day * DAY_MS - 3_600_000 - rng.randrange(3_600_000)
        if 0 < day <= plan.rest_before_today or (day and rng.random() < plan.rest_chance):
            continue
        with transaction() as db:
            limit = plan.new_per_day + plan.reviews_per_day if day else BROKEN_OFF_AFTER
            given += _sitting(db, holder, user_id, clock, limit, rng)
        yield given


def _sitting(
    db: Session, holder: BankHolder, user_id: int, clock: int, limit: int, rng: random.Random
) -> int:
    given = 0
    for _ in range(limit):
        bank = holder.current
        upcoming = practice.next_card(db, bank, user_id=user_id, now_ms=clock, counted=False)
        if upcoming.item is None:
            break
        shown = practice.showing(
            db, bank, user_id=user_id, slug=upcoming.item.slug, lang="zh", now_ms=clock
        )
        asked = shown.question
        chance = SKILL_BY_DIFFICULTY[asked.difficulty]
        if shown.card.recall is not None:
            chance = max(chance * 0.5, RIGHT_WHEN_REMEMBERED * shown.card.recall)
        right = rng.random() < chance
        if isinstance(asked, CodeQuestion):
            _hand_in(db, holder, user_id, asked, clock, right=right)
            clock += 20 * 60_000
            given += 1
            continue
        took = int(asked.target_s * 1000 * rng.lognormvariate(-0.4 if right else 0.1, 0.35))
        clock += min(took, 55_000) + 8_000
        practice.answer(
            db,
            holder,
            user_id=user_id,
            slug=shown.slug,
            client_id=str(UUID(int=rng.getrandbits(128), version=4)),
            card_version=shown.card.version,
            revision=shown.revision,
            variant_index=shown.variant.index,
            answer=right_answer(asked, shown.variant)
            if right
            else wrong(asked, shown.variant, rng),
            lang="zh",
            now_ms=clock,
            shown_ms=clock - min(took, 55_000),
            hints_used=int(bool(asked.hints) and rng.random() < 0.1),  # noqa: PLR2004 - one in ten
        )
        given += 1
    return given


def _hand_in(
    db: Session,
    holder: BankHolder,
    user_id: int,
    question: CodeQuestion,
    clock: int,
    *,
    right: bool,
) -> None:
    """Hand in the reference, or the first wrong solution that the question knows; as if judged."""
    wrong = question.wrong[0]
    placed = judging.place(
        db,
        holder,
        user_id=user_id,
        slug=question.slug,
        client_id=f"demo-{question.uid}-{clock}",
        source=question.reference.text if right else wrong.code.text,
        lang="zh",
        now_ms=clock,
        shown_ms=clock - 9 * 60_000,
    )
    work = working.claim(db, holder, placed.id)
    assert work is not None  # noqa: S101  placed a moment ago
    failed = () if right else wrong.fails
    verdicts = {
        group.name: wrong.verdict if group.name in failed else "AC" for group in question.groups
    }
    document = {
        "verdict": "AC" if right else wrong.verdict,
        "score": 1.0 if right else 0.5,
        "groups": [
            {"name": name, "verdict": verdict, "cases": 8, "passed": 8 if verdict == "AC" else 3}
            for name, verdict in verdicts.items()
        ],
        "failing": None if right else _first_failure(failed[0], wrong.why),
        "wall_ms": 9.0,
        "cpu_ms": 10,
        "memory_mib": 8,
        "stdout": "",
        "sandbox_level": "S3",
        "speed": None,
        "revision": holder.current.revision(question.slug),
        "shown": [],
    }
    working.finish(db, holder, work, document, now_ms=clock)


def _first_failure(group: str, why: Text) -> dict[str, Any]:
    return {"group": group, "reason": "value", "message": {"zh": why.zh, "en": why.en}, "case": 1}


def right_answer(question: Question, variant: Variant) -> Answer:
    """Return a right answer."""
    if isinstance(question, OpenQuestion):
        points = [point.id for point in question.rubric.points]
        full: dict[str, str | list[str]] = {"text": question.model_answer.zh, "points": points}
        return full
    return _typed(question.key(variant))


def _typed(key: object) -> Answer:
    """Return a key as a learner would send it: numbers are typed."""
    if isinstance(key, dict):
        typed: dict[str, str] = {id_: _one_typed(value) for id_, value in key.items()}
        return typed
    return [str(item) for item in key] if isinstance(key, list) else _one_typed(key)


def _one_typed(value: object) -> str:
    """Nobody types 0.1999999999999998."""
    return f"{value:.10g}" if isinstance(value, float) and value % 1 else str(value)


def wrong(question: Question, variant: Variant, rng: random.Random) -> Answer:  # noqa: PLR0911 - one line a kind
    """Return an answer that somebody could have given, and that is wrong."""
    match question:
        case SingleQuestion() | TrueFalseQuestion():
            return rng.choice([option.id for option in question.options if not option.correct])
        case MultiQuestion():
            right = [option.id for option in question.options if option.correct]
            wrong_ids = [option.id for option in question.options if not option.correct]
            return [*right[:-1], *wrong_ids[:1]]
        case NumericQuestion():
            return str(int(float(str(question.key(variant)))) * 2 + 1)
        case ShortQuestion():
            return question.fixtures.wrong[0]
        case OrderQuestion():
            return list(reversed([item.id for item in question.items]))
        case MatchQuestion():
            ids = [pair.id for pair in question.pairs]
            swapped: dict[str, str] = dict(zip(ids, [*ids[1:], ids[0]], strict=True))
            return swapped
        case ClozeQuestion():
            key = {id_: str(value) for id_, value in question.key(variant).items()}
            first = question.gaps[0]
            key[first.id] = _wrong_gap(first)
            return key
        case OpenQuestion():
            begun: dict[str, str | list[str]] = {
                "text": question.model_answer.zh[:40],
                "points": [],
            }
            return begun
        case CodeQuestion():  # what the judge would say of code that passes nothing
            groups = [{"name": name, "verdict": "WA"} for name in question.part_ids]
            return cast("Answer", {"verdict": "WA", "score": 0.0, "groups": groups})


def _wrong_gap(gap: object) -> str:
    options = getattr(gap, "options", None)
    if options:
        return str(next(option.id for option in options if not option.correct))
    return "-12345"
