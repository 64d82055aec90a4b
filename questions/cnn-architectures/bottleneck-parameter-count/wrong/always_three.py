def bottleneck_params(kind, cin, cm, cout, k=3, groups=1, project=False):
    if kind == "1-k":
        n = cin * cm + cm * cout * 9 // groups
    elif kind == "1-k-1":
        n = cin * cm + cm * cm * 9 // groups + cm * cout
    else:
        n = (cin * cm + cm * cout) * 9 // groups
    if project:
        n += cin * cout
    return n
