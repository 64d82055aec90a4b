"""The forms of the practice page as the benchmark fills them in."""

import re
from typing import TypeAlias

from app.domain.kinds import Question
from app.domain.kinds.cloze import ClozeQuestion
from app.domain.kinds.match import MatchQuestion
from app.domain.kinds.order import OrderQuestion
from app.services.demo import right_answer

Form: TypeAlias = dict[str, str]
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_WANTED = frozenset({"client_id", "version", "revision", "variant", "shown_ms", "hints", "in"})


def hidden_fields(page: str) -> Form:
    """Return the hidden fields of the answer form on a practice page."""
    return {name: value for name, value in _HIDDEN.findall(page) if name in _WANTED}


def answer_fields(question: Question, variant_index: int) -> list[tuple[str, str]]:
    """Return the fields of a right answer."""
    answer = right_answer(question, question.variant(variant_index))
    if isinstance(answer, dict):
        prefix = {ClozeQuestion: "gap.", MatchQuestion: "pair."}.get(type(question), "")
        return [(prefix + name, value) for name, value in answer.items() if isinstance(value, str)]
    if isinstance(question, OrderQuestion):
        return [(f"pos.{step}", str(place)) for place, step in enumerate(answer, 1)]
    name = "answer" if question.kind in {"numeric", "short"} else "choice"
    return [(name, value) for value in ([answer] if isinstance(answer, str) else answer)]
