"""Code questions: a function to write, judged in the sandbox on cases that the author's code makes.

What is graded here is not source code but what the judge said of it (its verdict document): this
module never runs anything.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    Field,
    StrictFloat,
    StrictInt,
    StringConstraints,
    ValidationError,
    model_validator,
)

from app.domain.grade import Answer, Grade
from app.domain.ids import Id, refusal
from app.domain.kinds.base import QuestionBase
from app.domain.kinds.pieces import Code, Strict
from app.domain.kinds.programs import program_findings
from app.domain.kinds.soundness import repeated_ids
from app.domain.problems import Finding
from app.domain.text import Lang, Text
from app.domain.variants import Variant

Verdict = Literal["AC", "WA", "PE", "TLE", "MLE", "OLE", "RE", "SV", "CE", "IE"]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=80)]
Dotted = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$", max_length=120
    ),
]
"""A name, or one below a module, such as `copy.deepcopy`."""

Tolerance = Annotated[StrictFloat, Field(ge=0, le=1)]

_LEAST_WRONG = 3
"""Natural mistakes that an exercise must know, at least."""


class Near(Strict):
    """Outside the tolerance but inside this: too imprecise rather than wrong."""

    rtol: Tolerance
    atol: Tolerance


class Compare(Strict):
    """How a returned value is compared: `exact`, or `allclose` with tolerances."""

    mode: Literal["exact", "allclose"]
    rtol: Tolerance = 0.0
    atol: Tolerance = 0.0
    near: Near | None = None


class Group(Strict):
    """A set of cases with a name. The cases of a `full` group are shown, those of others never."""

    name: Id
    title: Text
    visibility: Literal["full", "name"]
    weight: StrictInt | StrictFloat = Field(ge=0, le=100)
    seeds: StrictInt = Field(ge=1, le=50)
    check: tuple[Literal["value", "inputs_unchanged"], ...] = Field(("value",), min_length=1)
    compare: Compare | None = None

    @model_validator(mode="after")
    def _says_how(self) -> Self:
        if "value" in self.check and self.compare is None:
            raise refusal(
                "E-compare-missing",
                f"测试组 {self.name} 比较返回值，要写 compare（mode: exact 或 allclose）。",
                f"The group {self.name} compares values: say how with compare "
                "(mode: exact or allclose).",
            )
        return self


class Limits(Strict):
    """What all groups of one submission together may use."""

    cpu_s: StrictInt | StrictFloat = Field(2.0, gt=0, le=60)
    wall_s: StrictInt | StrictFloat = Field(5.0, gt=0, le=120)
    memory_mib: StrictInt = Field(256, ge=16, le=4096)
    output_kib: StrictInt = Field(64, ge=1, le=1024)


class Wrong(Strict):
    """A natural mistake: it must fail exactly the groups in `fails`, with this verdict."""

    code: Code
    verdict: Verdict
    fails: tuple[Id, ...] = Field(min_length=1)
    why: Text


class Mutants(Strict):
    """How many small changes of the reference the cases must notice."""

    min_kill: StrictFloat = Field(0.9, ge=0.5, le=1.0)


class _SaidOfGroup(BaseModel):
    name: str
    verdict: Verdict | None


class _Said(BaseModel):
    """As much of a verdict document as grading needs."""

    verdict: Verdict
    score: float = Field(ge=0, le=1)
    groups: tuple[_SaidOfGroup, ...] = ()


class CodeQuestion(QuestionBase):
    """A function to write."""

    kind: Literal["code"]
    entry: Name
    profile: Literal["stdlib", "numpy", "torch"]
    starter: Code
    reference: Code
    alternatives: tuple[Code, ...] = Field(min_length=1)
    cases: Code
    driver: Code | None = None
    groups: tuple[Group, ...] = Field(min_length=1, max_length=20)
    limits: Limits = Limits()
    forbid: tuple[Dotted, ...] = ()
    wrong: tuple[Wrong, ...]
    slow: Code | None = None
    mutants: Mutants = Mutants()

    @property
    def part_ids(self) -> tuple[str, ...]:
        """The names of the groups."""
        return tuple(group.name for group in self.groups)

    def key(self, variant: Variant) -> dict[str, Any]:  # noqa: ARG002
        """Return what the judge says of a right solution."""
        groups = [{"name": name, "verdict": "AC"} for name in self.part_ids]
        return {"verdict": "AC", "score": 1.0, "groups": groups}

    def key_text(self, variant: Variant, lang: Lang) -> str:  # noqa: ARG002
        """Return the reference solution as a fenced block."""
        return f"```python\n{self.reference.text.rstrip()}\n```"

    def grade(self, answer: Answer, variant: Variant) -> Grade:  # noqa: ARG002
        """Grade what the judge said: its document as far as `verdict`, `score` and `groups` go.

        An IE is our failure, so it cannot be read as an answer.
        """
        try:
            said = _Said.model_validate(answer)
        except ValidationError:
            return Grade.rejected(_NOT_JUDGED)
        if said.verdict == "IE":
            return Grade.rejected(_NOT_JUDGED)
        parts = {group.name: group.verdict == "AC" for group in said.groups if group.verdict}
        parts = {name: right for name, right in parts.items() if name in self.part_ids}
        passed = frozenset(name for name, right in parts.items() if right)
        return Grade(
            score=1.0 if said.verdict == "AC" else said.score,
            correct=said.verdict == "AC",
            hits=passed,
            missed=frozenset(self.part_ids) - passed,
            parts=parts,
        )

    def own_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:  # noqa: ARG002
        """Check everything that can be seen without running anything."""
        yield from repeated_ids("groups", self.part_ids)
        if self.variants is not None:
            yield Finding.said(
                "variants",
                "E-code-variants",
                "编程题没有参数：变化由 cases.py 产生。",
                "Code questions have no parameters: cases.py makes them vary.",
            )
        yield from self._group_findings()
        yield from self._wrong_findings()
        yield from program_findings("cases", self.cases, "cases")
        if self.driver is not None:
            yield from program_findings("driver", self.driver, "drive")
        for path, code in self._solutions():
            yield from program_findings(path, code, self.entry)

    def _solutions(self) -> Iterator[tuple[str, Code]]:
        yield "starter", self.starter
        yield "reference", self.reference
        yield from ((f"alternatives[{i}]", code) for i, code in enumerate(self.alternatives))
        yield from ((f"wrong[{i}].code", one.code) for i, one in enumerate(self.wrong))
        if self.slow is not None:
            yield "slow", self.slow

    def _group_findings(self) -> Iterator[Finding]:
        if not any(group.visibility == "full" for group in self.groups):
            yield Finding.said(
                "groups",
                "E-groups-sample",
                "至少一组样例要让学习者看到：visibility: full。",
                "Show at least one group of samples: visibility: full.",
            )
        if not any(group.visibility == "name" and group.weight > 0 for group in self.groups):
            yield Finding.said(
                "groups",
                "E-groups-hidden",
                "至少一组隐藏测试：visibility: name，weight 大于 0。",
                "At least one hidden group: visibility: name, weight above 0.",
            )
        for index, group in enumerate(self.groups):
            how = group.compare
            narrow = how is not None and how.near is not None
            if narrow and how and how.near and how.near.rtol <= how.rtol:
                yield Finding.said(
                    f"groups[{index}].compare.near",
                    "E-near",
                    "near 的容差要比 rtol 大，否则永远判不出“精度不足”。",
                    "near must be wider than rtol, or nothing is ever too imprecise.",
                )

    def _wrong_findings(self) -> Iterator[Finding]:
        if len(self.wrong) < _LEAST_WRONG:
            yield Finding.said(
                "wrong",
                "E-wrong-few",
                "至少写三个自然的错误解法，说明测试真的能发现它们。",
                "Give at least three natural wrong solutions, so that the tests have to notice.",
            )
        known = set(self.part_ids)
        failed: set[str] = set()
        for index, one in enumerate(self.wrong):
            failed |= set(one.fails)
            if unknown := sorted(set(one.fails) - known):
                names = ", ".join(unknown)
                yield Finding.said(
                    f"wrong[{index}].fails",
                    "E-group-unknown",
                    f"没有名为 {names} 的测试组。",
                    f"There is no group called {names}.",
                )
        for index, group in enumerate(self.groups):
            if group.visibility == "name" and group.name not in failed:
                yield Finding.said(
                    f"groups[{index}]",
                    "E-group-idle",
                    f"没有哪个错误解法会在 {group.name} 组失败：要么补一个，要么删掉这组。",
                    f"No wrong solution fails in {group.name}: add one, or drop the group.",
                )


_NOT_JUDGED = Text(zh="这次提交没有判完，不计入。", en="This submission was not judged.")
