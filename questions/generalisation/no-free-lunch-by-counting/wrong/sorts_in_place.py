import itertools
from bisect import bisect_left


def nfl_enumerate(n, train, learners, keep=None):
    size = 2**n
    points = list(train)
    train.sort()
    outside = [x for x in range(size) if train[bisect_left(train, x) :][:1] != [x]]
    wrong, total = [0] * len(learners), 0
    for target in itertools.product((0, 1), repeat=size):
        if keep is not None and not keep(target):
            continue
        total += 1
        for i, learner in enumerate(learners):
            guess = learner(list(points), [target[x] for x in points])
            wrong[i] += sum(guess[x] != target[x] for x in outside)
    return [w / (total * len(outside)) for w in wrong]
