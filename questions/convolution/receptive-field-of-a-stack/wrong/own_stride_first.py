def receptive_field(layers):
    size, jump, start = 1, 1, 0.0
    for k, s, p, d in layers:
        jump *= s
        size += (k - 1) * d * jump
        start += ((k - 1) * d / 2 - p) * jump
    return size, jump, start
