"""Makes the long lists: a random order of so many numbers, repeated."""

import random


def drive(solution, items):
    if isinstance(items, dict):
        cycle = list(range(items["numbers"]))
        random.Random(items["seed"]).shuffle(cycle)
        items = cycle * items["times"]
    return solution(items)
