"""Keeps the whole history and reads everything from it."""

import pickle


class EarlyStopping:
    def __init__(self, patience, min_delta, mode):
        self.rule = patience, min_delta, mode
        self.values, self.snapshots = [], {}

    def records(self):
        """Epochs, from 1, that improved on the record before them."""
        _, min_delta, mode = self.rule
        found = []
        for epoch, value in enumerate(self.values, start=1):
            if value != value:
                continue
            if found:
                record = self.values[found[-1] - 1]
                gain = (
                    (record - min_delta) - value if mode == "min" else value - (record + min_delta)
                )
            if not found or gain > 0:
                found.append(epoch)
        return found

    def step(self, value, weights):
        self.values.append(value)
        self.snapshots[len(self.values)] = pickle.dumps(weights)
        last = max(self.records(), default=0)
        return len(self.values) - last >= self.rule[0]

    def best(self):
        found = self.records()
        return (found[-1], pickle.loads(self.snapshots[found[-1]])) if found else (None, None)
