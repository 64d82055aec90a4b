"""Two ends that only move right, and the set of what lies between them."""


def longest_run(items):
    inside, right = set(), 0
    best_start, best_length = 0, 0
    for left in range(len(items)):
        while right < len(items) and items[right] not in inside:
            inside.add(items[right])
            right += 1
        if right - left > best_length:
            best_start, best_length = left, right - left
        inside.discard(items[left])
    return best_start, best_length
