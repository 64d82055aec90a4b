"""Trees as shuffled rows [left, right]; row 0 is the root, None is a missing child.

A tree is described by the set of heap numbers of its nodes (root 1, children 2i and 2i+1).
"""


def rows(rng, numbers):
    numbers = sorted(numbers)
    order = numbers[1:]
    rng.shuffle(order)
    place = {number: row for row, number in enumerate(numbers[:1] + order)}
    table = [None] * len(numbers)
    for number, row in place.items():
        table[row] = [place.get(2 * number), place.get(2 * number + 1)]
    return table


def cases(rng, group):
    if group == "sample":
        yield ([[2, 1], [None, None], [None, None]],)
        yield ([[1, 2], [3, 4], [5, None], [None, None], [None, None], [None, None]],)
        yield ([[1, 2], [3, 4], [None, 5], [None, None], [None, None], [None, None]],)
        yield ([[1, 2], [3, None], [4, None], [None, None], [None, None]],)
        yield ([],)
    elif group == "small":
        yield ([],)
        for size in (1, 2, 3, 4, rng.randint(5, 14), rng.choice([7, 15, 31]), rng.randint(32, 200)):
            yield (rows(rng, set(range(1, size + 1))),)
    elif group == "last-level":
        for depth in (2, 3, rng.randint(3, 6)):
            first = 2**depth
            upper = set(range(1, first))
            # one node is missing somewhere before the last one
            width = rng.randint(2, first)
            last = set(range(first, first + width))
            last.discard(rng.randint(first, first + width - 2))
            yield (rows(rng, upper | last),)
            # every parent has both children or none: the gap lies between parents
            yield (rows(rng, upper | {first + 2, first + 3}),)
            # only left children: no parent shows a right child alone
            yield (rows(rng, upper | {first, first + 2}),)
    elif group == "upper-level":
        yield (rows(rng, {1, 2, 4}),)
        yield (rows(rng, {1, 2, 4, 5}),)
        # every node has no child or two
        yield (rows(rng, {1, 2, 3, 4, 5, 8, 9}),)
        for depth in (3, rng.randint(4, 6)):
            first = 2**depth
            # the level above the deepest is packed to the left but not full
            present = rng.randint(first // 4, first // 2 - 1)
            above = set(range(first // 2, first // 2 + present))
            below = set(range(first, first + rng.randint(1, 2 * present)))
            yield (rows(rng, set(range(1, first // 2)) | above | below),)
    elif group == "deep":
        # The driver builds these: their rows would take longer to send than to judge.
        yield ({"complete": 19_999},)  # odd: every inner node has two children
        yield ({"left chain": 20_000},)
        yield ({"right chain": 20_000},)
