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
        if key in self.entries:
            del self.entries[key]
        elif len(self.entries) == self.capacity:
            evicted = self.entries.popitem()
        self.entries[key] = value
        return evicted
