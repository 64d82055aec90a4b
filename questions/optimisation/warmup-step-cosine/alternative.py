"""Walk from step to step: add, multiply, or turn a pointer by the same angle each time."""

import cmath


def lr_schedule(kind, t, base_lr, total, warmup=0, step_size=None, gamma=0.1, min_lr=0.0):
    length = max(total - warmup, 1)
    turn = cmath.exp(1j * cmath.pi / length)
    rate, pointer = 0.0 if warmup else base_lr, 1 + 0j
    for step in range(t + 1):
        if step < warmup:
            rate += base_lr / warmup
        elif kind == "step":
            if step == warmup:
                rate = base_lr
            elif (step - warmup) % step_size == 0:
                rate *= gamma
        else:
            if warmup < step <= total:
                pointer *= turn
            rate = min_lr + (base_lr - min_lr) * (pointer.real + 1) / 2
    return max(rate, min_lr) if t >= warmup else rate
