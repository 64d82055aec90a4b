"""A tournament: merge the two halves, each of which is merged in the same way."""


def of_two(left, right):
    """Merge two sorted iterators; of equal keys, the left ones come first."""
    one, other = next(left, None), next(right, None)
    while one is not None and other is not None:
        if other[0] < one[0]:
            yield other
            other = next(right, None)
        else:
            yield one
            one = next(left, None)
    if one is not None:
        yield one
        yield from left
    if other is not None:
        yield other
        yield from right


def merge(streams):
    if not streams:
        return iter(())
    if len(streams) == 1:
        return iter(streams[0])
    middle = len(streams) // 2
    return of_two(merge(streams[:middle]), merge(streams[middle:]))
