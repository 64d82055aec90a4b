import heapq


def merge(streams):
    heap = []
    for i, stream in enumerate(streams):
        item = next(stream)
        heap.append((item[0], i, item))
    heapq.heapify(heap)
    while heap:
        _, i, item = heapq.heappop(heap)
        yield item
        try:
            item = next(streams[i])
        except StopIteration:
            continue
        heapq.heappush(heap, (item[0], i, item))
