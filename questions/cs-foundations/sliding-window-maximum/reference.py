from collections import deque


def window_maxima(values, width):
    queue, maxima = deque(), []  # places whose values fall from left to right
    for place, value in enumerate(values):
        while queue and values[queue[-1]] <= value:
            queue.pop()
        queue.append(place)
        if queue[0] == place - width:
            queue.popleft()
        if place + 1 >= width:
            maxima.append(values[queue[0]])
    return maxima
