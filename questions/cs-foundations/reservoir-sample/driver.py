"""Goes through every outcome of the draws and adds up exact probabilities of the samples.

With a seed, one long stream is sampled instead, and the items that stay alive are counted.
"""

import random
from fractions import Fraction

MOST = 4000  # outcomes


class Draws:
    """Replays the given draws; beyond them, draws 0."""

    def __init__(self, given):
        self.drawn, self.sizes, self.given = [], [], given

    def randrange(self, size):
        if not isinstance(size, int) or size < 1:
            raise ValueError(f"randrange({size!r}): there is nothing to draw from")
        place = len(self.sizes)
        self.sizes.append(size)
        self.drawn.append(self.given[place] if place < len(self.given) else 0)
        return self.drawn[-1]

    def following(self):
        """Return the next outcome in order, or None after the last."""
        for place in reversed(range(len(self.sizes))):
            if self.drawn[place] + 1 < self.sizes[place]:
                return [*self.drawn[:place], self.drawn[place] + 1]
        return None


class Dice:
    """Nothing but randrange."""

    def __init__(self, seed):
        self.randrange = random.Random(seed).randrange


class Item:
    alive = most = 0

    def __init__(self, number):
        self.number = number
        Item.alive += 1
        Item.most = max(Item.most, Item.alive)

    def __del__(self):
        Item.alive -= 1


def probabilities(solution, count, k):
    chances, given = {}, []
    for _ in range(MOST):
        draws = Draws(given)
        sample = solution(iter(range(count)), k, draws)
        if not isinstance(sample, list):
            return {f"a {type(sample).__name__}, not a list": "1"}
        chance = Fraction(1)
        for size in draws.sizes:
            chance /= size
        name = " ".join(sorted(str(item) for item in sample))
        chances[name] = chances.get(name, 0) + chance
        given = draws.following()
        if given is None:
            return {name: str(chances[name]) for name in sorted(chances)}
    return {f"more than {MOST} outcomes": "1"}


def drive(solution, count, k, seed=None):
    if seed is None:
        return probabilities(solution, count, k)
    Item.alive = Item.most = 0
    sample = solution((Item(number) for number in range(count)), k, Dice(seed))
    return {
        "size": len(sample),
        "items of the stream": all(isinstance(item, Item) for item in sample),
        "at most k + 3 kept": Item.most <= k + 3,
    }
