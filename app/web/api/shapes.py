"""What the API takes and gives. Texts are Markdown with TeX in one language, numbers put in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.domain.text import Lang

RatingName = Literal["again", "hard", "good", "easy"]
VerdictName = Literal["AC", "WA", "PE", "TLE", "MLE", "OLE", "RE", "SV", "CE", "IE"]
Short = Annotated[str, Field(max_length=20_000)]


class Given(BaseModel):
    """Base of request bodies: a misspelt field is an error."""

    model_config = ConfigDict(extra="forbid")


class QuestionLine(BaseModel):
    """A question in a list."""

    slug: str
    kind: str
    title: str
    track: str
    topic: str
    difficulty: int
    target_s: int
    status: str
    seen: int
    due_at: datetime | None


class QuestionPage(BaseModel):
    """One page of a list."""

    questions: list[QuestionLine]
    total: int
    page: int
    pages: int


class Part(BaseModel):
    """Something to choose, order, match or fill in, by its id."""

    id: str
    text: str


class Gap(BaseModel):
    """One gap of a cloze: `options` where one is chosen, else something is typed."""

    id: str
    kind: str
    options: list[Part] = []


class QuestionView(BaseModel):
    """A question as a learner may see it before answering: never the key.

    Which list is filled depends on the kind: `options` (single, multi, truefalse, and the cards of
    match), `items` (order; the left sides of match), `gaps` (cloze). In a cloze's prompt `[[id]]`
    stands for a gap.
    """

    slug: str
    kind: str
    lang: Lang
    title: str
    prompt: str
    track: str
    topic: str
    difficulty: int
    target_s: int
    revision: str
    variant_id: int
    hints: list[str]
    options: list[Part] = []
    items: list[Part] = []
    gaps: list[Gap] = []
    unit: str | None = None


def _as_typed(value: object) -> object:
    """Take a JSON number as what a learner would have typed."""
    return repr(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


EXAMPLES: Mapping[str, Any] = {
    "single": "b",
    "multi": ["a", "c"],
    "truefalse": "t",
    "numeric": 48,
    "short": "batch normalization",
    "cloze": {"word": "zero", "number": 7, "pick": "a"},
    "order": ["zero", "forward", "log", "step"],
    "match": {"bn": "bn", "ln": "gn", "gn": "ln"},
    "open": {"text": "Plain nets degrade; a block learns the identity.", "points": []},
}
"""An answer of every kind that is answered here, for the documentation."""

Typed = Annotated[Short, BeforeValidator(_as_typed, json_schema_input_type=str | float)]


class AnswerGiven(Given):
    """An answer. Its shape follows the kind.

    single, truefalse: an option id. multi: option ids. numeric: a number or text. short: text.
    cloze: gap id -> option id, number or text. order: item ids. match: item id -> option id. open:
    {"text": …, "points": [ids of rubric points made]} (points may be left out).
    """

    client_id: UUID
    variant_id: int = Field(ge=0, le=2**31 - 1)
    answer: Typed | list[Short] | dict[str, Typed | list[Short]]
    revision: str | None = Field(
        default=None, max_length=100, description="As shown; default: the current one."
    )
    duration_ms: int | None = Field(default=None, ge=0, le=2**53)
    hints_used: int = Field(default=0, ge=0, le=20)
    lang: Lang = "en"


class Remark(BaseModel):
    """One sentence of feedback; `about` is the id of the part it is about."""

    about: str | None
    tone: Literal["right", "wrong", "hint"]
    text: str


class Feedback(BaseModel):
    """What is said after an answer."""

    remarks: list[Remark]
    key: Any
    key_text: str
    explanation: str
    erratum: str | None
    followups: list[str]


class AnswerOutcome(BaseModel):
    """What became of an answer. `replayed`: recorded before, under the same client_id."""

    correct: bool
    score: float
    feedback: Feedback
    rating: RatingName
    due_at: datetime | None
    next: str | None
    replayed: bool


class QueueLine(BaseModel):
    """One place in the queue."""

    slug: str
    why: Literal["learning", "due", "new", "ahead"]
    due_at: datetime | None


class Queue(BaseModel):
    """What is due now, in order."""

    reviews: list[QueueLine]
    next_due_at: datetime | None


class UndoGiven(Given):
    """Which answer to take back: the client_id it was sent with."""

    client_id: UUID


class UndoOutcome(BaseModel):
    """Which answer was taken back, and how many more can be."""

    slug: str | None
    left: int


class SubmissionGiven(Given):
    """Code for a code question. `source` is the whole file."""

    client_id: UUID
    question: str = Field(max_length=120, description="The slug.")
    source: str = Field(max_length=65_536)
    duration_ms: int | None = Field(default=None, ge=0, le=2**53)
    hints_used: int = Field(default=0, ge=0, le=20)
    lang: Lang = "en"


class GroupVerdict(BaseModel):
    """How one group of cases went; `verdict` is null when it was not run."""

    name: str
    verdict: VerdictName | None
    cases: int
    passed: int


class SubmissionView(BaseModel):
    """A submission and, once `status` is done, its verdict document; until then that is null.

    IE is our failure and never counts. `failing` tells the first failure: `group`, `reason`,
    `message` in zh and en, and of an open case its `input`, `got`, `expected`; of a hidden one at
    most where (`at`) and by how much (`max_error`).
    """

    id: int
    question: str
    status: Literal["queued", "running", "done"]
    created_at: datetime
    verdict: VerdictName | None
    score: float | None = None
    groups: list[GroupVerdict] = []
    failing: dict[str, Any] | None = None
    wall_ms: float | None = None
    cpu_ms: float | None = None
    memory_mib: float | None = None
    stdout: str = ""
    sandbox_level: str | None = None
    speed: dict[str, Any] | None = None
    revision: str | None = None
