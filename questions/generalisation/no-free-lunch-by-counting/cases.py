"""Cases: (n, training points, names of the learners[, name of the choice of targets]).

`uniform` takes all targets, the others some; only `order` and `purity` have training points that are not
0, 1, 2, … in this order.
"""


def cases(rng, group):
    if group == "sample":
        yield 1, [0], ["majority", "minority"]
        yield 2, [0, 3], ["majority", "nearest"]
        yield 2, [0, 3], ["majority", "minority"], "rare"
    elif group == "uniform":
        names = ["majority", "minority", "nearest", "parity", "zero"]
        yield 1, [0], rng.sample(names, 2)
        yield 2, [0, 1], rng.sample(names, 3)
        yield 3, list(range(rng.randint(1, 6))), names
    elif group == "some":
        yield 2, [0, 1], ["majority", "minority", "zero"], "rare"
        yield 3, [0, 1, 2, 3], ["majority", "minority", "nearest"], "rare"
        yield 3, list(range(rng.randint(1, 3))), ["majority", "minority", "zero"], "rare"
        yield 2, [0, 1, 2], ["majority", "minority"], "not-constant"
    elif group == "order":
        # of the pair 0, 1 both points are trained on, of the pair of the first point only this one
        first, pair = rng.choice((6, 7)), rng.choice(([2, 3], [5, 4]))
        for n, train in ((2, [first - 4, 1, 0]), (3, [first, 1, 0]), (3, [first, *pair, 0, 1])):
            yield n, train, ["first-label", "nearest"], "smooth"
            yield n, train, ["nearest", "first-label"], "lively"
    elif group == "empty":
        yield 2, [], ["majority", "zero", "parity"]
        yield 2, [], ["zero", "minority"], "rare"
    elif group == "purity":
        yield 2, [3, 1], ["nearest"]
        yield 3, [6, 2, 0], ["majority"], "rare"
