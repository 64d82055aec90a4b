from collections import deque


def window_maxima(values, width):
    queue, maxima = deque(), []
    for i, value in enumerate(values):
        if i >= width and queue[0] == values[i - width]:
            queue.popleft()
        while queue and queue[-1] <= value:
            queue.pop()
        queue.append(value)
        if i >= width - 1:
            maxima.append(queue[0])
    return maxima
