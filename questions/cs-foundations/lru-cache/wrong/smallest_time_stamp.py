class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.values = {}
        self.used = {}
        self.clock = 0

    def touch(self, key):
        self.clock += 1
        self.used[key] = self.clock

    def get(self, key, default=None):
        if key not in self.values:
            return default
        self.touch(key)
        return self.values[key]

    def put(self, key, value):
        evicted = None
        if key not in self.values and len(self.values) == self.capacity:
            oldest = min(self.used, key=self.used.get)
            del self.used[oldest]
            evicted = oldest, self.values.pop(oldest)
        self.values[key] = value
        self.touch(key)
        return evicted
