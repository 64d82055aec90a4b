import copy
import math


class EarlyStopping:
    def __init__(self, patience, min_delta, mode):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1.0 if mode == "min" else -1.0
        self.lowest = math.inf
        self.epoch = self.waited = 0
        self.kept = (None, None)

    def step(self, value, weights):
        self.epoch += 1
        if self.sign * value < self.lowest - self.min_delta:  # never true of NaN
            self.lowest = self.sign * value
            self.kept = (self.epoch, copy.deepcopy(weights))
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience

    def best(self):
        return self.kept
