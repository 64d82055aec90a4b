"""Makes the long lists, of which only some of the maxima are compared."""

import random


def drive(solution, values, width):
    if not isinstance(values, dict):
        return solution(values, width)
    size = values["size"]
    numbers = list(range(size))
    if values["order"] == "falling":
        numbers.reverse()
    elif values["order"] == "random":
        random.Random(values["seed"]).shuffle(numbers)
    maxima = solution(numbers, width)
    return {"how many": len(maxima), "some": maxima[:: size // 100]}
