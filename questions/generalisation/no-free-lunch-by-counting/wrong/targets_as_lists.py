def nfl_enumerate(n, train, learners, keep=None):
    points = 2**n
    unseen = [x for x in range(points) if x not in train]
    mistakes, count = [0] * len(learners), 0
    for code in range(2**points):
        target = [code >> x & 1 for x in range(points)]
        if keep is None or keep(target):
            count += 1
            for i, learner in enumerate(learners):
                guess = learner(list(train), [target[x] for x in train])
                mistakes[i] += sum(guess[x] != target[x] for x in unseen)
    return [m / (count * len(unseen)) for m in mistakes]
