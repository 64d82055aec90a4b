"""What all kinds of question share: the fields of a file and the verbs that a kind must offer."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StrictInt, StringConstraints

from app.domain.followups import FollowUp
from app.domain.grade import Answer, Grade
from app.domain.ids import Slug, Uid
from app.domain.kinds.pieces import Figure, Hint, Source, Strict, texts_of
from app.domain.kinds.soundness import (
    answer_shown,
    distinct_findings,
    followup_findings,
    hint_findings,
    source_findings,
)
from app.domain.parity import lead_ins, parity, pictures
from app.domain.problems import Finding
from app.domain.text import LANGS, Lang, Text
from app.domain.variants import ANSWER, Variant, Variants, fill, values_of

Status = Literal["draft", "review", "live", "retired"]
Skill = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$")]
Row = Annotated[str, StringConstraints(pattern=r"^S[0-9]-[0-9]{2,3}$")]


class Part(Strict):
    """Something that can be answered: a whole question, or one gap of a cloze."""

    @property
    def guess_rate(self) -> float:
        """The chance of a right answer by guessing, in [0, 1)."""
        return 0.0

    @property
    def part_ids(self) -> tuple[str, ...]:
        """The ids that `missed:ID` and `hit:ID` of a follow-up may name."""
        return ()

    @abstractmethod
    def key(self, variant: Variant) -> Any:  # noqa: ANN401 - any JSON value
        """Return the right answer as a JSON value, in the shape of an answer of this kind."""

    @abstractmethod
    def key_text(self, variant: Variant, lang: Lang) -> str:
        """Return the right answer as Markdown."""

    @abstractmethod
    def grade(self, answer: Answer, variant: Variant) -> Grade:
        """Grade an answer as it came in; one that cannot be read is rejected, never an error."""

    @abstractmethod
    def own_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:
        """Check what only this kind knows, over the variants drawn. Paths are relative to self.

        A question without parameters has one variant. None at all means that drawing failed, which
        has been reported already.
        """


class QuestionBase(Part):
    """The fields of every question file, whatever its kind."""

    schema_: Literal[1] = Field(alias="schema")
    uid: Uid
    slug: Slug
    kind: str
    status: Status
    track: Slug
    topic: Slug
    skills: tuple[Skill, ...] = Field(min_length=1)
    covers: tuple[Row, ...] = ()
    difficulty: StrictInt = Field(ge=1, le=5)
    target_s: StrictInt = Field(ge=5, le=7200)
    title: Text
    prompt: Text
    hints: tuple[Hint, ...] = ()
    explanation: Text
    sources: tuple[Source, ...] = Field(min_length=1)
    erratum: Text | None = None
    exercise: Annotated[str, StringConstraints(pattern=r"^C[0-9]{2}$")] | None = None
    figures: tuple[Figure, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    variants: Variants | None = None

    has_answer_text: ClassVar[bool] = False
    """Whether `{{answer}}` may stand in texts."""

    def variant(self, index: int) -> Variant:
        """Return the variant of one showing: always the same for the same index.

        Raises ExpressionError where the parameters cannot be drawn; `findings` tells beforehand.
        """
        return Variant(index) if self.variants is None else self.variants.draw(self.uid, index)

    def order(self, variant: Variant) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the ids of everything shuffled, in the order shown: {"options": ("b", "a")}."""
        return {}

    def answer_text(self, variant: Variant) -> str | None:  # noqa: ARG002
        """Return what `{{answer}}` stands for in texts, or None where there is no such thing."""
        return None

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Yield every text with the path of its field: ("options[0].why", Text)."""
        yield from texts_of(self)

    @property
    def figures_below_prompt(self) -> tuple[Figure, ...]:
        """The figures that no text shows itself: they stand below the prompt."""
        if not self.figures:
            return ()
        shown = {
            file
            for _, text in self.texts()
            for lang in LANGS
            for file in pictures(text.said_in(lang))
        }
        return tuple(figure for figure in self.figures if figure.file not in shown)

    def findings(self) -> Iterator[Finding]:
        """Check everything that needs no other file. Never raises, whatever the file holds."""
        drawn: Sequence[Variant] = (Variant(0),)
        if self.variants is not None:
            drawn, faults = self.variants.survey(self.uid)
            yield from faults
        own = list(self.own_findings(drawn))
        yield from self._shared_findings()
        yield from own
        if self.variants is not None and drawn and not own:
            yield from distinct_findings(self.variants, self._prompts(drawn))

    def _shared_findings(self) -> Iterator[Finding]:
        known = {ANSWER} if self.has_answer_text else set()
        known |= self.variants.names if self.variants else set()
        for path, text in self.texts():
            yield from parity(path, text, frozenset(known))
            yield from answer_shown(path, text)
        yield from lead_ins("explanation", self.explanation)
        yield from hint_findings(self.hints)
        yield from source_findings(self.sources)
        yield from followup_findings(self.followups, self.part_ids)

    def _prompts(self, drawn: Sequence[Variant]) -> set[str]:
        return {fill(self.prompt.zh, values_of(self, one, "zh")) for one in drawn}
