import heapq


def merge(streams):
    heap = []
    for stream in streams:
        for key, text in stream:
            heap.append((key, stream, text))
            break
    heapq.heapify(heap)
    while heap:
        key, stream, text = heapq.heappop(heap)
        yield key, text
        for key, text in stream:
            heapq.heappush(heap, (key, stream, text))
            break
