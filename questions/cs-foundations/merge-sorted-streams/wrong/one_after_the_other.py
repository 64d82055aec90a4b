def of_two(left, right):
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[0] <= other[0]):
            yield one
            one = next(left, None)
        else:
            yield other
            other = next(right, None)


def merge(streams):
    merged = iter(())
    for stream in streams:
        merged = of_two(merged, stream)
    return merged
