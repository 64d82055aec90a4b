"""Makes the leaves, carries out the steps, calls backward, and returns all values and the gradients
of the leaves."""


def side(t, a):
    """What stands on one side of an operator: a number itself, or the tensor of that index."""
    return a if isinstance(a, float) else t[a]


STEPS = {
    "add": lambda t, i, j: t[i] + t[j],
    "mul": lambda t, i, j: t[i] * t[j],
    "matmul": lambda t, i, j: t[i] @ t[j],
    "plus": lambda t, a, b: side(t, a) + side(t, b),
    "times": lambda t, a, b: side(t, a) * side(t, b),
    "exp": lambda t, i: t[i].exp(),
    "relu": lambda t, i: t[i].relu(),
    "sum": lambda t, i, *how: t[i].sum(**dict(zip(("axis", "keepdims"), how))),
}


def drive(solution, leaves, steps, calls):
    tensors = [solution(leaf) for leaf in leaves]
    for name, *args in steps:
        tensors.append(STEPS[name](tensors, *args))
    for i in calls:
        tensors[i].backward()
    return {
        "values": [t.data for t in tensors],
        "grads": [t.grad for t in tensors[: len(leaves)]],
    }
