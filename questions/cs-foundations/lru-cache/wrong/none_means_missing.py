class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.entries = {}

    def get(self, key, default=None):
        value = self.entries.pop(key, None)
        if value is None:
            return default
        self.entries[key] = value
        return value

    def put(self, key, value):
        evicted = None
        if key in self.entries:
            del self.entries[key]
        elif len(self.entries) == self.capacity:
            oldest = next(iter(self.entries))
            evicted = oldest, self.entries.pop(oldest)
        self.entries[key] = value
        return evicted
