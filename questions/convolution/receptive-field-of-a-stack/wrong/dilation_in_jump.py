def receptive_field(layers):
    size, jump, start = 1, 1, 0.0
    for k, s, p, d in layers:
        size += (k - 1) * d * jump
        start += ((k - 1) * d / 2 - p) * jump
        jump *= s * d
    return size, jump, start
