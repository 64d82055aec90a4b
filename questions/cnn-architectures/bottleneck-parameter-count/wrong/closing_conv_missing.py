def bottleneck_params(kind, cin, cm, cout, k=3, groups=1, project=False):
    if kind == "basic":
        n = (cin * cm + cm * cout) * k * k // groups
    else:
        n = cin * cm + cm * cout * k * k // groups
    return n + cin * cout * project
