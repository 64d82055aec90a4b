import heapq


def merge(streams):
    heap = []
    for i, stream in enumerate(streams):
        for item in stream:
            heap.append((item, i))
            break
    heapq.heapify(heap)
    while heap:
        item, i = heapq.heappop(heap)
        yield item
        for following in streams[i]:
            heapq.heappush(heap, (following, i))
            break
