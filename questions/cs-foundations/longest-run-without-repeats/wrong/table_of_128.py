def longest_run(items):
    last = [-1] * 128
    start, best_start, best = 0, 0, 0
    for i, item in enumerate(items):
        code = item if isinstance(item, int) else ord(item)
        start = max(start, last[code] + 1)
        last[code] = i
        if i - start + 1 > best:
            best_start, best = start, i - start + 1
    return best_start, best
