import heapq
from itertools import count


def merge(streams):
    arrival = count()
    heap = []
    for stream in streams:
        for item in stream:
            heap.append((item[0], next(arrival), item, stream))
            break
    heapq.heapify(heap)
    while heap:
        _, _, item, stream = heapq.heappop(heap)
        yield item
        for item in stream:
            heapq.heappush(heap, (item[0], next(arrival), item, stream))
            break
