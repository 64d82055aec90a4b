"""A database as large as a diligent learner's after years: 10,000 cards, 1,000,000 reviews."""

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from app.bank.bank import Bank, Entry
from app.bank.pages import Pages
from app.bank.tracks import Curriculum, Topic, Track
from app.db.attempts import AttemptRow
from app.db.cards import CardRow
from app.db.days import DayRow
from app.db.preferences import PreferencesRow
from app.db.users import UserRow
from app.domain.kinds import QUESTION
from app.domain.text import Text

CARDS, REVIEWS_EACH = 10_000, 100
QUESTIONS = CARDS + 500
TOPICS = 40
MS_PER_DAY = 86_400_000
LEARNING_DAYS = 400
OVERDUE_DAYS, AHEAD_DAYS = 11, 354
"""Due days are spread over this range, which leaves some 300 cards due today."""

_REVIEWS = text(
    """
    INSERT INTO reviews (user_id, card_id, attempt_id, client_id, reviewed_at, recorded_at,
        logical_day, kind, rating, proposed, correct, score, near, hints_used, duration_ms,
        grader_version, revision, variant_index, algorithm, retention, predicted, state_before,
        step_before, stability_before, difficulty_before, last_day_before, state_after, step_after,
        stability_after, difficulty_after, due_before, due_after, due_day_after)
    WITH RECURSIVE back(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM back WHERE i < :most),
    past AS (
        SELECT back.i, cards.id, cards.user_id, cards.last_day - back.i * 10 AS day,
            cards.last_review_at - back.i * CAST(864000000 AS BIGINT) AS at
        FROM back CROSS JOIN cards)
    SELECT user_id, id, id, id || '-' || i, at, at,
        day, 'review', 3, 3, :yes, 1.0, :no, 0, 20000,
        1, 'sha256:0', i, 'fsrs-6', 0.9, 0.9, 2,
        NULL, 10.0, 5.0, day - 10, 2, NULL,
        10.0, 5.0, at, at + 864000000, day + 10
    FROM past ORDER BY i DESC, id
    """
)


def uid(number: int) -> str:
    """Return the uid of a question of the load: 26 digits."""
    return f"{number:026d}"


def bank() -> Bank:
    """Return a bank of 10,500 questions in forty topics, two to a skill, without texts of worth."""
    both = Text(zh="题", en="Question")
    option = {"text": {"zh": "选项", "en": "Option"}, "why": {"zh": "因为", "en": "Because"}}
    model = QUESTION.validate_python(
        {
            "schema": 1,
            "uid": "01J00000000000000000000000",
            "slug": "question",
            "kind": "single",
            "status": "live",
            "track": "load",
            "topic": "topic-0",
            "skills": ("skill",),
            "difficulty": 1,
            "target_s": 60,
            "title": both,
            "prompt": both,
            "explanation": both,
            "sources": ({"kind": "own", "ref": "bench"},),
            "options": tuple({"id": id_, "correct": id_ == "a", **option} for id_ in "abcd"),
        }
    )
    entries = (
        Entry(
            model.model_copy(
                update={
                    "uid": uid(number),
                    "slug": f"question-{number}",
                    "topic": f"topic-{number % TOPICS}",
                    "skills": (f"skill-{number // 2}",),
                }
            ),
            "sha256:0",
            f"question-{number}.yaml",
        )
        for number in range(QUESTIONS)
    )
    topics = tuple(Topic(slug=f"topic-{number}", title=both) for number in range(TOPICS))
    return Bank(entries, Curriculum((Track(slug="load", title=both, topics=topics),)), Pages(()))


def limit_reviews(db: Session, most: int) -> None:
    """Set how many reviews a day the learner does."""
    db.execute(update(PreferencesRow).values(reviews_per_day=most))


def fill(db: Session, *, now_ms: int, reviews_each: int = REVIEWS_EACH) -> int:
    """Fill an empty database and return the learner's id. Takes some seconds."""
    today = now_ms // MS_PER_DAY
    user = UserRow(
        email="load@example.org", name="", password_hash="", role="learner", created_at=0
    )
    db.add(user)
    db.flush()  # gives the id
    db.execute(insert(CardRow), [_card(user.id, number, now_ms) for number in range(CARDS)])
    db.execute(insert(AttemptRow), [_attempt(user.id, number) for number in range(CARDS)])
    if reviews_each:
        db.execute(_REVIEWS, {"most": reviews_each - 1, "yes": True, "no": False})
    db.execute(
        insert(DayRow),
        [
            {
                "user_id": user.id,
                "day": today - back,
                "reviews": 90,
                "introduced": 9,
                "due": 60,
                "correct": 80,
                "active_ms": 1_800_000,
            }
            for back in range(1, 1000)
        ],
    )
    db.add(
        PreferencesRow(
            user_id=user.id,
            lang="zh",
            zone="UTC",
            day_start_hour=0,
            theme="system",
            new_per_day=10,
            reviews_per_day=5000,
            desired_retention=0.9,
            bury_siblings=True,
            single_keys=True,
        )
    )
    return user.id


def _card(user_id: int, number: int, now_ms: int) -> dict[str, object]:
    today = now_ms // MS_PER_DAY
    due_day = today - OVERDUE_DAYS + 1 + number * 7919 % (OVERDUE_DAYS + AHEAD_DAYS)
    last_day = min(today - 1, due_day - 1) - number * 31 % 180
    # Twenty learning steps, due only when every review is: both can then be asked for alone.
    learning = number % 500 == 0
    due_at = now_ms + LEARNING_DAYS * MS_PER_DAY if learning else due_day * MS_PER_DAY
    return {
        "user_id": user_id,
        "uid": uid(number),
        "version": REVIEWS_EACH,
        "state": 3 if learning else 2,
        "step": 0 if learning else None,
        "stability": 10.0,
        "difficulty": 5.0,
        "due_at": due_at,
        "due_day": due_day,
        "last_day": last_day,
        "last_review_at": last_day * MS_PER_DAY + number,
        "last_rating": 3,
        "reps": REVIEWS_EACH,
        "lapses": 0,
        "skips": 0,
        "hidden_until": 0,
        "suspended_at": None,
    }


def _attempt(user_id: int, number: int) -> dict[str, object]:
    return {
        "user_id": user_id,
        "uid": uid(number),
        "slug": f"question-{number}",
        "kind": "single",
        "revision": "sha256:0",
        "variant_index": 0,
        "params": {},
        "lang": "zh",
        "shown": {},
        "key": "a",
        "answer": "a",
        "score": 1.0,
        "correct": True,
        "grade": {},
        "assessed": None,
        "hints_used": 0,
        "duration_ms": 20_000,
        "answered_at": 0,
    }
