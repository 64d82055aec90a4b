"""Targets as integers, a bit for every point; wrong points are the bits of an exclusive or."""


def nfl_enumerate(n, train, learners, keep=None):
    size = 1 << n
    mask = (1 << size) - 1
    for x in train:
        mask &= ~(1 << x)
    kept = [
        target
        for target in range(1 << size)
        if keep is None or keep(tuple(target >> x & 1 for x in range(size)))
    ]
    # the same training labels give the same predictions: sort the targets by them
    families = {}
    for target in kept:
        families.setdefault(target & ~mask, []).append(target)
    means = []
    for learner in learners:
        wrong = 0
        for seen, members in families.items():
            answers = learner(list(train), [seen >> x & 1 for x in train])
            guess = sum(answers[x] << x for x in range(size))
            wrong += sum(((guess ^ target) & mask).bit_count() for target in members)
        means.append(wrong / len(kept) / mask.bit_count())
    return means
