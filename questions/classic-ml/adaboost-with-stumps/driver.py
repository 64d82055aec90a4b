"""Lets a group look at the stumps, the coefficients or the decisions alone."""


def drive(solution, x, y, rounds, queries, part):
    stumps, alphas, labels = solution(x, y, rounds, queries)
    return {
        "all": (stumps, alphas, labels),
        "stumps": stumps,
        "alphas": alphas,
        "labels": labels,
    }[part]
