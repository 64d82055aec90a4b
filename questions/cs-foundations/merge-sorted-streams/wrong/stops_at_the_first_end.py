import heapq


def merge(streams):
    heap = []
    for i, stream in enumerate(streams):
        item = next(stream, None)
        if item is not None:
            heap.append((item[0], i, item))
    heapq.heapify(heap)
    while heap:
        _, i, item = heapq.heappop(heap)
        yield item
        item = next(streams[i], None)
        if item is None:
            break
        heapq.heappush(heap, (item[0], i, item))
