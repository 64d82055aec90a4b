"""Exercises for tests: softmax of a (4, 5) array, and small ones."""

from sandbox.protocol import Compare, Exercise, Group, Limits

SOFTMAX = """\
import numpy as np

def f(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)
"""
CASES = """\
def cases(rng, group):
    for _ in range(5):
        yield (rng.standard_normal((4, 5)),)
"""
CLOSE = Compare("allclose", rtol=1e-7, atol=1e-9)


def softmax(
    *, wall_s: float = 3.0, profile: str = "numpy", visibility: str = "full", memory_mib: int = 512
) -> Exercise:
    """Return the exercise of the attacks, with one group of five cases."""
    return Exercise(
        revision=f"softmax {profile} {visibility}",
        entry="f",
        profile=profile,
        cases=CASES,
        reference=SOFTMAX,
        groups=(Group("only", visibility, 1.0, 1, ("value",), CLOSE),),
        limits=Limits(cpu_s=2.0, wall_s=wall_s, memory_mib=memory_mib, output_kib=64),
    )
