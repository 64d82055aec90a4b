class Node:
    __slots__ = ("after", "before", "key", "value")


class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.nodes = {}
        self.ring = Node()  # after it the oldest entry, before it the newest
        self.ring.before = self.ring.after = self.ring

    def _unlink(self, node):
        node.before.after, node.after.before = node.after, node.before

    def _make_newest(self, node):
        node.before, node.after = self.ring.before, self.ring
        node.before.after = node.after.before = node

    def get(self, key, default=None):
        node = self.nodes.get(key)
        if node is None:
            return default
        self._unlink(node)
        self._make_newest(node)
        return node.value

    def put(self, key, value):
        node, evicted = self.nodes.get(key), None
        if node is not None:
            self._unlink(node)
        else:
            if len(self.nodes) == self.capacity:
                oldest = self.ring.after
                self._unlink(oldest)
                del self.nodes[oldest.key]
                evicted = (oldest.key, oldest.value)
            node = self.nodes[key] = Node()
        node.key, node.value = key, value
        self._make_newest(node)
        return evicted
