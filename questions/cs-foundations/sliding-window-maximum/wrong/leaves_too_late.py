from collections import deque


def window_maxima(values, width):
    queue, maxima = deque(), []
    for i, value in enumerate(values):
        while queue and values[queue[-1]] <= value:
            queue.pop()
        queue.append(i)
        if queue[0] < i - width:
            queue.popleft()
        if i >= width - 1:
            maxima.append(values[queue[0]])
    return maxima
