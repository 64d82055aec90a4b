"""A complete tree of any size whose nodes are made when a link to them is read; reads count."""

MOST = 35_000


class Tree:
    def __init__(self, size):
        self.size, self.reads, self.nodes = size, 0, {}

    def node(self, number):
        """Return the node with a heap number, or None."""
        if number > self.size:
            return None
        if number not in self.nodes:
            self.nodes[number] = Node(self, number)
        return self.nodes[number]

    def follow(self, number):
        self.reads += 1
        if self.reads > MOST:
            raise RuntimeError(f"more than {MOST} links read")
        return self.node(number)


class Node:
    __slots__ = ("_number", "_tree")

    def __init__(self, tree, number):
        self._tree, self._number = tree, number

    @property
    def left(self):
        return self._tree.follow(2 * self._number)

    @property
    def right(self):
        return self._tree.follow(2 * self._number + 1)


def drive(solution, size, watch=False):
    tree = Tree(size)
    count = solution(tree.node(1))
    if not watch:
        return count
    levels = size.bit_length()
    return {"count": count, "at most 10 d^2 reads": tree.reads <= 10 * levels**2}
