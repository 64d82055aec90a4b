def bottleneck_params(kind, cin, cm, cout, k=3, groups=1, project=False):
    if kind == "1-k":
        n = cin * cm + cm * cout * k * k // groups
    elif kind == "1-k-1":
        n = cin * cm + cm * cm * k * k // groups + cm * cout
    else:
        n = (cin * cm + cm * cout) * k * k // groups
    if project:
        n += cin * cout * k * k
    return n
