"""Builds the machine and calls one of its methods; a refusal comes back as its name."""


def drive(solution, what, c, kernel, sigma, x, y, *rest):
    machine = solution(c, kernel, sigma)
    if what == "check":
        dual, balance, box, kkt = machine.check(x, y, *rest)
        return [dual, balance, box, kkt]
    try:
        result = machine.fit(x, y)
    except ValueError:
        return "ValueError"
    alpha, b = result
    return machine.decision(rest[0]) if what == "decision" else (alpha, b)
