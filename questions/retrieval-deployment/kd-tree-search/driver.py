"""Builds a tree, asks it, and counts how many distances it takes.

Points may be given as ('spread', seed, n, sides) or ('powers', n), and are made here.
"""

import math
import random
import sys


def make(points):
    if points and points[0] == "spread":
        _, seed, n, sides = points
        rng = random.Random(seed)
        return [tuple(1.0 + side * rng.random() for side in sides) for _ in range(n)]
    if points and points[0] == "powers":
        n = points[1]
        return [(4.0 ** (i - n // 2),) for i in range(n)]
    return [tuple(point) for point in points]


def drive(solution, what, points, leaf, queries, k):
    space = getattr(solution, "__globals__", None) or vars(sys.modules[solution.__module__])
    points = make(points)
    before = list(points)
    tree = space["kd_build"](points, leaf)
    calls = [0]

    def ask(query):
        def distance(i):
            calls[0] += 1
            return math.dist(query, before[i])

        return [list(pair) for pair in space["kd_query"](tree, tuple(query), k, distance)]

    answers = [ask(query) for query in queries]
    if what == "calls":
        return calls[0] <= len(queries) * (100 + 20 * k)
    if what == "order":
        return [[i for _, i in answer] for answer in answers]
    if what == "points":
        return points == before
    return answers
