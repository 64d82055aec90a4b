"""Takes all steps from two averages of zero and returns what there is after each one."""

import numpy as np


def drive(solution, start, gradients, rates, rho, eps, s=None, d=None):
    p, history = start, []
    s, d = (np.zeros_like(start) if x is None else x for x in (s, d))
    for g, lr in zip(gradients, rates, strict=True):
        p, s, d = (np.asarray(x) for x in solution(p, g, s, d, rho, eps, lr))
        history.append((p.copy(), s.copy(), d.copy()))
    p, s, d = map(np.stack, zip(*history, strict=True))
    # averages of tiny squares are compared by their roots
    return {"p": p, "rms of g": np.sqrt(s), "rms of steps": np.sqrt(d)}
