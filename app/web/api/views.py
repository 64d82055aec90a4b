"""From what the services return to what the API says."""

from collections.abc import Mapping
from datetime import UTC, datetime

from app.domain.followups import FollowUp
from app.domain.grade import Grade
from app.domain.kinds import Question
from app.domain.kinds.cloze import ClozeQuestion, SingleGap
from app.domain.kinds.match import MatchQuestion
from app.domain.kinds.multi import MultiQuestion
from app.domain.kinds.numeric import NumericQuestion
from app.domain.kinds.order import OrderQuestion
from app.domain.kinds.single import SingleQuestion
from app.domain.kinds.truefalse import TrueFalseQuestion
from app.domain.scheduling import Rating
from app.domain.text import Lang, Text
from app.domain.variants import fill
from app.services.judging import Submission
from app.services.library import BrowsePage, Row
from app.services.practice import Outcome, QueueItem, Showing
from app.web.api import shapes

TRUE_FALSE = {"t": Text(zh="对", en="True"), "f": Text(zh="错", en="False")}
RATINGS: dict[Rating, shapes.RatingName] = {
    Rating.AGAIN: "again",
    Rating.HARD: "hard",
    Rating.GOOD: "good",
    Rating.EASY: "easy",
}


def when(ms: int | None) -> datetime | None:
    """Return an instant as the API writes it."""
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC)


def page(found: BrowsePage, lang: Lang) -> shapes.QuestionPage:
    """Return one page of a list."""
    return shapes.QuestionPage(
        questions=[_line(row, lang) for row in found.rows],
        total=found.total,
        page=found.page,
        pages=found.pages,
    )


def _line(row: Row, lang: Lang) -> shapes.QuestionLine:
    return shapes.QuestionLine(
        slug=row.slug,
        kind=row.question.kind,
        title=row.title.said_in(lang),
        track=row.question.track,
        topic=row.question.topic,
        difficulty=row.question.difficulty,
        target_s=row.question.target_s,
        status=row.status,
        seen=row.seen,
        due_at=when(row.due_ms),
    )


def question(showing: Showing) -> shapes.QuestionView:
    """Return a question as a learner may see it: what is asked and chosen from, never the key."""
    asked = showing.question

    def said(text: Text) -> str:
        return fill(text.said_in(showing.lang), showing.values)

    options, items, gaps = _parts(asked, showing)
    return shapes.QuestionView(
        slug=showing.slug,
        kind=asked.kind,
        lang=showing.lang,
        title=said(asked.title),
        prompt=said(asked.prompt),
        track=asked.track,
        topic=asked.topic,
        difficulty=asked.difficulty,
        target_s=asked.target_s,
        revision=showing.revision,
        variant_id=showing.variant.index,
        hints=[said(hint.text) for hint in asked.hints],
        options=_shown(options, showing),
        items=_shown(items, showing),
        gaps=gaps,
        unit=_unit(showing),
    )


def _unit(showing: Showing) -> str | None:
    if not isinstance(showing.question, NumericQuestion):
        return None
    return fill(showing.question.answer.unit_in(showing.lang), showing.values) or None


def _parts(
    asked: Question, showing: Showing
) -> tuple[Mapping[str, Text], Mapping[str, Text], list[shapes.Gap]]:
    """Return options, items (by id, in the order shown) and gaps."""
    order = showing.order
    match asked:
        case SingleQuestion() | MultiQuestion():
            texts = {option.id: option.text for option in asked.options}
            return {id_: texts[id_] for id_ in order["options"]}, {}, []
        case TrueFalseQuestion():
            return TRUE_FALSE, {}, []
        case OrderQuestion():
            texts = {item.id: item.text for item in asked.items}
            texts |= {item.id: item.text for item in asked.extra}
            return {}, {id_: texts[id_] for id_ in order["items"]}, []
        case MatchQuestion():
            cards = {pair.id: pair.right for pair in asked.pairs}
            cards |= {card.id: card.right for card in asked.extra}
            lefts = {pair.id: pair.left for pair in asked.pairs}
            # A card has the id of its pair: said plainly, it would give the answer away.
            told = {asked.token(showing.variant, id_): cards[id_] for id_ in order["right"]}
            return told, lefts, []
        case ClozeQuestion():
            return {}, {}, [_gap(gap, showing) for gap in asked.gaps]
        case _:
            return {}, {}, []


def _gap(gap: object, showing: Showing) -> shapes.Gap:
    if not isinstance(gap, SingleGap):
        return shapes.Gap(id=gap.id, kind=gap.kind)  # type: ignore[attr-defined]
    texts = {option.id: option.text for option in gap.options}
    shown = {id_: texts[id_] for id_ in showing.order[f"gaps.{gap.id}"]}
    return shapes.Gap(id=gap.id, kind=gap.kind, options=_shown(shown, showing))


def _shown(texts: Mapping[str, Text], showing: Showing) -> list[shapes.Part]:
    return [
        shapes.Part(id=id_, text=fill(text.said_in(showing.lang), showing.values))
        for id_, text in texts.items()
    ]


def outcome(done: Outcome, following: str | None) -> shapes.AnswerOutcome:
    """Return what became of an answer; `following` is the slug that is due next."""
    return shapes.AnswerOutcome(
        correct=done.grade.correct,
        score=done.grade.score or 0.0,
        feedback=_feedback(done, done.grade),
        rating=RATINGS[done.rating],
        due_at=when(done.due_ms),
        next=following,
        replayed=done.replayed,
    )


def _feedback(done: Outcome, grade: Grade) -> shapes.Feedback:
    def said(text: Text) -> str:
        return fill(text.said_in(done.lang), done.values)

    return shapes.Feedback(
        remarks=[
            shapes.Remark(about=remark.about, tone=remark.tone, text=said(remark.text))
            for remark in grade.remarks
        ],
        key=done.key,
        key_text=done.key_text,
        explanation=said(done.question.explanation),
        erratum=said(done.question.erratum) if done.question.erratum else None,
        followups=[ask for ask in map(_asked, done.followups) if ask],
    )


def _asked(follow: FollowUp) -> str | None:
    return follow.ask


def queue_line(item: QueueItem) -> shapes.QueueLine:
    """Return one place in the queue."""
    return shapes.QueueLine(slug=item.slug, why=item.why, due_at=when(item.due_ms))


def submission(found: Submission) -> shapes.SubmissionView:
    """Return a submission with its verdict document."""
    document = found.document or {}
    told = {name: document.get(name) for name in shapes.SubmissionView.model_fields}
    facts = {
        "id": found.id,
        "question": found.slug,
        "status": found.status,
        "created_at": when(found.created_ms),
        "verdict": found.verdict,
    }
    known = {name: value for name, value in told.items() if value is not None}
    return shapes.SubmissionView.model_validate(known | facts)
