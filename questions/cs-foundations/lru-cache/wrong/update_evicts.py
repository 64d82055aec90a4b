class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.entries = {}

    def get(self, key, default=None):
        if key not in self.entries:
            return default
        self.entries[key] = self.entries.pop(key)
        return self.entries[key]

    def put(self, key, value):
        evicted = None
        if len(self.entries) == self.capacity:
            oldest = next(iter(self.entries))
            evicted = oldest, self.entries.pop(oldest)
        self.entries.pop(key, None)
        self.entries[key] = value
        return evicted
