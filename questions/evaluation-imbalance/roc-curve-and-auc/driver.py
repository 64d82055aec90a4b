"""Lets a group look at the curve or at one number alone."""


def drive(solution, y, scores, weights, part):
    fpr, tpr, thresholds, auc, ap, best = solution(y, scores, weights)
    return {
        "all": (fpr, tpr, thresholds, auc, ap, best),
        "curve": (fpr, tpr, thresholds),
        "auc": auc,
        "ap": ap,
        "best": best,
    }[part]
