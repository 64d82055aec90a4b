import math


def lr_schedule(kind, t, base_lr, total, warmup=0, step_size=None, gamma=0.1, min_lr=0.0):
    t = min(t, total)
    if t < warmup:
        return base_lr * (t + 1) / warmup
    s = t - warmup
    if kind == "step":
        return max(base_lr * gamma ** (s // step_size), min_lr)
    return min_lr + 0.5 * (base_lr - min_lr) * (1.0 + math.cos(math.pi * s / (total - warmup)))
