import itertools


def nfl_enumerate(n, train, learners, keep=None):
    size = 2**n
    outside = [x for x in range(size) if x not in train]
    wrong, total = [0] * len(learners), 0
    for target in (tuple(t >> x & 1 for x in range(size)) for t in range(size)):
        if keep is not None and not keep(target):
            continue
        total += 1
        labels = [target[x] for x in train]
        for i, learner in enumerate(learners):
            guess = learner(list(train), labels)
            wrong[i] += sum(guess[x] != target[x] for x in outside)
    return [w / (total * len(outside)) for w in wrong]
