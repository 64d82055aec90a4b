"""Cases for LRUCache: (capacity, operations), or a description of a long run; see driver.py.

Old keys are read in `refresh` only, written in `update` only (and both in `one` and the sample);
None is a value in `none` and the sample only.
"""


class Script:
    """Writes operations and follows what the cache holds, the oldest first."""

    def __init__(self, rng, capacity):
        self.rng, self.capacity = rng, capacity
        self.held, self.steps, self.serial = [], [], rng.randint(100, 900)

    def put(self, key=None, value=0):
        if key is None:
            self.serial += 1
            key = f"k{self.serial}"
        if key in self.held:
            self.held.remove(key)
        elif len(self.held) == self.capacity:
            del self.held[0]
        self.held.append(key)
        self.steps.append(["put", key, self.rng.randint(1, 99) if value == 0 else value])

    def get(self, key, default=None):
        if key in self.held:
            self.held.remove(key)
            self.held.append(key)
        self.steps.append(["get", key, default])

    def newest(self, default=None):
        self.get(self.held[-1], default)

    def missing(self):
        self.get(f"no {self.rng.randint(0, 9)}", self.rng.choice([None, -1, "none"]))

    def fill(self):
        while len(self.held) < self.capacity:
            self.put()


def cases(rng, group):
    if group == "sample":
        yield (
            2,
            [
                ["put", "a", 1],
                ["put", "b", None],
                ["get", "a"],
                ["put", "c", 3],
                ["get", "b", "gone"],
                ["put", "a", 4],
                ["put", "d", 5],
                ["get", "a", "gone"],
            ],
        )
        yield 3, [["put", 1, "x"], ["get", 2], ["put", 2, None], ["get", 2, "y"]]
    elif group == "basics":
        for capacity in (1, 2, 3, rng.randint(4, 8)):
            s = Script(rng, capacity)
            for _ in range(2 * capacity + 3):
                s.put()
                if rng.random() < 0.5:
                    s.newest()
                if rng.random() < 0.5:
                    s.missing()
            s.get(s.steps[0][1], "evicted")
            yield capacity, s.steps
    elif group == "refresh":
        for capacity in (2, 3, rng.randint(4, 8)):
            s = Script(rng, capacity)
            s.fill()
            for _ in range(12):
                s.get(s.held[0])
                s.get(rng.choice(s.held[:-1]))
                s.put()
                s.put()
            yield capacity, s.steps
    elif group == "update":
        for capacity in (2, 3, rng.randint(4, 8)):
            s = Script(rng, capacity)
            s.fill()
            for _ in range(12):
                s.put(s.held[0])
                s.newest()
                s.put(rng.choice(s.held))
                s.put()
                s.newest()
            yield capacity, s.steps
        s = Script(rng, 4)
        for _ in range(3):
            s.put()
        s.put(s.held[0])  # not full yet
        s.put()
        s.put()
        yield 4, s.steps
    elif group == "none":
        for capacity in (2, rng.randint(3, 5)):
            s = Script(rng, capacity)
            for value in (None, False, 0.0, "", None):
                s.put(value=value)
                s.newest("default")
                s.missing()
            yield capacity, s.steps
    elif group == "large":
        yield 30_000, {"seed": rng.randrange(1 << 30), "gets": 60_000, "puts": 8000}
