"""Cases for TreeCodec: ('levels' or 'encode' or 'both', rows of a tree) or ('decode', list).

Values are positive integers except in `values`; trees are small except in `deep`; lists to decode
have no None at the end.
"""


def tree(rng, size, value):
    """A random tree: every node is hung on a free place of those before."""
    rows, free = [], []
    for row in range(size):
        rows.append([value(), None, None])
        if row:
            parent, side = free.pop(rng.randrange(len(free)))
            rows[parent][side] = row
        free += [(row, 1), (row, 2)]
    order = list(range(1, size))
    rng.shuffle(order)
    place = {row: i for i, row in enumerate([0, *order][:size])} | {None: None}
    out = [None] * size
    for row, (value, left, right) in enumerate(rows):
        out[place[row]] = [value, place[left], place[right]]
    return out


def flat(rows):
    """The list that stands for a tree."""
    items, queue = [], [0] if rows else []
    for row in queue:
        items.append(None if row is None else rows[row][0])
        if row is not None:
            queue += rows[row][1:]
    while items and items[-1] is None:
        del items[-1]
    return items


def cases(rng, group):
    def number():
        return rng.randint(1, 99)

    if group == "sample":
        rows = [[5, 1, 2], [3, None, 3], [8, 4, None], [4, None, None], [7, None, None]]
        yield "levels", rows
        yield "encode", rows
        yield "decode", [5, 3, 8, None, 4, 7]
        yield "encode", [[1, None, 1], [2, None, 2], [3, None, None]]
        yield "encode", []
        yield "decode", []
    elif group == "levels":
        yield "levels", []
        for size in (1, 2, 3, rng.randint(4, 9), rng.randint(10, 25)):
            yield "levels", tree(rng, size, number)
    elif group == "encode":
        yield "encode", []
        # a node whose uncle is missing: in the list it follows directly
        yield "encode", [[number(), None, 1], [number(), 2, 3], *[[number(), None, None]] * 2]
        yield "encode", [[number(), 1, None], [number(), None, 2], [number(), None, None]]
        for size in (1, 3, rng.randint(4, 9), rng.randint(10, 25)):
            yield "encode", tree(rng, size, number)
    elif group == "decode":
        yield "decode", []
        yield "decode", [number(), None, number(), number(), number(), None, number()]
        yield "decode", [number(), number(), None, None, number()]
        for size in (1, 3, rng.randint(4, 9), rng.randint(10, 25)):
            yield "decode", flat(tree(rng, size, number))
    elif group == "values":
        odd = [0, "", False, -1, "None", "null", "#", ",", "1,2", 0.0]
        for method in ("levels", "encode", "both"):
            rng.shuffle(odd)
            values = iter(odd)
            yield method, tree(rng, len(odd), lambda: next(values))
        rng.shuffle(odd)
        values = iter(odd)
        yield "decode", flat(tree(rng, len(odd), lambda: next(values)))
    elif group == "deep":
        for name in ("left chain", "right chain", "zigzag"):
            yield "levels", {name: 3000}
            yield "encode", {name: 3000}
            yield "both", {name: 3000}
    elif group == "purity":
        for size in (1, rng.randint(2, 9), rng.randint(10, 20)):
            yield "decode", flat(tree(rng, size, number))
