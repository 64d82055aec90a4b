class Node:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right


class TreeCodec:
    def levels(self, root):
        rows, here = [], [root] if root is not None else []
        while here:
            rows.append([node.value for node in here])
            children = [child for node in here for child in (node.left, node.right)]
            here = [child for child in children if child is not None]
        return rows

    def encode(self, root):
        places, stack = {}, [(root, 0)]
        while stack:
            node, place = stack.pop()
            if node is not None:
                places[place] = node.value
                stack += [(node.left, 2 * place + 1), (node.right, 2 * place + 2)]
        if not places:
            return []
        items = [None] * (max(places) + 1)
        for place, value in places.items():
            items[place] = value
        return items

    def decode(self, items):
        nodes = [None if value is None else Node(value) for value in items]
        for place, node in enumerate(nodes):
            if node is not None:
                node.left = nodes[2 * place + 1] if 2 * place + 1 < len(nodes) else None
                node.right = nodes[2 * place + 2] if 2 * place + 2 < len(nodes) else None
        return nodes[0] if nodes else None
