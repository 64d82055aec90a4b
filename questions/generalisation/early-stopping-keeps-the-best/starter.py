class EarlyStopping:
    """Says when to stop, and remembers the best epoch and its weights."""

    def __init__(self, patience, min_delta, mode):
        self.patience, self.min_delta, self.mode = patience, min_delta, mode

    def step(self, value, weights):
        """Take the validation value and the weights after an epoch; return True to stop."""
        raise NotImplementedError

    def best(self):
        """Return (number of the best epoch, its weights); (None, None) if there is none."""
        raise NotImplementedError
