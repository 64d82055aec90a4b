import heapq


def merge(streams):
    heads = []  # (key, number of the stream, item): one of each stream that has not ended
    for number, stream in enumerate(streams):
        if (item := next(stream, None)) is not None:
            heads.append((item[0], number, item))
    heapq.heapify(heads)
    while heads:
        _, number, item = heads[0]
        yield item
        if (item := next(streams[number], None)) is not None:
            heapq.heapreplace(heads, (item[0], number, item))
        else:
            heapq.heappop(heads)
