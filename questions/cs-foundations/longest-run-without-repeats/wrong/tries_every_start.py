def longest_run(items):
    best_start, best = 0, 0
    for start in range(len(items)):
        seen = set()
        for item in items[start:]:
            if item in seen:
                break
            seen.add(item)
        if len(seen) > best:
            best_start, best = start, len(seen)
    return best_start, best
