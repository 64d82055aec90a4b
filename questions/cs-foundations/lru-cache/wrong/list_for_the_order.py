class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.values = {}
        self.order = []

    def get(self, key, default=None):
        if key not in self.values:
            return default
        self.order.remove(key)
        self.order.append(key)
        return self.values[key]

    def put(self, key, value):
        evicted = None
        if key in self.values:
            self.order.remove(key)
        elif len(self.order) == self.capacity:
            oldest = self.order.pop(0)
            evicted = oldest, self.values.pop(oldest)
        self.values[key] = value
        self.order.append(key)
        return evicted
