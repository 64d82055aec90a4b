"""The ten kinds of question, one file each: its fields, its grading, its checks.

`QUESTION.validate_python(data)` gives the question of the right kind. Errors raised by our own
validators carry a code as `type` and `{"zh": ..., "en": ...}` as `ctx`.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field, TypeAdapter

from app.domain.kinds.base import QuestionBase
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

Question: TypeAlias = Annotated[
    SingleQuestion
    | MultiQuestion
    | TrueFalseQuestion
    | NumericQuestion
    | ShortQuestion
    | ClozeQuestion
    | OrderQuestion
    | MatchQuestion
    | OpenQuestion
    | CodeQuestion,
    Field(discriminator="kind"),
]
QUESTION: TypeAdapter[Question] = TypeAdapter(Question)

KindName: TypeAlias = Literal[
    "single",
    "multi",
    "truefalse",
    "numeric",
    "short",
    "cloze",
    "order",
    "match",
    "open",
    "code",
]
KINDS: tuple[KindName, ...] = get_args(KindName)


def meant(data: Mapping[str, object]) -> KindName:
    """Return the kind that a question of an unknown kind looks like: by the fields it has."""
    models: tuple[type[QuestionBase], ...] = get_args(get_args(Question)[0])
    own = {
        get_args(model.model_fields["kind"].annotation)[0]: model.model_fields.keys() & data.keys()
        for model in models
    }
    found: KindName = max(own, key=lambda kind: len(own[kind]))
    return found
