def longest_run(items):
    last = {}
    start, best_start, best = 0, 0, 0
    for i, item in enumerate(items):
        if item in last and last[item] >= start:
            if i - start > best:
                best_start, best = start, i - start
            start = last[item] + 1
        last[item] = i
    return best_start, best
