def kd_build(points, leaf):
    """Return a KD-tree of the points (tuples of d floats); leaves hold at most `leaf` of them."""
    raise NotImplementedError


def kd_query(tree, query, k, distance):
    """Return the k nearest points to query, [(distance, number), ...], nearest first.

    distance(i) is the distance of the query to point i; every call counts.
    """
    raise NotImplementedError
