"""The exercise that `mianjing bench judge` judges: small, and the same for every profile.

Loss and gradient of a softmax classifier on five batches of 8 × 5 numbers: two cases in view, three
hidden ones. Learners of the numpy profile write both by hand, those of torch ask autograd. `PEER`
is what a judge without warm processes would start for each submission.
"""

from dataclasses import dataclass
from typing import Final

from sandbox.protocol import Compare, Exercise, Group, Limits

ENTRY: Final = "loss_and_gradient"
GROUPS: Final = {"sample": "full", "hidden": "name"}
RTOL, ATOL = 0.0001, 0.0001

CASES: Final = """\
def cases(rng, group):
    for _ in range(2 if group == "sample" else 3):
        yield rng.standard_normal((8, 5)), rng.integers(0, 5, 8)
"""
_BY_HAND: Final = """\
import numpy as np

def loss_and_gradient(logits, targets):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(targets))
    gradient = np.exp(log_p)
    gradient[rows, targets] -= 1
    return float(-log_p[rows, targets].mean()), gradient / len(targets)
"""
_BY_AUTOGRAD: Final = """\
import torch

def loss_and_gradient(logits, targets):
    x = torch.from_numpy(logits).requires_grad_()
    loss = torch.nn.functional.cross_entropy(x, torch.from_numpy(targets))
    loss.backward()
    return loss.item(), x.grad.numpy()
"""
PEER: Final = """\
import json, sys

told = json.load(sys.stdin)
import numpy as np
if told["profile"] == "torch":
    import torch

def load(source):
    names = {}
    exec(compile(source, "program", "exec"), names)
    return names

cases, right, given = (load(told[name]) for name in ("cases", "reference", "source"))
for group in told["groups"]:
    for args in cases["cases"](np.random.default_rng(told["seed"]), group):
        (loss, gradient), (their_loss, theirs) = (
            program[told["entry"]](*(each.copy() for each in args)) for program in (right, given)
        )
        assert np.isclose(their_loss, loss, rtol=told["rtol"], atol=told["atol"])
        assert theirs.shape == gradient.shape and theirs.dtype == gradient.dtype
        assert np.allclose(theirs, gradient, rtol=told["rtol"], atol=told["atol"])
print("AC")
"""


@dataclass(frozen=True, slots=True)
class Submission:
    """What is handed in, and to which exercise."""

    exercise: Exercise
    source: str

    @property
    def told(self) -> dict[str, object]:
        """Return what the peer has to know of it."""
        return {
            "profile": self.exercise.profile,
            "cases": self.exercise.cases,
            "reference": self.exercise.reference,
            "source": self.source,
            "entry": self.exercise.entry,
            "groups": [group.name for group in self.exercise.groups],
            "seed": 0,
            "rtol": RTOL,
            "atol": ATOL,
        }


def submission(profile: str, *, by_hand: bool | None = None) -> Submission:
    """Return the right solution of the exercise in a profile: numpy or torch.

    With torch it asks autograd, unless it is to be `by_hand`: the same program in both profiles
    tells what a child of each costs, and nothing of what the program does.
    """
    how = Compare("allclose", rtol=RTOL, atol=ATOL)
    if by_hand is None:
        by_hand = profile == "numpy"
    source = _BY_HAND if by_hand else _BY_AUTOGRAD
    return Submission(
        Exercise(
            revision=f"bench {profile} {'by hand' if by_hand else 'by autograd'}",
            entry=ENTRY,
            profile=profile,
            cases=CASES,
            reference=source,
            groups=tuple(Group(name, seen, compare=how) for name, seen in GROUPS.items()),
            limits=Limits(cpu_s=10.0, wall_s=30.0),  # generous: a busy machine is no wrong answer
        ),
        source,
    )
