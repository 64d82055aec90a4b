def bottleneck_params(kind, cin, cm, cout, k=3, groups=1, project=False):
    if kind == "1-k":
        return cin * cm + cm * cout * k * k // groups
    if kind == "1-k-1":
        return cin * cm + cm * cm * k * k // groups + cm * cout
    return (cin * cm + cm * cout) * k * k // groups
