def lr_schedule(kind, t, base_lr, total, warmup=0, step_size=None, gamma=0.1, min_lr=0.0):
    """Return the learning rate of step t; steps count from 0."""
    raise NotImplementedError
