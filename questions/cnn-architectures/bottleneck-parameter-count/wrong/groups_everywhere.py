def bottleneck_params(kind, cin, cm, cout, k=3, groups=1, project=False):
    if kind == "1-k":
        n = cin * cm + cm * cout * k * k
    elif kind == "1-k-1":
        n = cin * cm + cm * cm * k * k + cm * cout
    else:
        n = (cin * cm + cm * cout) * k * k
    n = n // groups
    if project:
        n += cin * cout
    return n
