"""From a question of the bank to what the judge has to know of it."""

from app.domain.kinds.code import CodeQuestion, Compare, Group
from sandbox import protocol


def exercise_of(question: CodeQuestion, revision: str) -> protocol.Exercise:
    """Return the author's side of a question: programs, groups, limits."""
    limits = question.limits
    return protocol.Exercise(
        revision=revision,
        entry=question.entry,
        profile=question.profile,
        cases=question.cases.text,
        reference=question.reference.text,
        driver=question.driver.text if question.driver else None,
        groups=tuple(_group(group) for group in question.groups),
        limits=protocol.Limits(
            cpu_s=float(limits.cpu_s),
            wall_s=float(limits.wall_s),
            memory_mib=limits.memory_mib,
            output_kib=limits.output_kib,
        ),
        forbid=question.forbid,
    )


def _group(group: Group) -> protocol.Group:
    return protocol.Group(
        name=group.name,
        visibility=group.visibility,
        weight=float(group.weight),
        seeds=group.seeds,
        check=group.check,
        compare=_compare(group.compare),
    )


def _compare(how: Compare | None) -> protocol.Compare:
    if how is None:
        return protocol.Compare()
    near = protocol.Near(how.near.rtol, how.near.atol) if how.near else None
    return protocol.Compare(how.mode, how.rtol, how.atol, near)
