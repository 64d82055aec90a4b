def longest_run(items):
    seen = set()
    start, best_start, best = 0, 0, 0
    for i, item in enumerate(items):
        if item in seen:
            seen = set()
            start = i
        seen.add(item)
        if i - start + 1 > best:
            best_start, best = start, i - start + 1
    return best_start, best
