"""Inputs for rnn_param_count, as positional arguments.

input_size differs from hidden_size and from twice hidden_size, so that no slip cancels out.
"""

KINDS = ("rnn", "gru", "lstm")


def sizes(rng):
    while True:
        input_size, hidden_size = rng.randint(1, 200), rng.randint(1, 200)
        if input_size not in (hidden_size, 2 * hidden_size):
            return input_size, hidden_size


def cases(rng, group):
    if group == "sample":
        yield "lstm", 3, 2, 1, False, "single"
        yield "lstm", 3, 2, 1, False, "double"
        yield "gru", 8, 5, 1, True, "single"
        yield "rnn", 4, 6, 1, False, "none"
        return
    for kind in KINDS:
        for _ in range(3):
            input_size, hidden_size = sizes(rng)
            depth = rng.randint(2, 5)
            if group == "cell":
                yield kind, input_size, hidden_size, 1, False, "single"
            elif group == "bias":
                for bias in ("none", "single", "double"):
                    yield kind, input_size, hidden_size, 1, False, bias
            elif group == "stacked":
                yield kind, input_size, hidden_size, depth, False, "single"
            elif group == "bidirectional":
                yield kind, input_size, hidden_size, 1, True, "single"
            elif group == "stacked-bidirectional":
                yield kind, input_size, hidden_size, depth, True, "single"
