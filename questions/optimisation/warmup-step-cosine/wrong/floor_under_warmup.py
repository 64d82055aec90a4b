import math


def lr_schedule(kind, t, base_lr, total, warmup=0, step_size=None, gamma=0.1, min_lr=0.0):
    s = t - warmup
    if s < 0:
        lr = base_lr * (t + 1) / warmup
    elif kind == "step":
        lr = base_lr * gamma ** (s // step_size)
    else:
        x = min(s / (total - warmup), 1.0)
        lr = min_lr + 0.5 * (base_lr - min_lr) * (1.0 + math.cos(math.pi * x))
    return max(lr, min_lr)
