"""Cases for Tensor: (leaves, steps, calls), see driver.py. Leaves are tensors 0, 1, ...; every step
makes the next one.

Operands have the same shape except in `broadcast`; axes are summed in `sum` only; a tensor is used
twice only in `reuse` (leaves), `diamond` (others), `shared` and `twice`.
"""

import itertools

import numpy as np


def some(rng, *shape):
    return rng.uniform(0.3, 1.5, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def cases(rng, group):
    if group == "sample":
        # x * y + x
        yield [np.array(2.0), np.array(3.0)], [["mul", 0, 1], ["add", 2, 0]], [3]
        # 2 * relu((a @ b) + c), a row added to a matrix, then backward without a sum
        a, b = np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([[1.0, 0.0, 2.0], [1.0, 1.0, -1.0]])
        steps = [["matmul", 0, 1], ["add", 3, 2], ["relu", 4], ["times", 2.0, 5]]
        yield [a, b, np.array([0.0, 1.0, -1.0])], steps, [6]
        # sum over rows, then exp; two calls, which add up; leaf 1 is not used
        steps = [["sum", 0, 1, False], ["plus", 2, -3.0], ["exp", 3]]
        yield [np.array([[1.0, 2.0], [0.0, 4.0]]), np.array([7.0, 8.0])], steps, [4, 3]
    elif group == "ops":
        for shape in ((), (4,), (3, 2)):
            x = some(rng, *shape)
            yield [x, some(rng, *shape)], [["add", 0, 1], ["times", -1.5, 2], ["plus", 3, 2.0]], [4]
            yield [x], [["times", 0, -1.5], ["plus", 2.5, 1]], [2]
            yield [x, some(rng, *shape)], [["mul", 0, 1], ["exp", 2]], [3]
            yield [x, some(rng, *shape)], [["mul", 0, 1], ["sum", 2], ["exp", 3]], [4]
        x = some(rng, 3, 4)
        x[rng.integers(0, 3)] = 0.0
        yield [x, some(rng, 3, 4)], [["relu", 0], ["mul", 2, 1]], [3]
        yield (
            [some(rng, 2, 3), some(rng, 3, 4), some(rng, 2, 4)],
            [["matmul", 0, 1], ["mul", 3, 2]],
            [4],
        )
    elif group == "broadcast":
        for one, two in (
            ((3, 4), (4,)),
            ((3, 4), (3, 1)),
            ((1, 4), (3, 1)),
            ((2, 3, 4), (3, 1)),
            ((2, 3), ()),
            ((2, 1, 4), (3, 4)),
        ):
            for name in ("add", "mul"):
                pair = [some(rng, *one), some(rng, *two)]
                order = [0, 1] if rng.random() < 0.5 else [1, 0]
                yield pair, [[name, *order], ["exp", 2]], [3]
    elif group == "sum":
        for shape, axis in (((3, 4), 0), ((3, 4), 1), ((2, 3, 4), 1), ((2, 3, 4), -1)):
            yield [some(rng, *shape)], [["exp", 0], ["sum", 1, axis, False], ["exp", 2]], [3]
            yield [some(rng, *shape)], [["exp", 0], ["sum", 1, axis, True], ["exp", 2]], [3]
        yield [some(rng, 3, 2)], [["sum", 0, None, True], ["exp", 1]], [2]
    elif group == "reuse":
        x, y = some(rng, 3, 2), some(rng, 3, 2)
        yield [x], [["mul", 0, 0], ["exp", 1]], [2]
        yield [x], [["add", 0, 0], ["times", 0.5, 1]], [2]
        yield [x, y], [["exp", 0], ["mul", 0, 1], ["add", 3, 2]], [4]
        yield [x, y], [["exp", 0], ["mul", 0, 1], ["add", 2, 3], ["mul", 4, 1]], [5]
        yield [some(rng, 3, 3)], [["matmul", 0, 0]], [1]
    elif group == "diamond":
        x, y = some(rng, 2, 3), some(rng, 2, 3)
        # h is used by a short way and by a long one, in both orders
        long = [["mul", 0, 1], ["exp", 2], ["times", 0.7, 3], ["relu", 4]]
        yield [x, y], [*long, ["add", 5, 2]], [6]
        yield [x, y], [*long, ["add", 2, 5]], [6]
        yield [x, y], [["mul", 0, 1], ["mul", 2, 2], ["mul", 3, 2], ["add", 4, 3]], [5]
        doubled = [["times", float(rng.uniform(0.5, 1.0)), 0]] + [
            ["add", i, i] for i in range(1, 60)
        ]
        yield [x], doubled, [60]
    elif group == "shared":
        # z = x + y hands the same gradient to both, and both get more from elsewhere
        x, y = some(rng, 2, 3), some(rng, 2, 3)
        for one, two, three in itertools.permutations((2, 3, 4)):
            steps = [["exp", 0], ["exp", 1], ["add", 0, 1], ["add", one, two], ["add", 5, three]]
            yield [x, y], steps, [6]
    elif group == "twice":
        x, y = some(rng, 2, 3), some(rng, 2, 3)
        steps = [["mul", 0, 1], ["exp", 2], ["times", -0.5, 2]]
        yield [x, y], steps, [3, 4]
        yield [x, y], steps, [4, 4, 3]
        yield [x, y], steps, [2, 3, 0]
    elif group == "deep":
        steps = []
        for i in range(1500):
            number = float(rng.uniform(-0.01, 0.01))
            steps.append(["plus", i, number] if i % 2 else ["times", 1.0 + number, i])
        yield [some(rng, 2)], steps, [1500]
