class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.entries = {}

    def get(self, key, default=None):
        return self.entries.get(key, default)

    def put(self, key, value):
        evicted = None
        if key in self.entries:
            del self.entries[key]
        elif len(self.entries) == self.capacity:
            oldest = next(iter(self.entries))
            evicted = oldest, self.entries.pop(oldest)
        self.entries[key] = value
        return evicted
