from collections import deque


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
        items, queue = [], deque([root])
        while queue:
            node = queue.popleft()
            if node is None:
                items.append(None)
            else:
                items.append(node.value)
                queue += (node.left, node.right)
        while items and items[-1] is None:
            items.pop()
        return items

    def decode(self, items):
        if not items:
            return None
        rest = iter(items)
        root = Node(next(rest))
        queue = deque([root])
        while queue:
            node = queue.popleft()
            if (value := next(rest, None)) is not None:
                node.left = Node(value)
                queue.append(node.left)
            if (value := next(rest, None)) is not None:
                node.right = Node(value)
                queue.append(node.right)
        return root
