"""Hands the blocks over one at a time, as a file read in pieces would, and only once."""

import random


def stream(blocks):
    for block in blocks:
        yield bytes(block)


def shuffled(seed, distinct, repeats):
    """A long stream in random order, 50 lines a block; ten messages are the most frequent."""
    rng = random.Random(seed)
    lines = [
        b"message %06d" % (7919 * i % distinct)
        for i in range(distinct)
        for _ in range(1 + i % repeats + (20 + i) * (i < 10))
    ]
    rng.shuffle(lines)
    for start in range(0, len(lines), 50):
        yield b"".join(line + b"\n" for line in lines[start : start + 50])


def drive(solution, blocks, k):
    return solution(shuffled(*blocks) if isinstance(blocks, tuple) else stream(blocks), k)
