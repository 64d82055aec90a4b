def nfl_enumerate(n, train, learners, keep=None):
    """Return for each learner its mean off-training-set error over all targets kept."""
    raise NotImplementedError
