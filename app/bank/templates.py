"""Commented templates for `bank new`, one per kind; and new uids."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from pydantic import TypeAdapter, ValidationError

from app.bank.bank import Bank
from app.bank.suggesting import nearest
from app.bank.template_bodies import BODIES, HEAD, TAIL, TODO_SKILL
from app.domain.errors import ConflictError, InvalidError
from app.domain.ids import Slug
from app.domain.kinds import KINDS

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


@dataclass(frozen=True, slots=True)
class Draft:
    """A new question file: where it goes, relative to the bank, and what is in it."""

    file: str
    text: str


def new_ulid(now_ms: int, randomness: bytes) -> str:
    """Return a ULID: 48 bits of milliseconds, then 80 random bits, in Crockford's base 32."""
    number = (now_ms % 2**48) << 80 | int.from_bytes(randomness[:10].rjust(10, b"\0"))
    digits = [_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5)]
    return "".join(digits)


def new_question(bank: Bank, *, kind: str, slug: str, track: str | None, uid: str) -> Draft:
    """Return the template of a question of this kind.

    Raises:
        InvalidError: there is no such kind or track, or no bank; or `slug` cannot be a slug.
        ConflictError: the bank has a question of this name.

    """
    if kind not in KINDS:
        guess = nearest(kind, KINDS)
        listed = ", ".join(KINDS)
        raise InvalidError(
            "kind",
            f"没有题型 {kind}。" + (f"是不是 {guess}？" if guess else f"可用：{listed}。"),
            f"There is no kind {kind}. "
            + (f"Did you mean {guess}?" if guess else f"Use {listed}."),
        )
    _check_slug(slug)
    if bank.get(slug) is not None:
        raise ConflictError(f"{slug} 已经存在。", f"{slug} exists already.")
    home = _track(bank, slug, track)
    topics = next(t.topics for t in bank.tracks if t.slug == home)
    topic = _topic(bank, slug, home) or topics[0].slug
    rows = [row for row, proposed in bank.curriculum.rows.items() if proposed == slug]
    text = (HEAD + BODIES[kind] + TAIL).format(
        uid=uid,
        slug=slug,
        kind=kind,
        skill=TODO_SKILL,
        track=home,
        topic=topic,
        topics=", ".join(topic.slug for topic in topics),
        rows=", ".join(rows),
        placeholder="{{side}}",
        answer="{{answer}}",
    )
    return Draft(f"{home}/{slug}.yaml", text)


def _check_slug(slug: str) -> None:
    try:
        _SLUG.validate_python(slug)
    except ValidationError as error:
        context = error.errors()[0].get("ctx", {})
        raise InvalidError(
            "slug", context.get("zh", "slug 不合法。"), context.get("en", "Not a slug.")
        ) from error


def _track(bank: Bank, slug: str, track: str | None) -> str:
    known = [t.slug for t in bank.tracks]
    if not known:
        raise InvalidError(
            "track",
            "这里没有题库：读不到 tracks.yaml。请检查 MIANJING_QUESTIONS_DIR。",
            "There is no question bank here: no tracks.yaml can be read. "
            "Check MIANJING_QUESTIONS_DIR.",
        )
    if track is None:
        sibling = _sibling(bank, slug)
        return sibling[0] if sibling and sibling[0] in known else known[0]
    if track not in known:
        guess = nearest(track, known)
        listed = ", ".join(known)
        raise InvalidError(
            "track",
            f"没有 track {track}。" + (f"是不是 {guess}？" if guess else f"可用：{listed}。"),
            f"There is no track {track}. "
            + (f"Did you mean {guess}?" if guess else f"Use {listed}."),
        )
    return track


def _topic(bank: Bank, slug: str, track: str) -> str | None:
    sibling = _sibling(bank, slug)
    return sibling[1] if sibling and sibling[0] == track else None


def _sibling(bank: Bank, slug: str) -> tuple[str, str] | None:
    """Return track and topic of the question whose name begins most like this one."""
    best, place = 0, None
    for entry in bank.entries:
        question = entry.question
        common = _common(slug.split("-"), question.slug.split("-"))
        if common > best:
            best, place = common, (question.track, question.topic)
    return place


def _common(ours: Iterable[str], theirs: Iterable[str]) -> int:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False))
    return sum(1 for _ in same)
