def conv(c_in, c_out, k, groups):
    return c_out * (c_in // groups) * k * k


def bottleneck_params(kind, cin, cm, cout, k=3, groups=1, project=False):
    if kind == "1-k":
        total = conv(cin, cm, 1, 1) + conv(cm, cout, k, groups)
    elif kind == "1-k-1":
        total = conv(cin, cm, 1, 1) + conv(cm, cm, k, groups) + conv(cm, cout, 1, 1)
    else:
        total = conv(cin, cm, k, groups) + conv(cm, cout, k, groups)
    if project:
        total += conv(cin, cout, 1, 1)
    return total
