from itertools import chain


def merge(streams):
    return sorted(chain.from_iterable(streams), key=lambda item: item[0])
