"""Counts what goes over every link; a message arrives as a copy."""

import numpy as np


def drive(solution, what, arrays):
    p, m = len(arrays), len(arrays[0])
    links = []

    def send(src, dst, payload):
        payload = np.asarray(payload)
        links.append((int(src), int(dst), payload.size))
        return payload.copy()

    result = solution(arrays, send)
    if what == "sums":
        return list(result)
    if what == "bits":
        return [array.tobytes() == result[0].tobytes() for array in result]
    if what == "separate":
        every = [*result, *arrays]
        return [np.shares_memory(every[i], every[j]) for i in range(p) for j in range(i + 1, 2 * p)]
    sent = [[size for src, _, size in links if src == r] for r in range(p)]
    return {
        "only to the next rank": all(dst == (src + 1) % p for src, dst, _ in links),
        "messages of each rank": [len(sizes) for sizes in sent],
        "one part at a time": all(size <= -(-m // p) for _, _, size in links),
        "elements sent in all": sum(map(sum, sent)),
        "elements sent by each": [sum(sizes) for sizes in sent] if m % p == 0 else None,
    }
