"""Cases for lowest_common_ancestor: (rows of a tree, row of p, row of q).

Values are pairwise different except in `equal-values`; p or q is outside the tree in `missing` (and
the sample) only; one is the other or above it in `ancestor`, `deep` and the sample only.
"""


class Tree:
    def __init__(self, rng, size, value):
        self.rows, self.parent, free = [], [None], []
        for row in range(size):
            self.rows.append([value(), None, None])
            if row:
                above, side = free.pop(rng.randrange(len(free)))
                self.rows[above][side] = row
                self.parent.append(above)
            free += [(row, 1), (row, 2)]

    def above(self, row):
        """Return the ancestors of a row, itself included, from below."""
        path = []
        while row is not None:
            path.append(row)
            row = self.parent[row]
        return path

    def pairs(self):
        """Return pairs of which neither is above the other, and whose answer is not the root."""
        found = []
        for p in range(len(self.rows)):
            for q in range(p):
                common = [row for row in self.above(p) if row in self.above(q)]
                if common[0] not in (p, q, 0):
                    found.append((p, q))
        return found


def some_tree(rng, size, value):
    """A tree that has pairs on different branches below the root."""
    while not (tree := Tree(rng, size, value)).pairs():
        pass
    return tree


def cases(rng, group):
    serial = iter(rng.sample(range(10_000), 1000))

    def different():
        return next(serial)

    small = [[3, 1, 2], [5, 3, 4], [1, None, None], [6, None, None], [2, 5, None], [7, None, None]]
    if group == "sample":
        yield small, 3, 5
        yield small, 3, 2
        yield small, 1, 5
        yield small, 4, 4
        yield small, 3, {"outside": 7}
        yield [[1, 1, 2], [1, None, None], [1, None, None]], 1, 2
        yield [], {"outside": 1}, {"outside": 1}
    elif group == "branches":
        for size in (9, 12, rng.randint(15, 30)):
            tree = some_tree(rng, size, different)
            for p, q in rng.sample(tree.pairs(), min(3, len(tree.pairs()))):
                yield (tree.rows, *rng.sample((p, q), 2))
    elif group == "ancestor":
        for size in (6, rng.randint(8, 14), rng.randint(15, 30)):
            tree = Tree(rng, size, different)
            low = max(range(size), key=lambda row: len(tree.above(row)))
            yield (tree.rows, *rng.sample((low, rng.choice(tree.above(low)[1:])), 2))
            yield tree.rows, low, tree.parent[low]
            yield tree.rows, 0, low
            yield tree.rows, low, low
    elif group == "equal-values":
        for size in (10, rng.randint(12, 25)):
            value = rng.randint(0, 9)
            tree = some_tree(rng, size, lambda: value)
            for p, q in rng.sample(tree.pairs(), 1):
                yield tree.rows, p, q
    elif group == "missing":
        for size in (6, rng.randint(8, 20)):
            tree = Tree(rng, size, different)
            inside, other = rng.sample(range(1, size), 2)
            stranger = {"outside": different()}
            yield tree.rows, inside, stranger
            yield tree.rows, stranger, inside
            yield tree.rows, inside, {"outside": tree.rows[other][0]}  # only its value is there
            yield tree.rows, stranger, {"outside": different()}
            yield tree.rows, stranger, stranger
        tree = some_tree(rng, 12, different)
        yield (tree.rows, *rng.choice(tree.pairs()))  # here both are present
        yield [], {"outside": 1}, {"outside": 2}
    elif group == "deep":
        for name in ("left chain", "right chain"):
            yield {name: 20_000}, rng.randint(15_000, 19_000), rng.randint(19_100, 19_999)
            yield {name: 20_000}, 19_999, rng.randint(1, 19_000)
