from itertools import product


def nfl_enumerate(n, train, learners, keep=None):
    unseen = [x for x in range(2**n) if x not in train]
    mistakes, count = [0] * len(learners), 0
    known = {}  # labels of the training points -> what every learner makes of them
    for target in product((0, 1), repeat=2**n):
        if keep is None or keep(target):
            count += 1
            labels = tuple(target[x] for x in train)
            if labels not in known:
                known[labels] = [learner(list(train), list(labels)) for learner in learners]
            for i, guess in enumerate(known[labels]):
                mistakes[i] += sum(guess[x] != target[x] for x in unseen)
    return [m / (count * len(unseen)) for m in mistakes]
