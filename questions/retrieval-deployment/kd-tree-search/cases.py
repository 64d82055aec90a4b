"""Cases: (what is compared, points or how to make them, leaf, queries, k).

Points and distances are all different except in `duplicates` and `ties`. Coordinates of `ties` are
small whole numbers, so that equal distances are exactly equal.
"""


def cases(rng, group):
    r = rng.randint

    def cloud(n, d, scale=1.0):
        return [tuple(rng.uniform(-scale, scale) for _ in range(d)) for _ in range(n)]

    def calls(sides):
        queries = [tuple(1.0 + side * rng.random() for side in sides) for _ in range(6)]
        return "calls", ("spread", r(0, 10**6), 2000, sides), 8, queries, r(1, 3)

    if group == "sample":
        points = [(2.0, 3.0), (5.0, 4.0), (9.0, 6.0), (4.0, 7.0), (8.0, 1.0), (7.0, 2.0)]
        yield "answers", points, 1, [(9.0, 2.0), (6.0, 5.0)], 2
        yield "answers", points, 10, [(2.0, 3.0)], 1
        yield "order", [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)], 1, [(0.0, 0.0)], 2
        yield "answers", [], 1, [(0.0,)], 1
        yield "calls", ("spread", 1, 2000, [1.0, 1.0]), 8, [(1.5, 1.5)], 1
    elif group == "nearest":
        for d in (1, 2, 3):
            for leaf in (1, r(2, 5)):
                yield "answers", cloud(r(30, 60) * d, d), leaf, cloud(8, d), 1
    elif group == "several":
        for n, d in ((60, 2), (150, 3)):
            yield "answers", cloud(n, d), r(1, 6), cloud(10, d, 1.1), r(3, 8)
    elif group == "few":
        for n in (0, 1, r(2, 5)):
            yield "answers", cloud(n, 2), r(1, 3), cloud(2, 2), n + r(1, 3)
            yield "answers", cloud(n + 1, 2), 9, cloud(2, 2), n + 1
        yield "answers", cloud(6, 2), 1, cloud(2, 2), 8
    elif group == "borders":
        # two columns: the nearest of a query near the border is often in the other one
        for _ in range(2):
            points = [
                (rng.choice([-1.0, 1.0]) * rng.uniform(0.01, 0.3), y) for _, y in cloud(60, 2)
            ]
            queries = [(0.02 * x, y) for x, y in cloud(12, 2)]
            yield "answers", points, 1, queries, r(2, 4)
    elif group == "duplicates":
        p, q = cloud(2, 2, 0.3)
        yield "order", [p] * r(20, 40), r(1, 3), [q], 20
        yield "order", [(0.5, 0.25)] * 33, 1, [(0.0, 0.0)], 1
    elif group == "ties":
        for leaf in (1, 2, 3):
            points = [(float(x), float(y)) for x in range(7) for y in range(7)]
            rng.shuffle(points)
            yield "order", points, leaf, points[:10], 3
    elif group == "deep":
        yield "order", ("powers", 1020), 1, [(1.1,), (1.0e9,)], 1
        yield "order", [(float(i),) for i in range(1300)], 1, [(400.3,)], 1
    elif group == "calls":
        for sides in ([1.0], [1.0, 1.0], [1.0, 1.0, 1.0]):
            yield calls(sides)
        sides = [1.0, 0.001, 0.001]
        rng.shuffle(sides)
        yield calls(sides)
    elif group == "points":
        yield "points", cloud(20, 2), 2, cloud(1, 2), 1
        yield "points", cloud(r(5, 9), 3), 1, cloud(1, 3), 1
