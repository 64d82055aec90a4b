"""Compares what a case asks for."""

PARTS = ("mean", "components", "variances", "ratios", "scores", "restored")
ASKED = {"all": PARTS, "directions": PARTS[:3]}


def drive(solution, what, x, k, whiten):
    found = dict(zip(PARTS, solution(x, k, whiten), strict=True))
    return {part: found[part] for part in ASKED.get(what, (what,))}
