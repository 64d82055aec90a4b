def longest_run(items):
    last = {}  # item: where it was seen last
    start, best = 0, (0, 0)
    for place, item in enumerate(items):
        if item in last:
            start = max(start, last[item] + 1)
        last[item] = place
        if place - start >= best[1]:
            best = (start, place - start + 1)
    return best
