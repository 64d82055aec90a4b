import copy


class EarlyStopping:
    def __init__(self, patience, min_delta, mode):
        self.patience = patience
        self.min_delta = min_delta
        self.mode = mode
        self.best_value = None if mode == "min" else 0.0
        self.best_epoch = None
        self.best_weights = None
        self.count = 0
        self.epoch = 0

    def better(self, value):
        if value != value:
            return False
        if self.best_value is None:
            return True
        if self.mode == "min":
            return value < self.best_value - self.min_delta
        return value > self.best_value + self.min_delta

    def step(self, value, weights):
        self.epoch += 1
        if self.better(value):
            self.best_value = value
            self.best_epoch = self.epoch
            self.best_weights = copy.deepcopy(weights)
            self.count = 0
        else:
            self.count += 1
        return self.count >= self.patience

    def best(self):
        return self.best_epoch, self.best_weights
