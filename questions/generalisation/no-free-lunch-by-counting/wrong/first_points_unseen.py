import itertools


def nfl_enumerate(n, train, learners, keep=None):
    size = 2**n
    outside = list(range(len(train), size))
    wrong, total = [0] * len(learners), 0
    for target in itertools.product((0, 1), repeat=size):
        if keep is not None and not keep(target):
            continue
        total += 1
        labels = [target[x] for x in train]
        for i, learner in enumerate(learners):
            guess = learner(list(train), labels)
            wrong[i] += sum(guess[x] != target[x] for x in outside)
    return [w / (total * len(outside)) for w in wrong]
