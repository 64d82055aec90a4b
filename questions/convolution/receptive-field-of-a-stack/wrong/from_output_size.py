def receptive_field(layers):
    n = length = 10**6
    jump, start = 1, 0.0
    for k, s, p, d in layers:
        length = (length + 2 * p - (k - 1) * d - 1) // s + 1
        start += ((k - 1) * d / 2 - p) * jump
        jump *= s
    return n - length + 1, jump, start
