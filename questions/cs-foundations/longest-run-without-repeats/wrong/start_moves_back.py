def longest_run(items):
    last = {}
    start, best_start, best = 0, 0, 0
    for i, item in enumerate(items):
        if item in last:
            start = last[item] + 1
        last[item] = i
        if i - start + 1 > best:
            best_start, best = start, i - start + 1
    return best_start, best
