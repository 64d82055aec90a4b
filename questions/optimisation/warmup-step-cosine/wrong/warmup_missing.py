import math


def lr_schedule(kind, t, base_lr, total, warmup=0, step_size=None, gamma=0.1, min_lr=0.0):
    warmup = 0
    s = t - warmup
    if kind == "step":
        return max(base_lr * gamma ** (s // step_size), min_lr)
    x = min(s / (total - warmup), 1.0)
    return min_lr + 0.5 * (base_lr - min_lr) * (1.0 + math.cos(math.pi * x))
