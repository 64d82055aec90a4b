"""Time stamps, and a queue of all uses in which outdated ones are skipped and swept from time to
time: constant time on average."""

from collections import deque


class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.values = {}
        self.last_use = {}
        self.uses = deque()
        self.clock = 0

    def _use(self, key):
        self.clock += 1
        self.last_use[key] = self.clock
        self.uses.append((key, self.clock))
        if len(self.uses) > 3 * self.capacity + 10:
            self.uses = deque(use for use in self.uses if self._valid(*use))

    def _valid(self, key, time):
        return self.last_use.get(key) == time

    def get(self, key, default=None):
        if key not in self.values:
            return default
        self._use(key)
        return self.values[key]

    def put(self, key, value):
        evicted = None
        if key not in self.values and len(self.values) == self.capacity:
            oldest, time = self.uses.popleft()
            while not self._valid(oldest, time):
                oldest, time = self.uses.popleft()
            evicted = oldest, self.values.pop(oldest)
            del self.last_use[oldest]
        self.values[key] = value
        self._use(key)
        return evicted
