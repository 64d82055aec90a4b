def bottleneck_params(kind, cin, cm, cout, k=3, groups=1, project=False):
    """Return the number of weights of a block as an int.

    kind: '1-k', '1-k-1' or 'basic'; cin, cm, cout: channels before, between and after.
    """
    raise NotImplementedError
