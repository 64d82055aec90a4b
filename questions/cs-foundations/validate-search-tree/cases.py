"""Cases for is_search_tree: (rows of a tree,), or (name of a chain, (size, place swapped or None)).

Values are different positive integers, except in `equal`, `zero` and `extremes` (and the sample).
"""

INF = float("inf")


def shape(rng, values, rows):
    """Build a search tree of sorted values into rows; return the row of its root."""
    if not values:
        return None
    at = rng.randrange(len(values))
    row = len(rows)
    rows.append([values[at], None, None])
    rows[row][1] = shape(rng, values[:at], rows)
    rows[row][2] = shape(rng, values[at + 1 :], rows)
    return row


def search_tree(rng, values):
    rows = []
    shape(rng, sorted(values), rows)
    return rows


def numbers(rng, count):
    return sorted(rng.sample(range(1, 1000), count))


def full(values):
    """A perfect tree of seven nodes from its values in order."""
    a, b, c, d, e, f, g = values
    leaf = [None, None]
    return [[d, 1, 2], [b, 3, 4], [f, 5, 6], [a, *leaf], [c, *leaf], [e, *leaf], [g, *leaf]]


def cases(rng, group):
    if group == "sample":
        yield ([[5, 1, 2], [3, None, None], [8, 3, 4], [6, None, None], [9, None, None]],)
        yield ([[5, 1, 2], [3, None, None], [8, 3, 4], [4, None, None], [9, None, None]],)
        yield ([[5, 1, None], [5, None, None]],)
        yield ([[0, 1, None], [-INF, None, None]],)
        yield ([],)
    elif group == "valid":
        yield ([],)
        for count in (1, 2, 3, rng.randint(4, 9), rng.randint(10, 40)):
            yield (search_tree(rng, numbers(rng, count)),)
    elif group == "children":
        # the fault shows between a parent and its child
        for _ in range(3):
            a, b, c, d, e, f, g = numbers(rng, 7)
            yield (full([b, a, c, d, e, f, g]),)
            yield (full([a, b, c, d, e, g, f]),)
            yield ([[b, None, 1], [a, None, None]],)
            yield ([[a, 1, None], [b, None, None]],)
    elif group == "subtrees":
        # every child is on the right side of its parent, but not of an ancestor further up
        for _ in range(3):
            a, b, c, d, e, f, g = numbers(rng, 7)
            yield (full([a, b, e, d, c, f, g]),)  # e in the left half, c in the right half
            yield (full([a, b, e, c, d, f, g]),)
            yield (full([a, b, c, e, d, f, g]),)
            yield ([[c, 1, None], [a, None, 2], [d, None, None]],)
            yield ([[c, None, 1], [e, 2, None], [b, None, None]],)
    elif group == "equal":
        for _ in range(3):
            a, b, c, d, e, f, g = numbers(rng, 7)
            yield ([[a, 1, None], [a, None, None]],)
            yield ([[a, None, 1], [a, None, None]],)
            yield (full([a, b, d, d, e, f, g]),)
            yield (full([a, b, c, d, d, f, g]),)
    elif group == "zero":
        a, b, c = numbers(rng, 3)
        yield ([[0, 1, 2], [-a, None, 3], [b, None, None], [a, None, None]],)
        yield ([[0, 1, 2], [-a, None, None], [b, 3, None], [-b, None, None]],)
        yield ([[0, None, 1], [-c, None, None]],)
        yield ([[0, 1, None], [c, None, None]],)
        yield (search_tree(rng, [0, -a, -b - 1000, b, c]),)
        yield (search_tree(rng, [-each for each in numbers(rng, 6)]),)
        yield ([[-a, None, 1], [-a - 1, None, None]],)
    elif group == "extremes":
        yield ([[-INF, None, 1], [INF, None, None]],)
        yield ([[0, 1, 2], [-INF, None, None], [INF, None, None]],)
        yield ([[INF, None, 1], [INF, None, None]],)
        yield ([[-INF, 1, None], [-INF, None, None]],)
        big = 2**53 + 2 * rng.randint(1, 1000)
        yield ([[big, 1, 2], [-(2**70), None, None], [2**70, None, None]],)
        yield ([[big, 1, 2], [big - 1, None, None], [big + 1, None, None]],)
    elif group == "deep":
        for name in ("left chain", "right chain"):
            yield name, (20_000, None)
            yield name, (20_000, rng.randint(19_000, 19_999))
