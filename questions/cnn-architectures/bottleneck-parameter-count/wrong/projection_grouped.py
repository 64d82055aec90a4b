def conv(a, b, k, g=1):
    return (a // g) * b * k * k


def bottleneck_params(kind, cin, cm, cout, k=3, groups=1, project=False):
    if kind == "1-k":
        n = conv(cin, cm, 1) + conv(cm, cout, k, groups)
    elif kind == "1-k-1":
        n = conv(cin, cm, 1) + conv(cm, cm, k, groups) + conv(cm, cout, 1)
    else:
        n = conv(cin, cm, k, groups) + conv(cm, cout, k, groups)
    return n + conv(cin, cout, 1, groups) if project else n
